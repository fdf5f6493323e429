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
from bwtb.base.messages import Choice, Fact, Listed, Message, short
from bwtb.checking import messages
from bwtb.checking.at_field import Checked, Sentence, shown
from bwtb.checking.field_line import line
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog
from bwtb.registry.places import ID
from bwtb.yaml import syntax
from bwtb.yaml.write import inline

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
            return _empty(field)
        case "minimum":
            return field.error("FIELD_RANGE", messages.TOO_SMALL, _range_hint(field, value), limit=limit)
        case "maximum":
            return field.error("FIELD_RANGE", messages.TOO_LARGE, _range_hint(field, value), limit=limit)
        case "maxItems":
            too_many, shorten = messages.TOO_MANY_ENTRIES, messages.SHORTEN_LIST
            return field.error("FIELD_COUNT", too_many, shorten, count=len(value), limit=limit)
        case "minProperties":
            names = (schema.field(field.pointer, field.checked.kind) or {}).get("properties", {})
            fields = (Choice(n, schema.title(f"{field.pointer}/{n}", field.checked.kind)) for n in names)
            fill = Message(messages.NAME_TYPE, fields=Listed(tuple(fields)))
            return field.error("FIELD_COUNT", messages.EMPTY_ENTRY, fill)
        case "minItems":
            return field.error("FIELD_COUNT", messages.MUST_NOT_BE_EMPTY, messages.ADD_ENTRY)
    return field.described(messages.NOT_AS_EXPECTED)


def unambiguous(wanted: str, value: Any) -> Message | None:
    """What to write for a value that programs disagree on, in a field of this type; None where that cannot be told."""
    match wanted:
        case "string":
            return Message(messages.QUOTE_VALUE, value=str(value))
        case "integer" | "number":
            plain = re.fullmatch(r"\+?([1-9][0-9_]*)", str(value))
            if plain is None:
                return Message(messages.PLAIN_DIGITS)
            return Message(messages.WRITE_VALUE, value=plain[1].replace("_", ""))
        case "boolean" if (truth := values.truth(value)) is not None:
            return Message(messages.WRITE_VALUE, value=shown(truth))
    return None


def _empty(field: Field) -> Finding:
    """A field or an entry of a list that is there and holds nothing."""
    if field.pointer.rpartition("/")[2].isdigit():
        return field.error("FIELD_MISSING", messages.EMPTY_ENTRY, messages.FILL_IN_ENTRY)
    return field.error("FIELD_MISSING", messages.EMPTY, messages.FILL_IN)


def _range_hint(field: Field, value: Any) -> Message:
    """What to write for a number that is too small or too large."""
    spec = schema.field(field.pointer, field.checked.kind) or {}
    least, most = spec.get("minimum"), spec.get("maximum")
    if least is not None and value < least:
        positive = least <= -value and (most is None or -value <= most)
        return Message(messages.WITHOUT_MINUS, value=str(-value)) if positive else _between(least, most)
    return Message(messages.TOO_MANY_DIGITS) if field.general in _MONEY else _between(least, most)


def _between(least: Any, most: Any) -> Message:
    if least is None or most is None:
        return Message(messages.AT_MOST if least is None else messages.AT_LEAST, least=str(least), most=str(most))
    return Message(messages.WRITE_BETWEEN, least=str(least), most=str(most))


def _kind(wanted: str) -> Fact:
    """A type of JSON Schema's as a message names it."""
    return Message(_KINDS[wanted]) if wanted in _KINDS else wanted


def _wrong_type(field: Field, value: Any, wanted: str) -> Finding:
    if value is None:
        return _empty(field)
    if field.general.endswith(DATES) and isinstance(value, int | float):
        return _wrong_date(field, value)
    if field.general in _MONEY:
        expected = messages.EXPECTED_WHOLE_AMOUNT if wanted == "integer" else messages.EXPECTED_AMOUNT
        return field.error("AMOUNT_FORMAT", expected, _unquoted(field, _amount_hint(value)))
    if isinstance(value, str) and wanted == "object" and _FULLWIDTH_FIELD.search(value):
        return field.error(*syntax.FULLWIDTH_COLON)
    said: Fact = Message(messages.ONE_OF_CODES) if wanted == "string" and field.codes else _kind(wanted)
    hint = _unquoted(field, _type_hint(field, value, wanted))
    of_kind = messages.EXPECTED_KIND if field.pointer else messages.FILE_OF_KIND
    return field.error("FIELD_TYPE", of_kind, hint, wanted=said)


def _unquoted(field: Field, hint: Message) -> Message:
    """The hint, with a word about the quotes in the file where these are all that is wrong."""
    extent = field.checked.document.extent(field.pointer)
    if hint.id == messages.WRITE_VALUE and extent is not None and extent.style in ("'", '"'):
        return Message(messages.WRITE_UNQUOTED, **dict(hint.facts))
    return hint


def _type_hint(field: Field, value: Any, wanted: str) -> Message:
    match wanted:
        case "integer" | "number" if isinstance(value, str | float):
            return _number_hint(value, values.number(value))
        case "string" if isinstance(value, list) and len(value) == 1 and isinstance(value[0], str):
            return Message(messages.WRITE_VALUE, value=inline(value[0]))
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
            return Message(messages.FIELDS_BELOW, line=line(field.pointer, field.checked.kind))
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
        rounded = int(Decimal(str(value)).to_integral_value(ROUND_HALF_UP))
        if in_wan:
            return Message(messages.ROUND_YUAN_OR_WAN, wan=whole, value=rounded)
        return Message(messages.ROUND_YUAN, value=rounded)
    return _number_hint(value, yuan)


def _number_hint(value: Any, number: int | None) -> Message:
    """What to write for a number that can be told, else how numbers are written."""
    if number is not None:
        return Message(messages.WRITE_VALUE, value=number)
    if isinstance(value, float):
        return Message(messages.ROUND, value=int(Decimal(str(value)).to_integral_value(ROUND_HALF_UP)))
    return Message(messages.PLAIN_DIGITS)


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


def not_a_day(value: object) -> Message:
    """What is said of a date that the calendar does not have: there is no month 13, September has no day 31."""
    year, month, day = (int(part) for part in (values.date(value) or "0-0-0").split("-"))
    if month > 12:
        return Message(messages.NO_SUCH_MONTH, value=shown(value), month=month)
    if year and month and day > calendar.monthrange(year, month)[1]:
        return Message(messages.NO_SUCH_DAY, value=shown(value), year=str(year), month=month, day=day)
    return Message(messages.NOT_A_DAY, value=shown(value))


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
    hint = _form_hint(field, value, pattern)
    return field.error("FIELD_FORMAT", messages.WRONG_FORM, hint) if hint else field.described(messages.WRONG_FORM)


def _form_hint(field: Field, value: str, pattern: str) -> Message | None:
    """What to write for a text of another form: the text itself where it can be told; None where only the schema knows."""
    key, own = field.general.rpartition(".")[2], field.checked.document.path.rsplit("/", 1)[-1].removesuffix(".yaml")
    known = bool(ID.fullmatch(own)) and field.checked.kind == "request"
    match key:
        case "id" if known:
            return Message(messages.ID_OF_FILE, id=own)
        case "id" | "continues":
            return Message(messages.ID_FORM)
        case "path":
            name = re.split(r"[\\/]", value)[-1] or "需求说明.pdf"
            return Message(messages.PATH_FORM, path=short(f"{own if known else '2027-mzj-001'}/{name}"))
        case "sha256" if re.search(pattern, value.lower()):
            return Message(messages.WRITE_VALUE, value=value.lower())
        case "sha256":
            return Message(messages.CHECKSUM_FORM)
        case "number" if re.search(pattern, meant := values.document_number(value)):
            return Message(messages.WRITE_VALUE, value=meant)
    return None
