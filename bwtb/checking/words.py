"""Words for a value that does not fit its field: what stands there, what was expected, and what to write instead."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from bwtb.base import values
from bwtb.base.languages import _, language
from bwtb.base.messages import N_
from bwtb.registry import schema

if TYPE_CHECKING:
    from bwtb.checking.by_schema import Case

Said = tuple[str, str, str]  # code, message, hint

_TYPES = {
    "string": N_("text"),
    "integer": N_("a whole number"),
    "number": N_("a number"),
    "boolean": N_("true or false"),
    "array": N_("a list"),
    "object": N_("a group of fields"),
}
MAX_SHOWN = 250  # characters of a list of codes
_MONEY = ("budget.items.amount", "budget.items.price")
_DATES = ("date", "printed_on")
_FULLWIDTH_FIELD = re.compile(r"(?:^|\s)([a-z_]+)：")


def left_to_rules(case: Case, error: Any, pointer: str) -> bool:
    """Whether the rules will say more of it: a code that stands in the catalog."""
    listed = schema.CATALOG_FIELDS.get(schema.general(pointer)) if case.kind == "request" else None
    by_form = error.validator in ("pattern", "maxLength")
    return bool(by_form and listed and case.catalog is not None and case.catalog.lists.get(listed))


def say(case: Case, error: Any, pointer: str) -> Said:
    """One error of the judge in words."""
    value, limit = error.instance, error.validator_value
    label = schema.label(pointer, case.kind)
    match error.validator:
        case "type":
            return _wrong_type(case, pointer, value, limit, label)
        case "oneOf" | "const" | "enum":
            return _wrong_code(case, pointer, value, label)
        case "pattern":
            return _wrong_form(case, pointer, value, label)
        case "maxLength":
            message = _("{label} has {count} characters; at most {limit} are allowed.")
            return (
                "FIELD_LENGTH",
                message.format(label=label, count=len(value), limit=limit),
                _("Shorten it; put long explanations in an attachment."),
            )
        case "minLength":
            return "FIELD_MISSING", _("{label} is empty.").format(label=label), _("Fill it in.")
        case "minimum" | "maximum":
            message = _("{label} is {value}; it must be at least {limit}.")
            if error.validator == "maximum":
                message = _("{label} is {value}; it must be at most {limit}.")
            return "FIELD_RANGE", message.format(label=label, value=shown(value), limit=limit), _("Correct the number.")
        case "maxItems":
            message = _("{label} has {count} entries; at most {limit} are allowed.")
            return "FIELD_COUNT", message.format(label=label, count=len(value), limit=limit), _("Shorten the list.")
        case "minItems" | "minProperties":
            return "FIELD_COUNT", _("{label} must not be empty.").format(label=label), _("Add at least one entry.")
    return "FIELD_FORMAT", _("{label} is not as expected.").format(label=label), _describe(pointer, case.kind)


def unambiguous(wanted: str, value: Any) -> str:
    """What to write for a value that programs disagree on, in a field of this type; "" where that cannot be told."""
    match wanted:
        case "string":
            return _('Put it in quotes: "{value}".').format(value=value)
        case "boolean" if (truth := values.truth(value)) is not None:
            return _("Write {value}.").format(value=shown(truth))
    return ""


def shown(value: Any) -> str:
    """A value as a message shows it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        line = " ".join(value.split())
        return f"“{line[:40]}…”" if len(line) > 40 else f"“{line}”"
    if value is None:
        return _("nothing")
    if isinstance(value, list | dict):
        kind = _TYPES["array"] if isinstance(value, list) else _TYPES["object"]
        return _(kind)
    return str(value)


def _describe(pointer: str, kind: str) -> str:
    """What the schema says of the field."""
    return schema.description(pointer, kind)


def _wrong_type(case: Case, pointer: str, value: Any, wanted: str, label: str) -> Said:
    general = schema.general(pointer)
    if value is None:
        return "FIELD_MISSING", _("{label} is empty.").format(label=label), _("Fill it in.")
    if general.endswith(_DATES) and isinstance(value, int | float):
        return _wrong_date(value, label)
    if general in _MONEY or (wanted in ("integer", "number") and isinstance(value, str | float)):
        return _wrong_number(general in _MONEY, value, wanted, label)
    message = _("{label} is {value}; expected was {wanted}.").format(
        label=label, value=shown(value), wanted=_(_TYPES.get(wanted, wanted))
    )
    if isinstance(value, str) and wanted == "object" and _FULLWIDTH_FIELD.search(value):
        return (
            "YAML_FULLWIDTH",
            _("A full-width colon “：” stands after the field's name."),
            _("Type an ASCII colon and a space: “name: value”."),
        )
    return "FIELD_TYPE", message, _type_hint(case, pointer, value, wanted)


def _type_hint(case: Case, pointer: str, value: Any, wanted: str) -> str:
    match wanted:
        case "string" if isinstance(value, list):
            return _("Write it as one text, without brackets and without “- ”.")
        case "string" if isinstance(value, dict):
            return _("Write it as one text; put text with a colon in quotes.")
        case "string" if known := schema.codes(pointer, case.kind, case.catalog):
            return suggest(_numbered(value, known), known, schema.CATALOG_FIELDS.get(schema.general(pointer), ""))
        case "string":
            return _('Put it in quotes: "{value}".').format(value=_literal(value))
        case "array" if isinstance(value, dict):
            return _("Begin each entry of the list with “- ”.")
        case "array":
            return _("Write a list: [{items}].").format(items=", ".join(_codes(case, pointer, str(value))))
        case "object" if isinstance(value, list):
            return _("Write its fields without “- ” before them.")
        case "object":
            return _("Write its fields on the lines below, indented by two spaces.")
        case "boolean" if (truth := values.truth(value)) is not None:
            return _("Write {value}.").format(value=shown(truth))
        case "boolean":
            return _("Write true or false, without quotes.")
    return _("Write {wanted}.").format(wanted=_(_TYPES.get(wanted, wanted)))


def _numbered(value: Any, known: dict[str, str]) -> str:
    """The code that a bare number stands for: 6 for `cap-06`."""
    return next((code for code in known if code.rpartition("-")[2].lstrip("0") == str(value)), str(value))


def _literal(value: Any) -> str:
    return shown(value) if isinstance(value, bool) else str(value)


def _codes(case: Case, pointer: str, text: str) -> list[str]:
    """The parts of a list that was written as running text, labels turned into codes."""
    known = schema.codes(pointer, case.kind, case.catalog)
    return [values.nearest(part, known) or part for part in values.parts(text)]


def _wrong_number(money: bool, value: Any, wanted: str, label: str) -> Said:
    guess = values.amount(value) if money else values.number(value)
    if guess is not None:
        hint = _("Write {value}.").format(value=guess)
        if money and isinstance(value, float):
            hint = _("In yuan: write {value}; if 万元 was meant, write {wan}.").format(value=guess, wan=guess * 10000)
    elif money and isinstance(value, float) and (wan := values.amount(f"{value}万元")) is not None:
        hint = _("Round it to a whole number of yuan; if 万元 was meant, write {wan}.").format(wan=wan)
    elif isinstance(value, float):
        hint = _("Round it to a whole number.")
    else:
        hint = _("Write plain digits, without separators.")
    if money:
        message = _("{label} is {value}; expected was an amount in yuan in plain digits, without quotes.")
        if wanted == "integer":
            message = _("{label} is {value}; expected was a whole number of yuan in plain digits, without quotes.")
        return "AMOUNT_FORMAT", message.format(label=label, value=shown(value)), hint
    message = _("{label} is {value}; expected was {wanted}.").format(
        label=label, value=shown(value), wanted=_(_TYPES[wanted])
    )
    return "FIELD_TYPE", message, hint


def _wrong_code(case: Case, pointer: str, value: Any, label: str) -> Said:
    known = schema.codes(pointer, case.kind, case.catalog)
    if not isinstance(value, str):
        message = _("{label} is {value}; expected was one of its codes.").format(label=label, value=shown(value))
        return "FIELD_TYPE", message, say_codes(known)
    message = _("{value} is not a code of {label}.").format(value=shown(value), label=label)
    return "CODE_UNKNOWN", message, suggest(value, known)


def suggest(wrong: str, known: dict[str, str], listed: str = "") -> str:
    """The code that was likely meant, else the codes there are. `listed`: the catalog's list that they stand in."""
    several = [values.nearest(part, known) for part in values.parts(wrong)]
    if len(several) > 1 and all(several):
        codes = ", ".join(str(code) for code in several)
        return _("These are several codes; separate them with ASCII commas: {codes}.").format(codes=codes)
    near = values.nearest(wrong, known)
    if near is None:
        return say_codes(known, listed)
    if values.unquoted(wrong) == near:
        return _("Write {code}, without the full-width quotes.").format(code=near)
    name = known[near]
    if values.plain(wrong) == name:
        return _("The code for {name} is {code}: write {code}.").format(name=name, code=near)
    return _("Did you mean {code} ({name})?").format(code=near, name=name)


def say_codes(known: dict[str, str], listed: str = "") -> str:
    """The codes there are, each with its name, as far as they can be taken in."""
    form, comma = ("{}（{}）", "、") if language() == "zh" else ("{} ({})", ", ")
    pairs = [form.format(code, name) if code != name else code for code, name in known.items()]
    if listed and len("".join(pairs)) > MAX_SHOWN:
        return _("There are {count} codes, among them {codes}; `bwtb catalog list {list}` shows all.").format(
            count=len(pairs), codes=comma.join(pairs[:3]), list=listed
        )
    return _("The codes are: {codes}.").format(codes=comma.join(pairs))


def _wrong_date(value: Any, label: str) -> Said:
    guess = values.date(value)
    hint = _("Write {value}.").format(value=guess) if guess else _("Write year-month-day, like 2026-08-20.")
    message = _("{label} is {value}; expected was a date like 2026-08-20.").format(label=label, value=shown(value))
    return "DATE_FORMAT", message, hint


def _wrong_form(case: Case, pointer: str, value: str, label: str) -> Said:
    found = schema.field(pointer, case.kind) or {}
    general = schema.general(pointer)
    if found.get("pattern") == "^[^\\r\\n]*$":
        return "FIELD_FORMAT", _("{label} must be one line.").format(label=label), _("Write it on one line.")
    message = _("{label} is {value}, which does not have the form expected.").format(label=label, value=shown(value))
    inner = values.unquoted(value)
    if inner and re.search(found.get("pattern", ""), inner):
        return (
            "YAML_FULLWIDTH",
            _("{label} stands in full-width quotes, which belong to the text.").format(label=label),
            _("Write {value}, without the full-width quotes.").format(value=inner),
        )
    if general.endswith(_DATES):
        return _wrong_date(value, label)
    if general.endswith("sha256"):
        hint = _("It is 64 hexadecimal digits in lower case, as `sha256sum FILE` prints them.")
    elif general in ("id", "continues"):
        hint = _("An id reads year-unit-number, like 2027-mzj-001.")
    elif general.endswith("path"):
        hint = _("Write the request's id, a slash and the file's name, like 2027-mzj-001/需求说明.pdf.")
    else:
        hint = _describe(pointer, case.kind)
    return "FIELD_FORMAT", message, hint
