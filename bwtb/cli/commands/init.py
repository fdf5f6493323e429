"""`bwtb init`: a registry of one's own."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from bwtb.actions import begin
from bwtb.base.errors import UserError
from bwtb.base.languages import _, joined, language
from bwtb.cli.command import App
from bwtb.cli.options import options
from bwtb.cli.terminal import say
from bwtb.registry.catalogs import PARTIES

app = App()


@app.command(
    help=_(
        "Begin a registry: catalog, schemas, checks for CI servers, settings for editors, and a first commit. "
        "In a git repository without a registry only what is missing is added."
    ),
    epilog=_("Example: bwtb init registry"),
)
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=_("A new or empty folder, or a git repository."))
    ] = Path(),
    ci: Annotated[
        str,
        typer.Option(
            "--ci", metavar="NAMES", help=_("For which servers checks are set up: gitlab,gitea,github or none.")
        ),
    ] = ",".join(begin.CI),
    object_format: Annotated[
        str, typer.Option("--object-format", metavar="sha1|sha256", help=_("The hash of a new repository's objects."))
    ] = "sha1",
) -> None:
    if options().registry is not None:
        raise UserError(
            _("--registry names a registry that is there already."), _("Name the new one's folder: bwtb init DIR")
        )
    if object_format not in ("sha1", "sha256"):
        raise UserError(_("--object-format takes sha1 or sha256, not “{value}”.").format(value=object_format))
    begun = begin.begin(folder.absolute(), language(), _servers(ci), object_format)
    for path in begun.kept:
        say(_("Left as it is: {path}").format(path=path))
    text = _("The registry stands in {path}: {count} files, committed as {commit}.")
    say(text.format(path=begun.root, count=len(begun.added), commit=begun.commit[:12]))
    if not options().quiet:
        _next_steps(begun)


def _servers(ci: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in ci.split(",") if name.strip())
    if names == ("none",):
        return ()
    if unknown := [n for n in names if n not in begin.CI]:
        raise UserError(
            _("--ci takes {allowed}, not “{value}”.").format(allowed=joined([*begin.CI, "none"]), value=unknown[0]),
            _("Name several with commas between them: --ci gitlab,gitea"),
        )
    return names


def _next_steps(begun: begin.Begun) -> None:
    """What to do by hand: the names of another district, the keys, the hook, a first request."""
    here = Path.cwd().resolve()
    name = _("NAME")
    people = " ".join(f"--person {party}:{name}:{party}.pub" for party in PARTIES)
    steps = (
        (
            _("Put the names of your own district into catalog/: parties.yaml, units.yaml, bases.yaml, …; then"),
            "bwtb validate && bwtb catalog schemas",
        ),
        (_("Say who may sign for which party, and commit that:"), f"bwtb keyring init {people}"),
        (_("Have every commit checked, in every clone:"), "bwtb hook install"),
        (_("Draft the first request:"), "bwtb new"),
    )
    say("\n" + _("Next:"))
    if begun.root.resolve() != here:
        say(f"  cd {shlex.quote(os.path.relpath(begun.root, here))}")
    for number, (what, command) in enumerate(steps, 1):
        say(f"  {number}. {what}\n     {command}")
    if "README.md" in begun.added:
        say(_("README.md says more."))
