"""A finding: one thing that is wrong or doubtful in a file, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from bwtb.base import codes
from bwtb.base.messages import Fact

Severity = Literal["error", "warning"]


@dataclass(frozen=True)
class Finding:
    """What `bwtb validate` reports. Ordered by place.

    `path` is relative to the registry's root with `/`; `line` and `column` count from 1 (columns in characters),
    1:1 where the whole file is meant; `message` says what stands there and what was expected, `hint` what to do;
    `pointer` is the JSON pointer of the field ("" for the file), `label` the field's name as shown; `article` is the
    code of the regulation's article ("art-07") where one is behind it, else "": the one behind the finding's code,
    if none is given. `anchor` is the pointer with each entry of a list called by its own name instead of its number
    (`/budget/items/软件测评/amount`): by it a finding is known again when entries and lines have moved.
    """

    path: str
    line: int
    column: int
    code: str
    message: Fact
    hint: Fact = ""
    severity: Severity = "error"
    pointer: str = ""
    label: Fact = ""
    article: str = field(default="?")
    anchor: str = ""

    def __post_init__(self) -> None:
        if self.article == "?":
            object.__setattr__(self, "article", codes.article(self.code))

    def __lt__(self, other: Finding) -> bool:
        return self._order() < other._order()

    def _order(self) -> tuple[str | int, ...]:
        place = (self.path, self.line, self.column, self.code, self.severity, self.pointer)
        return (*place, str(self.label), str(self.message), str(self.hint))


def on_file(path: str, code: str, message: Fact, hint: Fact = "", severity: Severity = "error") -> Finding:
    """A finding on a file as a whole."""
    return Finding(path, 1, 1, code, message, hint, severity=severity)
