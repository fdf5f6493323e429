"""Article 9: the leader of each applying unit has endorsed the request."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.checking import messages
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
        here, name = f"{pointer}/unit", case.catalog.name("units", unit)
        if unit in seen:
            yield case.error(
                "ENDORSEMENT_TWICE", here, messages.ENDORSED_TWICE, messages.ONE_ENDORSEMENT_EACH, unit=name
            )
        elif units and known and unit not in units:
            without, joint = messages.ENDORSES_WITHOUT_APPLYING, ", ".join([*units[1:], unit])
            yield case.error("ENDORSEMENT_UNIT", here, without, messages.CORRECT_UNIT, unit=name, units=joint)
        seen.add(unit)
    for unit in units:
        if unit not in seen and case.catalog.entry("units", unit):
            name, add = case.catalog.name("units", unit), messages.ADD_ENDORSEMENT
            yield case.missing(
                "ENDORSEMENT_MISSING", "/endorsements", messages.NO_ENDORSEMENT, add, unit=name, code=unit
            )
