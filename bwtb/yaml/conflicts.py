"""What git leaves in a file when two people changed the same lines, and nobody has chosen yet."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bwtb.base.messages import Listed, Message
from bwtb.yaml import messages

_MARK = re.compile(r"(<{7}|\|{7}|={7}|>{7})(?: |$)")


@dataclass(frozen=True)
class Conflict:
    """One conflict: the numbers of the lines that only mark it, in their order, the last of them its end."""

    marks: tuple[int, ...]

    def say(self) -> tuple[Message, Message]:
        """Message and hint."""
        first, last, between = self.marks[0], self.marks[-1], self.marks[-2]
        message = Message(messages.MERGE_CONFLICT, first=first, last=last)
        numbers = Listed(tuple(str(mark) for mark in self.marks))
        return message, Message(messages.KEEP_ONE_SIDE, between=between, marks=numbers)


def whole(lines: list[str]) -> Iterator[Conflict]:
    """The conflicts of which beginning, middle and end are there."""
    open_marks: list[int] = []
    signs = ""
    for number, line in enumerate(lines, 1):
        match = _MARK.match(line)
        if not match:
            continue
        sign = match[1][0]
        if sign == "<":
            open_marks = [number]
            signs = sign
        elif open_marks and sign not in signs:
            open_marks.append(number)
            signs += sign
        if sign == ">":
            if "=" in signs:
                yield Conflict(tuple(open_marks))
            open_marks, signs = [], ""


def is_mark(line: str) -> bool:
    """Whether a line is one of a conflict's marks."""
    return bool(_MARK.match(line))
