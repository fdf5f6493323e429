"""One reviewed request → the Entry that the proposal and the form of annex 1 show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

# The four lines of 申请类型 on the form: 新增事项, 新增场景 …
APPLICATION = ("new_item", "new_scenario", "new_system", "integration")


def named(field: str, code: str) -> Named:
    """A code of a request's field with the schema's label."""
    return Named(code, schema.codes(field).get(code, code))


def _strings(given: Any) -> list[str]:
    """The texts of a list; empty where it is none."""
    return [text for text in given if isinstance(text, str)] if isinstance(given, list) else []


def _texts(given: Any) -> dict[str, str]:
    """The texts of a mapping; empty where it is none."""
    return {key: text for key, text in given.items() if isinstance(text, str)} if isinstance(given, dict) else {}


def form_platforms(catalog: Catalog) -> tuple[Named, ...]:
    """The platforms of the form's 上线平台 line, as printed there and in its order."""
    channels = catalog.lists.get("channels", {})
    return tuple(Named(code, str(entry["form"])) for code, entry in channels.items() if "form" in entry)


def full_unit(catalog: Catalog, code: str) -> str:
    """A unit's full name; the code itself where it is unknown."""
    unit = catalog.entry("units", code) or {}
    return str(unit.get("full_name", catalog.name("units", code)))


def capability(catalog: Catalog, code: str) -> Capability:
    """An entry of annex 2 by its code."""
    entry = catalog.entry("capabilities", code) or {}
    number, group = int(entry.get("number", 0)), str(entry.get("group", ""))
    return Capability(code=code, number=number, group=group, name=catalog.name("capabilities", code))


def _basis(catalog: Catalog, item: Mapping[str, Any]) -> Basis:
    """One 依据 of a request."""
    code = item.get("work_point")
    if isinstance(code, str):
        return Basis(schema.called(catalog.entry("work_points", code) or {}) or code, work_point=code)
    return Basis(str(item.get("document", "")), str(item.get("number", "")))


def _line(catalog: Catalog, request: Request, item: BudgetItem) -> BudgetLine:
    bearer = item.borne_by or "platform"
    names = {
        "kind": Named(item.kind, catalog.name("cost_kinds", item.kind)),
        "funding": named("scope.funding", item.funding),
        "borne_by": named("budget.items.borne_by", bearer),
    }
    return BudgetLine(**{**vars(item), **names}, counted=item.year == request.year and bearer == "platform")


def opinion(catalog: Catalog, party: str, verdict: PartyVerdict | None) -> Opinion:
    """A party's word, as documents show it: empty unless it is about the request as it stands."""
    name, short = Named(party, catalog.name("parties", party)), str(catalog.party(party).get("short", party))
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
    capabilities = tuple(catalog.name("capabilities", code) for code in confirmations(request, catalog))
    surfaces = tuple(catalog.name("surfaces", code) for code in _strings(request.list("surfaces")))
    return Confirmation(capabilities, surfaces) if capabilities else None


def _integration(request: Request) -> Integration | None:
    data = request.mapping("integration")
    if request.category != "integration" or not data:
        return None
    conditions = data.get("conditions")
    return Integration(
        mode=named("integration.mode", str(data.get("mode", ""))),
        system=str(data.get("system", "")),
        opinion=_texts(data.get("opinion")),
        conditions=isinstance(conditions, dict) and bool(conditions.get("initiation") and conditions.get("acceptance")),
        operator=named("integration.operator", str(data.get("operator", ""))).name,
    )


def _supplementary(request: Request) -> Supplementary | None:
    data = request.mapping("supplementary")
    if request.category != "supplementary":
        return None
    given = data.get("approval")
    approval = _texts(given)
    return Supplementary(
        level=named("supplementary.level", str(data.get("level", ""))).name,
        **{key: approval.get(key, "") for key in ("number", "date", "authority")},
        scanned=isinstance(given, dict) and bool(given.get("scan")),
    )


def _endorsements(catalog: Catalog, reviewed: RequestReview) -> Iterator[LeaderOpinion]:
    """One for each applying unit whose leader's word stands: a record by key, else the entry in the file."""
    for unit in reviewed.request.units:
        judged = reviewed.endorsements.get(unit)
        entry = next((e for e in reviewed.request.endorsements if e.get("unit") == unit), {})
        typed, name = _texts(entry), catalog.name("units", unit)
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
            yield LeaderOpinion(unit=name, **said, how="typed" if entry.get("scan") else "unscanned")


def _application(request: Request) -> dict[str, tuple[str, ...]]:
    """The ticked codes of each line of 申请类型; `new_system` holds one where its box is ticked."""
    data = request.mapping("application")
    boxes = {**data, "new_system": ["new_system"] if data.get("new_system") is True else []}
    return {line: tuple(_strings(boxes.get(line))) for line in APPLICATION}


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
    capabilities = [capability(catalog, code) for code in _strings(request.list("capabilities"))]
    return Entry(
        request=request,
        id=request.id,
        title=request.title,
        category=named("category", request.category),
        unit=Named(request.unit, catalog.name("units", request.unit)),
        units=tuple(catalog.name("units", u) for u in request.units),
        full_units=tuple(full_unit(catalog, u) for u in request.units),
        nature=tuple(named("nature", code) for code in _strings(request.list("nature"))),
        scopes=tuple(Named(code, catalog.name("scopes", code)) for code in _strings(request.list("scopes"))),
        application=application,
        types=tuple(schema.title(f"application.{line}") for line, ticked in application.items() if ticked),
        platforms=tuple(p for p in form_platforms(catalog) if p.code in request.list("platforms")),
        platform_other=request.text("platform_other"),
        capabilities=tuple(sorted(capabilities, key=lambda c: c.number)),
        surfaces=tuple(Named(code, catalog.name("surfaces", code)) for code in _strings(request.list("surfaces"))),
        funding=tuple(named("scope.funding", code) for code in _strings(request.mapping("scope").get("funding"))),
        basis=tuple(_basis(catalog, b) for b in request.list("basis") if isinstance(b, dict)),
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
