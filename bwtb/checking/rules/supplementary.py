"""Article 8: national or municipal innovation, applied for with the centre and approved by the district government."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.languages import _
from bwtb.checking.rules.case import Case


def block(case: Case) -> Iterator[Finding]:
    """Article 8: the level of the innovation."""
    if "supplementary" not in case.request.data:
        message = _("A supplementary request says at which level the innovation is.")
        hint = _("Add “supplementary: {level: national}” or “{level: municipal}”.")
        yield case.missing("SUPPLEMENTARY_MISSING", "/supplementary", message, hint)


def with_the_centre(case: Case) -> Iterator[Finding]:
    """Article 8: the centre and the unit apply together."""
    centre = str(case.catalog.party("centre").get("unit", ""))
    units = set(case.request.units) - {""}
    if not centre or not case.request.unit:
        return
    if centre not in units:
        message = _("A supplementary request is made by the unit and {centre} together.").format(
            centre=case.catalog.name("parties", "centre")
        )
        hint = _("Add “joint_units: [{centre}]”.").format(centre=centre)
        yield case.missing("CENTRE_MISSING", "/joint_units", message, hint)
    elif units == {centre}:
        message = _("A supplementary request is made by {centre} together with a unit.").format(
            centre=case.catalog.name("parties", "centre")
        )
        yield case.missing("CENTRE_MISSING", "/joint_units", message, _("Name the unit in joint_units."))


def approval(case: Case) -> Iterator[Finding]:
    """Article 8: the district government's approval, its document by hash; until then the request waits."""
    supplementary = case.request.mapping("supplementary")
    given = supplementary.get("approval")
    if "supplementary" in case.request.data and "approval" not in supplementary and not case.draft:
        message = _("The district government's approval is not there yet; the request stays submitted until it is.")
        hint = _("When it is given, add “approval: {date: …, authority: …, scan: {…}}”.")
        yield case.warning("APPROVAL_PENDING", "/supplementary", message, hint)
    elif isinstance(given, dict) and "scan" not in given:
        message = _("The document of the approval is not attached.")
        hint = _("Put its scan into the request's folder and add “scan: {path: …, sha256: …}”.")
        yield case.missing("APPROVAL_SCAN", "/supplementary/approval/scan", message, hint)


RULES = (block, with_the_centre, approval)
