"""Article 7, work points and scenarios; and what belongs to another category than the request's."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Listed, Message
from bwtb.checking import messages
from bwtb.checking.rules.case import Case
from bwtb.checking.wrong_values import say_codes
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
        message = Message(messages.NO_WORK_POINT)
        hint = Message(messages.CITE_WORK_POINT)
        yield case.missing("WORK_POINT_MISSING", "/basis", message, hint)
    if not case.texts("/scopes"):
        codes = say_codes(schema.codes("scopes", catalog=case.catalog))
        add = Listed((Message(messages.ADD_SCOPES), codes), by="sentences")
        yield case.missing("SCOPES_MISSING", "/scopes", Message(messages.NO_SCOPES), add)
    for pointer, code in cited:
        entry = case.catalog.entry("work_points", code) or {}
        year = entry.get("year")
        if isinstance(year, int) and case.request.year and year not in (case.request.year - 1, case.request.year):
            message = Message(
                messages.WORK_POINT_OF_OTHER_YEAR,
                code=code,
                year=year,
                own=case.request.year,
                before=case.request.year - 1,
            )
            yield case.warning("WORK_POINT_YEAR", f"{pointer}/work_point", message, Message(messages.CHECK_NEWER))


def scenario(case: Case) -> Iterator[Finding]:
    """Article 7: a scenario request has a new item, or builds on at least one capability of annex 2."""
    if case.request.category != "scenario" or case.texts("/application/new_item") or case.texts("/capabilities"):
        return
    if case.value("/capabilities") not in (None, []) or case.value("/application/new_item") not in (None, []):
        return
    message = Message(messages.NO_SCENARIO)
    hint = Message(messages.ADD_CAPABILITIES)
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
            message = Message(
                messages.OF_OTHER_CATEGORY,
                label=schema.label(f"/{key}"),
                owner=schema.code_label("category", owner),
                category=schema.code_label("category", category),
            )
            yield case.error("FIELD_MISPLACED", f"/{key}", message, Message(messages.DELETE_OR_CORRECT_CATEGORY))
    if category != "integration":
        for pointer, item in case.mappings("/budget/items"):
            if "borne_by" in item:
                message = Message(
                    messages.BORNE_BY_OF_OTHER_CATEGORY, owner=schema.code_label("category", "integration")
                )
                yield case.error("FIELD_MISPLACED", f"{pointer}/borne_by", message, Message(messages.DELETE_BORNE_BY))
