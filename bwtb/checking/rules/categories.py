"""Articles 7 and 8: what each category asks for; and what belongs to another category than the request's."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Choice, Fact, Listed, Message
from bwtb.checking import messages
from bwtb.checking.rules.case import Case
from bwtb.checking.wrong_values import say_codes
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog
from bwtb.registry.request import Request

# Fields that only one category has → the category.
ONLY_IN = {"scopes": "work_point", "integration": "integration", "supplementary": "supplementary"}
SHARED_PLATFORMS = ("channel", "citizen_store", "enterprise_store")
SHARED_SURFACE = "workbench"
_CATEGORY = Choice("category", schema.title("category"))


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
            name = Choice(code, schema.codes("basis.work_point", catalog=case.catalog).get(code, code))
            message = Message(messages.WORK_POINT_OF_OTHER_YEAR, code=name, year=year, own=own, before=own - 1)
            yield case.warning("WORK_POINT_YEAR", f"{pointer}/work_point", message, messages.CHECK_NEWER)


def scenario(case: Case) -> Iterator[Finding]:
    """Article 7: a scenario request has a new item, or builds on at least one capability of annex 2."""
    items, capabilities = case.value("/application/new_item"), case.value("/capabilities")
    if case.request.category == "scenario" and items in (None, []) and capabilities in (None, []):
        yield case.missing("SCENARIO_EMPTY", "/capabilities", messages.NO_SCENARIO, messages.ADD_CAPABILITIES)


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
            facts: dict[str, Fact] = {"owner": owner, "category": own, "field": _CATEGORY}
            yield case.error("FIELD_MISPLACED", f"/{key}", of_other, delete, at_key=True, **facts)
    for pointer, item in case.mappings("/budget/items"):
        if category != "integration" and "borne_by" in item:
            owner, said = schema.code_label("category", "integration"), messages.BORNE_BY_OF_OTHER_CATEGORY
            yield case.error("FIELD_MISPLACED", f"{pointer}/borne_by", said, messages.DELETE_BORNE_BY, owner=owner)


def integration(case: Case) -> Iterator[Finding]:
    """Article 7: the mode, the system, who operates it, and deep connection as a condition of 立项 and 验收."""
    if "integration" not in case.request.data:
        yield case.missing("INTEGRATION_MISSING", "/integration", messages.NO_INTEGRATION, messages.ADD_INTEGRATION)
    said = case.request.mapping("integration")
    if not said:
        return
    operator, here = said.get("operator"), "/integration/operator"
    if "operator" not in said:
        yield case.missing("OPERATOR", here, messages.NO_OPERATOR, messages.ADD_OPERATOR)
    elif operator in ("centre", "bigdata"):
        name = schema.code_label("integration.operator", operator)
        yield case.error("OPERATOR", here, messages.OTHER_OPERATOR, messages.WRITE_OPERATOR, operator=name)
    conditions, here = said.get("conditions", {}), "/integration/conditions"
    if isinstance(conditions, dict) and not (conditions.get("initiation") is conditions.get("acceptance") is True):
        yield case.missing("CONDITIONS", here, messages.NO_CONDITIONS, messages.WRITE_CONDITIONS)


def opinion(case: Case) -> Iterator[Finding]:
    """Article 7: an interface needs the centre's 整合意见, with its date and issuer, before the review."""
    said = case.request.mapping("integration")
    if said.get("mode") == "interface" and "opinion" not in said:
        centre, ask = case.catalog.name("parties", "centre"), messages.ASK_FOR_OPINION
        yield case.missing("OPINION", "/integration/opinion", messages.NO_OPINION, ask, centre=centre)


def shared(case: Case) -> Iterator[Finding]:
    """Article 7: the system shares with the channel, one of the two stores, or the workbench."""
    chosen = set(case.texts("/platforms")) & set(SHARED_PLATFORMS)
    if chosen or SHARED_SURFACE in case.texts("/surfaces") or not isinstance(case.value("/platforms"), list):
        return
    names = {code: case.catalog.name("channels", code) for code in SHARED_PLATFORMS}
    surface = Choice(SHARED_SURFACE, case.catalog.name("surfaces", SHARED_SURFACE))
    platforms = Listed(tuple(Choice(code, name) for code, name in names.items()))
    name_one = Message(messages.NAME_PLATFORM_OR_SURFACE, platforms=platforms, surface=surface)
    shared_with = Listed((*names.values(), surface.name))
    yield case.missing("NOT_SHARED", "/platforms", messages.NOT_SHARED, name_one, platforms=shared_with)


def borne_by(case: Case) -> Iterator[Finding]:
    """Article 7: each budget item says who bears it; what is merged deeply need not be built by the unit."""
    deep = case.request.mapping("integration").get("mode") == "deep_merge"
    for pointer, item in case.mappings("/budget/items"):
        here = f"{pointer}/borne_by"
        if "borne_by" not in item:
            yield case.missing("BORNE_BY", here, messages.NOBODY_BEARS, messages.ADD_BORNE_BY)
        elif deep and item["borne_by"] == "unit":
            yield case.warning("UNIT_BORNE", here, messages.UNIT_BEARS, messages.CHECK_BEARER)


def innovation(case: Case) -> Iterator[Finding]:
    """Article 8: the level of the innovation."""
    if "supplementary" not in case.request.data:
        yield case.missing("SUPPLEMENTARY_MISSING", "/supplementary", messages.NO_LEVEL, messages.ADD_LEVEL)


def with_the_centre(case: Case) -> Iterator[Finding]:
    """Article 8: the centre and the unit apply together."""
    code, centre = str(case.catalog.party("centre").get("unit", "")), case.catalog.name("parties", "centre")
    units = [unit for unit in case.request.units if unit]
    if not code or not case.request.unit:
        return
    if code not in units:
        hint = Message(messages.WRITE_JOINT_UNITS, units=", ".join([*units[1:], code]))
        yield case.missing("CENTRE_MISSING", "/joint_units", messages.WITHOUT_CENTRE, hint, centre=centre)
    elif set(units) == {code}:
        yield case.missing("CENTRE_MISSING", "/joint_units", messages.CENTRE_ALONE, messages.NAME_UNIT, centre=centre)


def approval(case: Case) -> Iterator[Finding]:
    """Article 8: the district government's approval, its document by hash; until then the request waits."""
    supplementary = case.request.mapping("supplementary")
    given, scan = supplementary.get("approval"), "/supplementary/approval/scan"
    if "supplementary" in case.request.data and "approval" not in supplementary and not case.draft:
        yield case.warning("APPROVAL_PENDING", "/supplementary", messages.NOT_YET_APPROVED, messages.ADD_APPROVAL)
    elif isinstance(given, dict) and "scan" not in given:
        folder = f"{case.request.path.rsplit('/', 1)[-1].removesuffix('.yaml')}/"
        yield case.missing("APPROVAL_SCAN", scan, messages.NO_SCAN, messages.ADD_SCAN, folder=folder)


# The rules that hold for one category alone.
BY_CATEGORY = {
    "integration": (integration, opinion, shared, borne_by),
    "supplementary": (innovation, with_the_centre, approval),
}


def confirmations(request: Request, catalog: Catalog) -> list[str]:
    """Article 7: the capabilities that make a scenario request a case for 确认: certain ones, applied on a surface."""
    if request.category != "scenario" or not request.list("surfaces"):
        return []
    entries = {c: catalog.entry("capabilities", c) for c in request.list("capabilities") if isinstance(c, str)}
    return [code for code, entry in entries.items() if entry and entry.get("confirmation") is True]
