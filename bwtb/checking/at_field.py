"""A finding at a field of a file: its place, its sentences, the field's label, and what it is known by when lines have moved."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bwtb.base.findings import Finding
from bwtb.base.messages import Fact, Listed, Message, short
from bwtb.checking import messages
from bwtb.registry import schema
from bwtb.yaml.loader import Document
from bwtb.yaml.pointers import escape, steps, value_at

# A sentence of messages.py, whose facts are still to be filled in, or what needs none any more.
Sentence = str | Message | Listed
_PLACE = re.compile(r"\{(\w+)\}")

# What an entry of a list is called by: the first of these that it has.
_NAMES = ("code", "id", "name", "unit", "document", "work_point", "path", "title")


@dataclass(frozen=True)
class Checked:
    """One file being checked; `kind` names its schema. In a draft what is missing is a warning.

    Findings are made here of two sentences, what is wrong and what to do. Each takes the facts that it names: those given,
    and the field's own `label` and `value`.
    """

    document: Document
    kind: str
    draft: bool = False

    def error(
        self, code: str, pointer: str, message: Sentence, hint: Sentence, /, *, at_key: bool = False, **facts: Fact
    ) -> Finding:
        """Something wrong at a field's value or, with `at_key`, at its name; where there is none, at what is above it."""
        label = schema.label(pointer, self.kind) if pointer else Message(messages.WHOLE_FILE)
        given = {"label": label, "value": self.shown(pointer), "key": pointer.rpartition("/")[2], **facts}
        line, column = self.document.place(pointer) if at_key else self.document.value_place(pointer)
        return Finding(
            path=self.document.path,
            line=line,
            column=column,
            code=code,
            message=_filled(message, given),
            hint=_filled(hint, given),
            pointer=pointer,
            label=label,
            anchor=anchor(self.document.data, pointer),
        )

    def shown(self, pointer: str) -> Fact:
        """A field's value as a message shows it; a number as it is written in the file, 480000.00."""
        value = value_at(self.document.data, pointer)
        extent = self.document.extent(pointer) if isinstance(value, float) else None
        if extent is None:
            return shown(value)
        line = self.document.text.split("\n")[extent.start[0] - 1]
        return short(line[extent.start[1] - 1 : extent.end[1] - 1])

    def warning(self, code: str, pointer: str, message: Sentence, hint: Sentence, /, **facts: Fact) -> Finding:
        """Something doubtful at a field's value."""
        return replace(self.error(code, pointer, message, hint, at_key=False, **facts), severity="warning")

    def missing(self, code: str, pointer: str, message: Sentence, hint: Sentence, /, **facts: Fact) -> Finding:
        """Something that is not there: in a draft the warning DRAFT_INCOMPLETE, else this error."""
        error = self.error(code, pointer, message, hint, at_key=True, **facts)
        return replace(error, severity="warning", code="DRAFT_INCOMPLETE") if self.draft else error


def _filled(sentence: Sentence, facts: Mapping[str, Fact]) -> Message | Listed:
    """A sentence with those of the facts that it names."""
    if not isinstance(sentence, str):
        return sentence
    return Message(sentence, **{name: facts[name] for name in _PLACE.findall(sentence)})


def shown(value: Any) -> Fact:
    """A value as a message shows it: a text in quotes and at most 40 characters of it, of a list only that it is one."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"“{short(value)}”"
        case None:
            return Message(messages.NOTHING)
        case list() | dict():
            return Message(messages.LIST if isinstance(value, list) else messages.GROUP)
    return short(str(value))


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
