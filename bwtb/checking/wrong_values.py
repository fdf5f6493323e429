"""What is said of a value that does not fit its field: what stands there, what was expected, and what to write instead."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bwtb.base import values
from bwtb.base.findings import Finding
from bwtb.base.messages import Choice, Fact, Listed, Message
from bwtb.checking import messages
from bwtb.checking.at_field import Checked, Sentence, shown
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog
from bwtb.yaml import syntax

_KINDS = {
    "string": messages.TEXT,
    "integer": messages.WHOLE_NUMBER,
    "number": messages.NUMBER,
    "boolean": messages.TRUE_OR_FALSE,
    "array": messages.LIST,
    "object": messages.GROUP,
}
MAX_SHOWN = 250  # characters of a list of codes
MOST_WAN = 10_000  # 万元 in one item, a hundred million yuan: a larger number was meant in yuan
_MONEY = ("budget.items.amount", "budget.items.price")
DATES = ("date", "printed_on")  # what the names of fields end in that hold dates
_FULLWIDTH_FIELD = re.compile(r"(?:^|\s)([a-z_]+)：")
# Fields whose texts have a form, by the last part of their name → how they are written.
_FORMS = {
    "sha256": messages.CHECKSUM_FORM,
    "id": messages.ID_FORM,
    "continues": messages.ID_FORM,
    "path": messages.PATH_FORM,
}


@dataclass(frozen=True)
class Field:
    """A field of a file that is being checked, with the catalog where there is one."""

    checked: Checked
    pointer: str
    catalog: Catalog | None

    @property
    def general(self) -> str:
        return schema.general(self.pointer)

    @property
    def codes(self) -> dict[str, str]:
        """The codes it takes, each with its Chinese name."""
        return schema.codes(self.pointer, self.checked.kind, self.catalog)

    def error(self, code: str, message: Sentence, hint: Sentence, /, **facts: Fact) -> Finding:
        return self.checked.error(code, self.pointer, message, hint, at_key=False, **facts)

    def described(self, message: str) -> Finding:
        """A wrong form, with what the schema says of the field as the hint."""
        finding = self.error("FIELD_FORMAT", message, "")
        return replace(finding, hint=schema.description(self.pointer, self.checked.kind))


def left_to_rules(field: Field, error: Any) -> bool:
    """Whether the rules will say more of an error of the jsonschema package: of a code that stands in the catalog."""
    listed = schema.CATALOG_FIELDS.get(field.general) if field.checked.kind == "request" else None
    by_form = error.validator in ("pattern", "maxLength")
    return bool(by_form and listed and field.catalog is not None and field.catalog.lists.get(listed))


def finding(field: Field, error: Any) -> Finding:
    """What is said of one error of the jsonschema package at a field's value."""
    value, limit = error.instance, error.validator_value
    match error.validator:
        case "type":
            return _wrong_type(field, value, limit)
        case "oneOf" | "const" | "enum" if isinstance(value, str):
            return field.error("CODE_UNKNOWN", messages.NOT_A_CODE, suggest(value, field.codes))
        case "oneOf" | "const" | "enum":
            return field.error("FIELD_TYPE", messages.EXPECTED_CODE, say_codes(field.codes))
        case "pattern":
            return _wrong_form(field, value)
        case "maxLength":
            return field.error("FIELD_LENGTH", messages.TOO_LONG, messages.SHORTEN, count=len(value), limit=limit)
        case "minLength":
            return field.error("FIELD_MISSING", messages.EMPTY, messages.FILL_IN)
        case "minimum":
            return field.error("FIELD_RANGE", messages.TOO_SMALL, messages.CORRECT_NUMBER, limit=limit)
        case "maximum":
            return field.error("FIELD_RANGE", messages.TOO_LARGE, messages.CORRECT_NUMBER, limit=limit)
        case "maxItems":
            too_many, shorten = messages.TOO_MANY_ENTRIES, messages.SHORTEN_LIST
            return field.error("FIELD_COUNT", too_many, shorten, count=len(value), limit=limit)
        case "minItems" | "minProperties":
            return field.error("FIELD_COUNT", messages.MUST_NOT_BE_EMPTY, messages.ADD_ENTRY)
    return field.described(messages.NOT_AS_EXPECTED)


def unambiguous(wanted: str, value: Any) -> Message | None:
    """What to write for a value that programs disagree on, in a field of this type; None where that cannot be told."""
    match wanted:
        case "string":
            return Message(messages.QUOTE_VALUE, value=str(value))
        case "boolean" if (truth := values.truth(value)) is not None:
            return Message(messages.WRITE_VALUE, value=shown(truth))
    return None


def _kind(wanted: str) -> Fact:
    """A type of JSON Schema's as a message names it."""
    return Message(_KINDS[wanted]) if wanted in _KINDS else wanted


def _wrong_type(field: Field, value: Any, wanted: str) -> Finding:
    if value is None:
        return field.error("FIELD_MISSING", messages.EMPTY, messages.FILL_IN)
    if field.general.endswith(DATES) and isinstance(value, int | float):
        return _wrong_date(field, value)
    if field.general in _MONEY:
        expected = messages.EXPECTED_WHOLE_AMOUNT if wanted == "integer" else messages.EXPECTED_AMOUNT
        return field.error("AMOUNT_FORMAT", expected, _amount_hint(value))
    if isinstance(value, str) and wanted == "object" and _FULLWIDTH_FIELD.search(value):
        return field.error(*syntax.FULLWIDTH_COLON)
    return field.error("FIELD_TYPE", messages.EXPECTED_KIND, _type_hint(field, value, wanted), wanted=_kind(wanted))


def _type_hint(field: Field, value: Any, wanted: str) -> Message:
    match wanted:
        case "integer" | "number" if isinstance(value, str | float):
            return _number_hint(value, values.number(value))
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
            items = [values.nearest(part, field.codes) or part for part in values.parts(str(value))]
            return Message(messages.WRITE_LIST, items=", ".join(items))
        case "object" if isinstance(value, list):
            return Message(messages.FIELDS_WITHOUT_DASH)
        case "object":
            return Message(messages.FIELDS_BELOW)
        case "boolean":
            return unambiguous(wanted, value) or Message(messages.WRITE_TRUE_OR_FALSE)
    return Message(messages.WRITE_KIND, wanted=_kind(wanted))


def _numbered(value: Any, known: Iterable[str]) -> str:
    """The code that a bare number stands for: 6 for `cap-06`."""
    return next((code for code in known if code.rpartition("-")[2].lstrip("0") == str(value)), str(value))


def _amount_hint(value: Any) -> Message:
    """What to write for an amount of money: a fraction of a yuan was most likely meant in 万元."""
    yuan = values.amount(value)
    if yuan is not None and isinstance(value, float) and value < MOST_WAN:
        return Message(messages.WRITE_YUAN_OR_WAN, value=yuan, wan=yuan * 10000)
    if yuan is None and isinstance(value, float):
        in_wan = abs(value) < MOST_WAN
        whole = int((Decimal(str(value)) * (10_000 if in_wan else 1)).to_integral_value(ROUND_HALF_UP))
        return Message(messages.ROUND_YUAN_OR_WAN, wan=whole) if in_wan else Message(messages.ROUND_YUAN, value=whole)
    return _number_hint(value, yuan)


def _number_hint(value: Any, number: int | None) -> Message:
    """What to write for a number that can be told, else how numbers are written."""
    if number is not None:
        return Message(messages.WRITE_VALUE, value=number)
    return Message(messages.ROUND if isinstance(value, float) else messages.PLAIN_DIGITS)


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


def _wrong_date(field: Field, value: Any) -> Finding:
    day = values.date(value)
    if day and not is_date(day):
        return field.error("DATE_INVALID", not_a_day(value), messages.WRITE_REAL_DATE)
    hint = Message(messages.WRITE_VALUE, value=day) if day else messages.WRITE_DATE
    return field.error("DATE_FORMAT", messages.EXPECTED_DATE, hint)


def is_date(text: object) -> bool:
    """Whether a text is a day that the calendar has, as year-month-day."""
    try:
        return isinstance(text, str) and len(text) == 10 and bool(datetime.date.fromisoformat(text))
    except ValueError:
        return False


def not_a_day(value: object) -> Message | Listed:
    """What is said of a date that the calendar does not have: there is no month 13, September has no day 31."""
    said = Message(messages.NOT_A_DAY, value=shown(value))
    year, month, day = (int(part) for part in (values.date(value) or "0-0-0").split("-"))
    if month > 12:
        return Listed((said, Message(messages.NO_SUCH_MONTH, month=month)), by="sentences")
    if year and month and day > calendar.monthrange(year, month)[1]:
        no_day = Message(messages.NO_SUCH_DAY, year=str(year), month=month, day=day)
        return Listed((said, no_day), by="sentences")
    return said


def _wrong_form(field: Field, value: str) -> Finding:
    pattern = (schema.field(field.pointer, field.checked.kind) or {}).get("pattern", "")
    if pattern == "^[^\\r\\n]*$":
        return field.error("FIELD_FORMAT", messages.NOT_ONE_LINE, messages.WRITE_ONE_LINE)
    inner = values.unquoted(value)
    if inner and re.search(pattern, inner):
        plain = Message(messages.WITHOUT_FULLWIDTH_QUOTES, value=inner)
        return field.error("YAML_FULLWIDTH", messages.FULLWIDTH_QUOTES, plain)
    if field.general.endswith(DATES):
        return _wrong_date(field, value)
    form = _FORMS.get(field.general.rpartition(".")[2])
    return field.error("FIELD_FORMAT", messages.WRONG_FORM, form) if form else field.described(messages.WRONG_FORM)
