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

# Fields that only one category has → the category.
ONLY_IN = {"scopes": "work_point", "integration": "integration", "supplementary": "supplementary"}


def work_points(case: Case) -> Iterator[Finding]:
    """Article 7: a work-point request cites a work point of the year of writing or of the proposal's, and its scopes."""
    if case.request.category != "work_point":
        return
    cited = [(p, e["work_point"]) for p, e in case.mappings("/basis") if isinstance(e.get("work_point"), str)]
    if not cited and isinstance(case.value("/basis"), list):
        yield case.missing("WORK_POINT_MISSING", "/basis", messages.NO_WORK_POINT, messages.CITE_WORK_POINT)
    if not case.texts("/scopes"):
        codes = say_codes(schema.codes("scopes", catalog=case.catalog))
        add = Listed((Message(messages.ADD_SCOPES), codes), by="sentences")
        yield case.missing("SCOPES_MISSING", "/scopes", messages.NO_SCOPES, add)
    own = case.request.year
    for pointer, code in cited:
        year = (case.catalog.entry("work_points", code) or {}).get("year")
        if isinstance(year, int) and own and year not in (own - 1, own):
            message = Message(messages.WORK_POINT_OF_OTHER_YEAR, code=code, year=year, own=own, before=own - 1)
            yield case.warning("WORK_POINT_YEAR", f"{pointer}/work_point", message, messages.CHECK_NEWER)


def scenario(case: Case) -> Iterator[Finding]:
    """Article 7: a scenario request has a new item, or builds on at least one capability of annex 2."""
    items, capabilities = case.value("/application/new_item"), case.value("/capabilities")
    if case.request.category == "scenario" and items in (None, []) and capabilities in (None, []):
        yield case.missing("SCENARIO_EMPTY", "/capabilities", messages.NO_SCENARIO, messages.ADD_CAPABILITIES)


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
    own = schema.code_label("category", category)
    for key, code in ONLY_IN.items():
        if category != code and case.request.data.get(key):
            owner = schema.code_label("category", code)
            of_other, delete = messages.OF_OTHER_CATEGORY, messages.DELETE_OR_CORRECT_CATEGORY
            yield case.error("FIELD_MISPLACED", f"/{key}", of_other, delete, owner=owner, category=own)
    for pointer, item in case.mappings("/budget/items"):
        if category != "integration" and "borne_by" in item:
            owner, said = schema.code_label("category", "integration"), messages.BORNE_BY_OF_OTHER_CATEGORY
            yield case.error("FIELD_MISPLACED", f"{pointer}/borne_by", said, messages.DELETE_BORNE_BY, owner=owner)
