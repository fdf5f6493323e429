"""Data → findings by JSON Schema: what stands there, what was expected, what to do. One cause gives one finding."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING, Any

from bwtb.base import budget
from bwtb.base.findings import Finding, on_file
from bwtb.base.messages import Choice, Fact, Listed, Message, short
from bwtb.base.values import unfilled
from bwtb.checking import lacking, messages, quick, unknown_fields, wrong_values
from bwtb.checking.at_field import Checked, Sentence
from bwtb.registry import schema
from bwtb.yaml import scalars, syntax
from bwtb.yaml.loader import Document
from bwtb.yaml.pointers import above, below, escape, steps

if TYPE_CHECKING:
    from bwtb.registry.catalogs import Catalog

# The article that asks for a field, where one does: for the finding that it is missing.
_ASKED_BY = {
    "scope": "art-02",
    "nature": "art-03",
    "basis": "art-06",
    "description": "art-06",
    "budget": "art-06",
    "category": "art-07",
    "integration": "art-07",
    "supplementary": "art-08",
    "endorsements": "art-09",
}
# Findings that may only follow from one on a name that is none of the group's.
_LACKING = ("FIELD_MISSING", "FIELD_UNFILLED", "DRAFT_INCOMPLETE", "FIELD_TYPE")
# What clerks write for what the program works out, though the file has no such fields.
_SUMS = ("total", "sum", "subtotal", "total_amount", "amount", "合计", "总计", "小计", "总额", "合计金额", "总金额")
_STATES = ("state", "status", "状态", "审批状态")
# A field's name inside a text in quotes, after a comma as between the fields in brackets.
_HOLDS_FIELD = re.compile(r"""["'][^"'\n]*, *[a-z_0-9]+: [^"'\n]*["']""")
_NEXT_FIELD = re.compile(r", *([a-z_0-9]+): ")


@cache
def _surely_valid(kind: str) -> quick.Check:
    """The quick look by a schema. Of a request, empty texts are not waved through: they are findings here."""
    return quick.compiled(schema.read(kind), blank_texts=kind != "request")


@cache
def validator(kind: str) -> Any:
    """The jsonschema package's validator for a schema, strict in two things.

    An integer is written as one: 480000.0 is not. And `$` in a pattern is the end of the text, as in the regular
    expressions of ECMA 262 that JSON Schema has; Python's own would let a line break follow.
    """
    from jsonschema import Draft7Validator, ValidationError, validators

    def integer(_checker: Any, value: Any) -> bool:
        return isinstance(value, int) and not isinstance(value, bool)

    def pattern(_validator: Any, wanted: str, value: Any, _schema: Any) -> Iterator[ValidationError]:
        if isinstance(value, str) and not schema.pattern(wanted).search(value):
            yield ValidationError(f"{value!r} does not match {wanted!r}")

    types = Draft7Validator.TYPE_CHECKER.redefine("integer", integer)
    strict: Any = validators.extend(Draft7Validator, {"pattern": pattern}, type_checker=types)  # type: ignore[no-untyped-call]
    return strict(schema.read(kind))


def check(document: Document, kind: str, *, draft: bool = False, catalog: Catalog | None = None) -> list[Finding]:
    """Everything the schema finds wrong with a file, in order of place.

    `kind` names the schema; in a `draft` what is missing is a warning. With a catalog, codes that stand in it are left to
    the rules, which know them.
    """
    if document.data is None:
        no_data = on_file(
            document.path, "FILE_EMPTY", Message(messages.NO_DATA), Message(messages.WRITE_OR_DELETE_FILE)
        )
        return [] if kind == "proposal" else [no_data]
    if _surely_valid(kind)(document.data):
        return []
    checked = _Checked(document, kind, draft, catalog, unknown_fields.of_file(document.data, kind))
    findings = list(_blank(checked, document.data, "")) if kind == "request" else []
    blank = {f.pointer for f in findings}
    for error in islice(validator(kind).iter_errors(document.data), budget.COUNTED):
        pointer = "".join(f"/{escape(str(step))}" for step in error.absolute_path)
        if pointer not in blank:
            findings += _findings(checked, error, pointer)
    if any(f.code in unknown_fields.CODES for f in findings):
        meant = unknown_fields.all_fields(checked.meanings)
        findings = [f for f in findings if f.code not in _LACKING or not unknown_fields.covers(meant, f.pointer)]
    return sorted(_one_each(findings))


def swallowing(document: Document, kind: str) -> Finding | None:
    """A text in quotes and brackets that holds the next field of its group: its closing quote was forgotten.

    Such a file may be valid, and would say something else than what was meant.
    """
    if not _HOLDS_FIELD.search(document.text):
        return None
    for pointer, text, beside in _texts(document.data, ""):
        known = (schema.field(above(pointer), kind) or {}).get("properties", {})
        held = next((k for k in _NEXT_FIELD.findall(text) if k in known and k not in beside), None)
        extent = document.extent(pointer) if held else None
        if held and extent is not None and extent.style in ("'", '"'):
            runs_on, close = messages.QUOTE_RUNS_ON, messages.CLOSE_QUOTE_BEFORE
            finding = Checked(document, kind).error(
                "YAML_UNCLOSED", pointer, runs_on, close, key=held, sign=extent.style
            )
            return replace(finding, line=extent.start[0], column=extent.start[1])
    return None


def _texts(value: Any, pointer: str) -> Iterator[tuple[str, str, Collection[str]]]:
    """Every text that is a field's value, with its pointer and the names of the fields in its group."""
    for here, inner in below(pointer, value):
        if isinstance(value, dict) and isinstance(inner, str):
            yield here, inner, value
        else:
            yield from _texts(inner, here)


@dataclass(frozen=True)
class _Checked(Checked):
    """A file being checked by its schema, with the catalog where there is one.

    `meanings`: by group what each name in it was meant for that is none of its fields. `moved` are the pairs of groups, in general, of which it has been said that fields of the one belong to the other.
    """

    catalog: Catalog | None = None
    meanings: Mapping[str, Mapping[str, unknown_fields.Meaning]] = field(default_factory=dict)
    moved: set[tuple[str, str]] = field(default_factory=set)

    def lacking(self, code: str, pointer: str, message: str, hint: Sentence, /, **facts: Fact) -> Finding:
        """A field that is not there or not filled in, with the article that asks for it."""
        asked_by = _ASKED_BY.get(steps(pointer)[0], "") if self.kind == "request" and pointer else ""
        return replace(self.missing(code, pointer, message, hint, **facts), article=asked_by)


def _one_each(findings: list[Finding]) -> Iterator[Finding]:
    """The first finding of each place: a value of the wrong type need not also be too long."""
    seen: set[str] = set()
    for finding in findings:
        if finding.pointer not in seen:
            seen.add(finding.pointer)
            yield finding


def _blank(checked: _Checked, value: Any, pointer: str) -> Iterator[Finding]:
    """Fields that are there but empty, or only hold the place of what is to be written."""
    for here, inner in below(pointer, value):
        yield from _blank(checked, inner, here)
    if value is not None and not (isinstance(value, str) and unfilled(value)):
        return
    if not pointer or schema.field(pointer, checked.kind) is None:
        return
    fill = lacking.to_fill(pointer, checked.kind, checked.catalog)
    if not value or value.isspace():
        empty = messages.EMPTY_ENTRY if pointer.rpartition("/")[2].isdigit() else messages.EMPTY
        yield checked.lacking("FIELD_MISSING", pointer, empty, fill)
    elif signs := {character for character in value if character == "\u2800"}:
        shown = ", ".join(f"U+{ord(sign):04X}" for sign in sorted(signs))
        yield checked.lacking("FIELD_UNFILLED", pointer, messages.ONLY_INVISIBLE, fill, signs=shown)
    else:
        yield checked.lacking("FIELD_UNFILLED", pointer, messages.UNFILLED, fill)


def _findings(checked: _Checked, error: Any, pointer: str) -> Iterator[Finding]:
    """One error of the jsonschema package as findings."""
    match error.validator:
        case "required":
            yield from _required(checked, error, pointer)
        case "additionalProperties":
            yield from _unknown(checked, error, pointer)
        case "uniqueItems":
            for index in islice(_repeated(error.instance), budget.COUNTED):
                here, value = f"{pointer}/{index}", str(error.instance[index])
                yield checked.error("FIELD_DUPLICATE", here, messages.TWICE_IN_LIST, messages.DELETE_ONE, value=value)
        case _other:
            wrong = wrong_values.Field(checked, pointer, checked.catalog)
            if not wrong_values.left_to_rules(wrong, error):
                yield wrong_values.finding(wrong, error)


def _repeated(entries: list[Any]) -> Iterator[int]:
    """The indexes of the entries of a list that stand before in it."""
    seen: set[str] = set()
    for index, entry in enumerate(entries):
        written = json.dumps(entry, sort_keys=True)
        if written in seen:
            yield index
        seen.add(written)


def _required(checked: _Checked, error: Any, pointer: str) -> Iterator[Finding]:
    """The fields that a group lacks, but for those that seem to be there under another name or in another place."""
    meant = checked.meanings.get(pointer, {})
    if any(m.group is not None for m in meant.values()) and not error.instance.keys() & set(error.validator_value):
        return  # all of it stands in a place where it does not belong
    group = schema.general(pointer)
    spoken_of = {name for key, meaning in meant.items() for name in meaning.fields(group, key)}
    for key in error.validator_value:
        here = f"{pointer}/{key}"
        if key not in error.instance and schema.general(here) not in spoken_of:
            add = lacking.to_add(here, checked.kind, checked.catalog)
            yield checked.lacking("FIELD_MISSING", here, messages.MISSING, add)


def _unknown(checked: _Checked, error: Any, pointer: str) -> Iterator[Finding]:
    """The names in a group that are none of its fields."""
    meant = checked.meanings.get(pointer, {})
    moved = [key for key, meaning in meant.items() if meaning.group is not None]
    for number, (key, meaning) in enumerate(meant.items()):
        here = f"{pointer}/{escape(key)}"
        if number == budget.GUESSES:
            yield checked.error(
                "FIELD_UNKNOWN",
                here,
                messages.MORE_NAMES,
                messages.DELETE_NAMES,
                at_key=True,
                count=len(meant) - number,
            )
            return
        if meaning.glued:
            code, message, hint = _glued(key, *meaning.glued)
            finding = checked.error(code, here, message, hint, at_key=True)
            yield replace(finding, column=finding.column + len(meaning.glued[0]))
        elif key != key.strip():
            message, hint = scalars.say_fullwidth("\u3000")
            yield checked.error("YAML_FULLWIDTH", here, message, hint, at_key=True)
        elif meaning.group is None:
            needless = _needless(schema.general(pointer), key)
            no_field = needless or Message(messages.NO_SUCH_FIELD, key=short(key))
            todo = Message(messages.DELETE_FIELD, key=key) if needless else _field_hint(checked, pointer, meaning)
            yield checked.error("FIELD_UNKNOWN", here, no_field, todo, at_key=True)
        elif key == moved[0] and (schema.general(pointer), meaning.group) not in checked.moved:
            # What was moved together is said once.
            checked.moved.add((schema.general(pointer), meaning.group))
            said = Message(messages.NO_SUCH_FIELD, key=key)
            if len(moved) > 1:
                said = Message(messages.NO_SUCH_FIELDS, keys=Listed(tuple(f"“{short(name)}”" for name in moved)))
            where = Message(messages.BELONGS_TO_NO_GROUP, key=key)
            if meaning.group:
                name = Choice(f"“{key}”", schema.title(f"{meaning.group}.{key}", checked.kind))
                where = Message(messages.BELONGS_BELOW, key=name, place=_group(meaning.group, checked.kind))
            yield checked.error("FIELD_UNKNOWN", here, said, where, at_key=True)


def _field_hint(checked: _Checked, pointer: str, meaning: unknown_fields.Meaning) -> Message:
    """The field of the group that was meant, else the fields there are."""
    if meaning.field:
        name = schema.title(f"{pointer}/{meaning.field}", checked.kind)
        return Message(messages.FIELD_MEANT, key=meaning.field, label=name)
    known = (schema.field(pointer, checked.kind) or {}).get("properties", {})
    fields = tuple(Choice(name, schema.title(f"{pointer}/{name}", checked.kind)) for name in known)
    return Message(messages.FIELDS_HERE, fields=Listed(fields))


def _group(general: str, kind: str) -> Listed:
    """A group of fields, with its label, as one finds it from the top: `integration（业务整合）→ opinion（整合意见）`."""
    names = general.split(".")
    pointers = ["/" + "/".join(names[: number + 1]) for number in range(len(names))]
    return Listed(tuple(Choice(name, schema.title(here, kind)) for name, here in zip(names, pointers, strict=True)))


def _needless(group: str, key: str) -> Message | None:
    """What is said of a name for something that the program works out by itself; None for any other."""
    if group in ("", "budget") and key in _SUMS:
        return Message(messages.COMPUTED, key=key)
    return Message(messages.DERIVED, key=key) if not group and key in _STATES else None


def _glued(key: str, name: str, between: str) -> tuple[str, Message, Message]:
    """Code, message and hint for a name that has run together with its value; `between` is what stands between them."""
    code, message, _hint = syntax.FULLWIDTH_COLON if "：" in between else syntax.NO_SPACE_AFTER_COLON
    if not between.strip():
        message = Message(messages.COLON_MISSING, field=name)
    return code, message, Message(messages.WRITE_FIELD, line=f"{name}: {short(key[len(name) + len(between) :])}")
