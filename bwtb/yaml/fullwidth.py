"""Full-width signs that stand where one of YAML's own belongs: where each is, and what has to stand there instead.

Looked for line by line, since a file with such a sign often can't be parsed. In doubt a sign is part of the text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from bwtb.yaml.characters import Place

# What is typed with the Chinese input method for each of YAML's signs.
ORDINARY = {
    "：": ":", "，": ",", "、": ",", "－": "-", "—": "-", "–": "-", "｛": "{", "｝": "}", "［": "[", "］": "]", "【": "[", "】": "]",
    "｜": "|", "＞": ">", "“": '"', "”": '"', "＂": '"', "＇": "'", "\u3000": " ",
}  # fmt: skip
_CLOSERS = {"{": "}", "[": "]"}
_CLOSING = "}]｝］】"
_BLANKS = " \u3000"

_NAME = re.compile(r"""["']?[A-Za-z_][A-Za-z0-9_]*+["']?(?=[:：])""")
_NEXT_NAME = re.compile(r"""[ \u3000]*+["']?[A-Za-z_][A-Za-z0-9_]*+["']?[ ]*+[:：]""")
_CODE = re.compile(r"[A-Za-z0-9_.-]++")
_CODES = re.compile(
    r"[ \u3000]*+[A-Za-z0-9_.-]++[ \u3000]*+(?:[,，、][ \u3000]*+[A-Za-z0-9_.-]++[ \u3000]*+)*+([\]］】])?"
)
_AFTER_CLOSER = re.compile(r" *+(?:$|[,，、}\]｝］】#])")
_QUOTED = re.compile(r""""(?:[^"\\]|\\.)*+"|'(?:[^']|'')*+'""")
# A code, number or date in quotes of Chinese text, and anything in full-width ASCII quotes.
_WRAPPED = re.compile(r"(“)[!-~]++(”)(?= *+(?:$|[,，、}\]｝］】#]))|(＂)[^＂]*+(＂)|(＇)[^＇]*+(＇)")
_BAR = re.compile(r"([|>｜＞])[-+0-9]*+ *+(?:#.*)?$")
_END_OF_LINE = re.compile(r" *+(?:#.*)?$")


@dataclass(frozen=True)
class Sign:
    """One such sign: its place, the sign, and the ordinary one that has to stand there."""

    place: Place
    sign: str
    ordinary: str


@dataclass
class _Line:
    """A line that is gone through, from left to right."""

    number: int
    text: str
    opened: list[str]  # brackets still open, from the lines above too, as their ordinary closing signs
    at: int = 0
    found: list[Sign] = field(default_factory=list)
    codes: tuple[int, bool] = (
        0,
        False,
    )  # where the codes end that were looked at last, and whether in a closing bracket

    @property
    def here(self) -> str:
        return self.text[self.at : self.at + 1]

    def note(self, at: int) -> None:
        sign = self.text[at]
        if sign in ORDINARY:
            self.found.append(Sign((self.number, at + 1), sign, ORDINARY[sign]))

    def blanks(self) -> None:
        while self.here and self.here in _BLANKS:
            self.note(self.at)
            self.at += 1

    def in_codes(self, at: int) -> bool:
        """Whether from here to the closing bracket there are only codes; a long list of them is gone through once."""
        if at >= self.codes[0]:
            match = _CODES.match(self.text, at)
            self.codes = (match.end(), bool(match[1])) if match else (at, False)
        return self.codes[1] and at < self.codes[0]


def signs(text: str) -> Iterator[Sign]:
    """Every full-width sign of a text that stands for one of YAML's own, in order.

    Those in comments, in quotes and in blocks of text are part of these, and so is each that is not plainly meant for YAML.
    """
    opened: list[str] = []
    block = -1  # how far the field is indented whose block of text goes on
    for number, shown in enumerate(text.split("\n"), 1):
        indent = len(shown) - len(shown.lstrip(_BLANKS))
        if not shown.strip() or (block >= 0 and indent > block):
            continue
        block = -1
        if shown.lstrip(_BLANKS).startswith("#"):
            continue
        line = _Line(number, shown, opened)
        if not opened and _start(line):
            block = indent
        if line.opened:
            _brackets(line)
        yield from line.found


def by_line(text: str) -> dict[int, list[Sign]]:
    """The signs of a text by the number of their line, from 1."""
    lines: dict[int, list[Sign]] = {}
    for sign in signs(text):
        lines.setdefault(sign.place[0], []).append(sign)
    return lines


def _start(line: _Line) -> bool:
    """Go through a line up to its value, or up to where a bracket is open; whether a block of text begins below it."""
    line.blanks()
    while line.here and line.here in "-－—–":
        after = line.text[line.at + 1 : line.at + 2]
        if not (after in _BLANKS or (line.here != "-" and after in "{[｛［")) and after:
            break
        line.note(line.at)
        line.at += 1
        line.blanks()
    if match := _NAME.match(line.text, line.at):
        line.at = match.end()
        line.note(line.at)
        line.at += 1
        line.blanks()
    if _BAR.match(line.text, line.at):
        line.note(line.at)
        return True
    if _opens(line, alone=True):
        return False
    if (match := _WRAPPED.match(line.text, line.at)) and _END_OF_LINE.match(line.text, match.end()):
        _note_quotes(line, match)
    line.at = len(line.text)
    return False


def _opens(line: _Line, *, alone: bool) -> bool:
    """Whether a bracket of YAML's opens here; if so, go behind it. `alone`: the whole value has to be in it."""
    sign = line.here
    ordinary = ORDINARY.get(sign, sign)
    if not sign or ordinary not in _CLOSERS:
        return False
    if sign != ordinary:
        inside = line.at + 1
        meant = _NEXT_NAME.match(line.text, inside) if ordinary == "{" else line.in_codes(inside)
        if not meant or (alone and line.text.partition(" #")[0].rstrip()[-1:] not in _CLOSING):
            return False
    line.note(line.at)
    line.opened.append(_CLOSERS[ordinary])
    line.at += 1
    return True


def _brackets(line: _Line) -> None:
    """Go through the rest of a line, from where brackets are open."""
    begins = True  # an entry
    while line.at < len(line.text) and line.opened:
        line.blanks()
        if not line.here or line.here == "#":
            break
        if begins and _opens(line, alone=False):
            continue
        if line.here in _CLOSING and ORDINARY.get(line.here, line.here) == line.opened[-1]:
            _close(line)
        elif begins and (match := _QUOTED.match(line.text, line.at)):
            line.at = match.end()
        elif begins and line.opened[-1] == "}" and (match := _NAME.match(line.text, line.at)):
            line.at = match.end()
            line.note(line.at)
            line.at += 1
            continue
        elif begins and (match := _WRAPPED.match(line.text, line.at)):
            _note_quotes(line, match)
            line.at = match.end()
        elif line.here in ",:":
            line.at += 1
            begins = True
            continue
        elif line.here in "}]":  # of another bracket than the one that is open
            line.at += 1
        else:
            begins = _text(line)
            continue
        begins = False
    if not line.opened:
        line.at = len(line.text)


def _text(line: _Line) -> bool:
    """Go through plain text in brackets; whether it ends with a comma, full-width or not."""
    begin, inner = line.at, 0
    while line.here:
        here = line.here
        if here == "," or here in "}]" or line.text.startswith(" #", line.at):
            return False
        if here in "，、" and _separates(line, begin):
            line.note(line.at)
            line.at += 1
            return True
        if here in "｛［【":
            inner += 1
        elif here in "｝］】":
            if not inner and ORDINARY[here] == line.opened[-1] and _AFTER_CLOSER.match(line.text, line.at + 1):
                return False
            inner -= 1
        line.at += 1
    return False


def _separates(line: _Line, begin: int) -> bool:
    """Whether a full-width comma stands between two entries: before a field's name, or between codes."""
    if line.opened[-1] == "}":
        return bool(_NEXT_NAME.match(line.text, line.at + 1))
    if line.at == begin:  # right behind what was closed
        return True
    code = _CODE.match(line.text, begin)
    return bool(code and code.end() == line.at and line.in_codes(line.at + 1))


def _close(line: _Line) -> None:
    line.note(line.at)
    line.opened.pop()
    line.at += 1


def _note_quotes(line: _Line, match: re.Match[str]) -> None:
    for group in range(1, 7):
        if match[group]:
            line.note(match.start(group))
