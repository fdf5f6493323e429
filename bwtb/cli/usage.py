"""What the command-line library finds wrong with a line, in our words.

The library raises its own exceptions, which carry the parameter or the option; its English texts are not looked at.
"""

from __future__ import annotations

from typer._click.exceptions import BadOptionUsage, BadParameter, ClickException, MissingParameter, NoSuchOption

from bwtb.base.languages import _
from bwtb.cli.command import usage_hint


def explained(error: ClickException) -> tuple[str, str]:
    """What is wrong with the line, and what to do."""
    return _message(error), usage_hint(getattr(error, "ctx", None))


def _message(error: ClickException) -> str:
    match error:
        case MissingParameter():
            return _("Missing: {what}.").format(what=_name(error))
        case NoSuchOption():
            return _("There is no option {name}.").format(name=error.option_name)
        case BadOptionUsage():
            text = _("{name} takes no value.") if _is_switch(error) else _("{name} needs a value after it.")
            return text.format(name=error.option_name)
        case BadParameter() if error.param is not None and error.param.type_descriptor.annotation is int:
            return _("{what} is to be a whole number.").format(what=_name(error))
        case BadParameter():
            return _("{what}: {problem}").format(what=_name(error), problem=error.message)
    return error.format_message()  # “Missing command.”, for which it asks our translations


def _name(error: BadParameter) -> str:
    """The parameter as the help shows it: `--year`, `YEAR`."""
    return error.param.get_error_hint().replace("'", "") if error.param is not None else ""


def _is_switch(error: BadOptionUsage) -> bool:
    """Whether the option takes no value."""
    parameters = error.ctx.command.params if error.ctx is not None else []
    return any(error.option_name in p.opts and getattr(p, "is_flag", False) for p in parameters)
