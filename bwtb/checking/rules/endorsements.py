"""Article 9: the leader of each applying unit has endorsed the request."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.languages import _
from bwtb.checking.rules.case import Case


def endorsements(case: Case) -> Iterator[Finding]:
    """Article 9: one endorsement for each applying unit, none of another, none twice."""
    if case.draft or not isinstance(case.request.data.get("endorsements"), list):
        return
    units = [u for u in case.request.units if u]
    known = all(case.catalog.entry("units", u) for u in units)
    seen: set[str] = set()
    for pointer, entry in case.mappings("/endorsements"):
        unit = entry.get("unit")
        if not isinstance(unit, str) or case.catalog.entry("units", unit) is None:
            continue
        name = case.catalog.name("units", unit)
        if unit in seen:
            message = _("{unit} has endorsed twice.").format(unit=name)
            yield case.error("ENDORSEMENT_TWICE", f"{pointer}/unit", message, _("Keep one endorsement a unit."))
        elif units and known and unit not in units:
            message = _("{unit} endorses, but does not apply.").format(unit=name)
            hint = _("Correct the unit, or add it to joint_units.")
            yield case.error("ENDORSEMENT_UNIT", f"{pointer}/unit", message, hint)
        seen.add(unit)
    for unit in units:
        if unit not in seen and case.catalog.entry("units", unit):
            message = _("The endorsement of {unit} is missing.").format(unit=case.catalog.name("units", unit))
            hint = _("Add its leader's endorsement; while the request is a draft, leave out “endorsements” altogether.")
            yield case.error("ENDORSEMENT_MISSING", "/endorsements", message, hint, at_key=True)
