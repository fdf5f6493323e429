"""A finding: one thing that is wrong or doubtful in a file, and what to do about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, order=True)
class Finding:
    """What `bwtb validate` reports. Ordered by place.

    `path` is relative to the registry's root with `/`; `line` and `column` count from 1 (columns in characters),
    1:1 where the whole file is meant; `pointer` is the JSON pointer of the field ("" for the file); `label` the
    field's label as shown; `message` says what stands there and what was expected, `hint` what to do;
    `article` is the code of the regulation's article ("art-07") where one is behind it, else "".
    """

    path: str
    line: int
    column: int
    code: str
    severity: Severity
    pointer: str
    label: str
    message: str
    hint: str
    article: str = ""
