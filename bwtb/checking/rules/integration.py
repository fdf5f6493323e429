"""Article 7, integration: a unit's own system and the platform."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Listed
from bwtb.checking import messages
from bwtb.checking.rules.case import Case
from bwtb.registry import schema

SHARED_PLATFORMS = ("channel", "citizen_store", "enterprise_store")
SHARED_SURFACE = "workbench"


def block(case: Case) -> Iterator[Finding]:
    """Article 7: the mode, the system, who operates it, and deep connection as a condition of 立项 and 验收."""
    if "integration" not in case.request.data:
        yield case.missing("INTEGRATION_MISSING", "/integration", messages.NO_INTEGRATION, messages.ADD_INTEGRATION)
    integration = case.request.mapping("integration")
    if not integration:
        return
    operator, here = integration.get("operator"), "/integration/operator"
    if "operator" not in integration:
        yield case.missing("OPERATOR", here, messages.NO_OPERATOR, messages.ADD_OPERATOR)
    elif operator in ("centre", "bigdata"):
        name = schema.code_label("integration.operator", operator)
        yield case.error("OPERATOR", here, messages.OTHER_OPERATOR, messages.WRITE_OPERATOR, operator=name)
    conditions, here = integration.get("conditions", {}), "/integration/conditions"
    if isinstance(conditions, dict) and not (conditions.get("initiation") is conditions.get("acceptance") is True):
        yield case.missing("CONDITIONS", here, messages.NO_CONDITIONS, messages.WRITE_CONDITIONS)


def opinion(case: Case) -> Iterator[Finding]:
    """Article 7: an interface needs the centre's 整合意见, with its date and issuer, before the review."""
    integration = case.request.mapping("integration")
    if integration.get("mode") == "interface" and "opinion" not in integration:
        centre, ask = case.catalog.name("parties", "centre"), messages.ASK_FOR_OPINION
        yield case.missing("OPINION", "/integration/opinion", messages.NO_OPINION, ask, centre=centre)


def shared(case: Case) -> Iterator[Finding]:
    """Article 7: the system shares with the channel, one of the two stores, or the workbench."""
    chosen = set(case.texts("/platforms")) & set(SHARED_PLATFORMS)
    if chosen or SHARED_SURFACE in case.texts("/surfaces") or not isinstance(case.value("/platforms"), list):
        return
    names = [case.catalog.name("channels", code) for code in SHARED_PLATFORMS]
    platforms = Listed((*names, case.catalog.name("surfaces", SHARED_SURFACE)))
    name_one = messages.NAME_PLATFORM_OR_SURFACE
    yield case.missing("NOT_SHARED", "/platforms", messages.NOT_SHARED, name_one, platforms=platforms)


def borne_by(case: Case) -> Iterator[Finding]:
    """Article 7: each budget item says who bears it; what is merged deeply need not be built by the unit."""
    deep = case.request.mapping("integration").get("mode") == "deep_merge"
    for pointer, item in case.mappings("/budget/items"):
        here = f"{pointer}/borne_by"
        if "borne_by" not in item:
            yield case.missing("BORNE_BY", here, messages.NOBODY_BEARS, messages.ADD_BORNE_BY)
        elif deep and item["borne_by"] == "unit":
            yield case.warning("UNIT_BORNE", here, messages.UNIT_BEARS, messages.CHECK_BEARER)


RULES = (block, opinion, shared, borne_by)
