"""Indentation that does not fit, counted in spaces: the text below `goals: |`, and fields beside one another."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bwtb.base.messages import Message
from bwtb.yaml import messages
from bwtb.yaml.characters import Place

_FIELD = re.compile(r" *(?:- +)*+([A-Za-z_][A-Za-z0-9_]*):(?: |$)")
_HEADER = re.compile(r" *(?:- +)*+([A-Za-z_][A-Za-z0-9_]*): +([|>])[-+0-9]*(?: +#.*)?$")
# What a block of text may hold only where a field was indented too far and became part of the text above it.
_SWALLOWED = re.compile(r"^( *+)([a-z_]++): [|>]$", re.MULTILINE)

Said = tuple[Place, Message, Message]  # place, message, hint


def wrong(lines: list[str], number: int) -> Said | None:
    """What is wrong with the indentation at a line that the parser could not go on with; None where it can't be told."""
    line = _at(lines, number)
    if not line.strip() or line.lstrip().startswith("#"):
        return None
    return _text_under(lines, number) or _beside(lines, number) or _entry(lines, number)


def swallowed(lines: list[str], first: int, last: int) -> Iterator[tuple[Place, str]]:
    """Fields that a block of text holds by their indentation, with their names; the text stands in these lines."""
    block = range(first, min(last, len(lines)) + 1)
    least = next((_indent(lines[number - 1]) for number in block if lines[number - 1].strip()), 0)
    for number in block:
        match = _SWALLOWED.fullmatch(lines[number - 1])
        if match and len(match[1]) >= least:
            yield (number, len(match[1]) + 1), match[2]


def say_swallowed(name: str, above: str) -> tuple[Message, Message]:
    """Message and hint for a field that was indented so far that it became part of the text of the one above."""
    return Message(messages.FIELD_IS_TEXT, name=name, above=above), Message(
        messages.MOVE_FIELD_LEFT, name=name, above=above
    )


def may_swallow(text: str) -> bool:
    """Whether a block of text holds such a field: the quick look."""
    return (": |\n" in text or ": >\n" in text or text.endswith((": |", ": >"))) and bool(_SWALLOWED.search(text))


def _at(lines: list[str], number: int) -> str:
    return lines[number - 1] if 0 < number <= len(lines) else ""


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _above(lines: list[str], number: int, *, at_most: int) -> int:
    """The nearest line above that is indented at most so far, 0 where there is none."""
    for here in range(number - 1, 0, -1):
        line = _at(lines, here)
        if line.strip() and _indent(line) <= at_most:
            return here
    return 0


def _text_under(lines: list[str], number: int) -> Said | None:
    """The text of a block that stands too far left, or whose field stands too far right."""
    line = _at(lines, number)
    has = _indent(line)
    # The header is the first field above that is not text: the nearest line that is one, with nothing but its text between.
    above = next((n for n in range(number - 1, 0, -1) if _HEADER.match(_at(lines, n))), 0)
    header = _HEADER.match(_at(lines, above))
    if header is None:
        return None
    indent = _indent(_at(lines, above))
    between = [_indent(text) for text in lines[above : number - 1] if text.strip()]
    if (has > indent + 1 and not between) or any(other <= indent for other in between):
        return None
    if field := _FIELD.match(line):
        return _say_too_far(number, field[1], has, indent) if between and indent < has < between[0] else None
    name = f"{header[1]}: {header[2]}"
    below = _field_below(lines, number)
    if not between and below < indent and below < has:
        return _say_too_far(above, header[1], indent, below)
    needs = between[0] if between else indent + 2
    message = Message(messages.TEXT_TOO_LITTLE, header=name, needs=needs, has=has)
    return (number, has + 1), message, Message(messages.BEGIN_WITH_BLANKS, needs=needs)


def too_far(lines: list[str], number: int, above: int) -> Said | None:
    """A field below one that holds a value on its line, and further right than it."""
    field, other = _FIELD.match(_at(lines, number)), _FIELD.match(_at(lines, above))
    has, needs = _indent(_at(lines, number)), _indent(_at(lines, above))
    return _say_too_far(number, field[1], has, needs) if field and other and needs < has else None


def _say_too_far(number: int, name: str, has: int, needs: int) -> Said:
    """What is said of a field that is indented by `has` and not by `needs`."""
    message = Message(messages.FIELD_TOO_FAR, name=name, has=has, needs=needs)
    return (number, has + 1), message, Message(messages.MOVE_LEFT, name=name, count=has - needs)


def _field_below(lines: list[str], number: int) -> int:
    """How far the next field below is indented; as far as can be if there is none."""
    for here in range(number + 1, len(lines) + 1):
        if _FIELD.match(_at(lines, here)):
            return _indent(_at(lines, here))
    return 1 << 20


def _beside(lines: list[str], number: int) -> Said | None:
    """A field that stands neither beside those above nor one level up, or the field above that does."""
    line = _at(lines, number)
    field = _FIELD.match(line)
    has = _indent(line)
    if field is None or line[has : has + 1] == "-":
        return None
    further = _nearest_field(lines, number, more_than=has)
    level_up = _above(lines, number, at_most=has)
    same = bool(level_up) and _indent(_at(lines, level_up)) == has
    if not further or (same and _FIELD.match(_at(lines, level_up))):
        return None
    other = _FIELD.match(_at(lines, further))
    needs = _indent(_at(lines, further))
    if other is None:
        return None
    if needs - has == 1 and _counted(lines, number, has) > _counted_above(lines, further, needs):
        return _say_too_far(further, other[1], needs, has)
    message = Message(messages.FIELD_TOO_LITTLE, name=field[1], has=has, other=other[1], needs=needs)
    return (number, has + 1), message, Message(messages.BEGIN_WITH_BLANKS, needs=needs)


def _entry(lines: list[str], number: int) -> Said | None:
    """An entry of a list that does not stand in the column of the one above."""
    has = _indent(_at(lines, number))
    above = next((n for n in range(number - 1, 0, -1) if _at(lines, n).lstrip(" ").startswith("- ")), 0)
    needs = _indent(_at(lines, above))
    between = [_indent(line) for line in lines[above : number - 1] if line.strip()]
    if (
        not _at(lines, number).lstrip(" ").startswith("- ")
        or not above
        or needs == has
        or any(i <= needs for i in between)
    ):
        return None
    message = Message(messages.FIELD_TOO_LITTLE if has < needs else messages.FIELD_TOO_FAR, **_dashes(has, needs))
    return (number, has + 1), message, Message(messages.BEGIN_WITH_BLANKS, needs=needs)


def _dashes(has: int, needs: int) -> dict[str, str | int]:
    facts: dict[str, str | int] = {"name": "-", "has": has, "needs": needs}
    return facts | {"other": "-"} if has < needs else facts


def _nearest_field(lines: list[str], number: int, *, more_than: int) -> int:
    """The field above that opened the level this line left, 0 where there is none: the last one less indented than the text."""
    found, least = 0, 1 << 20
    for here in range(number - 1, 0, -1):
        line = _at(lines, here)
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        indent = _indent(line)
        if indent <= more_than:
            break
        if indent < least and _FIELD.match(line) and line[indent] != "-":
            found, least = here, indent
    return found


def _counted(lines: list[str], number: int, indent: int) -> int:
    """How many fields from this line on stand in one column, text below them aside."""
    count = 0
    for here in range(number, len(lines) + 1):
        line = _at(lines, here)
        if line.strip() and _indent(line) < indent:
            break
        count += _indent(line) == indent and bool(_FIELD.match(line))
    return count


def _counted_above(lines: list[str], number: int, indent: int) -> int:
    """How many fields from this line up stand in one column."""
    count = 0
    for here in range(number, 0, -1):
        line = _at(lines, here)
        if line.strip() and _indent(line) < indent:
            break
        count += _indent(line) == indent and bool(_FIELD.match(line))
    return count
