"""Article 7, work points and scenarios; and what belongs to another category than the request's."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.languages import _
from bwtb.checking.rules.case import Case
from bwtb.checking.words import say_codes
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog
from bwtb.registry.request import Request

# Blocks that only one category has.
_ONLY_IN = {"scopes": "work_point", "integration": "integration", "supplementary": "supplementary"}


def work_points(case: Case) -> Iterator[Finding]:
    """Article 7: a work-point request cites a work point of the year of writing or of the proposal's, and its scopes."""
    if case.request.category != "work_point":
        return
    cited = [(p, e["work_point"]) for p, e in case.mappings("/basis") if isinstance(e.get("work_point"), str)]
    if not cited and isinstance(case.value("/basis"), list):
        message = _("A request of this category cites at least one work point.")
        hint = _("Add “- work_point: …” to the basis; `bwtb catalog list work_points` lists them.")
        yield case.missing("WORK_POINT_MISSING", "/basis", message, hint)
    if not case.texts("/scopes"):
        message = _("A request of this category names its scopes of application.")
        hint = _("Add “scopes: […]” with those that fit. ") + say_codes(schema.codes("scopes", catalog=case.catalog))
        yield case.missing("SCOPES_MISSING", "/scopes", message, hint)
    for pointer, code in cited:
        entry = case.catalog.entry("work_points", code) or {}
        year = entry.get("year")
        if isinstance(year, int) and case.request.year and year not in (case.request.year - 1, case.request.year):
            message = _(
                "The work point {code} is of {year}; requests for {own} rest on those of {before} or {own}."
            ).format(code=code, year=year, own=case.request.year, before=case.request.year - 1)
            yield case.warning(
                "WORK_POINT_YEAR", f"{pointer}/work_point", message, _("Check whether a newer one says the same.")
            )


def scenario(case: Case) -> Iterator[Finding]:
    """Article 7: a scenario request has a new item, or builds on at least one capability of annex 2."""
    if case.request.category != "scenario" or case.texts("/application/new_item") or case.texts("/capabilities"):
        return
    if case.value("/capabilities") not in (None, []) or case.value("/application/new_item") not in (None, []):
        return
    message = _("A request of this category has a new item, or builds on at least one capability of annex 2.")
    hint = _(
        "Add “capabilities: [cap-…]” (`bwtb catalog list` lists them), or name the new item in application.new_item."
    )
    yield case.missing("SCENARIO_EMPTY", "/capabilities", message, hint)


def confirmations(request: Request, catalog: Catalog) -> list[str]:
    """Article 7: the capabilities that make a scenario request a case for 确认: certain ones, applied on a surface."""
    if request.category != "scenario" or not request.list("surfaces"):
        return []
    entries = {c: catalog.entry("capabilities", c) for c in request.list("capabilities") if isinstance(c, str)}
    return [code for code, entry in entries.items() if entry and entry.get("confirmation") is True]


def misplaced(case: Case) -> Iterator[Finding]:
    """What only one category has does not stand in a request of another: it would count for nothing."""
    category = case.request.category
    if category not in schema.codes("category"):
        return
    for key, owner in _ONLY_IN.items():
        if category != owner and case.request.data.get(key):
            message = _("{label} belongs to the category {owner} only; this request is {category}.").format(
                label=schema.label(f"/{key}"),
                owner=schema.code_label("category", owner),
                category=schema.code_label("category", category),
            )
            yield case.error("FIELD_MISPLACED", f"/{key}", message, _("Delete it, or correct the category."))
    if category != "integration":
        for pointer, item in case.mappings("/budget/items"):
            if "borne_by" in item:
                message = _("Who bears an item is said in requests of the category {owner} only.").format(
                    owner=schema.code_label("category", "integration")
                )
                yield case.error("FIELD_MISPLACED", f"{pointer}/borne_by", message, _("Delete “borne_by”."))
