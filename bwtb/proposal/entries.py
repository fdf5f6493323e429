"""One reviewed request → the Entry that the proposal and the form of annex 1 show."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from bwtb.base.messages import Named
from bwtb.base.typography import paragraphs
from bwtb.checking.rules.categories import confirmations
from bwtb.proposal.model import (
    Basis,
    BudgetLine,
    Capability,
    Confirmation,
    Entry,
    Integration,
    LeaderOpinion,
    Opinion,
    Supplementary,
)
from bwtb.registry import schema
from bwtb.registry.catalogs import PARTIES, Catalog
from bwtb.registry.request import DESCRIPTION, BudgetItem, Request
from bwtb.review.states import PartyVerdict, RequestReview

# A party's word is shown only where it is about the request as it stands.
COUNTED = ("approved", "returned", "rejected")

# The four lines of 申请类型 on the form.
APPLICATION_LISTS = ("new_item", "new_scenario", "integration")


def named(field: str, code: str) -> Named:
    """A code of a request's field with the schema's label."""
    return Named(code, schema.codes(field).get(code, code))


def _all(field: str, codes: Iterable[Any]) -> tuple[Named, ...]:
    return tuple(named(field, code) for code in codes if isinstance(code, str))


def _listed(catalog: Catalog, kind: str, codes: Iterable[Any]) -> tuple[Named, ...]:
    return tuple(Named(code, catalog.name(kind, code)) for code in codes if isinstance(code, str))


def _texts(mapping: Mapping[str, Any]) -> dict[str, str]:
    """The texts of a mapping; what is no text is left out."""
    return {key: value for key, value in mapping.items() if isinstance(value, str)}


def form_platforms(catalog: Catalog) -> tuple[Named, ...]:
    """The platforms of the form's 上线平台 line, as printed there and in its order."""
    channels = catalog.lists.get("channels", {})
    return tuple(Named(code, str(entry["form"])) for code, entry in channels.items() if "form" in entry)


def full_unit(catalog: Catalog, code: str) -> str:
    """A unit's full name; the code itself where it is unknown."""
    found = catalog.entry("units", code)
    return str(found["full_name"]) if found and "full_name" in found else catalog.name("units", code)


def capability(catalog: Catalog, code: str) -> Capability:
    """An entry of annex 2 by its code."""
    found = catalog.entry("capabilities", code) or {}
    return Capability(
        code=code,
        number=int(found.get("number", 0)),
        group=str(found.get("group", "")),
        name=str(found.get("name", code)),
    )


def basis(catalog: Catalog, item: Mapping[str, Any]) -> Basis:
    """One 依据 of a request."""
    code = item.get("work_point")
    if isinstance(code, str):
        found = catalog.entry("work_points", code) or {}
        return Basis(str(found.get("title", code)), work_point=code)
    return Basis(str(item.get("document", "")), str(item.get("number", "")))


def _line(catalog: Catalog, request: Request, item: BudgetItem) -> BudgetLine:
    bearer = item.borne_by or "platform"
    return BudgetLine(
        name=item.name,
        kind=Named(item.kind, catalog.name("cost_kinds", item.kind)),
        amount=item.amount,
        year=item.year,
        funding=named("scope.funding", item.funding),
        borne_by=named("budget.items.borne_by", bearer),
        quantity=item.quantity,
        unit=item.unit,
        price=item.price,
        note=item.note,
        counted=item.year == request.year and bearer == "platform",
    )


def opinion(catalog: Catalog, party: str, verdict: PartyVerdict | None) -> Opinion:
    """A party's word, as documents show it: empty unless it is about the request as it stands."""
    found = catalog.entry("parties", party) or {}
    name, short = Named(party, str(found.get("name", party))), str(found.get("short", party))
    if verdict is None or verdict.verdict not in COUNTED:
        return Opinion(party=name, short=short)
    return Opinion(
        party=name,
        short=short,
        decision=schema.codes("decision", "signoff").get(verdict.decision, verdict.decision),
        opinion=verdict.opinion,
        signer=verdict.signer,
        date=verdict.date[:10],
        key=verdict.key,
        commit=verdict.commit,
    )


def _confirmation(catalog: Catalog, request: Request) -> Confirmation | None:
    """Article 7, 场景开发类: one of the eight capabilities applied on a surface is a case for 确认."""
    cited = confirmations(request, catalog)
    if not cited:
        return None
    surfaces = _listed(catalog, "surfaces", request.list("surfaces"))
    return Confirmation(tuple(capability(catalog, c).name for c in cited), tuple(s.name for s in surfaces))


def _integration(request: Request) -> Integration | None:
    data = request.mapping("integration")
    if request.category != "integration" or not data:
        return None
    conditions = data.get("conditions")
    given = data.get("opinion")
    return Integration(
        mode=named("integration.mode", str(data.get("mode", ""))),
        system=str(data.get("system", "")),
        opinion=_texts(given) if isinstance(given, dict) else {},
        conditions=isinstance(conditions, dict) and bool(conditions.get("initiation") and conditions.get("acceptance")),
        operator=named("integration.operator", str(data.get("operator", ""))).name,
    )


def _supplementary(request: Request) -> Supplementary | None:
    data = request.mapping("supplementary")
    if request.category != "supplementary":
        return None
    given = data.get("approval")
    approval = _texts(given) if isinstance(given, dict) else {}
    return Supplementary(
        level=named("supplementary.level", str(data.get("level", ""))).name,
        number=approval.get("number", ""),
        date=approval.get("date", ""),
        authority=approval.get("authority", ""),
        scanned=isinstance(given, dict) and bool(given.get("scan")),
    )


def _endorsements(catalog: Catalog, reviewed: RequestReview) -> Iterator[LeaderOpinion]:
    """One for each applying unit whose leader's word stands: a record by key, else the entry in the file."""
    for unit in reviewed.request.units:
        judged = reviewed.endorsements.get(unit)
        found = next((e for e in reviewed.request.endorsements if e.get("unit") == unit), {})
        typed, name = _texts(found), catalog.name("units", unit)
        if judged and judged.verdict == "approved" and judged.signed:
            signed = judged.signed
            title = typed.get("title", "") if typed.get("name") == signed.signer else ""
            yield LeaderOpinion(
                unit=name,
                name=signed.signer,
                title=title,
                opinion=signed.opinion or typed.get("opinion", ""),
                date=signed.date[:10],
                how="key",
                commit=signed.commit,
            )
        elif typed and (judged is None or judged.stands):
            said = {key: typed.get(key, "") for key in ("name", "title", "opinion", "date")}
            yield LeaderOpinion(unit=name, **said, how="typed" if found.get("scan") else "unscanned")


def _application(request: Request) -> dict[str, tuple[str, ...]]:
    """The ticked codes of each line of 申请类型; `new_system` holds one where its box is ticked."""
    data = request.mapping("application")
    lists = {key: data.get(key) for key in APPLICATION_LISTS}
    ticked = {k: tuple(c for c in v if isinstance(c, str)) if isinstance(v, list) else () for k, v in lists.items()}
    return {**ticked, "new_system": ("new_system",) if data.get("new_system") is True else ()}


def _types(application: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The lines of 申请类型 that are ticked: 新增事项, 新增场景 …"""
    order = ("new_item", "new_scenario", "new_system", "integration")
    return tuple(schema.title(f"application.{key}") for key in order if application[key])


def _others(request: Request) -> tuple[tuple[str, str], ...]:
    """What `other` stands for, with the field's label: printed in 备注."""
    fields = ("scopes_other", "application.new_scenario_other", "platform_other")
    values = {**request.data, **{f"application.{k}": v for k, v in request.mapping("application").items()}}
    return tuple((schema.title(f), str(values[f])) for f in fields if values.get(f))


def entry_of(reviewed: RequestReview, catalog: Catalog) -> Entry:
    """Everything the documents say of one request. Missing parts of a draft are empty."""
    request = reviewed.request
    lines = tuple(_line(catalog, request, item) for item in request.items)
    application = _application(request)
    description = _texts(request.mapping("description"))
    capabilities = [c for c in request.list("capabilities") if isinstance(c, str)]
    return Entry(
        request=request,
        id=request.id,
        title=request.title,
        category=named("category", request.category),
        unit=Named(request.unit, catalog.name("units", request.unit)),
        units=tuple(catalog.name("units", u) for u in request.units),
        full_units=tuple(full_unit(catalog, u) for u in request.units),
        nature=_all("nature", request.list("nature")),
        scopes=_listed(catalog, "scopes", request.list("scopes")),
        application=application,
        types=_types(application),
        platforms=tuple(p for p in form_platforms(catalog) if p.code in request.list("platforms")),
        platform_other=request.text("platform_other"),
        capabilities=tuple(sorted((capability(catalog, c) for c in capabilities), key=lambda c: c.number)),
        surfaces=_listed(catalog, "surfaces", request.list("surfaces")),
        funding=_all("scope.funding", request.mapping("scope").get("funding") or ()),
        basis=tuple(basis(catalog, b) for b in request.list("basis") if isinstance(b, dict)),
        texts={key: paragraphs(description.get(key, "")) for key in DESCRIPTION},
        lines=lines,
        budget_note=paragraphs(str(request.mapping("budget").get("note", ""))),
        platform=sum(line.amount for line in lines if line.counted),
        own=sum(line.amount for line in lines if line.year == request.year and not line.counted),
        later=tuple(line for line in lines if line.year != request.year),
        contact=_texts(request.mapping("contact")),
        endorsements=tuple(_endorsements(catalog, reviewed)),
        opinions=tuple(opinion(catalog, party, reviewed.parties.get(party)) for party in PARTIES),
        confirmation=_confirmation(catalog, request),
        integration=_integration(request),
        supplementary=_supplementary(request),
        others=_others(request),
        remarks=paragraphs(request.text("remarks")),
    )
