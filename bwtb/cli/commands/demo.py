"""`bwtb demo`: play a whole year on throwaway keys."""

from __future__ import annotations

import shlex
import subprocess
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer

from bwtb.actions import demo as play
from bwtb.base.errors import UserError
from bwtb.base.languages import _, language, words
from bwtb.cli.command import App
from bwtb.cli.options import options
from bwtb.cli.terminal import inert, say

app = App()


@app.command(
    help=_(
        "Play a whole year on throwaway keys, showing every command: applications, joint review, an edit after "
        "approval, the proposal. Writes nothing outside its folder."
    ),
    epilog=_("Example: bwtb demo -o bwtb-demo"),
)
def demo(
    output: Annotated[
        Path, typer.Option("-o", "--output", metavar="DIR", help=_("The folder to play in; it must not exist yet."))
    ] = Path("bwtb-demo"),
) -> None:
    folders = play.prepare(output)
    say(_("All of this happens in {path}; the commands are run in its folder registry.").format(path=output))
    for step in play.script(folders):
        if isinstance(step, play.Tell):
            text = words(step.text)
            say(f"\n{text}\n{'─' * 60}" if step.heading else text)
        else:
            _run(folders, step)
    _close(output, folders)


def _run(folders: play.Folders, run: play.TypedCommand) -> None:
    """Show the command, run it, let its output through. Raises UserError where it does not end as the play needs it."""
    command = shlex.join(run.words) + (f" > {run.into}" if run.into else "")
    if not options().quiet:
        say(f"$ {command}")
    sys.stdout.flush()
    silent = subprocess.DEVNULL if options().quiet else None
    with (folders.registry / run.into).open("wb") if run.into else nullcontext(silent) as target:
        done = subprocess.run(
            play.arguments(run),
            cwd=folders.registry,
            env=dict(play.environment(folders, run, language())),
            stdin=subprocess.DEVNULL,
            stdout=target,
            check=False,
        )
    if done.returncode:
        text = _("The command ended with exit code {code}, and the demonstration cannot go on: {command}")
        text = text.format(code=done.returncode, command=inert(command))
        raise UserError(text, _("What it said stands above."))


def _close(output: Path, folders: play.Folders) -> None:
    """Name the files to open, and how to go on by hand."""
    say("\n" + _("The year is over. Open:"))
    for file in sorted(folders.proposal.iterdir()):
        say(f"  {output / 'proposal' / file.name}")
    say(_("Or look around by hand:"))
    say(f"  cd {shlex.quote(str(output / 'registry'))}")
    say(f"  export BWTB_TRUST_ROOT={play.pin(folders)}")
    say("  bwtb status && bwtb verify && git log")
