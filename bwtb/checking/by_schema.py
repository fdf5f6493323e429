"""Data → findings by JSON Schema: what stands there, what was expected, what to do. One cause gives one finding."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from bwtb.base.findings import Finding
from bwtb.base.languages import _
from bwtb.checking import quick, unknown_fields, words
from bwtb.registry import schema
from bwtb.yaml import scalars
from bwtb.yaml.loader import Document, escape

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


# Findings on a name that is none of the group's, and those that may only follow from one.
_UNKNOWN = ("FIELD_UNKNOWN", "YAML_SYNTAX", "YAML_FULLWIDTH")
_LACKING = ("FIELD_MISSING", "DRAFT_INCOMPLETE", "FIELD_TYPE")
# A field's name inside a text in quotes, after a comma as between the fields in brackets.
_HOLDS_FIELD = re.compile(r"""["'][^"'\n]*, *[a-z_0-9]+: [^"'\n]*["']""")
_NEXT_FIELD = re.compile(r", *([a-z_0-9]+): ")


@cache
def _screen(kind: str) -> quick.Check:
    return quick.compiled(schema.read(kind), blank_texts=kind != "request")


@cache
def judge(kind: str) -> Any:
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
        return [] if kind == "proposal" else [_no_data(document)]
    if _screen(kind)(document.data):
        return []
    case = Case(document, kind, draft, catalog)
    found = list(_blank(case, document.data, "")) if kind == "request" else []
    blank = {f.pointer for f in found}
    for error in judge(kind).iter_errors(document.data):
        pointer = "".join(f"/{escape(str(step))}" for step in error.absolute_path)
        if pointer not in blank:
            found += _findings(case, error, pointer)
    if any(f.code in _UNKNOWN for f in found):
        meant = unknown_fields.meant(document.data, kind)
        found = [f for f in found if f.code not in _LACKING or not unknown_fields.covers(meant, f.pointer)]
    return sorted(_one_each(found))


def swallowing(document: Document, kind: str) -> Finding | None:
    """A text in quotes and brackets that holds the next field of its group: its closing quote was forgotten.

    Such a file may be valid, and would say something else than what was meant.
    """
    if not _HOLDS_FIELD.search(document.text):
        return None
    for pointer, value, beside in _texts(document.data, ""):
        known = (schema.field(pointer.rpartition("/")[0], kind) or {}).get("properties", {})
        held = next((k for k in _NEXT_FIELD.findall(value) if k in known and k not in beside), None)
        extent = document.extent(pointer) if held else None
        if extent is not None and extent.style in ("'", '"'):
            message = _("The text in quotes goes on over the field “{key}”: its closing quote is missing.")
            hint = _("Add the closing {sign} before “, {key}:”.").format(sign=extent.style, key=held)
            label = schema.label(pointer, kind)
            message = message.format(key=held)
            return Finding(document.path, *extent.start, "YAML_UNCLOSED", message, hint, pointer=pointer, label=label)
    return None


def _texts(value: Any, pointer: str) -> Iterator[tuple[str, str, Collection[str]]]:
    """Every text that is a field's value, with its pointer and the names of the fields in its group."""
    if isinstance(value, list):
        for index, below in enumerate(value):
            yield from _texts(below, f"{pointer}/{index}")
    elif isinstance(value, dict):
        for key, below in value.items():
            here = f"{pointer}/{escape(key)}"
            if isinstance(below, str):
                yield here, below, value
            else:
                yield from _texts(below, here)


@dataclass(frozen=True)
class Case:
    """One file being checked."""

    document: Document
    kind: str
    draft: bool
    catalog: Catalog | None
    said: set[tuple[str, str]] = field(default_factory=set)  # groups with the group that their fields belong to

    def finding(self, code: str, pointer: str, message: str, hint: str, *, at_key: bool = False) -> Finding:
        """An error at a field: at its value, or at its name."""
        place = self.document.position(pointer) if at_key else self.document.value_position(pointer)
        return Finding(
            self.document.path, *place, code, message, hint, pointer=pointer, label=schema.label(pointer, self.kind)
        )


def _no_data(document: Document) -> Finding:
    message = _("The file holds no data.")
    return Finding(document.path, 1, 1, "FILE_EMPTY", message, _("Write its content, or delete the file."))


def missing(case: Case, pointer: str, message: str, hint: str) -> Finding:
    """What is not there: in a draft a warning, else an error, at the nearest thing that is there."""
    code = "DRAFT_INCOMPLETE" if case.draft else "FIELD_MISSING"
    line, column = case.document.position(pointer)
    article = _ASKED_BY.get(pointer.split("/")[1], "") if case.kind == "request" and pointer else ""
    label = schema.label(pointer, case.kind)
    return Finding(
        case.document.path,
        line,
        column,
        code,
        message,
        hint,
        severity="warning" if case.draft else "error",
        pointer=pointer,
        label=label,
        article=article,
    )


def _one_each(found: list[Finding]) -> Iterator[Finding]:
    """The first finding of each place: a value of the wrong type need not also be too long."""
    seen: set[str] = set()
    for finding in found:
        if finding.pointer not in seen:
            seen.add(finding.pointer)
            yield finding


def _blank(case: Case, value: Any, pointer: str) -> Iterator[Finding]:
    """Fields that are there but empty."""
    if isinstance(value, dict):
        for key, below in value.items():
            yield from _blank(case, below, f"{pointer}/{escape(key)}")
    elif isinstance(value, list):
        for index, below in enumerate(value):
            yield from _blank(case, below, f"{pointer}/{index}")
    elif value is None or (isinstance(value, str) and not value.strip()):
        if schema.field(pointer, case.kind) is None:
            return
        parent, _slash, key = pointer.rpartition("/")
        above = schema.field(parent, case.kind) or {}
        label = schema.label(pointer, case.kind)
        if key in above.get("required", ()):
            yield missing(case, pointer, _("{label} is empty.").format(label=label), _("Fill it in."))
        else:
            hint = _("Fill it in, or delete the line if it does not apply.")
            yield missing(case, pointer, _("{label} is empty.").format(label=label), hint)


def _findings(case: Case, error: Any, pointer: str) -> Iterator[Finding]:
    """One error of the judge as findings."""
    match error.validator:
        case "required":
            yield from _required(case, error, pointer)
        case "additionalProperties":
            yield from _unknown(case, error, pointer)
        case "uniqueItems":
            yield from _twice(case, error, pointer)
        case _other:
            if words.left_to_rules(case, error, pointer):
                return
            code, message, hint = words.say(case, error, pointer)
            yield case.finding(code, pointer, message, hint)


def _required(case: Case, error: Any, pointer: str) -> Iterator[Finding]:
    meant = unknown_fields.meanings(case.document.data, error.instance, pointer, case.kind)
    if any(m.group is not None for m in meant.values()) and not error.instance.keys() & set(error.validator_value):
        return  # all of it stands in a place where it does not belong
    here = schema.general(pointer)
    spoken_of = {name for key, meaning in meant.items() for name in meaning.fields(here, key)}
    for key in error.validator_value:
        below = f"{pointer}/{key}"
        if key in error.instance or schema.general(below) in spoken_of:
            continue
        message = _("{label} is missing.").format(label=schema.label(below, case.kind))
        yield missing(case, below, message, _("Add “{key}: …”.").format(key=key))


def _unknown(case: Case, error: Any, pointer: str) -> Iterator[Finding]:
    known = error.schema.get("properties", {})
    meant = unknown_fields.meanings(case.document.data, error.instance, pointer, case.kind)
    misplaced = [key for key, meaning in meant.items() if meaning.group is not None]
    for key, meaning in meant.items():
        here = f"{pointer}/{escape(key)}"
        if meaning.glued:
            found = case.finding(*_glued(*meaning.glued, here), at_key=True)
            yield replace(found, column=found.column + len(meaning.glued[0]))
            continue
        message = _("There is no field “{key}” here.").format(key=key)
        if key != key.strip():
            yield case.finding("YAML_FULLWIDTH", here, *scalars.say_fullwidth("\u3000"), at_key=True)
            continue
        if meaning.field:
            label = schema.title(f"{pointer}/{meaning.field}", case.kind)
            hint = _("Did you mean “{key}” ({label})?").format(key=meaning.field, label=label)
        elif meaning.group is None:
            hint = _("Delete it. The fields here are: {fields}.").format(fields=", ".join(known))
        elif key != misplaced[0] or (schema.general(pointer), meaning.group) in case.said:
            continue  # what was moved together is said once
        else:
            case.said.add((schema.general(pointer), meaning.group))
            if len(misplaced) > 1:
                message = _("There are no fields “{keys}” here.").format(keys=", ".join(misplaced))
            hint = _belongs(key, meaning.group)
        yield case.finding("FIELD_UNKNOWN", here, message, hint, at_key=True)


def _belongs(key: str, group: str) -> str:
    if not group:
        return _("“{key}” belongs to no group: take away the indentation before it.").format(key=key)
    return _("“{key}” belongs below “{place}”.").format(key=key, place=group)


def _glued(name: str, between: str, here: str) -> tuple[str, str, str, str]:
    """Code, pointer, message and hint for a name that has run together with its value."""
    code, message = "YAML_SYNTAX", _("A space is missing after the colon.")
    hint = _("Write “name: value”.")
    if "：" in between:
        code, message = "YAML_FULLWIDTH", _("A full-width colon “：” stands after the field's name.")
        hint = _("Type an ASCII colon and a space: “name: value”.")
    elif not between.startswith(":"):
        message = _("The colon after “{field}” is missing.").format(field=name)
    return code, here, message, hint


def _twice(case: Case, error: Any, pointer: str) -> Iterator[Finding]:
    for index, value in enumerate(error.instance):
        if value in error.instance[:index]:
            message = _("“{value}” stands twice in the list.").format(value=value)
            yield case.finding("FIELD_DUPLICATE", f"{pointer}/{index}", message, _("Delete one of the two."))
