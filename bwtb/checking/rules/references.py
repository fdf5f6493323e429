"""Codes that stand in the catalog: units, capabilities, platforms, surfaces, scopes, work points, cost kinds."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Listed, Message
from bwtb.checking import messages
from bwtb.checking.rules.case import Case
from bwtb.checking.wrong_values import say_codes, shown, suggest
from bwtb.registry import schema


def known_codes(case: Case) -> Iterator[Finding]:
    """Every code of a list of the catalog is an entry there, and a platform is one of the form's."""
    for general, kind in schema.CATALOG_FIELDS.items():
        entries = case.catalog.lists.get(kind, {}) if _used(case, general) else {}
        if not entries:
            continue
        for pointer, code in _values(case, general):
            entry = entries.get(code)
            if entry is None:
                yield _unknown(case, pointer, code, kind)
            elif kind == "channels" and "form" not in entry:
                message = Message(messages.NOT_A_PLATFORM, value=shown(code))
                known = say_codes(schema.codes("platforms", catalog=case.catalog))
                hint = Listed((known, Message(messages.OTHER_PLATFORM)), by="sentences")
                yield case.error("CODE_UNKNOWN", pointer, message, hint)


def _used(case: Case, general: str) -> bool:
    """Whether the request has anything in a field's first step: lists that are not needed are not loaded."""
    return bool(case.request.data.get(general.split(".")[0]))


def _values(case: Case, general: str) -> Iterator[tuple[str, str]]:
    """Every text in a field named in general, with its pointer."""
    *above, last = general.split(".")
    if above:
        for pointer, entry in case.mappings("/" + "/".join(above)):
            if isinstance(entry.get(last), str):
                yield f"{pointer}/{last}", entry[last]
        return
    value = case.request.data.get(last)
    if isinstance(value, str):
        yield f"/{last}", value
    elif isinstance(value, list):
        yield from ((f"/{last}/{i}", v) for i, v in enumerate(value) if isinstance(v, str))


def _unknown(case: Case, pointer: str, code: str, kind: str) -> Finding:
    known = schema.codes(pointer, catalog=case.catalog)
    message = Message(messages.NOT_A_CODE, value=shown(code), label=schema.label(pointer))
    other_name = next(
        (c for c, e in case.catalog.lists[kind].items() if code in (e.get("full_name"), e.get("form"), e.get("short"))),
        None,
    )
    hint = suggest(known.get(other_name or "", code), known, kind)
    return case.error("CODE_UNKNOWN", pointer, message, hint)


def joint_units(case: Case) -> Iterator[Finding]:
    """The leading unit is not listed again among those that apply together with it."""
    for index, unit in enumerate(case.request.list("joint_units")):
        if unit == case.request.unit:
            message = Message(messages.LEADING_UNIT_TWICE, unit=unit)
            yield case.error("FIELD_DUPLICATE", f"/joint_units/{index}", message, Message(messages.DELETE_JOINT_UNIT))
