"""Repairs of single values: quotes, amounts, dates, codes by their labels, and names of fields."""

from __future__ import annotations

import re
from typing import Any

from bwtb.base import values
from bwtb.base.findings import Finding
from bwtb.checking.repairing.file_read import FileRead
from bwtb.checking.rules.content import is_date
from bwtb.registry import schema
from bwtb.yaml import pointers
from bwtb.yaml.write import quoted

_QUOTES = re.compile("[“”\"‘’'＂＇]")
# Words that say yes or no to any question; 1, 有 or 不涉密 answer some only.
_YES_OR_NO = ("是", "否", "yes", "no", "on", "off", "true", "false")
# Digits in groups, which read as one number whoever reads them.
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:_[0-9]{3})+")


def repaired(file: FileRead, finding: Finding) -> bytes | None:
    """The file with the value of this finding written as it has to be; None where a person has to decide."""
    if not finding.pointer:
        return None
    if finding.code == "FIELD_UNKNOWN":
        return _renamed(file, finding.pointer)
    extent = file.extent(finding.pointer)
    if extent is None:
        return None
    new = _written(
        file, finding, file.text[extent[0] : extent[1]], pointers.value_at(file.document.data, finding.pointer)
    )
    return None if new is None else file.replaced(extent, new)


def _written(file: FileRead, finding: Finding, text: str, value: Any) -> str | None:
    """What has to stand in place of `text`, which was read as `value`."""
    field = schema.field(finding.pointer, file.kind) or {}
    match finding.code:
        case "AMOUNT_FORMAT":
            return _digits(value)
        case "DATE_FORMAT":
            day = values.date(value)
            return day if day and is_date(day) else None
        case "CODE_UNKNOWN":
            return _codes(file, finding.pointer, value)
        case "YAML_AMBIGUOUS":
            return _unambiguous(field, text)
        case "FIELD_TYPE":
            return _of_type(file, finding.pointer, field, text, value)
    return None


def _digits(value: Any) -> str | None:
    amount = values.amount(value)
    return None if amount is None or amount < 0 else str(amount)


def _unambiguous(field: schema.Schema, text: str) -> str | None:
    match field.get("type"):
        case "string":
            return quoted(text)
        case "boolean":
            return _truth(text)
        case "integer" | "number" if _GROUPED.fullmatch(text):
            return text.replace("_", "")
    return None


def _truth(value: Any) -> str | None:
    if values.plain(str(value)).lower() not in _YES_OR_NO:
        return None
    truth = values.truth(value)
    return None if truth is None else str(truth).lower()


def _of_type(file: FileRead, pointer: str, field: schema.Schema, text: str, value: Any) -> str | None:
    match field.get("type"):
        case "string" if type(value) in (int, float) and not schema.codes(pointer, file.kind, file.catalog):
            return quoted(text)
        case "boolean" if isinstance(value, str):
            return _truth(value)
        case "integer" | "number" if isinstance(value, str) and values.number(value) is not None:
            return _digits(value)
        case "array" if isinstance(value, str):
            codes = _codes(file, pointer, value)
            return f"[{codes}]" if codes else None
    return None


def _codes(file: FileRead, pointer: str, value: Any) -> str | None:
    """A code for a label, or several for a list in words; each has to be a name and not only like one."""
    if not isinstance(value, str):
        return None
    one = _code(file, pointer, value)
    if one:
        return one
    codes = [_code(file, pointer, part) for part in values.parts(value)]
    return ", ".join(c for c in codes if c) if len(codes) > 1 and all(codes) else None


def _code(file: FileRead, pointer: str, text: str) -> str | None:
    known = schema.codes(pointer, file.kind, file.catalog)
    entries = file.catalog.lists.get(schema.CATALOG_FIELDS.get(schema.general(pointer), ""), {})
    meant = {
        code
        for code, name in known.items()
        if _alike(text, code)
        or _same_number(text, code)
        or any(_alike(text, n) for n in _names(name, entries.get(code)))
    }
    return meant.pop() if len(meant) == 1 else None


def _names(name: str, entry: Any) -> list[str]:
    more = [entry[key] for key in ("full_name", "short", "form") if key in entry] if entry else []
    return [name, *more]


def _alike(one: str, other: str) -> bool:
    """Whether two names differ only in width, case, quotation marks, hyphens and blanks."""
    return _bare(one) == _bare(other)


def _bare(text: str) -> str:
    return re.sub(r"[\s_-]", "", _QUOTES.sub("", values.plain(text)).lower())


def _same_number(text: str, code: str) -> bool:
    """`cap6` and `CAP-6` for `cap-06`."""
    word = values.plain(text).lower()
    return bool(re.fullmatch(r"[a-z]+-?[0-9]+", word)) and values.nearest(word, [code]) == code


def _renamed(file: FileRead, pointer: str) -> bytes | None:
    """A field's name for its label, or in the right case."""
    extent = file.extent(pointer, key=True)
    parent, _slash, key = pointer.rpartition("/")
    above = pointers.value_at(file.document.data, parent)
    known = (schema.field(parent, file.kind) or {}).get("properties", {})
    if extent is None or not isinstance(above, dict):
        return None
    meant = [n for n in known if _alike(key, n) or _alike(key, schema.title(f"{parent}/{n}", file.kind))]
    return file.replaced(extent, meant[0]) if len(meant) == 1 and meant[0] not in above else None
