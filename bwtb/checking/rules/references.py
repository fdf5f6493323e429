"""Codes that stand in the catalog: units, capabilities, platforms, surfaces, scopes, work points, cost kinds."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.budget import GUESSES
from bwtb.base.findings import Finding
from bwtb.base.messages import Choice, Listed, Message
from bwtb.checking import messages
from bwtb.checking.rules.case import Case
from bwtb.checking.rules.scope import PLATFORM_OTHER
from bwtb.checking.wrong_values import say_codes, suggest
from bwtb.registry import schema
from bwtb.yaml.pointers import below


def known_codes(case: Case) -> Iterator[Finding]:
    """Every code of a list of the catalog is an entry there, and a platform is one of the form's."""
    for general, kind in schema.CATALOG_FIELDS.items():
        entries = case.catalog.lists.get(kind, {}) if _used(case, general) else {}
        if not entries:
            continue
        unknown = 0
        for pointer, code in _values(case, general):
            entry = entries.get(code)
            if entry is None:
                unknown += 1
                yield _unknown(case, pointer, code, kind, guess=unknown <= GUESSES)
            elif kind == "channels" and "form" not in entry:
                known = say_codes(schema.codes("platforms", catalog=case.catalog))
                hint = Listed((known, Message(messages.OTHER_PLATFORM, field=PLATFORM_OTHER)), by="sentences")
                yield case.error("CODE_UNKNOWN", pointer, messages.NOT_A_PLATFORM, hint)


def _used(case: Case, general: str) -> bool:
    """Whether the request has anything in a field's first step: lists that are not needed are not loaded."""
    return bool(case.request.data.get(general.split(".")[0]))


def _values(case: Case, general: str) -> Iterator[tuple[str, str]]:
    """Every text in a field named in general, with its pointer."""
    above, _dot, last = general.rpartition(".")
    if above:
        values = [(f"{pointer}/{last}", e.get(last)) for pointer, e in case.mappings("/" + above.replace(".", "/"))]
    else:
        value = case.request.data.get(last)
        values = list(below(f"/{last}", value)) if isinstance(value, list) else [(f"/{last}", value)]
    yield from ((pointer, text) for pointer, text in values if isinstance(text, str))


def _unknown(case: Case, pointer: str, code: str, kind: str, *, guess: bool) -> Finding:
    known, entries = schema.codes(pointer, catalog=case.catalog), case.catalog.lists[kind].items()
    meant = next((c for c, e in entries if code in (e.get("full_name"), e.get("form"), e.get("short"))), "")
    hint = suggest(known.get(meant, code), known, kind) if guess else say_codes(known, kind)
    return case.error("CODE_UNKNOWN", pointer, messages.NOT_A_CODE, hint)


def joint_units(case: Case) -> Iterator[Finding]:
    """The leading unit is not listed again among those that apply together with it."""
    for index, unit in enumerate(case.request.list("joint_units")):
        if unit == case.request.unit:
            twice, delete = messages.LEADING_UNIT_TWICE, messages.DELETE_JOINT_UNIT
            name, field = (
                Choice(unit, case.catalog.name("units", unit)),
                Choice("joint_units", schema.title("joint_units")),
            )
            yield case.error(
                "FIELD_DUPLICATE", f"/joint_units/{index}", twice, delete, unit=name, code=unit, field=field
            )
