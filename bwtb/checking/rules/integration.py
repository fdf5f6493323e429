"""Article 7, integration: a unit's own system and the platform."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Listed, Message
from bwtb.checking import messages
from bwtb.checking.rules.case import Case
from bwtb.registry import schema

SHARED_PLATFORMS = ("channel", "citizen_store", "enterprise_store")
SHARED_SURFACE = "workbench"


def block(case: Case) -> Iterator[Finding]:
    """Article 7: the mode, the system, who operates it, and deep connection as a condition of 立项 and 验收."""
    if "integration" not in case.request.data:
        message = Message(messages.NO_INTEGRATION)
        hint = Message(messages.ADD_INTEGRATION)
        yield case.missing("INTEGRATION_MISSING", "/integration", message, hint)
        return
    integration = case.request.mapping("integration")
    if not integration:
        return
    operator = integration.get("operator")
    if "operator" not in integration:
        message = Message(messages.NO_OPERATOR)
        yield case.missing("OPERATOR", "/integration/operator", message, Message(messages.ADD_OPERATOR))
    elif operator in ("centre", "bigdata"):
        message = Message(messages.OTHER_OPERATOR, operator=schema.code_label("integration.operator", operator))
        yield case.error("OPERATOR", "/integration/operator", message, Message(messages.WRITE_OPERATOR))
    conditions = integration.get("conditions", {})
    if isinstance(conditions, dict) and not (conditions.get("initiation") is conditions.get("acceptance") is True):
        message = Message(messages.NO_CONDITIONS)
        hint = Message(messages.WRITE_CONDITIONS)
        yield case.missing("CONDITIONS", "/integration/conditions", message, hint)


def opinion(case: Case) -> Iterator[Finding]:
    """Article 7: an interface needs the centre's 整合意见, with its date and issuer, before the review."""
    integration = case.request.mapping("integration")
    if integration.get("mode") == "interface" and "opinion" not in integration:
        centre = case.catalog.name("parties", "centre")
        message = Message(messages.NO_OPINION, centre=centre)
        hint = Message(messages.ASK_FOR_OPINION, centre=centre)
        yield case.missing("OPINION", "/integration/opinion", message, hint)


def shared(case: Case) -> Iterator[Finding]:
    """Article 7: the system shares with the channel, one of the two stores, or the workbench."""
    chosen = set(case.texts("/platforms")) & set(SHARED_PLATFORMS)
    if chosen or SHARED_SURFACE in case.texts("/surfaces") or not isinstance(case.value("/platforms"), list):
        return
    names = [case.catalog.name("channels", code) for code in SHARED_PLATFORMS]
    names.append(case.catalog.name("surfaces", SHARED_SURFACE))
    message = Message(messages.NOT_SHARED, platforms=Listed(tuple(names)))
    hint = Message(messages.NAME_PLATFORM_OR_SURFACE)
    yield case.missing("NOT_SHARED", "/platforms", message, hint)


def borne_by(case: Case) -> Iterator[Finding]:
    """Article 7: each budget item says who bears it; what is merged deeply need not be built by the unit."""
    deep = case.request.mapping("integration").get("mode") == "deep_merge"
    for pointer, item in case.mappings("/budget/items"):
        if "borne_by" not in item:
            message = Message(messages.NOBODY_BEARS)
            hint = Message(messages.ADD_BORNE_BY)
            yield case.missing("BORNE_BY", f"{pointer}/borne_by", message, hint)
        elif deep and item["borne_by"] == "unit":
            message = Message(messages.UNIT_BEARS)
            yield case.warning("UNIT_BORNE", f"{pointer}/borne_by", message, Message(messages.CHECK_BEARER))


RULES = (block, opinion, shared, borne_by)
