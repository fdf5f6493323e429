"""What a YAML parser's complaint means for the person who typed the file, and where that person should look."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bwtb.base.budget import FINDINGS
from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.yaml import blocks, conflicts, fullwidth, messages
from bwtb.yaml.characters import Place
from bwtb.yaml.fullwidth import Sign
from bwtb.yaml.quotes import Quoted, meets_next, swallowing
from bwtb.yaml.rewritten import exact
from bwtb.yaml.scalars import say_fullwidth, shown

Said = tuple[str, Place, Message, Message]  # code, place, message, hint

# What is said of a colon that is not as it has to be: code, message, hint.
FULLWIDTH_COLON = ("YAML_FULLWIDTH", Message(messages.FULLWIDTH_COLON), Message(messages.TYPE_ASCII_COLON))
NO_SPACE_AFTER_COLON = (
    "YAML_SYNTAX",
    Message(messages.NO_SPACE_AFTER_COLON),
    Message(messages.WRITE_NAME_AND_VALUE),
)
NO_COLON = ("YAML_SYNTAX", Message(messages.NO_COLON), Message(messages.WRITE_NAME_AND_VALUE))


@dataclass(frozen=True)
class Mistake:
    """The parser's own words: the problem and its place, what it was reading and where that began.

    `quoted`: the texts in quotes before it; `bracket`: the innermost bracket still open.
    """

    problem: str
    place: Place
    context: str
    start: Place | None
    quoted: tuple[Quoted, ...] = ()
    bracket: Place | None = None


_FULLWIDTH_COLON = re.compile(r"^ *(?:- +)*+[\"']?[A-Za-z_][A-Za-z0-9_]*[\"']?(：)")
# Full-width signs where YAML's own belong: in the indentation, after a colon, before a list's entry, as a bracket.
_FULLWIDTH_SIGN = re.compile(
    r"^ *(\u3000)|^ *([－—–])[ \u3000\w{]|^ *(?:- +)*+[A-Za-z_][A-Za-z0-9_]*:(\u3000)|^ *(?:- +|[A-Za-z_][A-Za-z0-9_]*+: +)*+([｛［])"
)
_NO_SPACE = re.compile(r"^ *(?:- +)*+[A-Za-z_][A-Za-z0-9_]*(:)[^ \n]")
_KEY = re.compile(r"^ *(?:- +)*+[^\s:#][^:#]*+:(?: |$)")
# An entry of a list without the blank behind its hyphen: a bracket, a quote or a text follows at once.
_DASH = re.compile(r"^ *+(?:- +)*+(-)[^\s\-0-9.]")
_ONE_WORD = re.compile(r"\S+")
_SIMPLE_KEY = 1024  # characters that a field's name may have on its line
_QUOTES = "“”‘’＂＇"

# Complaints that say enough by themselves: part of the parser's words → (message, hint).
_PLAIN = (
    ("unknown escape character", messages.UNKNOWN_ESCAPE, messages.QUOTE_BACKSLASH),
    ("document start", messages.WRONG_INDENTATION, messages.ONE_COLUMN_A_LEVEL),
    ("expected '-' indicator", messages.ENTRY_EXPECTED, messages.ENTRIES_IN_ONE_COLUMN),
    ("block sequence entries are not allowed", messages.ENTRY_NOT_HERE, messages.ENTRY_ON_OWN_LINE),
    ("alphabetic or numeric character", messages.BEGINS_LIKE_ANCHOR, messages.QUOTE),
    ("node content", messages.VALUE_EXPECTED, messages.CHECK_BRACKETS),
    ("indentation", messages.WRONG_INDENTATION, messages.ONE_COLUMN_A_LEVEL),
)  # fmt: skip


def explain(text: str, lines: list[str], path: str, mistake: Mistake) -> list[Finding]:
    """What is to be said of one complaint: one finding, or one for each full-width sign that it comes from."""
    if not _depth(mistake) and (signs := _signs(text, lines, mistake)):
        return [Finding(path, *sign.place, "YAML_FULLWIDTH", *_say_sign(lines, sign)) for sign in signs[:FINDINGS]]
    last = _above(lines, len(lines) + 1)
    code, place, message, hint = (
        _depth(mistake)
        or _leftover(lines, mistake)
        or _long_name(lines, mistake)
        or _fullwidth(lines, mistake)
        or _unclosed(lines, mistake)
        or _dash(lines, mistake)
        or _indentation(lines, mistake)
        or _colon(lines, mistake)
        or _start(lines, mistake)
        or _key(lines, mistake)
        or _other(mistake)
    )
    if place[0] > last:  # the parser noticed at the end of the file
        place = (max(last, 1), len(line_of(lines, max(last, 1))) + 1)
    return [Finding(path, *place, code, message, exact(hint, line_of(lines, place[0]), place[1]))]


def only_text(text: str, path: str) -> Finding:
    """A file that holds one piece of text and no fields at all."""
    lines = text.split("\n")
    first = next((n for n, line in enumerate(lines, 1) if line.strip() and not line.lstrip().startswith("#")), 1)
    place: Place
    if conflicts.is_mark(line_of(lines, first)):
        message = Message(messages.CONFLICT_MARK, mark=line_of(lines, first)[:7])
        return Finding(path, first, 1, "YAML_SYNTAX", message, Message(messages.DELETE_MARK))
    if found := fullwidth_colon(lines, [first]):
        place = found
        code, message, hint = FULLWIDTH_COLON
    else:
        (code, message, hint), place = NO_COLON, (first, 1)
    return Finding(path, *place, code, message, exact(hint, line_of(lines, place[0]), place[1]))


def line_of(lines: list[str], number: int) -> str:
    """A line by its number from 1, "" beyond the end."""
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _signs(text: str, lines: list[str], mistake: Mistake) -> list[Sign]:
    """The full-width signs of the first line that has any, of those that the complaint may be about."""
    line = mistake.place[0]
    near = (
        line,
        _above(lines, line),
        mistake.start[0] if mistake.start else line,
        (mistake.bracket or mistake.place)[0],
    )
    by_line = fullwidth.by_line(text)
    signs = next((by_line[number] for number in near if number in by_line), [])
    # Of several full-width blanks in a row the first is named.
    return [one for before, one in zip([None, *signs], signs, strict=False) if not _goes_on(before, one)]


def _goes_on(before: Sign | None, sign: Sign) -> bool:
    return before is not None and before.sign == sign.sign == "\u3000" and before.place[1] + 1 == sign.place[1]


def _say_sign(lines: list[str], sign: Sign) -> tuple[Message, Message]:
    """Message and hint for a full-width sign; of the colon behind a field's name, with its blank."""
    if sign.sign != "：":
        return say_fullwidth(sign.sign)
    _code, message, hint = FULLWIDTH_COLON
    return message, exact(hint, line_of(lines, sign.place[0]), sign.place[1])


def _leftover(lines: list[str], mistake: Mistake) -> Said | None:
    """A mark of a merge conflict whose other marks are gone."""
    start = mistake.start[0] if mistake.start else mistake.place[0]
    for number in (start, mistake.place[0], _above(lines, mistake.place[0])):
        if conflicts.is_mark(line_of(lines, number)):
            message = Message(messages.CONFLICT_MARK, mark=line_of(lines, number)[:7])
            return "YAML_SYNTAX", (number, 1), message, Message(messages.DELETE_MARK)
    return None


def _long_name(lines: list[str], mistake: Mistake) -> Said | None:
    """A field's name that is longer than the parser looks for its colon."""
    for line, column in (mistake.start or mistake.place, mistake.place):
        name = line_of(lines, line)[:column].strip(" -").removesuffix(":")
        if column > _SIMPLE_KEY and _ONE_WORD.fullmatch(name):
            return "YAML_KEY", _begin(lines, line), *name_too_long(len(name))
    return None


def name_too_long(count: int) -> tuple[Message, Message]:
    """Message and hint for a field's name of so many characters."""
    return Message(messages.NAME_TOO_LONG, count=count), Message(messages.CHECK_NAME)


def say_dash(line: str, column: int) -> tuple[Message, Message]:
    """Message and hint for a hyphen at `column` that no blank follows."""
    entry = shown(line[column:].strip())
    return Message(messages.NO_SPACE_AFTER_DASH), Message(messages.WRITE_ENTRY, entry=entry)


def _dash(lines: list[str], mistake: Mistake) -> Said | None:
    """An entry of a list without its blank, at the complaint or right above it."""
    line = mistake.place[0]
    for number in (line, mistake.start[0] if mistake.start else line, _above(lines, line)):
        match = _DASH.match(line_of(lines, number))
        if not match:
            continue
        first, column = number, match.start(1) + 1
        while (above := _DASH.match(line_of(lines, first - 1))) and above.start(1) + 1 == column:
            first -= 1  # the first of several entries
        return "YAML_SYNTAX", (first, column), *say_dash(line_of(lines, first), column)
    return None


def _indentation(lines: list[str], mistake: Mistake) -> Said | None:
    """Text or a field that begins too far left or right, counted in blanks."""
    about = mistake.problem + mistake.context
    if not any(words in about for words in ("expected ':'", "expected key", "<block end>", "document start")):
        return None
    number = mistake.start[0] if "expected ':'" in about and mistake.start else mistake.place[0]
    if found := blocks.wrong(lines, number):
        place, message, hint = found
        return "YAML_SYNTAX", place, message, hint
    return None


def _depth(mistake: Mistake) -> Said | None:
    if "nesting depth" not in mistake.problem and "recursion" not in mistake.problem:
        return None
    message = Message(messages.TOO_DEEP_BY_FAR)
    return "YAML_DEPTH", mistake.place, message, Message(messages.CHECK_BRACKETS_AND_INDENTATION)


def fullwidth_colon(lines: list[str], numbers: list[int]) -> Place | None:
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
        return _at(place, FULLWIDTH_COLON)
    for number in (line, above, start):
        if match := _FULLWIDTH_SIGN.match(line_of(lines, number)):
            at = match.start(match.lastindex or 0)
            return "YAML_FULLWIDTH", (number, at + 1), *say_fullwidth(line_of(lines, number)[at])
    column = mistake.place[1]
    shown = line_of(lines, line)
    if "cannot start any token" in mistake.problem or "node content" in mistake.problem:
        return None
    if _unclosed_quote(lines, mistake):
        return None  # a quote that was opened above has ended here, where a Chinese one was meant as text
    for index, character in enumerate(shown[:column]):
        opens = character in _QUOTES and shown[:index].rstrip()[-1:] in (":", "-", "[", ",")
        if opens:
            message = Message(messages.NO_QUOTE_TO_YAML, character=character)
            hint = Message(messages.SINGLE_QUOTE_AROUND_CHINESE)
            return "YAML_FULLWIDTH", (line, index + 1), message, hint
    return None


def _at(place: Place, said: tuple[str, Message, Message]) -> Said:
    """What is said, with the place it is said of."""
    code, message, hint = said
    return code, place, message, hint


def _above(lines: list[str], number: int) -> int:
    """The number of the nearest line above that is neither empty nor a comment."""
    number -= 1
    while number > 0 and (not line_of(lines, number).strip() or line_of(lines, number).lstrip().startswith("#")):
        number -= 1
    return number


def _unclosed_quote(lines: list[str], mistake: Mistake) -> Place | None:
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
            message = Message(messages.COMMA_OR_BRACKET_EXPECTED)
            return "YAML_SYNTAX", mistake.place, message, Message(messages.SEPARATE_WITH_COMMAS)
        if "expected ','" in mistake.problem or "end of stream" in mistake.problem or mistake.place[0] > last:
            return _say_unclosed(lines, mistake.bracket)
    return None


def unclosed(lines: list[str], path: str, place: Place) -> Finding:
    """The finding on a quote that swallowed whole entries before another quote ended it."""
    code, where, message, hint = _say_unclosed(lines, place)
    return Finding(path, *where, code, message, exact(hint, line_of(lines, where[0]), where[1]))


def _say_unclosed(lines: list[str], place: Place) -> Said:
    line = line_of(lines, place[0])
    sign = line[place[1] - 1 : place[1]]
    message = Message(messages.NEVER_CLOSED, sign=sign)
    last = line.rstrip()[-1:] if place[1] < len(line.rstrip()) else ""
    hint = Message(messages.ADD_CLOSING, sign={"[": "]", "{": "}"}.get(sign, sign))
    if sign in "\"'" and last in _QUOTES:
        hint = Message(messages.LINE_ENDS_IN_CHINESE_QUOTE, mark=last, sign=sign)
    return "YAML_UNCLOSED", place, message, hint


def _colon(lines: list[str], mistake: Mistake) -> Said | None:
    """Colons: text that holds one, a name without its colon, a colon without its space."""
    line, column = mistake.place
    if "mapping values are not allowed" in mistake.problem:
        if _KEY.match(line_of(lines, line)[: column - 1]) or "[" in line_of(lines, line)[:column]:
            message = Message(messages.COLON_IN_TEXT)
            return "YAML_SYNTAX", (line, column), message, Message(messages.QUOTE_SINGLE)
        above = _above(lines, line) or line
        if match := _NO_SPACE.match(line_of(lines, above)):
            return _at((above, match.start(1) + 1), NO_SPACE_AFTER_COLON)
        if not _KEY.match(line_of(lines, above)):
            return _at(_begin(lines, above), NO_COLON)
        if found := blocks.too_far(lines, line, above):
            return "YAML_SYNTAX", *found
        message = Message(messages.INDENTED_TOO_FAR)
        return "YAML_SYNTAX", _begin(lines, line), message, Message(messages.ONE_COLUMN_A_LEVEL)
    if "expected ':'" in mistake.problem:
        start = mistake.start or mistake.place
        if match := _NO_SPACE.match(line_of(lines, start[0])):
            return _at((start[0], match.start(1) + 1), NO_SPACE_AFTER_COLON)
        if line_of(lines, start[0])[start[1] - 1 : start[1]] in ('"', "'") and start[0] < mistake.place[0]:
            return _say_unclosed(lines, start)  # a field's name in quotes
        return _at(start, NO_COLON)
    return None


def _begin(lines: list[str], number: int) -> Place:
    """The first sign of a line."""
    shown = line_of(lines, number)
    return number, len(shown) - len(shown.lstrip()) + 1


def _start(lines: list[str], mistake: Mistake) -> Said | None:
    if "cannot start any token" not in mistake.problem:
        return None
    line, column = mistake.place
    sign = line_of(lines, line)[column - 1 : column]
    message = Message(messages.CANNOT_BEGIN_WITH, sign=sign)
    return "YAML_SYNTAX", mistake.place, message, Message(messages.QUOTE)


def _key(lines: list[str], mistake: Mistake) -> Said | None:
    if "expected key" not in mistake.problem and "<block end>" not in mistake.problem:
        return None
    line, column = mistake.place
    before = line_of(lines, line)[: column - 1].rstrip()
    if before.endswith(('"', "'")):
        message = Message(messages.TEXT_AFTER_QUOTE)
        hint = Message(messages.QUOTE_SINGLE_AROUND_DOUBLE)
        if before.endswith("'"):
            hint = Message(messages.QUOTE_DOUBLE_AROUND_SINGLE)
        return "YAML_SYNTAX", mistake.place, message, hint
    message = Message(messages.WRONG_INDENTATION)
    return "YAML_SYNTAX", mistake.place, message, Message(messages.ONE_COLUMN_A_LEVEL)


def _other(mistake: Mistake) -> Said:
    for complaint, sentence, hint in _PLAIN:
        if complaint in mistake.problem or complaint in mistake.context:
            return "YAML_SYNTAX", mistake.place, Message(sentence), Message(hint)
    message = Message(messages.NOT_YAML, problem=mistake.problem)
    return "YAML_SYNTAX", mistake.place, message, Message(messages.COMPARE_WITH_SAMPLE)


# What the strict profile does not allow: code → (message, hint).
_NOT_ALLOWED = {
    "YAML_ANCHOR": (messages.ANCHOR, messages.WRITE_OUT_VALUE),
    "YAML_MERGE_KEY": (messages.MERGE_KEY, messages.WRITE_OUT_FIELDS),
    "YAML_TAG": (messages.TAG, messages.DELETE_TAG),
    "YAML_DIRECTIVE": (messages.DIRECTIVE, messages.DELETE_LINE),
    "YAML_DOCUMENTS": (messages.SECOND_DOCUMENT, messages.ONE_FILE_EACH),
}


def say_structure(code: str, limit: int) -> tuple[Message, Message]:
    """Message and hint for something the strict profile does not allow; `limit` is how many levels of nesting it allows."""
    if code == "YAML_DEPTH":
        return Message(messages.TOO_DEEP, limit=limit), Message(messages.NO_SUCH_DEPTH)
    message, hint = _NOT_ALLOWED[code]
    return Message(message), Message(hint)
