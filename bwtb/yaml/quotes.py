"""Quotes that were never closed and run on until another quote happens to end them: found by what they swallowed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bwtb.yaml.characters import Place

# What a line begins with that is an entry of the file, and not the rest of a text.
_ENTRY = re.compile(r"""(?:- +)*(?:-(?: |$)|["']?[A-Za-z_][A-Za-z0-9_]*["']?[:：](?:[\s"'“‘\[{]|$))""")
# What the text before a quote ends in, if that quote was to open the next entry in brackets.
_BEFORE_NEXT = re.compile(r"[\[{,:] *$")
_CLOSING = {"“": "”", "‘": "’"}


@dataclass(frozen=True)
class Quoted:
    """A text in quotes: where it begins and ends (from 1), how far its fields are indented (from 0), whether in brackets."""

    start: Place
    end: Place
    indent: int
    bracketed: bool


def swallowing(lines: list[str], quoted: Iterable[Quoted]) -> Place | None:
    """Where the first text begins that runs over whole entries of its own level, or of one above."""
    for text in quoted:
        for line in lines[text.start[0] : text.end[0]]:
            inner = line.lstrip(" ")
            if len(line) - len(inner) <= text.indent and _ENTRY.match(inner):
                return text.start
    return None


def meets_next(lines: list[str], text: Quoted, place: Place) -> bool:
    """Whether a text in brackets ends, just before `place`, with the quote that was to open the next entry."""
    line = lines[text.end[0] - 1]
    inside = line[text.start[1] if text.start[0] == text.end[0] else 0 : text.end[1] - 2]
    return text.bracketed and text.end == place and bool(_BEFORE_NEXT.search(inside))


def chinese_only_opens(text: str) -> str:
    """The Chinese quotation mark that a text begins with and nothing closes, else ""."""
    mark = text[:1]
    return mark if mark in _CLOSING and _CLOSING[mark] not in text else ""


def closing(mark: str) -> str:
    """The partner of a Chinese quotation mark."""
    return _CLOSING[mark]
