"""Article 9: the leader of each applying unit has endorsed the request."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Message
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
        name = case.catalog.name("units", unit)
        if unit in seen:
            message = Message(messages.ENDORSED_TWICE, unit=name)
            yield case.error("ENDORSEMENT_TWICE", f"{pointer}/unit", message, Message(messages.ONE_ENDORSEMENT_EACH))
        elif units and known and unit not in units:
            message = Message(messages.ENDORSES_WITHOUT_APPLYING, unit=name)
            hint = Message(messages.CORRECT_UNIT)
            yield case.error("ENDORSEMENT_UNIT", f"{pointer}/unit", message, hint)
        seen.add(unit)
    for unit in units:
        if unit not in seen and case.catalog.entry("units", unit):
            message = Message(messages.NO_ENDORSEMENT, unit=case.catalog.name("units", unit))
            hint = Message(messages.ADD_ENDORSEMENT)
            yield case.error("ENDORSEMENT_MISSING", "/endorsements", message, hint, at_key=True)
