"""What is asked at a terminal and what may come back: the same however the question is put.

Two ways put them: `lines` prints plain lines with numbers, `screen` draws with arrow keys. Neither decides anything but what
was answered.
"""

from __future__ import annotations

import enum
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from bwtb.base.languages import language, words
from bwtb.base.values import plain
from bwtb.interview.fields import Option


class Move(enum.Enum):
    """What a person may do instead of answering."""

    BACK = "back"
    REVIEW = "review"


class StoppedError(Exception):
    """The person broke off: Ctrl-C, or the terminal has gone. `typed` is the line that was not ended."""

    def __init__(self, typed: str = "") -> None:
        super().__init__(typed)
        self.typed = typed


@dataclass(frozen=True)
class MenuItem:
    """One line of a menu, in words: its code, its name, what it is, other names it goes by; `tag`: the code where it is shown."""

    code: str
    name: str
    more: str = ""
    also: tuple[str, ...] = ()
    tag: str = ""


def menu_of(options: Iterable[Option]) -> list[MenuItem]:
    """What an interview offers, as the lines of a menu."""
    return [MenuItem(o.code, words(o.name), o.more, o.also, _tag(o)) for o in options]


def _tag(option: Option) -> str:
    """A code that says something to a person: a number of a list. Where the names are foreign, any code does."""
    telling = language() == "en" or any(c.isdigit() for c in option.code)
    return option.code if option.listed and telling else ""


@dataclass(frozen=True)
class Asked:
    """A question as it is put: its name, what it means, how far one has come (“3/21”).

    `careful`: nothing is marked beforehand, so that Enter alone chooses nothing.
    """

    title: str
    help: str = ""
    progress: str = ""
    careful: bool = False


@dataclass(frozen=True)
class Remark:
    """What is said of a text being typed: what is wrong with it ("" if nothing), and how it is understood.

    `doubt`: it may stand, but most likely something else was meant; it is taken when it is given once more.
    """

    problem: str = ""
    reading: str = ""
    doubt: str = ""


Check = Callable[[str], Remark]


class Asker(Protocol):
    """A way of asking. Every question may be answered by a `Move`; all raise `StoppedError`."""

    leaves_lines: bool  # whether what was typed stays on the terminal

    def session(self) -> AbstractContextManager[object]:
        """What the terminal has to be while questions are asked, from the first to the last."""

    def one(self, asked: Asked, rows: Sequence[MenuItem], chosen: str | None) -> str | Move:
        """One code; "" leaves it open where that is offered as a row of its own."""

    def many(self, asked: Asked, rows: Sequence[MenuItem], chosen: Sequence[str]) -> list[str] | Move:
        """Any number of codes, in the order of the rows."""

    def text(self, asked: Asked, before: str, check: Check, *, lines: bool) -> str | Move:
        """A text, "" to leave it open. With `lines` it may have several."""

    def typing(self) -> str:
        """What has been typed so far to the question being asked."""


def searched(rows: Sequence[MenuItem], typed: str) -> list[MenuItem]:
    """The rows that hold every word typed: first those whose name or code does, then other names, then explanations."""
    words = plain(typed).lower().split()

    def rank(row: MenuItem) -> int | None:
        text = ""
        for number, more in enumerate((f"{row.name} {row.code}", " ".join(row.also), row.more)):
            text = f"{text} {plain(more).lower()}"
            if all(word in text for word in words):
                return number
        return None

    ranked = [(at, number, row) for number, row in enumerate(rows) if (at := rank(row)) is not None]
    return [row for _at, _number, row in sorted(ranked, key=lambda one: one[:2])]
