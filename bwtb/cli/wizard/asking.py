"""Questions at a terminal. What is asked is the same everywhere; how depends on what the terminal can do.

`asker` gives the one that fits: `cli.screen` with arrow keys, or here plain lines with numbers, for a terminal that can only
print (TERM=dumb), a screen reader or a pipe of lines. Nothing here decides anything but what was answered.
"""

from __future__ import annotations

import enum
import os
import sys
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from typing import Protocol

from bwtb.base.languages import _, language, words
from bwtb.base.values import parts, plain
from bwtb.cli.terminal import inert, say
from bwtb.interview.fields import Option


class Step(enum.Enum):
    """What a person may do instead of answering."""

    BACK = "back"
    REVIEW = "review"


class StoppedError(Exception):
    """The person broke off: Ctrl-C, or the terminal has gone. `typed` is the line that was not ended."""

    def __init__(self, typed: str = "") -> None:
        super().__init__(typed)
        self.typed = typed


@dataclass(frozen=True)
class Row:
    """One line to choose, in words: its code, its name, what it is, other names it goes by; `tag`: the code where it is shown."""

    code: str
    name: str
    more: str = ""
    also: tuple[str, ...] = ()
    tag: str = ""


def rows_of(options: Iterable[Option]) -> list[Row]:
    """What an interview offers, as lines to choose from."""
    return [Row(o.code, words(o.name), o.more, o.also, _tag(o)) for o in options]


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
    place: str = ""
    careful: bool = False


@dataclass(frozen=True)
class Verdict:
    """What is said of a text being typed: what is wrong with it ("" if nothing), and how it is understood.

    `doubt`: it may stand, but most likely something else was meant; it is taken when it is given once more.
    """

    problem: str = ""
    reading: str = ""
    doubt: str = ""


Check = Callable[[str], Verdict]


class Asker(Protocol):
    """A way of asking. Every question may be answered by a `Step`; all raise `StoppedError`."""

    leaves_lines: bool  # whether what was typed stays on the terminal

    def session(self) -> AbstractContextManager[object]:
        """What the terminal has to be while questions are asked, from the first to the last."""

    def one(self, asked: Asked, rows: Sequence[Row], chosen: str | None) -> str | Step:
        """One code; "" leaves it open where that is offered as a row of its own."""

    def many(self, asked: Asked, rows: Sequence[Row], chosen: Sequence[str]) -> list[str] | Step:
        """Any number of codes, in the order of the rows."""

    def text(self, asked: Asked, before: str, check: Check, *, lines: bool) -> str | Step:
        """A text, "" to leave it open. With `lines` it may have several."""

    def typing(self) -> str:
        """What has been typed so far to the question being asked."""


def at_terminal() -> bool:
    """Whether a person is there to be asked: both ways are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def asker() -> Asker:
    """The way of asking that fits the terminal."""
    if os.environ.get("TERM", "").lower() in ("dumb", "unknown", "") and sys.platform != "win32":
        return Plain()
    from bwtb.cli.wizard.screen import Screen

    return Screen()


def searched(rows: Sequence[Row], typed: str) -> list[Row]:
    """The rows that hold every word typed: first those whose name or code does, then other names, then explanations."""
    words = plain(typed).lower().split()

    def rank(row: Row) -> int | None:
        text = ""
        for number, more in enumerate((f"{row.name} {row.code}", " ".join(row.also), row.more)):
            text = f"{text} {plain(more).lower()}"
            if all(word in text for word in words):
                return number
        return None

    ranked = [(at, number, row) for number, row in enumerate(rows) if (at := rank(row)) is not None]
    return [row for _at, _number, row in sorted(ranked, key=lambda one: one[:2])]


class Plain:
    """Plain lines: choices with numbers, a line to type an answer to."""

    leaves_lines = True

    def session(self) -> AbstractContextManager[object]:
        return nullcontext()

    def one(self, asked: Asked, rows: Sequence[Row], chosen: str | None) -> str | Step:
        self._head(asked)
        self._list(rows, [chosen] if chosen is not None else [])
        say("  " + _("Type the number, the code or the name. “<” goes back, “>” to the end."))
        while True:
            answer = self._line(asked.title)
            if answer == "" and chosen is not None:
                return chosen
            if (step := _step(answer)) is not None:
                return step
            found = _find(answer, rows)
            if found is not None:
                return found
            self._none(answer, rows)

    def many(self, asked: Asked, rows: Sequence[Row], chosen: Sequence[str]) -> list[str] | Step:
        self._head(asked)
        self._list(rows, chosen)
        keep = _("Enter keeps what is marked") if chosen else _("Enter leaves it open")
        hint = _(
            "Type numbers, codes or names, with commas between them; {enter}, “-” for none. “<” goes back, “>” to the end."
        )
        say("  " + hint.format(enter=keep))
        while True:
            answer = self._line(asked.title)
            if (step := _step(answer)) is not None:
                return step
            if answer in ("", "-"):
                return list(chosen) if not answer else []
            whole = _find(answer, rows)
            words = [answer] if whole is not None else parts(answer)
            found = [_find(word, rows) for word in words]
            if all(f is not None for f in found):
                return [row.code for row in rows if row.code in found]
            self._none(words[found.index(None)], rows)

    def text(self, asked: Asked, before: str, check: Check, *, lines: bool) -> str | Step:
        self._head(asked)
        say("  " + _("Enter leaves it as it is, “-” empties it. “<” goes back, “>” to the end."))
        if before:
            say("  " + _("So far: {text}").format(text=before))
        doubted = ""
        while True:
            answer = self._line(asked.title)
            if (step := _step(answer)) is not None:
                return step
            answer = {"": before, "-": ""}.get(answer, answer)
            verdict = check(answer) if answer else Verdict()
            if not verdict.problem and (not verdict.doubt or answer == doubted):
                return answer
            say(verdict.problem or verdict.doubt)
            doubted = answer

    def typing(self) -> str:
        return ""

    def _head(self, asked: Asked) -> None:
        say("")
        say(f"[{asked.place}] {asked.title}" if asked.place else asked.title)
        if asked.help:
            say(f"  {asked.help}")

    def _list(self, rows: Sequence[Row], chosen: Sequence[str]) -> None:
        for number, row in enumerate(rows, 1):
            mark = "*" if row.code in chosen else " "
            say(f" {mark}{number:>3}. {row.name}" + (f"  ({row.tag})" if row.tag else ""))

    def _line(self, question: str) -> str:
        try:
            return input(inert(_("{question}: ").format(question=question))).strip()
        except UnicodeDecodeError:
            say(_("That could not be read: set the terminal to UTF-8."))
            return self._line(question)
        except (KeyboardInterrupt, EOFError) as error:
            say("")
            raise StoppedError from error

    def _none(self, answer: str, rows: Sequence[Row]) -> None:
        say(_("“{answer}” is none of these.").format(answer=answer))
        near = searched(rows, answer)
        if near and len(near) < len(rows):
            say(_("Do you mean one of these?") + " " + "  ".join(f"{rows.index(r) + 1}. {r.name}" for r in near[:8]))


def _step(answer: str) -> Step | None:
    return {
        "<": Step.BACK,
        "＜": Step.BACK,
        "《": Step.BACK,
        ">": Step.REVIEW,
        "＞": Step.REVIEW,
        "》": Step.REVIEW,
    }.get(answer)


def _find(answer: str, rows: Sequence[Row]) -> str | None:
    """The code that a number, a code, one of a row's names, or a part of only one name stands for."""
    wanted = plain(answer)
    if wanted.isdecimal() and 1 <= int(wanted) <= len(rows):
        return rows[int(wanted) - 1].code
    for row in rows:
        if wanted.lower() == row.code or wanted in [plain(name) for name in (row.name, *row.also) if name]:
            return row.code
    holding = [row.code for row in rows if wanted in plain(row.name)]
    return holding[0] if len(holding) == 1 and len(wanted) > 1 else None
