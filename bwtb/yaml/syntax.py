"""What a YAML parser's complaint means for the person who typed the file, and where that person should look."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bwtb.base.findings import Finding
from bwtb.base.languages import _
from bwtb.base.messages import N_
from bwtb.yaml.quotes import Quoted, meets_next, swallowing
from bwtb.yaml.scalars import say_fullwidth

Position = tuple[int, int]


@dataclass(frozen=True)
class Mistake:
    """The parser's own words: the problem and its place, what it was reading and where that began.

    `quoted`: the texts in quotes before it; `bracket`: the innermost bracket still open.
    """

    problem: str
    place: Position
    context: str
    start: Position | None
    quoted: tuple[Quoted, ...] = ()
    bracket: Position | None = None


_FULLWIDTH_COLON = re.compile(r"^ *(?:- +)*[\"']?[A-Za-z_][A-Za-z0-9_]*[\"']?(：)")
# Full-width signs where YAML's own belong: in the indentation, after a colon, before a list's entry, as a bracket.
_FULLWIDTH_SIGN = re.compile(
    r"^ *(\u3000)|^ *([－—–])[ \u3000\w{]|^ *(?:- +)*[A-Za-z_][A-Za-z0-9_]*:(\u3000)|^ *(?:- +|[A-Za-z_][A-Za-z0-9_]*: +)*([｛［])"
)
_NO_SPACE = re.compile(r"^ *(?:- +)*[A-Za-z_][A-Za-z0-9_]*(:)[^ \n]")
_KEY = re.compile(r"^ *(?:- +)*[^\s:#][^:#]*:(?: |$)")
_QUOTES = "“”‘’＂＇"

# Complaints that say enough by themselves: part of the parser's words → (message, hint).
_PLAIN = (
    ("unknown escape character", N_("A backslash in double quotes begins an escape, and this one does not exist."), N_("Use single quotes around text that holds a backslash.")),
    ("document start", N_("The indentation of this line does not fit the lines above."), N_("Fields of one level begin in the same column.")),
    ("expected '-' indicator", N_("A list entry that begins with “- ” was expected here."), N_("Entries of one list begin with “- ” in the same column; fields of the level above stand further left.")),
    ("block sequence entries are not allowed", N_("A list entry cannot begin here."), N_("Put each “- ” on a line of its own below the field's name.")),
    ("alphabetic or numeric character", N_("Text cannot begin with * or & here."), N_("Put the whole text in quotes.")),
    ("node content", N_("A value was expected here."), N_("Check for a bracket or comma too many.")),
    ("indentation", N_("The indentation of this line does not fit the lines above."), N_("Fields of one level begin in the same column.")),
)  # fmt: skip


def explain(text: str, path: str, mistake: Mistake) -> Finding:
    """One finding for one complaint."""
    lines = text.split("\n")
    last = _above(lines, len(lines) + 1)
    code, place, message, hint = (
        _depth(mistake)
        or _fullwidth(lines, mistake)
        or _unclosed(lines, mistake)
        or _colon(lines, mistake)
        or _start(lines, mistake)
        or _key(lines, mistake)
        or _other(mistake)
    )
    if place[0] > last:  # the parser noticed at the end of the file
        place = (max(last, 1), len(line_of(lines, max(last, 1))) + 1)
    return Finding(path, *place, code, message, hint)


def only_text(text: str, path: str) -> Finding:
    """A file that holds one piece of text and no fields at all."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines, 1) if line.strip() and not line.lstrip().startswith("#")), 1)
    place = fullwidth_colon(lines, [first])
    message = _("This line has no “name: value” form: the colon is missing.")
    code, where, message, hint = (
        say_fullwidth_colon(place) if place else ("YAML_SYNTAX", (first, 1), message, _("Write “name: value”."))
    )
    return Finding(path, *where, code, message, hint)


Said = tuple[str, Position, str, str]


def line_of(lines: list[str], number: int) -> str:
    """A line by its number from 1, "" beyond the end."""
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _depth(mistake: Mistake) -> Said | None:
    if "nesting depth" not in mistake.problem and "recursion" not in mistake.problem:
        return None
    message = _("The data is nested far too deeply.")
    return "YAML_DEPTH", mistake.place, message, _("Check the brackets and the indentation.")


def fullwidth_colon(lines: list[str], numbers: list[int]) -> Position | None:
    """The first of these lines that has a full-width colon after a field's name: where the colon stands."""
    for number in numbers:
        if match := _FULLWIDTH_COLON.match(line_of(lines, number)):
            return number, match.start(1) + 1
    return None


def _fullwidth(lines: list[str], mistake: Mistake) -> Said | None:
    line = mistake.place[0]
    above = _above(lines, line)
    start = mistake.start[0] if mistake.start else line
    if place := fullwidth_colon(lines, [line, above, start]):
        return say_fullwidth_colon(place)
    for number in (line, above, start):
        if match := _FULLWIDTH_SIGN.match(line_of(lines, number)):
            at = match.start(match.lastindex or 0)
            return "YAML_FULLWIDTH", (number, at + 1), *say_fullwidth(line_of(lines, number)[at])
    column = mistake.place[1]
    shown = line_of(lines, line)
    if "cannot start any token" in mistake.problem or "node content" in mistake.problem:
        return None
    for index, character in enumerate(shown[:column]):
        opens = character in _QUOTES and shown[:index].rstrip()[-1:] in (":", "-", "[", ",")
        if opens:
            message = _("The Chinese quotation mark {character} is no quote to YAML.").format(character=character)
            hint = _("Put the whole text in single quotes ('…'); the Chinese quotation marks may stay inside.")
            return "YAML_FULLWIDTH", (line, index + 1), message, hint
    return None


def say_fullwidth_colon(place: Position) -> Said:
    """The finding for a full-width colon after a field's name."""
    message = _("A full-width colon “：” stands after the field's name.")
    return "YAML_FULLWIDTH", place, message, _("Type an ASCII colon and a space: “name: value”.")


def _above(lines: list[str], number: int) -> int:
    """The number of the nearest line above that is neither empty nor a comment."""
    number -= 1
    while number > 0 and (not line_of(lines, number).strip() or line_of(lines, number).lstrip().startswith("#")):
        number -= 1
    return number


def _unclosed_quote(lines: list[str], mistake: Mistake) -> Position | None:
    # A forgotten quote may find its partner in the next quoted text, some lines further down or on the same line.
    if place := swallowing(lines, mistake.quoted):
        return place
    if "quoted scalar" in mistake.context and ("end of stream" in mistake.problem or "document" in mistake.problem):
        return mistake.start
    if not mistake.quoted:
        return None
    last = mistake.quoted[-1]
    runs_on = last.start[0] < last.end[0] == mistake.place[0]
    return last.start if runs_on or meets_next(lines, last, mistake.place) else None


def _unclosed(lines: list[str], mistake: Mistake) -> Said | None:
    if place := _unclosed_quote(lines, mistake):
        return _say_unclosed(lines, place)
    if mistake.bracket and ("flow" in mistake.context or "flow" in mistake.problem):
        last = _above(lines, len(lines) + 1)
        if "expected ','" in mistake.problem and mistake.bracket[0] == mistake.place[0] <= last:
            message = _("A comma or the closing bracket was expected here.")
            return "YAML_SYNTAX", mistake.place, message, _("Separate the entries of a list in brackets with “, ”.")
        if "expected ','" in mistake.problem or "end of stream" in mistake.problem or mistake.place[0] > last:
            return _say_unclosed(lines, mistake.bracket)
    return None


def unclosed(lines: list[str], path: str, place: Position) -> Finding:
    """The finding on a quote that swallowed whole entries before another quote ended it."""
    code, where, message, hint = _say_unclosed(lines, place)
    return Finding(path, *where, code, message, hint)


def _say_unclosed(lines: list[str], place: Position) -> Said:
    line = line_of(lines, place[0])
    sign = line[place[1] - 1 : place[1]]
    message = _("What is opened here with {sign} is never closed.").format(sign=sign)
    last = line.rstrip()[-1:] if place[1] < len(line.rstrip()) else ""
    hint = _("Add the closing {sign}.").format(sign={"[": "]", "{": "}"}.get(sign, sign))
    if sign in "\"'" and last in _QUOTES:
        hint = _("The line ends with {mark}, which is no quote to YAML: type {sign} in its place.")
        hint = hint.format(mark=last, sign=sign)
    return "YAML_UNCLOSED", place, message, hint


def _colon(lines: list[str], mistake: Mistake) -> Said | None:
    """Colons: text that holds one, a name without its colon, a colon without its space."""
    line, column = mistake.place
    if "mapping values are not allowed" in mistake.problem:
        if _KEY.match(line_of(lines, line)[: column - 1]) or "[" in line_of(lines, line)[:column]:
            message = _("A colon followed by a space stands inside the text, and reads as a second field.")
            return "YAML_SYNTAX", (line, column), message, _("Put the whole text in single quotes ('…').")
        above = _above(lines, line) or line
        if match := _NO_SPACE.match(line_of(lines, above)):
            message = _("A space is missing after the colon.")
            return "YAML_SYNTAX", (above, match.start(1) + 1), message, _("Write “name: value”.")
        if not _KEY.match(line_of(lines, above)):
            message = _("This line has no “name: value” form: the colon is missing.")
            return "YAML_SYNTAX", _begin(lines, above), message, _("Write “name: value”.")
        message = _("This line is indented further than the line above allows.")
        return "YAML_SYNTAX", _begin(lines, line), message, _("Fields of one level begin in the same column.")
    if "expected ':'" in mistake.problem:
        start = mistake.start or mistake.place
        if match := _NO_SPACE.match(line_of(lines, start[0])):
            message = _("A space is missing after the colon.")
            return "YAML_SYNTAX", (start[0], match.start(1) + 1), message, _("Write “name: value”.")
        if line_of(lines, start[0])[start[1] - 1 : start[1]] in ('"', "'") and start[0] < mistake.place[0]:
            return _say_unclosed(lines, start)  # a field's name in quotes
        message = _("This line has no “name: value” form: the colon is missing.")
        return "YAML_SYNTAX", start, message, _("Write “name: value”.")
    return None


def _begin(lines: list[str], number: int) -> Position:
    """The first sign of a line."""
    shown = line_of(lines, number)
    return number, len(shown) - len(shown.lstrip()) + 1


def _start(lines: list[str], mistake: Mistake) -> Said | None:
    if "cannot start any token" not in mistake.problem:
        return None
    line, column = mistake.place
    sign = line_of(lines, line)[column - 1 : column]
    message = _("Text cannot begin with “{sign}” here.").format(sign=sign)
    return "YAML_SYNTAX", mistake.place, message, _("Put the whole text in quotes.")


def _key(lines: list[str], mistake: Mistake) -> Said | None:
    if "expected key" not in mistake.problem and "<block end>" not in mistake.problem:
        return None
    line, column = mistake.place
    before = line_of(lines, line)[: column - 1].rstrip()
    if before.endswith(('"', "'")):
        message = _("More text stands after the closing quote.")
        hint = _("Put the whole text in single quotes ('…'); double quotes may then stand inside.")
        if before.endswith("'"):
            hint = _('Put the whole text in double quotes ("…"); single quotes may then stand inside.')
        return "YAML_SYNTAX", mistake.place, message, hint
    message = _("The indentation of this line does not fit the lines above.")
    return "YAML_SYNTAX", mistake.place, message, _("Fields of one level begin in the same column.")


def _other(mistake: Mistake) -> Said:
    for words, message, hint in _PLAIN:
        if words in mistake.problem or words in mistake.context:
            return "YAML_SYNTAX", mistake.place, _(message), _(hint)
    message = _("This is not valid YAML. The parser says: {problem}.").format(problem=mistake.problem)
    return (
        "YAML_SYNTAX",
        mistake.place,
        message,
        _("Compare with a sample request; check quotes, colons and indentation."),
    )


def say_structure(code: str, limit: int) -> tuple[str, str]:
    """What is wrong with something the profile does not allow, and what to do."""
    match code:
        case "YAML_ANCHOR":
            return _(
                "Anchors (&) and aliases (*) are not allowed: what is signed must read the same for everybody."
            ), _("Write the value out in each place; put text that begins with & or * in quotes.")
        case "YAML_MERGE_KEY":
            return _("Merge keys (<<) are not allowed."), _("Write the fields out in each place.")
        case "YAML_TAG":
            return _("Tags (!) are not allowed."), _("Delete the tag; put text that begins with ! in quotes.")
        case "YAML_DIRECTIVE":
            return _("Directives (lines beginning with %) are not allowed."), _("Delete the line.")
        case "YAML_DOCUMENTS":
            return _("A second YAML document begins here (---); a file holds only one."), _(
                "Put the second one in a file of its own, or delete the line “---”."
            )
        case _depth:
            return _("The data is nested more than {limit} levels deep.").format(limit=limit), _(
                "Nothing in a registry needs such depth; check the brackets and the indentation."
            )
