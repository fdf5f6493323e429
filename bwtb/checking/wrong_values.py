"""What is said of a value that does not fit its field: what stands there, what was expected, and what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from bwtb.base import values
from bwtb.base.messages import Choice, Fact, Listed, Message, Named
from bwtb.checking import messages
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog
from bwtb.yaml import syntax

Said = tuple[str, Message, Fact]  # code, message, hint

_KINDS = {
    "string": messages.TEXT,
    "integer": messages.WHOLE_NUMBER,
    "number": messages.NUMBER,
    "boolean": messages.TRUE_OR_FALSE,
    "array": messages.LIST,
    "object": messages.GROUP,
}
MAX_SHOWN = 250  # characters of a list of codes
_MONEY = ("budget.items.amount", "budget.items.price")
_DATES = ("date", "printed_on")
_FULLWIDTH_FIELD = re.compile(r"(?:^|\s)([a-z_]+)：")


@dataclass(frozen=True)
class Field:
    """A field of a file: its pointer, the schema of the file, and the catalog where there is one."""

    pointer: str
    kind: str
    catalog: Catalog | None

    @property
    def general(self) -> str:
        return schema.general(self.pointer)

    @property
    def label(self) -> Named:
        return schema.label(self.pointer, self.kind)

    @property
    def codes(self) -> dict[str, str]:
        """The codes it takes, each with its Chinese name."""
        return schema.codes(self.pointer, self.kind, self.catalog)

    @property
    def listed(self) -> str:
        """The list of the catalog that its codes stand in; "" where they stand in the schema, or there are none."""
        return schema.CATALOG_FIELDS.get(self.general, "") if self.kind == "request" else ""

    @property
    def description(self) -> str:
        return schema.description(self.pointer, self.kind)


def left_to_rules(field: Field, error: Any) -> bool:
    """Whether the rules will say more of an error of the jsonschema package: of a code that stands in the catalog."""
    by_form = error.validator in ("pattern", "maxLength")
    return bool(by_form and field.listed and field.catalog is not None and field.catalog.lists.get(field.listed))


def say(field: Field, error: Any) -> Said:
    """Code, message and hint for one error of the jsonschema package at a field's value."""
    value, limit = error.instance, error.validator_value
    match error.validator:
        case "type":
            return _wrong_type(field, value, limit)
        case "oneOf" | "const" | "enum":
            return _wrong_code(field, value)
        case "pattern":
            return _wrong_form(field, value)
        case "maxLength":
            message = Message(messages.TOO_LONG, label=field.label, count=len(value), limit=limit)
            return "FIELD_LENGTH", message, Message(messages.SHORTEN)
        case "minLength":
            return _empty(field)
        case "minimum" | "maximum":
            sentence = messages.TOO_SMALL if error.validator == "minimum" else messages.TOO_LARGE
            message = Message(sentence, label=field.label, value=shown(value), limit=limit)
            return "FIELD_RANGE", message, Message(messages.CORRECT_NUMBER)
        case "maxItems":
            message = Message(messages.TOO_MANY_ENTRIES, label=field.label, count=len(value), limit=limit)
            return "FIELD_COUNT", message, Message(messages.SHORTEN_LIST)
        case "minItems" | "minProperties":
            message = Message(messages.MUST_NOT_BE_EMPTY, label=field.label)
            return "FIELD_COUNT", message, Message(messages.ADD_ENTRY)
    return "FIELD_FORMAT", Message(messages.NOT_AS_EXPECTED, label=field.label), field.description


def unambiguous(wanted: str, value: Any) -> Message | None:
    """What to write for a value that programs disagree on, in a field of this type; None where that cannot be told."""
    match wanted:
        case "string":
            return Message(messages.QUOTE_VALUE, value=str(value))
        case "boolean" if (truth := values.truth(value)) is not None:
            return Message(messages.WRITE_VALUE, value=shown(truth))
    return None


def shown(value: Any) -> Fact:
    """A value as a message shows it: a text in quotes and at most 40 characters of it, of a list only that it is one."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        line = " ".join(value.split())
        return f"“{line[:40]}…”" if len(line) > 40 else f"“{line}”"
    if value is None:
        return Message(messages.NOTHING)
    if isinstance(value, list | dict):
        return Message(messages.LIST if isinstance(value, list) else messages.GROUP)
    return str(value)


def _empty(field: Field) -> Said:
    return "FIELD_MISSING", Message(messages.EMPTY, label=field.label), Message(messages.FILL_IN)


def _kind(wanted: str) -> Fact:
    """A type of JSON Schema's as a message names it."""
    return Message(_KINDS[wanted]) if wanted in _KINDS else wanted


def _wrong_type(field: Field, value: Any, wanted: str) -> Said:
    if value is None:
        return _empty(field)
    if field.general.endswith(_DATES) and isinstance(value, int | float):
        return _wrong_date(field, value)
    if field.general in _MONEY:
        return _wrong_amount(field, value, wanted)
    message = Message(messages.EXPECTED_KIND, label=field.label, value=shown(value), wanted=_kind(wanted))
    if wanted in ("integer", "number") and isinstance(value, str | float):
        return "FIELD_TYPE", message, _number_hint(value)
    if isinstance(value, str) and wanted == "object" and _FULLWIDTH_FIELD.search(value):
        return syntax.FULLWIDTH_COLON
    return "FIELD_TYPE", message, _type_hint(field, value, wanted)


def _type_hint(field: Field, value: Any, wanted: str) -> Message:
    match wanted:
        case "string" if isinstance(value, list):
            return Message(messages.WRITE_ONE_TEXT)
        case "string" if isinstance(value, dict):
            return Message(messages.WRITE_ONE_QUOTED_TEXT)
        case "string" if known := field.codes:
            return suggest(_numbered(value, known), known, schema.CATALOG_FIELDS.get(field.general, ""))
        case "string":
            return Message(messages.QUOTE_VALUE, value=shown(value) if isinstance(value, bool) else str(value))
        case "array" if isinstance(value, dict):
            return Message(messages.BEGIN_ENTRIES)
        case "array":
            return Message(messages.WRITE_LIST, items=", ".join(_items(field, str(value))))
        case "object" if isinstance(value, list):
            return Message(messages.FIELDS_WITHOUT_DASH)
        case "object":
            return Message(messages.FIELDS_BELOW)
        case "boolean" if (truth := values.truth(value)) is not None:
            return Message(messages.WRITE_VALUE, value=shown(truth))
        case "boolean":
            return Message(messages.WRITE_TRUE_OR_FALSE)
    return Message(messages.WRITE_KIND, wanted=_kind(wanted))


def _numbered(value: Any, known: Iterable[str]) -> str:
    """The code that a bare number stands for: 6 for `cap-06`."""
    return next((code for code in known if code.rpartition("-")[2].lstrip("0") == str(value)), str(value))


def _items(field: Field, text: str) -> list[str]:
    """The parts of a list that was written as running text, labels turned into codes."""
    return [values.nearest(part, field.codes) or part for part in values.parts(text)]


def _wrong_amount(field: Field, value: Any, wanted: str) -> Said:
    sentence = messages.EXPECTED_WHOLE_AMOUNT if wanted == "integer" else messages.EXPECTED_AMOUNT
    message = Message(sentence, label=field.label, value=shown(value))
    return "AMOUNT_FORMAT", message, _amount_hint(value)


def _amount_hint(value: Any) -> Message:
    """What to write for an amount of money: a fraction of a yuan was most likely meant in 万元."""
    yuan = values.amount(value)
    if yuan is not None and isinstance(value, float):
        return Message(messages.WRITE_YUAN_OR_WAN, value=yuan, wan=yuan * 10000)
    if yuan is not None:
        return Message(messages.WRITE_VALUE, value=yuan)
    if isinstance(value, float) and (wan := values.amount(f"{value}万元")) is not None:
        return Message(messages.ROUND_YUAN_OR_WAN, wan=wan)
    return Message(messages.ROUND if isinstance(value, float) else messages.PLAIN_DIGITS)


def _number_hint(value: Any) -> Message:
    if (number := values.number(value)) is not None:
        return Message(messages.WRITE_VALUE, value=number)
    return Message(messages.ROUND if isinstance(value, float) else messages.PLAIN_DIGITS)


def _wrong_code(field: Field, value: Any) -> Said:
    known = field.codes
    if not isinstance(value, str):
        message = Message(messages.EXPECTED_CODE, label=field.label, value=shown(value))
        return "FIELD_TYPE", message, say_codes(known)
    message = Message(messages.NOT_A_CODE, value=shown(value), label=field.label)
    return "CODE_UNKNOWN", message, suggest(value, known)


def suggest(wrong: str, known: Mapping[str, str], listed: str = "") -> Message:
    """The code that was likely meant, else the codes there are. `listed`: the catalog's list that they stand in."""
    several = [values.nearest(part, known) for part in values.parts(wrong)]
    if len(several) > 1 and all(several):
        return Message(messages.SEVERAL_CODES, codes=", ".join(str(code) for code in several))
    near = values.nearest(wrong, known)
    if near is None:
        return say_codes(known, listed)
    if values.unquoted(wrong) == near:
        return Message(messages.CODE_WITHOUT_QUOTES, code=near)
    sentence = messages.CODE_FOR_NAME if values.plain(wrong) == known[near] else messages.CODE_MEANT
    return Message(sentence, name=known[near], code=near)


def say_codes(known: Mapping[str, str], listed: str = "") -> Message:
    """The codes there are, each with its name, as far as they can be taken in. `listed` as in `suggest`."""
    choices = tuple(Choice(code, name) for code, name in known.items())
    if listed and len("".join(map(str, choices))) > MAX_SHOWN:
        return Message(messages.CODES_AMONG_THEM, count=len(choices), codes=Listed(choices[:3]), list=listed)
    return Message(messages.CODES_ARE, codes=Listed(choices))


def _wrong_date(field: Field, value: Any) -> Said:
    day = values.date(value)
    hint = Message(messages.WRITE_VALUE, value=day) if day else Message(messages.WRITE_DATE)
    return "DATE_FORMAT", Message(messages.EXPECTED_DATE, label=field.label, value=shown(value)), hint


def _wrong_form(field: Field, value: str) -> Said:
    pattern = (schema.field(field.pointer, field.kind) or {}).get("pattern", "")
    if pattern == "^[^\\r\\n]*$":
        return "FIELD_FORMAT", Message(messages.NOT_ONE_LINE, label=field.label), Message(messages.WRITE_ONE_LINE)
    inner = values.unquoted(value)
    if inner and re.search(pattern, inner):
        message = Message(messages.FULLWIDTH_QUOTES, label=field.label)
        return "YAML_FULLWIDTH", message, Message(messages.WITHOUT_FULLWIDTH_QUOTES, value=inner)
    if field.general.endswith(_DATES):
        return _wrong_date(field, value)
    return "FIELD_FORMAT", Message(messages.WRONG_FORM, label=field.label, value=shown(value)), _form_hint(field)


def _form_hint(field: Field) -> Fact:
    """How a text of this field is written."""
    if field.general.endswith("sha256"):
        return Message(messages.CHECKSUM_FORM)
    if field.general in ("id", "continues"):
        return Message(messages.ID_FORM)
    if field.general.endswith("path"):
        return Message(messages.PATH_FORM)
    return field.description
