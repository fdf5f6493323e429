"""What every command shares: the global options, the terminal, and how to ask before acting."""

from __future__ import annotations

import functools
import inspect
import json
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bwtb.base.errors import UserError
from bwtb.base.languages import _

if TYPE_CHECKING:
    from rich.console import Console


@dataclass(frozen=True)
class Options:
    """The options that every command takes, wherever on the line they stand."""

    lang: str | None = None
    color: bool = True
    quiet: bool = False
    verbose: bool = False
    registry: Path | None = None


_options = Options()


def options() -> Options:
    """The global options of this run."""
    return _options


def reset_options() -> None:
    """Forget an earlier run's options (one process may run several commands)."""
    global _options
    _options = Options()


def common(function: Callable[..., None]) -> Callable[..., None]:
    """Add the global options to a command's own, without repeating them in its signature."""
    own = inspect.signature(function, eval_str=True)
    shared = {
        "lang": Annotated[str | None, typer.Option("--lang", help=_("Language: zh or en."), metavar="zh|en")],
        "no_color": Annotated[bool, typer.Option("--no-color", help=_("No colours."))],
        "quiet": Annotated[bool, typer.Option("-q", "--quiet", help=_("Only what matters."))],
        "verbose": Annotated[bool, typer.Option("-v", "--verbose", help=_("Say more."))],
        "registry": Annotated[
            Path | None, typer.Option("--registry", help=_("The registry's folder."), metavar="DIR", show_default=False)
        ],
    }
    extra = [
        inspect.Parameter(
            name, inspect.Parameter.KEYWORD_ONLY, annotation=kind, default=None if "None" in str(kind) else False
        )
        for name, kind in shared.items()
    ]

    @functools.wraps(function)
    def run(*args: Any, **kwargs: Any) -> None:
        global _options
        given = {name: kwargs.pop(name) for name in shared}
        if given["lang"] not in (None, "zh", "en"):
            raise UserError(_("--lang takes zh or en, not “{value}”.").format(value=given["lang"]))
        _options = replace(
            _options,
            lang=given["lang"] or _options.lang,
            color=_options.color and not given["no_color"],
            quiet=_options.quiet or given["quiet"],
            verbose=_options.verbose or given["verbose"],
            registry=given["registry"] or _options.registry,
        )
        function(*args, **kwargs)

    run.__signature__ = own.replace(parameters=[*own.parameters.values(), *extra])  # type: ignore[attr-defined]
    run.__annotations__ = {name: p.annotation for name, p in inspect.signature(run).parameters.items()}
    del run.__wrapped__
    return run


@dataclass(frozen=True)
class Styled:
    """A text and how a terminal shows it (a rich style such as `bold green`); elsewhere it is plain."""

    text: str
    style: str


def make_app(*, help: str, epilog: str = "") -> typer.Typer:
    """A command module's app with one command. `epilog` is the example."""
    return typer.Typer(help=help, epilog=epilog, add_completion=False, no_args_is_help=True, rich_markup_mode="rich")


def make_group(*, help: str, epilog: str = "") -> typer.Typer:
    """A command module's app that is a group of commands; the global options may stand before the command's name too."""
    app = make_app(help=help, epilog=epilog)

    @app.callback()
    @common
    def group() -> None: ...

    return app


def check_format(value: str, *allowed: str) -> str:
    """The format asked for (of text and json where none are named). Raises UserError naming those there are."""
    names = allowed or ("text", "json")
    if value not in names:
        raise UserError(_("--format takes {allowed}, not “{value}”.").format(allowed=" | ".join(names), value=value))
    return value


def console(*, stderr: bool = False) -> Console:
    """A rich console that honours --no-color and NO_COLOR and never takes markup from text."""
    from rich.console import Console

    plain = not options().color or "NO_COLOR" in os.environ
    return Console(
        stderr=stderr,
        no_color=plain,
        color_system=None if plain else "auto",
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=True,
    )


def say(*parts: str | Styled) -> None:
    """Print a line for people on standard output, control characters made visible; styled parts coloured on a terminal."""
    if sys.stdout.isatty() and any(isinstance(p, Styled) for p in parts):
        from rich.text import Text

        line = Text.assemble(*(inert(p) if isinstance(p, str) else (inert(p.text), p.style) for p in parts))
        console().print(line)
        return
    sys.stdout.write("".join(inert(p if isinstance(p, str) else p.text) for p in parts) + "\n")


def emit_json(report: object) -> None:
    """Print a machine's answer: one JSON object in UTF-8. A name that is not UTF-8 keeps its bytes as `\\udcxx` escapes."""
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode("utf-8", "backslashreplace"))
    sys.stdout.buffer.flush()


def note(text: str) -> None:
    """Print a line for people on standard error, so that it never mixes with machine output."""
    sys.stderr.write(inert(text) + "\n")


def inert(text: str) -> str:
    """Text that came from a file, with every control and bidi character shown instead of obeyed."""
    import unicodedata

    return "".join(
        c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Zl", "Zp") else f"\\u{ord(c):04x}"
        for c in text
    )


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
