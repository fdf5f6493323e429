"""What to write for a field that is not there or not filled in: the line to add, and what it may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bwtb.base.messages import Fact, Listed, Message
from bwtb.checking import messages
from bwtb.checking.field_line import CLASSIFIED, line
from bwtb.checking.wrong_values import DATES, say_codes
from bwtb.registry import schema

if TYPE_CHECKING:
    from bwtb.registry.catalogs import Catalog

# Sentences on what a field may hold → the same of one of several fields.
_OF_FIELD = {messages.CODES_ARE: messages.CODES_OF, messages.CODES_AMONG_THEM: messages.CODES_OF_AMONG_THEM}


def to_add(pointer: str, kind: str, catalog: Catalog | None) -> Message | Listed:
    """What to do about a field that is not there."""
    return _with_choices(Message(messages.ADD_LINE, line=line(pointer, kind)), pointer, kind, catalog)


def to_fill(pointer: str, kind: str, catalog: Catalog | None) -> Message | Listed:
    """What to do about a field that is there and holds nothing."""
    above, _slash, key = pointer.rpartition("/")
    if schema.general(pointer) == CLASSIFIED:
        return _with_choices(Message(messages.WRITE_FIELD, line=line(pointer, kind)), pointer, kind, catalog)
    if key.isdigit():
        return _with_choices(Message(messages.FILL_IN_ENTRY), pointer, kind, catalog)
    required = key in (schema.field(above, kind) or {}).get("required", ())
    fill = Message(messages.FILL_IN if required else messages.FILL_IN_OR_DELETE, key=key)
    return _with_choices(fill, pointer, kind, catalog)


def _with_choices(said: Message, pointer: str, kind: str, catalog: Catalog | None) -> Message | Listed:
    more = _choices(pointer, kind, catalog)
    return Listed((said, more), by="sentences") if more else said


def _choices(pointer: str, kind: str, catalog: Catalog | None) -> Message | None:
    """The codes or values that a field takes; None where it takes any."""
    spec, general = schema.field(pointer, kind) or {}, schema.general(pointer)
    if general == CLASSIFIED:
        return Message(messages.TRUE_IS_CLASSIFIED)
    if spec.get("type") == "boolean":
        return Message(messages.WRITE_TRUE_OR_FALSE)
    if known := schema.codes(pointer, kind, catalog):
        return say_codes(known, schema.CATALOG_FIELDS.get(general, "") if kind == "request" else "")
    return Message(messages.WRITE_DATE) if general.endswith(DATES) else None


def drawn(hints: Mapping[str, tuple[Fact, Fact]]) -> Message | Listed:
    """The hints of `to_add` on several fields of a group as one: all lines, then what each may hold.

    By the field's name its label, with the name, and its hint.
    """
    lines: list[Fact] = []
    more: list[Fact] = []
    for key, (label, hint) in hints.items():
        first, *rest = hint.parts if isinstance(hint, Listed) else (hint,)
        given = dict(first.facts) if isinstance(first, Message) else {}
        value = given.get("value", "…")
        lines.append(f"“{given.get('line') or f'{key}: {value}'}”")
        more += [_of_field(label, said) for said in rest]
    add = Message(messages.ADD_FIELDS, fields=Listed(tuple(lines)))
    return Listed((add, *more), by="sentences") if more else add


def _of_field(key: Fact, said: Fact) -> Message:
    """What one of several fields may hold, with its name."""
    if isinstance(said, Message) and said.id in _OF_FIELD:
        return Message(_OF_FIELD[said.id], key=key, **dict(said.facts))
    return Message(messages.OF_FIELD, key=key, said=said)
