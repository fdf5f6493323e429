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
        yield case.missing("SUPPLEMENTARY_MISSING", "/supplementary", messages.NO_LEVEL, messages.ADD_LEVEL)


def with_the_centre(case: Case) -> Iterator[Finding]:
    """Article 8: the centre and the unit apply together."""
    code, centre = str(case.catalog.party("centre").get("unit", "")), case.catalog.name("parties", "centre")
    units = set(case.request.units) - {""}
    if not code or not case.request.unit:
        return
    if code not in units:
        hint = Message(messages.ADD_CENTRE, centre=code)
        yield case.missing("CENTRE_MISSING", "/joint_units", messages.WITHOUT_CENTRE, hint, centre=centre)
    elif units == {code}:
        yield case.missing("CENTRE_MISSING", "/joint_units", messages.CENTRE_ALONE, messages.NAME_UNIT, centre=centre)


def approval(case: Case) -> Iterator[Finding]:
    """Article 8: the district government's approval, its document by hash; until then the request waits."""
    supplementary = case.request.mapping("supplementary")
    given, scan = supplementary.get("approval"), "/supplementary/approval/scan"
    if "supplementary" in case.request.data and "approval" not in supplementary and not case.draft:
        yield case.warning("APPROVAL_PENDING", "/supplementary", messages.NOT_YET_APPROVED, messages.ADD_APPROVAL)
    elif isinstance(given, dict) and "scan" not in given:
        yield case.missing("APPROVAL_SCAN", scan, messages.NO_SCAN, messages.ADD_SCAN)


RULES = (block, with_the_centre, approval)
