"""The program: its commands, imported only when called, and the one place where errors become exit codes."""

from __future__ import annotations

import contextlib
import importlib
import os
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer._click.exceptions import ClickException, NoArgsIsHelpError
from typer.core import TyperCommand

from bwtb import __version__
from bwtb.base import faults
from bwtb.base.errors import UserError, os_reason, refused
from bwtb.base.languages import _, choose_language, set_language, words
from bwtb.base.messages import N_, Listed, one_line
from bwtb.cli import streams
from bwtb.cli.command import Group, explained
from bwtb.cli.options import options, reset_options
from bwtb.cli.terminal import note, say

# Command → its one line of help. The module is `bwtb.cli.commands.<name>`, with `-` read as `_`, and holds a typer `app`.
COMMANDS = {
    "init": N_("Begin a registry of one's own."),
    "new": N_("Draft a request, with every field labelled."),
    "validate": N_("Check files, references and the rules of the regulation."),
    "explain": N_("What a finding's code means, with an example of right and wrong."),
    "status": N_("Who signed what, what is missing or stale, and what to do next."),
    "show": N_("One request as the form, with its sign-offs and history."),
    "form": N_("Print the application form of annex 1, in its copies."),
    "sign": N_("Sign off requests for a party."),
    "verify": N_("Judge every sign-off from git history alone."),
    "build-proposal": N_("Build the annual proposal from what is approved at a commit."),
    "keyring": N_("Who may sign for which party: init, show, fingerprint."),
    "hook": N_("Git hooks: check before a commit, judge before a server takes a push."),
    "catalog": N_("Capabilities, units, platforms, work points: list and show."),
    "templates": N_("The documents' templates: export, check."),
    "demo": N_("Play a whole year on throwaway keys."),
}

LISTING = "bwtb.listing"  # in a context's notes: commands are only listed, so that none need be imported
MOST_SAID = 300  # characters of an exception that are shown
COMPLETING = "_BWTB_COMPLETE"  # set to its name by a shell that asks what may stand next

# The command-line library asks gettext for these captions; listed here so that they are collected and translated.
LIBRARY_MESSAGES = (
    N_("Arguments"), N_("Options"), N_("Commands"), N_("Error"), N_("Aborted."), N_("Aborted!"), N_("[required]"),
    N_("[default: {}]"), N_("[env var: {}]"), N_("(deprecated) "), N_("(dynamic)"), N_("Missing command."),
)  # fmt: skip


class LazyGroup(Group):
    """The program: knows its commands' names and help, and imports a command only when it is called."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        if ctx.meta.get(LISTING):
            return TyperCommand(cmd_name, help=_(COMMANDS[cmd_name]), rich_markup_mode=None)
        module = importlib.import_module("bwtb.cli.commands." + cmd_name.replace("-", "_"))
        command = typer.main.get_command(module.app)
        command.name = cmd_name
        if COMPLETING in os.environ:
            from bwtb.cli.completion.candidates import attach

            attach(command)
        return command

    def where_to_look(self, _ctx: Any) -> str:
        return _("`bwtb --help` lists the commands.")

    def shell_complete(self, ctx: Any, incomplete: str) -> Any:
        ctx.meta[LISTING] = True
        return super().shell_complete(ctx, incomplete)

    def format_help(self, ctx: Any, formatter: Any) -> None:
        ctx.meta[LISTING] = True
        super().format_help(ctx, formatter)


def build_app() -> typer.Typer:
    """The whole command line, in the language in force."""
    app = typer.Typer(
        name="bwtb",
        cls=LazyGroup,
        no_args_is_help=True,
        add_completion=False,
        pretty_exceptions_enable=False,
        rich_markup_mode="rich",
        help=_("Project requirements of “一网通办”: fill in, check, sign, and compile the yearly proposal."),
        epilog=_("Example: bwtb validate && bwtb status"),
    )

    @app.callback(invoke_without_command=True)
    def root(
        version: Annotated[bool, typer.Option("--version", help=_("Show the version."), is_eager=True)] = False,
        install_completion: Annotated[
            bool, typer.Option("--install-completion", help=_("Make the shell complete commands, ids and codes."))
        ] = False,
        show_completion: Annotated[
            bool, typer.Option("--show-completion", help=_("Print the script that makes the shell do so."))
        ] = False,
    ) -> None:
        if version:
            typer.echo(f"bwtb {__version__}")
            raise typer.Exit
        if install_completion or show_completion:
            _completion(install=install_completion)

    return app


def _completion(*, install: bool) -> None:
    """Put completion in place for the shell that the program was started from, or print what it takes."""
    from bwtb.cli.completion import shells

    name = shells.shell()
    if install:
        text = _("Completion for {shell} is in place: {path}. It works in the shells you start from now on.")
        say(text.format(shell=name, path=shells.install(name)))
    else:
        typer.echo(shells.script(name), nl=False)
    raise typer.Exit


def _word_after(arguments: list[str], option: str) -> str | None:
    """The value of an option on the line, before the line is parsed: help texts already need the language."""
    line = iter(arguments)
    for word in line:
        if word == option:
            return next(line, None)
        if word.startswith(option + "="):
            return word.partition("=")[2]
    return None


def _show_error(message: str, hint: str) -> None:
    note(_("Error: {message}").format(message=message))
    if hint:
        note(_("What to do: {hint}").format(hint=hint))


def run(arguments: list[str]) -> int:
    """Run one command line and give its exit code. The one error boundary: nothing ever ends in a traceback."""
    reset_options()
    faults.begin(arguments, _versions)
    try:
        code = _run(arguments)
        streams.flush()
        return code
    except KeyboardInterrupt:
        return 130
    except Exception as error:  # the boundary: whatever it is, it is told
        return _tell(error)
    finally:
        streams.silence()


def _run(arguments: list[str]) -> int:
    """Run one command line; what people are to act on is said here, everything else is raised."""
    from bwtb.registry.layout import language_setting

    spoken, registry = _word_after(arguments, "--lang"), _word_after(arguments, "--registry")
    set_language(choose_language(spoken, None))  # for whatever goes wrong with the registry's own setting
    try:
        set_language(choose_language(spoken, language_setting(registry)))
        result = build_app()(arguments, standalone_mode=False, prog_name="bwtb")
        return result if isinstance(result, int) else 0
    except UserError as error:
        _show_error(words(error.message), words(error.hint))
    except typer.Abort:
        note(_("Stopped; nothing was done."))
    except KeyboardInterrupt:
        note(_("Interrupted."))
        return 130
    except NoArgsIsHelpError as error:
        typer.echo(error.format_message())
    except ClickException as error:
        _show_error(*explained(error))
    return 2


def _tell(error: Exception) -> int:
    """Say in a line what nobody had foreseen, and give the exit code. Says nothing where not even that can be written."""
    if isinstance(error, BrokenPipeError) and streams.reader_gone():
        return 1  # the reader (head, a pager) has seen enough
    try:
        _show_error(*_unforeseen(error))
    except Exception:  # standard error is closed or full too: the exit code is all that is left
        return 2
    return 2


def _unforeseen(error: Exception) -> tuple[str, str]:
    """What is the matter and what to do, for an exception that no command expected; a log of it is written."""
    if isinstance(error, OSError) and error.filename is None and (failure := streams.failure()) is not None:
        text = _("What there is to say could not be printed: {reason}.").format(reason=words(os_reason(failure)))
        return text, _("What the command has done stands: look with `bwtb status` before you run it again.")
    file = faults.log(error)
    log = _("{path} says more.").format(path=file) if file else _("No log could be written.")
    if isinstance(error, FileNotFoundError) and error.filename is None and not _has_folder():
        return _("The folder you are in is gone."), _("Change into the registry's folder.")
    if isinstance(error, OSError):
        refusal = refused(error)
        return words(refusal.message), words(Listed((refusal.hint, log), by="sentences"))
    if isinstance(error, MemoryError):
        hint = _("Close other programs, or name fewer files or a single year.")
        return _("There is not enough memory."), words(Listed((hint, log), by="sentences"))
    text = _("Something happened in bwtb that nobody foresaw ({error}).")
    said = one_line(f"{type(error).__name__}: {error}"[:MOST_SAID])
    if file is None:
        hint = _(
            "No log could be written, neither in your folders nor in that for temporary files: make room and run it again."
        )
    else:
        hint = _("Send {path} to those who keep bwtb; look through it first, it quotes what the fault quotes.")
    return text.format(error=said), hint.format(path=file)


def _has_folder() -> bool:
    try:
        Path.cwd()
    except OSError:
        return False
    return True


def _versions() -> list[str]:
    from bwtb.git import programs

    return [programs.version("git") or "git: none", *filter(None, [programs.version("ssh-keygen")])]


def _complete() -> None:
    """Answer a shell that asks what may stand next."""
    from bwtb.cli.completion.candidates import LINE, answer
    from bwtb.registry.layout import language_setting

    def program() -> Any:
        registry = _word_after(os.environ.get(LINE, "").split(), "--registry")
        set_language(choose_language(None, language_setting(registry)))
        return typer.main.get_command(build_app())

    answer(program, os.environ[COMPLETING])


def main() -> None:
    """The `bwtb` program."""
    streams.in_utf8()
    streams.open_all()
    if os.environ.get(COMPLETING):
        _complete()
        sys.exit(0)
    code = run(sys.argv[1:])
    if options().verbose and code:
        with contextlib.suppress(OSError):
            note(_("Exit code {code}.").format(code=code))
        streams.silence()
    sys.exit(code)
