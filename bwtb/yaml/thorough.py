"""The thorough way of reading a file: bytes, characters, structure, then every node, with all that is wrong with it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, partial
from typing import Any

import yaml

from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.yaml import blocks, characters, comments, conflicts, fullwidth, messages, scalars, structure, syntax
from bwtb.yaml.collected import Collected
from bwtb.yaml.parser import compose, place_of
from bwtb.yaml.pointers import escape
from bwtb.yaml.scalars import DoubtError, plain

# What a plain text or a name begins with that may have been meant for a sign of YAML's.
LIKE_SIGNS = frozenset("-｛［【＂＇“")
# No field's name is so long; and pointers to what is below it would be as long as often.
NAME_LETTERS = 200
# An entry of a list without its blank, where it begins a line. Numbers below nothing may be negative.
_NO_BLANK = re.compile(r"-[^\s\-0-9.]")
# The rest of an amount whose thousands commas ended it, and what stands before.
_THOUSANDS = re.compile(r"[0-9]{3}(?:\.[0-9]+)?[^\x00-\x7f]{0,2}")
_BEFORE_THOUSANDS = re.compile(r"[^0-9\s]{0,3}[1-9][0-9]{0,2}")
_DIGITS = re.compile(r"(?![0-9]{4}-[0-9]{1,2}-[0-9]{1,2}$)[0-9][0-9 ()+-]{5,}")


@dataclass(frozen=True)
class Examined:
    """What a file holds, as far as it could be read (None: nothing), what is wrong with it, and its text."""

    data: Any
    findings: tuple[Finding, ...]
    text: str = ""


def examine(raw: bytes, path: str, node: Any = None) -> Examined:
    """Read a file and find everything that is wrong with it. `node`: what it was composed to, where that is known."""
    read = characters.read(raw, path)
    if read.text is None:
        return Examined(None, read.findings)
    text, lines = read.text, read.text.split("\n")
    found = Collected(path, read.findings)
    if not _conflicts(lines, found) and structure.look(text, lines, found):
        node = compose(text) if node is None else node
        if isinstance(node, yaml.ScalarNode) and (node.value or node.style):
            found.findings.append(syntax.only_text(text, path))
        elif node is not None and not isinstance(node, yaml.ScalarNode):
            return Examined(_Reading(text, lines, found).node(node, None), found.all(), text)
    return Examined(None, found.all(), text)


def is_name(key: Any) -> bool:
    """Whether a node can be a field's name: plain text, or text in quotes."""
    try:
        return isinstance(key, yaml.ScalarNode) and (bool(key.style) or isinstance(plain(key.value), str))
    except DoubtError:
        return False


def like_sign(text: str) -> bool:
    """Whether a plain text may begin with what was meant for a sign of YAML's."""
    if text[:1] == "“":
        return text[-1] == "”" and text[1:-1].isascii()
    return text[:1] in LIKE_SIGNS and (text[0] != "-" or bool(_NO_BLANK.match(text)))


def ends_amount(text: str) -> bool:
    """Whether a plain text may be the rest of an amount behind its thousands comma: `000元`."""
    return bool(_THOUSANDS.fullmatch(text))


def _conflicts(lines: list[str], found: Collected) -> bool:
    """Collect the merge conflicts that nobody has solved; whether there are any. What else is wrong only follows."""
    there = False
    for conflict in conflicts.whole(lines):
        there = True
        found.add("YAML_SYNTAX", (conflict.marks[0], 1), conflict.say)
    return there


@dataclass(frozen=True)
class _Below:
    """Where a node stands: a pointer, made only where there is a finding to point with."""

    parent: _Below | None
    step: str | int

    def __str__(self) -> str:
        steps: list[str] = []
        here: _Below | None = self
        while here is not None:
            steps.append(escape(str(here.step)))
            here = here.parent
        return "/" + "/".join(reversed(steps))


@dataclass
class _Amount:
    """An amount in brackets, `320,000`, of which YAML makes a value and further names without one."""

    parts: list[Any]

    def goes_on(self, key: Any, value: Any) -> bool:
        """Whether this entry is its next three digits; if so, take them."""
        if not (_is_plain(key, _THOUSANDS) and isinstance(value, yaml.ScalarNode) and not (value.value or value.style)):
            return False
        last = self.parts[-1] if self.parts else None
        if not _is_plain(last, _THOUSANDS if len(self.parts) > 1 else _BEFORE_THOUSANDS):
            return False
        (line, column), after = place_of(last, end=True), place_of(key)
        if line != after[0] or after[1] - column not in (1, 2):  # a comma, perhaps a blank
            return False
        self.parts.append(key)
        return True

    def say(self) -> tuple[Message, Message]:
        """Message and hint."""
        amount = "".join(c for part in self.parts for c in part.value if c in "0123456789.")
        whole = amount.partition(".")
        right = scalars.shown(amount if whole[2].strip("0") else whole[0])
        read = scalars.shown(self.parts[0].value)
        return Message(messages.COMMA_ENDS_AMOUNT, read=read), Message(messages.WRITE_AMOUNT, right=right)


def _is_plain(node: Any, form: re.Pattern[str]) -> bool:
    return isinstance(node, yaml.ScalarNode) and not node.style and bool(form.fullmatch(node.value))


@dataclass(frozen=True)
class _Reading:
    """Nodes → data, with a finding for each key written twice, each odd key, each value that programs disagree on."""

    text: str
    lines: list[str]
    found: Collected

    @cached_property
    def signs(self) -> dict[int, list[fullwidth.Sign]]:
        """The full-width signs by line."""
        return fullwidth.by_line(self.text)

    def node(self, node: Any, here: _Below | None, *, bracketed: bool = False) -> Any:
        if isinstance(node, yaml.ScalarNode):
            return self.scalar(node, here, bracketed=bracketed)
        inside = bracketed or bool(node.flow_style)
        if isinstance(node, yaml.SequenceNode):
            return [self.node(item, _Below(here, index), bracketed=inside) for index, item in enumerate(node.value)]
        return self.fields(node, here, bracketed=inside)

    def fields(self, node: Any, here: _Below | None, *, bracketed: bool) -> dict[str, Any]:
        result: dict[str, Any] = {}
        numbers: dict[str, int] = {}  # of the lines where the names stand
        amount = _Amount([])
        for key, value in node.value:
            if bracketed and amount.goes_on(key, value):
                continue
            self.amount(amount, here)
            amount = _Amount([value])
            if self.refused(key, here, numbers):
                continue
            below = _Below(here, key.value)
            if key.style == '"':
                self.escaped(key, below)
            elif not key.style and like_sign(key.value):
                self.like_sign(key, below)
            numbers[key.value] = key.start_mark.line + 1
            result[key.value] = self.node(value, below, bracketed=bracketed)
        self.amount(amount, here)
        return result

    def refused(self, key: Any, here: _Below | None, numbers: dict[str, int]) -> bool:
        """Say of a field's name that it is none, too long, or there before; whether it is."""
        place = place_of(key)
        if not is_name(key):
            self.found.add("YAML_KEY", place, _not_text, pointer=here or "")
        elif len(key.value) > NAME_LETTERS:
            self.found.add("YAML_KEY", place, lambda: syntax.name_too_long(len(key.value)), pointer=here or "")
        elif key.value in numbers:
            self.found.add(
                "YAML_DUPLICATE_KEY", place, lambda: _twice(key.value, numbers), pointer=_Below(here, key.value)
            )
        else:
            return False
        return True

    def amount(self, amount: _Amount, here: _Below | None) -> None:
        """Say of an amount in brackets that its thousands commas end it."""
        if len(amount.parts) > 1:
            self.found.add("YAML_KEY", place_of(amount.parts[0]), amount.say, pointer=here or "")

    def scalar(self, node: Any, here: _Below | None, *, bracketed: bool) -> Any:
        if node.style:
            if node.style == '"':
                self.escaped(node, here)
            elif node.style in "|>" and blocks.may_swallow(node.value):
                self.swallowed(node, here)
            return node.value
        if cut := comments.cut_at(self.lines, place_of(node, end=True), node.value):
            said = partial(comments.say, self.lines, place_of(node), cut, value=node.value, bracketed=bracketed)
            self.found.add(comments.CODE, cut, said, pointer=here or "")
            return node.value or None
        try:
            value = plain(node.value)
        except DoubtError:
            code, severity, message, hint = scalars.say_doubt(node.value)
            self.found.add(code, place_of(node), lambda: (message, hint), severity=severity, pointer=here or "")
            return node.value
        if value is node.value and like_sign(value):
            self.like_sign(node, here)
        return value

    def escaped(self, node: Any, here: _Below | None) -> None:
        """Forbidden characters that came in by an escape (`"\\u200b"`), which the look at the raw text cannot see."""
        if not characters.suspicious(node.value):
            return
        for one in characters.characters(node.value, self.found.path, place_of(node), str(here or "")):
            self.found.add_once(one)

    def swallowed(self, node: Any, here: _Below | None) -> None:
        """Say of a block of text that it holds what was to be the next field."""
        above = str(here.step) if here else ""
        for place, name in blocks.swallowed(self.lines, node.start_mark.line + 2, node.end_mark.line + 1):
            self.found.add("YAML_SYNTAX", place, partial(blocks.say_swallowed, name, above), pointer=here or "")

    def like_sign(self, node: Any, here: _Below | None) -> None:
        """Say of a text or name that its first sign was meant for one of YAML's."""
        line, column = place_of(node)
        if node.value[0] == "-":
            if not self.lines[line - 1][: column - 1].strip(" -"):
                said = partial(syntax.say_dash, self.lines[line - 1], column)
                self.found.add("YAML_SYNTAX", (line, column), said, pointer=here or "")
            return
        signs = self.signs.get(line, [])
        if not any(sign.place[1] == column for sign in signs):
            return
        if node.value[0] == "“" and _DIGITS.fullmatch(node.value[1:-1]):
            return  # a telephone's number, which is a text: the field's own rule says so, and it is no error
        if node.value[0] == "“":
            said = partial(scalars.say_wrapped, node.value)
            self.found.add("YAML_FULLWIDTH", (line, column), said, pointer=here or "")
            return
        for sign in signs:
            if sign.place[1] >= column:
                self.found.add(
                    "YAML_FULLWIDTH", sign.place, partial(scalars.say_fullwidth, sign.sign), pointer=here or ""
                )


def _not_text() -> tuple[Message, Message]:
    return Message(messages.NAME_NOT_TEXT), Message(messages.QUOTE_NAME)


def _twice(name: str, numbers: dict[str, int]) -> tuple[Message, Message]:
    return Message(messages.WRITTEN_TWICE, key=scalars.shown(name), line=numbers[name]), Message(messages.KEEP_ONE)
