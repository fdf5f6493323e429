"""What to write for a field that is not there or not filled in: the line to add, and what it may hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bwtb.base.messages import Fact, Listed, Message
from bwtb.checking import messages
from bwtb.checking.wrong_values import DATES, say_codes
from bwtb.registry import schema
from bwtb.yaml.pointers import steps

if TYPE_CHECKING:
    from bwtb.registry.catalogs import Catalog

# Of its two values only one may stand in a registry (article 2).
_CLASSIFIED = "scope.classified"


def line(pointer: str, kind: str) -> str:
    """A field's line, as far as it can be told: `mode: …`, `nature: […]`, `contact: {name: …, phone: …}`."""
    spec = schema.field(pointer, kind) or {}
    return f"{steps(pointer)[-1]}: {_form(pointer, kind, spec)}"


def _form(pointer: str, kind: str, spec: schema.Schema) -> str:
    match spec.get("type"):
        case "array":
            return "[…]"
        case "object":
            return "{" + ", ".join(line(f"{pointer}/{name}", kind) for name in spec.get("required", ())) + "}"
    return "false" if schema.general(pointer) == _CLASSIFIED else "…"


def to_add(pointer: str, kind: str, catalog: Catalog | None) -> Message | Listed:
    """What to do about a field that is not there."""
    return _with_choices(Message(messages.ADD_LINE, line=line(pointer, kind)), pointer, kind, catalog)


def to_fill(pointer: str, kind: str, catalog: Catalog | None) -> Message | Listed:
    """What to do about a field that is there and holds nothing."""
    above, _slash, key = pointer.rpartition("/")
    required = key in (schema.field(above, kind) or {}).get("required", ())
    fill = Message(messages.FILL_IN if required else messages.FILL_IN_OR_DELETE)
    return _with_choices(fill, pointer, kind, catalog)


def _with_choices(said: Message, pointer: str, kind: str, catalog: Catalog | None) -> Message | Listed:
    more = _choices(pointer, kind, catalog)
    return Listed((said, more), by="sentences") if more else said


def _choices(pointer: str, kind: str, catalog: Catalog | None) -> Message | None:
    """The codes or values that a field takes; None where it takes any."""
    spec, general = schema.field(pointer, kind) or {}, schema.general(pointer)
    if general == _CLASSIFIED:
        return Message(messages.TRUE_IS_CLASSIFIED)
    if spec.get("type") == "boolean":
        return Message(messages.WRITE_TRUE_OR_FALSE)
    if known := schema.codes(pointer, kind, catalog):
        return say_codes(known, schema.CATALOG_FIELDS.get(general, "") if kind == "request" else "")
    return Message(messages.WRITE_DATE) if general.endswith(DATES) else None


def drawn(hints: Mapping[str, Fact]) -> Message | Listed:
    """The hints of `to_add` on several fields of a group, by their names, as one: all lines, then what each may hold."""
    lines: list[Fact] = []
    more: list[Fact] = []
    for key, hint in hints.items():
        first, *rest = hint.parts if isinstance(hint, Listed) else (hint,)
        given = dict(first.facts) if isinstance(first, Message) else {}
        value = given.get("value", "…")
        lines.append(f"“{given.get('line') or f'{key}: {value}'}”")
        more += [Message(messages.OF_FIELD, key=key, said=said) for said in rest]
    add = Message(messages.ADD_FIELDS, fields=Listed(tuple(lines)))
    return Listed((add, *more), by="sentences") if more else add
