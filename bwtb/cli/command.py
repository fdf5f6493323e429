"""Commands and groups of the command-line library made ours.

Each takes the global options, explains itself in the language in force, and refuses in our words what the library would
refuse in English.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import typer
from typer._click import Command as LibraryCommand
from typer._click.exceptions import (
    BadOptionUsage,
    BadParameter,
    ClickException,
    MissingParameter,
    NoSuchOption,
    UsageError,
)
from typer.core import TyperCommand, TyperGroup

from bwtb.base.errors import UserError
from bwtb.base.languages import _
from bwtb.cli.options import global_parameters, take_global_options


class _Ours(LibraryCommand):
    """What commands and groups have in common. Comes before the library's own class among the bases."""

    def __init__(self, *, params: list[Any] | None = None, **settings: Any) -> None:
        super().__init__(params=[*(params or ()), *global_parameters()], **settings)
        self.options_metavar = _("[OPTIONS]")
        for parameter in self.params:
            _name_type(parameter)

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        try:
            return super().parse_args(ctx, args)
        except UsageError as error:
            error.ctx = error.ctx or ctx  # the library's parser does not always say whose line it was
            raise

    def invoke(self, ctx: Any) -> Any:
        take_global_options(ctx.params)
        return super().invoke(ctx)

    def get_help_option(self, ctx: Any) -> Any:
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this help.")
            _name_type(option)
        return option

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """The usage line with its caption in the language in force; the library's own is fixed English."""
        formatter.write_usage(ctx.command_path, " ".join(self.collect_usage_pieces(ctx)), prefix=_("Usage: "))

    def format_help(self, ctx: Any, formatter: Any) -> None:
        _fold_help_texts()
        super().format_help(ctx, formatter)


class Command(_Ours, TyperCommand):
    """One command."""

    allow_extra_args = True  # so that it is we who refuse them

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        if rest and not ctx.resilient_parsing:
            raise UserError(_("Too much on the line: {words}.").format(words=" ".join(rest)), usage_hint(ctx))
        return rest


class Group(_Ours, TyperGroup):
    """A group of commands; the global options may stand before the command's name too."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings)
        self.subcommand_metavar = _("COMMAND [ARGS]...")

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        name = args[0]
        if name not in self.list_commands(ctx) and not name.startswith("-"):
            from bwtb.base.values import nearest

            near = nearest(name, self.list_commands(ctx))
            hint = _("Did you mean “{name}”?").format(name=near) if near else self.where_to_look(ctx)
            raise UserError(_("There is no command “{name}”.").format(name=name), hint)
        return super().resolve_command(ctx, args)

    def where_to_look(self, ctx: Any) -> str:
        """What to do where a command's name is like none that there is."""
        return usage_hint(ctx)


class App(typer.Typer):
    """What a command module declares its command, or its group of commands, with.

    `help` and `epilog` (an example) are a group's; a single command says both of itself.
    """

    def __init__(self, *, help: str | None = None, epilog: str | None = None) -> None:
        super().__init__(
            cls=Group,
            help=help,
            epilog=epilog,
            add_completion=False,
            no_args_is_help=True,
            pretty_exceptions_enable=False,
            rich_markup_mode="rich",
        )

    def command(self, name: str | None = None, **settings: Any) -> Callable[[Any], Any]:
        return super().command(name, cls=Command, **settings)


def usage_hint(ctx: Any) -> str:
    """Where to read how the command is used that a line was parsed for; the program itself where ctx is None."""
    command = ctx.command_path if ctx is not None else "bwtb"
    return _("`{command} --help` shows how it is used.").format(command=command)


def explained(error: ClickException) -> tuple[str, str]:
    """What the command-line library finds wrong with a line, in our words, and what to do.

    Its exceptions carry the parameter or the option; its English texts are not looked at.
    """
    return _message(error), usage_hint(getattr(error, "ctx", None))


def _message(error: ClickException) -> str:
    match error:
        case MissingParameter():
            return _("Missing: {what}.").format(what=_shown(error))
        case NoSuchOption():
            return _("There is no option {name}.").format(name=error.option_name)
        case BadOptionUsage():
            text = _("{name} takes no value.") if _is_switch(error) else _("{name} needs a value after it.")
            return text.format(name=error.option_name)
        case BadParameter() if error.param is not None and error.param.type_descriptor.annotation is int:
            return _("{what} is to be a whole number.").format(what=_shown(error))
        case BadParameter():
            return _("{what}: {problem}").format(what=_shown(error), problem=error.message)
    return error.format_message()  # “Missing command.”, for which it asks our translations


def _shown(error: BadParameter) -> str:
    """The parameter as the help shows it: `--year`, `YEAR`."""
    return error.param.get_error_hint().replace("'", "") if error.param is not None else ""


def _is_switch(error: BadOptionUsage) -> bool:
    parameters = error.ctx.command.params if error.ctx is not None else []
    return any(error.option_name in p.opts and getattr(p, "is_flag", False) for p in parameters)


def _name_type(parameter: Any) -> None:
    """What stands for an option's value: a word of ours. A switch has none, an argument its name alone."""
    if parameter.param_type_name == "argument":
        parameter.display_type_rich = lambda ctx: ""
    elif parameter.metavar is None:
        shown = str(parameter.display_type_rich(None) or "")
        parameter.metavar = {"<bool>": "", "<int>": _("NUMBER"), "<str>": _("TEXT")}.get(shown, shown)


def _fold_help_texts() -> None:
    """Let long help texts run on to the next line.

    Chinese has no spaces to break at, and a table of the library cuts off what does not fit: every text is marked to be
    folded instead.
    """
    from typer import rich_utils

    make: Any = rich_utils._make_rich_text
    if getattr(make, "folds", False):
        return

    def folding(**given: Any) -> Any:
        text = make(**given)
        text.overflow = "fold"
        return text

    folding.folds = True  # type: ignore[attr-defined]
    rich_utils._make_rich_text = folding
