"""What a line should say: a field with its colon, a text in quotes. Hints give it to be typed, where it can be told."""

from __future__ import annotations

import re

from bwtb.base.messages import Message
from bwtb.yaml import messages
from bwtb.yaml.scalars import shown

_FIELD = re.compile(
    r" *(?P<dash>(?:- +)*+)(?P<name>[\"']?[A-Za-z_][A-Za-z0-9_]*[\"']?)(?P<between>[:：]? ?)[ \u3000]*(?P<value>\S.*)"
)
_VALUE = re.compile(r" *(?P<before>(?:- +)*+(?:[A-Za-z_][A-Za-z0-9_]*: +)?)(?P<value>[^\s\[{|>].*)")
_NAMED = re.compile(r"[A-Za-z_][A-Za-z0-9_]*: ")
LONGEST = 60  # characters of a line that is given to be typed

_COLON = (messages.TYPE_ASCII_COLON, messages.WRITE_NAME_AND_VALUE)
_QUOTES = (
    messages.QUOTE, messages.QUOTE_SINGLE, messages.QUOTE_BACKSLASH, messages.QUOTE_SINGLE_AROUND_DOUBLE,
    messages.SINGLE_QUOTE_AROUND_CHINESE,
)  # fmt: skip


def exact(hint: Message, line: str, column: int) -> Message:
    """The hint with the text to type in it, for a fault at a column (from 1) of a line; else the hint as it is."""
    if hint.id in _COLON:
        return _with_colon(line, column) or hint
    if hint.id in _QUOTES:
        return _in_quotes(line) or hint
    if hint.id == messages.ADD_CLOSING:
        return _closed(line, column, str(dict(hint.facts)["sign"])) or hint
    return hint


def _with_colon(line: str, column: int) -> Message | None:
    match = _FIELD.fullmatch(line.rstrip())
    if not match or column - 1 not in (match.start("name"), match.start("between")):
        return None
    return _write(f"{match['name']}: {match['value']}")


def _in_quotes(line: str) -> Message | None:
    match = _VALUE.fullmatch(line.rstrip())
    if not match or " #" in match["value"]:
        return None
    text = match["value"]
    if text[0] == text[-1] == '"' and text.count('"') == 2:
        text = text[1:-1]
    return _write(match["before"] + "'" + text.replace("'", "''") + "'")


def _closed(line: str, column: int, sign: str) -> Message | None:
    """The line with a quote closed at its end, where nothing else begins in it."""
    match = _VALUE.fullmatch(line.rstrip())
    if sign not in ("'", '"') or not match or match.start("value") != column - 1 or sign in match["value"][1:]:
        return None
    inside = match["value"][1:]
    if _NAMED.match(inside):  # the quote stands before a field's name, where none belongs
        return _write(match["before"] + inside)
    return None if " #" in inside else _write(f"{match['before']}{sign}{inside}{sign}")


def _write(line: str) -> Message | None:
    return Message(messages.WRITE_LINE, line=line) if len(line) <= LONGEST and shown(line) == line else None
