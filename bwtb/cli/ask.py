"""Questions at a terminal: plain lines to type an answer to. Nothing here decides anything but what was answered."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence

import typer

from bwtb.cli.common import inert, say
from bwtb.i18n import _

YES = ("y", "yes", "是")
NO = ("n", "no", "否")


def at_terminal() -> bool:
    """Whether a person is there to be asked: both ways are a terminal."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def ask_yes_no(question: str) -> bool:
    """A question that has to be answered; there is no default to slip through."""
    while True:
        answer = typer.prompt(question + _(" (yes/no)"), prompt_suffix=": ").strip().lower()
        if answer in YES + NO:
            return answer in YES
        say(_("Please answer yes or no."))


def ask_text(question: str, problem: Callable[[str], str | None]) -> str:
    """A line of text; empty leaves it open. `problem` says what is wrong with an answer, None where it is fine."""
    while True:
        answer = str(typer.prompt(question, default="", show_default=False, prompt_suffix=": ")).strip()
        wrong = problem(answer) if answer else None
        if wrong is None:
            return answer
        say(wrong)


def ask_choice(question: str, rows: Sequence[tuple[str, str]], find: Callable[[str], str | None]) -> str:
    """One of several codes, shown with numbers and labels; `find` reads what is not a number (code or name)."""
    say(question)
    for number, (code, name) in enumerate(rows, 1):
        say(f"  {number:>2}. {name}  ({code})")
    while True:
        answer = str(typer.prompt(_("Number, code or name"), prompt_suffix=": ")).strip()
        if answer.isdecimal() and 1 <= int(answer) <= len(rows):
            return rows[int(answer) - 1][0]
        found = find(answer)
        if found is not None:
            return found
        say(_("“{answer}” is none of these.").format(answer=inert(answer)))
