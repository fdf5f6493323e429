"""`bwtb init`: a registry of one's own."""

from __future__ import annotations

import os
import shlex
from pathlib import Path
from typing import Annotated

import typer

from bwtb import starter
from bwtb.cli.common import common, make_app, options, say
from bwtb.errors import UserError
from bwtb.i18n import _, joined, language, ngettext

app = make_app(help=_("Begin a registry of one's own."))


@app.command(
    help=_(
        "Begin a registry: catalog, schemas, checks for CI servers, settings for editors, and a first commit. "
        "In a git repository without a registry only what is missing is added."
    ),
    epilog=_("Example: bwtb init registry"),
)
@common
def init(
    folder: Annotated[
        Path, typer.Argument(metavar="DIR", help=_("A new or empty folder, or a git repository."))
    ] = Path(),
    ci: Annotated[
        str,
        typer.Option(
            "--ci", metavar="NAMES", help=_("For which servers checks are set up: gitlab,gitea,github or none.")
        ),
    ] = ",".join(starter.CI),
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
    begun = starter.begin(folder.absolute(), language(), _servers(ci), object_format)
    for path in begun.kept:
        say(_("Left as it is: {path}").format(path=path))
    say(
        ngettext("{path}: {count} file added, in commit {commit}.", "{path}: {count} files added, in commit {commit}.", len(begun.added)).format(
            path=folder, count=len(begun.added), commit=begun.commit[:12]
        )
    )  # fmt: skip
    if not options().quiet:
        _next_steps(begun.root)


def _servers(ci: str) -> tuple[str, ...]:
    names = tuple(name.strip() for name in ci.split(",") if name.strip())
    if names == ("none",):
        return ()
    if unknown := [n for n in names if n not in starter.CI]:
        raise UserError(
            _("--ci takes {allowed}, not “{value}”.").format(allowed=joined([*starter.CI, "none"]), value=unknown[0]),
            _("Name several with commas between them: --ci gitlab,gitea"),
        )
    return names


def _next_steps(root: Path) -> None:
    """What to do by hand: the names of another district, the keys, the hook, a first request."""
    here = Path.cwd().resolve()
    change = [] if root.resolve() == here else [f"cd {shlex.quote(os.path.relpath(root, here))}"]
    person = " ".join(f"--person {party}:{_('NAME')}:{party}.pub" for party in ("centre", "office", "bigdata"))
    say("\n" + _("Next:"))
    for line in change:
        say(f"  {line}")
    for explained, command in (
        (_("put in the names of your own district: parties.yaml, units.yaml, … in"), "catalog/"),
        (_("check, and take the names over into what editors use:"), "bwtb validate && bwtb catalog schemas"),
        (_("say who may sign for whom, then commit it:"), f"bwtb keyring init {person}"),
        (_("check before each commit, in each clone:"), "bwtb hook install"),
        (_("draft the first request:"), "bwtb new"),
    ):
        say(f"  # {explained}")
        say(f"  {command}")
    say(_("README.md says more."))
