"""The terminal: what commands print for people and for programs, how they ask before acting, and how they end."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, NoReturn

import typer

from bwtb.base.errors import UserError
from bwtb.base.inert import json_text, visible
from bwtb.base.languages import _, words
from bwtb.base.messages import Fact
from bwtb.cli.options import options

if TYPE_CHECKING:
    from rich.console import Console


Styled = tuple[
    str, str
]  # a text and how a terminal shows it (a rich style such as `bold green`); elsewhere it is plain


def console(*, stderr: bool = False) -> Console:
    """A rich console that honours --no-color and NO_COLOR and never takes markup from text."""
    from rich.console import Console

    return Console(
        stderr=stderr,
        color_system=None if options().plain else "auto",
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=True,
    )


def say(*parts: str | Styled) -> None:
    """Print a line for people on standard output, control characters made visible; styled parts coloured on a terminal."""
    shown = [(inert(p), "") if isinstance(p, str) else (inert(p[0]), p[1]) for p in parts]
    if sys.stdout.isatty() and any(style for _text, style in shown):
        from rich.text import Text

        console().print(Text.assemble(*shown))
    else:
        sys.stdout.write("".join(text for text, _style in shown) + "\n")


def emit_json(report: object) -> None:
    """Print a machine's answer: one JSON object in UTF-8. A name that is not UTF-8 keeps its bytes as `\\udcxx` escapes."""
    sys.stdout.flush()
    sys.stdout.buffer.write(json_text(report).encode("utf-8"))
    sys.stdout.buffer.flush()


def note(said: Fact) -> None:
    """Print a line for people on standard error, so that it never mixes with machine output."""
    sys.stderr.write(inert(words(said)) + "\n")


def inert(text: str) -> str:
    """Text that came from a file, with every control and bidi character shown instead of obeyed."""
    return visible(text)


def money(yuan: int) -> str:
    """An amount as people here read it: in 万元 (ten thousand yuan), two places."""
    from bwtb.base.typography import wan

    return _("{wan} wan yuan").format(wan=f"{wan(yuan):,}")


def yuan(amount: int) -> str:
    """An amount to the yuan, as a budget lists it."""
    return _("{amount} yuan").format(amount=f"{amount:,}")


def confirm(question: str, *, yes: bool) -> None:
    """Ask before acting. With no terminal and no --yes the command stops with exit code 2."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise UserError(
            _("Confirmation is needed, and there is no terminal to ask at."),
            _("Add --yes to go ahead without being asked."),
        )
    if not typer.confirm(inert(question), prompt_suffix=_(": ")):
        raise UserError(_("Nothing was done."))


def finish(code: int) -> NoReturn:
    """End the command with this exit code (0 fine, 1 checked and found wanting)."""
    raise typer.Exit(code)
