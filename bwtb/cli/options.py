"""The options that every command takes, wherever on the line they stand, and their values in this run."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Annotated, Any

import typer

from bwtb.base.errors import UserError
from bwtb.base.languages import LANGUAGES, _, language


@dataclass(frozen=True)
class Options:
    """The global options. `lang` and `registry` are None where the line does not name them."""

    lang: str | None = None
    color: bool = True
    quiet: bool = False
    verbose: bool = False
    registry: Path | None = None

    @property
    def plain(self) -> bool:
        """Whether nothing may be coloured: --no-color, or NO_COLOR in the environment."""
        return not self.color or "NO_COLOR" in os.environ


_options = Options()


def options() -> Options:
    """The global options of this run."""
    return _options


def reset_options() -> None:
    """Forget an earlier run's options (one process may run several commands)."""
    global _options
    _options = Options()


def global_parameters() -> tuple[Any, ...]:
    """The global options as parameters of the command-line library, for `command.py` to add to each command's own."""
    return _parameters(language())


def take_global_options(given: dict[str, Any]) -> None:
    """Take the global options out of a command's parsed parameters and put them in force.

    Raises UserError for a language that there is not.
    """
    _put_in_force(**{parameter.name: given.pop(parameter.name) for parameter in global_parameters()})


@cache
def _parameters(_language: str) -> tuple[Any, ...]:
    # The library makes parameters of a function's signature; so the options are declared as every command declares its own.
    app = typer.Typer(add_completion=False)
    app.command()(_put_in_force)
    return tuple(typer.main.get_command(app).params)


def _put_in_force(
    lang: Annotated[str | None, typer.Option("--lang", help=_("Language: zh or en."), metavar="zh|en")] = None,
    no_color: Annotated[bool, typer.Option("--no-color", help=_("No colours."))] = False,
    quiet: Annotated[bool, typer.Option("-q", "--quiet", help=_("Only what matters."))] = False,
    verbose: Annotated[bool, typer.Option("-v", "--verbose", help=_("Say more."))] = False,
    registry: Annotated[
        Path | None, typer.Option("--registry", help=_("The registry's folder."), metavar="DIR")
    ] = None,
) -> None:
    """Add what one part of the line says to what the parts before it said: the program's, a group's, a command's."""
    global _options
    if lang not in (None, *LANGUAGES):
        raise UserError(_("--lang takes zh or en, not “{value}”.").format(value=lang))
    _options = replace(
        _options,
        lang=lang or _options.lang,
        color=_options.color and not no_color,
        quiet=_options.quiet or quiet,
        verbose=_options.verbose or verbose,
        registry=registry or _options.registry,
    )
