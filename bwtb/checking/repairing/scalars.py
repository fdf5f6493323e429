"""Repairs of single values: quotes, amounts, dates, codes by their labels, and names of fields."""

from __future__ import annotations

import re
from typing import Any

from bwtb.base import values
from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.checking import causes
from bwtb.checking.repairing.file_read import FileRead
from bwtb.checking.rules.content import is_date
from bwtb.registry import schema
from bwtb.yaml import pointers
from bwtb.yaml.write import inline, quoted

_LIGHT = re.compile("[“”\"‘’'＂＇\\s_-]")  # what makes no difference in a name
_BLOCK_FIELD = re.compile(
    r"([ ]*(?:- +)*)(?:path|title): +"
)  # what stands before them where each field has its own line
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
    if causes.knows_value(finding):
        return _filled_in(file, finding)
    extent = file.extent(finding.pointer)
    if extent is None:
        return None
    text, value = file.text[slice(*extent)], pointers.value_at(file.document.data, finding.pointer)
    new = _written(file, finding, text, value)
    return None if new is None else file.replaced(extent, new)


def _written(file: FileRead, finding: Finding, text: str, value: Any) -> str | None:
    """What has to stand in place of `text`, which was read as `value`."""
    match finding.code, (schema.field(finding.pointer, file.kind) or {}).get("type"):
        case "AMOUNT_FORMAT", _type:
            return _digits(value)
        case "FIELD_SIGNS", _type:
            inner = values.unquoted(str(value).strip())
            return inline(inner) if inner else None
        case "DATE_FORMAT", _type:
            day = values.date(value)
            return day if is_date(day) else None
        case "CODE_UNKNOWN", _type:
            return _codes(file, finding.pointer, value)
        case "YAML_AMBIGUOUS", "string":
            return quoted(text)
        case "YAML_AMBIGUOUS", "boolean":
            return _truth(text)
        case "YAML_AMBIGUOUS", "integer" | "number" if _GROUPED.fullmatch(text):
            return text.replace("_", "")
        case "FIELD_TYPE", "string" if type(value) in (int, float):
            return None if schema.codes(finding.pointer, file.kind, file.catalog) else quoted(text)
        case "FIELD_TYPE", "boolean" if isinstance(value, str):
            return _truth(value)
        case "FIELD_TYPE", "integer" | "number" if isinstance(value, str) and values.number(value) is not None:
            return _digits(value)
        case "FIELD_TYPE", "array" if isinstance(value, str):
            codes = _codes(file, finding.pointer, value)
            return f"[{codes}]" if codes else None
    return None


def _filled_in(file: FileRead, finding: Finding) -> bytes | None:
    """The file with a field that is not there, or empty, as the finding says it has to be: a checksum."""
    group, _slash, key = finding.pointer.rpartition("/")
    value = str(dict(finding.hint.facts)["value"]) if isinstance(finding.hint, Message) else ""
    if key in pointers.value_at(file.document.data, group):
        extent = file.extent(finding.pointer)
        if extent is None:
            return None
        blank = "" if file.text[extent[0] - 1 : extent[0]].isspace() else " "
        return file.replaced(extent, blank + value)
    # Behind the title, or else the path, whichever stands last.
    extents = [extent for name in ("path", "title") if (extent := file.extent(f"{group}/{name}"))]
    if not extents:
        return None
    last = max(extents)
    begin = file.text.rfind("\n", 0, last[0]) + 1
    before, after = file.text[begin : last[0]], file.text[last[1] :].partition("\n")[0]
    if block := _BLOCK_FIELD.fullmatch(before):
        # On a line of its own, below the comment beside that value.
        end = last[1] + len(after)
        return file.replaced((end, end), f"\n{' ' * len(block[1])}{key}: {value}")
    return file.replaced((last[1], last[1]), f", {key}: {value}")


def _digits(value: Any) -> str | None:
    amount = values.amount(value)
    return None if amount is None or amount < 0 else str(amount)


def _truth(value: Any) -> str | None:
    if values.plain(str(value)).lower() not in _YES_OR_NO:
        return None
    truth = values.truth(value)
    return None if truth is None else str(truth).lower()


def _codes(file: FileRead, pointer: str, value: Any) -> str | None:
    """A code for a label, or several for a list in words; each has to be a name and not only like one."""
    if not isinstance(value, str):
        return None
    if one := _code(file, pointer, value):
        return one
    codes = [_code(file, pointer, part) or "" for part in values.parts(value)]
    return ", ".join(codes) if codes and all(codes) else None


def _code(file: FileRead, pointer: str, text: str) -> str | None:
    known = schema.codes(pointer, file.kind, file.catalog)
    entries = file.catalog.lists.get(schema.CATALOG_FIELDS.get(schema.general(pointer), ""), {})
    meant = set()
    for code, name in known.items():
        more = [entries[code][key] for key in ("full_name", "short", "form") if key in entries.get(code, ())]
        if _same_number(text, code) or any(_alike(text, called) for called in (code, name, *more)):
            meant.add(code)
    return meant.pop() if len(meant) == 1 else None


def _alike(one: str, other: str) -> bool:
    """Whether two names differ only in width, case, quotation marks, hyphens and blanks."""
    bare, other_bare = (_LIGHT.sub("", values.plain(text)).lower() for text in (one, other))
    return bare == other_bare


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
