"""Help pages in the language in force: what the command-line library would say in English, or cut off, said properly."""

from __future__ import annotations

from typing import Any

from bwtb.base.languages import _


def localise(command: Any, ctx: Any) -> None:
    """Put a command, and those below it, into our words; its help page is laid out only when it is asked for."""
    translate(command, ctx)
    laid_out = command.format_help

    def format_help(ctx: Any, formatter: Any) -> None:
        fold()
        laid_out(ctx, formatter)

    command.format_help = format_help
    for below in getattr(command, "commands", {}).values():
        localise(below, ctx)


def translate(command: Any, ctx: Any) -> None:
    """Put the words that stand around a command's own help into our language."""
    command.options_metavar = _("[OPTIONS]")
    if hasattr(command, "subcommand_metavar"):
        command.subcommand_metavar = _("COMMAND [ARGS]...")
    command.format_usage = lambda ctx, formatter: _format_usage(command, ctx, formatter)
    help_option = command.get_help_option(ctx)
    help_option.help = _("Show this help.")
    for parameter in (*command.params, help_option):
        _name_type(parameter)


def _format_usage(command: Any, ctx: Any, formatter: Any) -> None:
    """The usage line with its caption in the language in force; the library's own is fixed English."""
    pieces = command.collect_usage_pieces(ctx)
    formatter.write_usage(ctx.command_path, " ".join(pieces), prefix=_("Usage: "))


def _name_type(parameter: Any) -> None:
    """What stands for an option's value: a word of ours. A switch has none, an argument its name alone."""
    if parameter.param_type_name == "argument":
        parameter.display_type_rich = lambda ctx: ""
    elif parameter.metavar is None:
        shown = str(parameter.display_type_rich(None) or "")
        parameter.metavar = {"<bool>": "", "<int>": _("NUMBER"), "<str>": _("TEXT")}.get(shown, shown)


def fold() -> None:
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
