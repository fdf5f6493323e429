"""Article 8: national or municipal innovation, applied for with the centre and approved by the district government."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.checking import messages
from bwtb.checking.rules.case import Case


def block(case: Case) -> Iterator[Finding]:
    """Article 8: the level of the innovation."""
    if "supplementary" not in case.request.data:
        message = Message(messages.NO_LEVEL)
        hint = Message(messages.ADD_LEVEL)
        yield case.missing("SUPPLEMENTARY_MISSING", "/supplementary", message, hint)


def with_the_centre(case: Case) -> Iterator[Finding]:
    """Article 8: the centre and the unit apply together."""
    centre = str(case.catalog.party("centre").get("unit", ""))
    units = set(case.request.units) - {""}
    if not centre or not case.request.unit:
        return
    if centre not in units:
        message = Message(messages.WITHOUT_CENTRE, centre=case.catalog.name("parties", "centre"))
        hint = Message(messages.ADD_CENTRE, centre=centre)
        yield case.missing("CENTRE_MISSING", "/joint_units", message, hint)
    elif units == {centre}:
        message = Message(messages.CENTRE_ALONE, centre=case.catalog.name("parties", "centre"))
        yield case.missing("CENTRE_MISSING", "/joint_units", message, Message(messages.NAME_UNIT))


def approval(case: Case) -> Iterator[Finding]:
    """Article 8: the district government's approval, its document by hash; until then the request waits."""
    supplementary = case.request.mapping("supplementary")
    given = supplementary.get("approval")
    if "supplementary" in case.request.data and "approval" not in supplementary and not case.draft:
        message = Message(messages.NOT_YET_APPROVED)
        hint = Message(messages.ADD_APPROVAL)
        yield case.warning("APPROVAL_PENDING", "/supplementary", message, hint)
    elif isinstance(given, dict) and "scan" not in given:
        message = Message(messages.NO_SCAN)
        hint = Message(messages.ADD_SCAN)
        yield case.missing("APPROVAL_SCAN", "/supplementary/approval/scan", message, hint)


RULES = (block, with_the_centre, approval)
