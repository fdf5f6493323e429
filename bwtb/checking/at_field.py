"""A finding at a field of a file: its place, the field's label, and what it is known by when lines have moved."""

from __future__ import annotations

from typing import Any

from bwtb.base.findings import Finding, Severity
from bwtb.base.messages import Fact
from bwtb.registry import schema
from bwtb.yaml.loader import Document
from bwtb.yaml.pointers import escape, steps, value_at

# What an entry of a list is called by: the first of these that it has.
_NAMES = ("code", "id", "name", "unit", "document", "work_point", "path", "title")


def finding_at(
    document: Document,
    kind: str,
    pointer: str,
    code: str,
    message: Fact,
    hint: Fact = "",
    *,
    severity: Severity = "error",
    at_key: bool = False,
) -> Finding:
    """A finding at a field's value or, with `at_key`, at its name; where there is none, at the nearest thing that is there.

    `kind` names the schema of the file.
    """
    line, column = document.place(pointer) if at_key else document.value_place(pointer)
    return Finding(
        path=document.path,
        line=line,
        column=column,
        code=code,
        message=message,
        hint=hint,
        severity=severity,
        pointer=pointer,
        label=schema.label(pointer, kind),
        anchor=anchor(document.data, pointer),
    )


def anchor(data: Any, pointer: str) -> str:
    """The pointer with each entry of a list called by its own name, or by its text, instead of its number.

    `/budget/items/2/amount` → `/budget/items/软件测评/amount`. Of an entry that has no name its number is left out.
    """
    here, named = "", ""
    for step in steps(pointer):
        inside = value_at(data, here)
        here += f"/{escape(step)}"
        named += f"/{escape(_name(value_at(data, here)) if isinstance(inside, list) else step)}"
    return named


def _name(entry: Any) -> str:
    """What an entry of a list is called; "" where it has no name."""
    if isinstance(entry, dict):
        return next((str(entry[key]) for key in _NAMES if isinstance(entry.get(key), str | int)), "")
    return str(entry) if isinstance(entry, str | int) else ""
