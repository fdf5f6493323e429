"""Articles 2 and 3: which projects the regulation is for, where the money comes from, what kind of project it is."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.languages import _
from bwtb.checking.rules.case import Case
from bwtb.checking.words import shown
from bwtb.registry import schema


def not_classified(case: Case) -> Iterator[Finding]:
    """Article 2: the regulation is for projects that are not classified; a classified one must not even be written here."""
    if case.value("/scope/classified") is True:
        message = _("A classified project is outside the regulation (article 2) and must not stand in this registry.")
        hint = _(
            "Do not commit this file: take it out of the registry and handle it by the secrecy rules. If it has been committed, "
            "report it to the secrecy office at once."
        )
        yield case.error("CLASSIFIED", "/scope/classified", message, hint)


def funding(case: Case) -> Iterator[Finding]:
    """Article 2: at least one source of money; with only non-fiscal money the project must concern public data."""
    sources = case.value("/scope/funding")
    if sources == []:
        message = _("{label} is empty.").format(label=schema.label("/scope/funding"))
        yield case.missing("FUNDING_MISSING", "/scope/funding", message, _("Name at least one source of the money."))
    if sources == ["non_fiscal"] and case.value("/scope/public_data") is not True:
        message = _("With non-fiscal money alone, the regulation is only for projects that concern public data.")
        hint = _(
            "Write public_data: true if the project collects, processes or develops public data; else it is outside article 2."
        )
        pointer = "/scope/public_data" if "public_data" in case.request.mapping("scope") else "/scope/funding"
        yield case.error("PUBLIC_DATA", pointer, message, hint)


def item_funding(case: Case) -> Iterator[Finding]:
    """Article 2: with several sources of money each budget item names its own, and one of those the request names."""
    sources = case.texts("/scope/funding")
    for pointer, item in case.mappings("/budget/items"):
        own = item.get("funding")
        if own is None and len(sources) > 1:
            message = _("With several sources of money each item names its own.")
            hint = _("Add “funding: …” ({codes}).").format(codes=" | ".join(sources))
            yield case.missing("ITEM_FUNDING", f"{pointer}/funding", message, hint)
        elif isinstance(own, str) and sources and own in schema.codes("budget.items.funding") and own not in sources:
            message = _("{value} is not among the request's sources of money.").format(
                value=schema.code_label("budget.items.funding", own)
            )
            hint = _("Add it to scope.funding, or correct the item.")
            yield case.error("ITEM_FUNDING", f"{pointer}/funding", message, hint)


def nature(case: Case) -> Iterator[Finding]:
    """Article 3: the kind of project; operations alone are usually asked for by the big data centre (article 13)."""
    natures = case.value("/nature")
    if natures == []:
        message = _("{label} is empty.").format(label=schema.label("/nature"))
        yield case.missing("NATURE_MISSING", "/nature", message, _("Name at least one kind of project."))
    if natures == ["operations"] and case.draft:
        message = _("The request asks for operations alone.")
        hint = _(
            "Check whether it is needed: for systems in use and out of free maintenance {bigdata} applies (article 13)."
        ).format(bigdata=case.catalog.party("bigdata").get("short", "bigdata"))
        yield case.warning("OPERATIONS_ALONE", "/nature", message, hint)


def application_types(case: Case) -> Iterator[Finding]:
    """Annex 1: at least one tick in 申请类型, unless operations alone are asked for."""
    application = case.request.mapping("application")
    if "application" not in case.request.data or case.value("/nature") == ["operations"]:
        return
    ticks = ("new_item", "new_scenario", "integration")
    if not any(application.get(t) for t in ticks) and application.get("new_system") is not True:
        message = _("Nothing is ticked in {label}.").format(label=schema.label("/application"))
        hint = _("Name at least one of new_item, new_scenario, new_system, integration.")
        code = "DRAFT_INCOMPLETE" if case.draft else "NO_APPLICATION_TYPE"
        yield case.warning(code, "/application", message, hint)


def platforms(case: Case) -> Iterator[Finding]:
    """Annex 1: at least one platform of the form, or another by its name."""
    if case.value("/platforms") == [] and not case.filled("/platform_other"):
        message = _("{label} is empty.").format(label=schema.label("/platforms"))
        hint = _("Name at least one platform, or write another in platform_other.")
        yield case.missing("PLATFORM_MISSING", "/platforms", message, hint)


def other_texts(case: Case) -> Iterator[Finding]:
    """Where the regulation ends a list with 等, `other` says in words what it is."""
    for chosen, text in (
        ("/application/new_scenario", "/application/new_scenario_other"),
        ("/scopes", "/scopes_other"),
    ):
        is_other = "other" in case.texts(chosen)
        key = text.rpartition("/")[2]
        if is_other and not case.filled(text) and case.value(text) is None:
            message = _("{value} is chosen; what it is has to be written out.").format(value=shown("other"))
            yield case.missing("OTHER_TEXT", text, message, _("Add “{key}: …”.").format(key=key))
        elif case.filled(text) and not is_other:
            message = _("{label} is written out, but “other” is not chosen.").format(label=schema.label(text))
            hint = _("Add other to {field}, or delete the line.").format(field=chosen.rpartition("/")[2])
            yield case.warning("OTHER_TEXT", text, message, hint)
