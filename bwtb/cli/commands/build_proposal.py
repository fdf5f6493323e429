"""`bwtb build-proposal`: the annual proposal from what is approved at a commit, and nothing else."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from bwtb.actions import build, compare
from bwtb.actions import freeze as freezing
from bwtb.actions.build import Built, Version
from bwtb.base.errors import UserError
from bwtb.base.languages import _, words
from bwtb.base.typography import local_date
from bwtb.cli.command import App
from bwtb.cli.history.opening import opened_registry
from bwtb.cli.parameters.shared import KeyOption, TrustRoot, Yes
from bwtb.cli.parameters.signing_key import signer_of
from bwtb.cli.progress import progress
from bwtb.cli.terminal import finish, note, say
from bwtb.cli.views.proposal import confirm_freeze, record, tell_content, tell_unlike, tell_version, tell_written, warn
from bwtb.git import Objects
from bwtb.signing.pin import find_pin

app = App()

FORMATS = ("docx", "html", "xlsx", "pdf", "json")
# Without the extra that a PDF needs.
USUAL = ("docx", "html", "xlsx", "json")


@dataclass(frozen=True)
class Order:
    """What is to be built: of which year (None: the one after the commit's), from which commit, which files, and where.

    `anew`: the version that comes next, where one is frozen.
    """

    year: int | None
    rev: str
    formats: Collection[str]
    output: Path | None
    anew: bool


@app.command(
    help=_(
        "Build the annual proposal from what all three parties have approved at a commit, and nothing else. What is left "
        "out and why is shown here and in proposal.json, never in the documents."
    ),
    epilog=_("Example: bwtb build-proposal 2027 -o proposal --trust-root sha256:…"),
)
def build_proposal(
    year: Annotated[
        int | None, typer.Argument(metavar="YEAR", help=_("The year it is for; the year after the commit's."))
    ] = None,
    rev: Annotated[
        str | None, typer.Option("--rev", metavar="REV", help=_("The commit to build from; the last one."))
    ] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="DIR", help=_("Where to put the files; proposal-YEAR."))
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="docx,html,xlsx,pdf,json",
            help=_("Which files to write; all but pdf, which needs the extra bwtb[pdf]."),
        ),
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option(
            "--check", metavar="DIR", help=_("Build again what a folder says it is, and say whether it is that.")
        ),
    ] = None,
    freeze: Annotated[
        bool,
        typer.Option(
            "--freeze",
            help=_(
                "Record, signed by the centre, that this is what is handed in; a later one corrects it. Needs the key."
            ),
        ),
    ] = False,
    coming: Annotated[
        bool,
        typer.Option(
            "--next",
            help=_(
                "Of a year that is frozen: build the corrected version that --freeze would record, without recording it."
            ),
        ),
    ] = False,
    key: KeyOption = None,
    trust_root: TrustRoot = None,
    yes: Yes = False,
) -> None:
    formats = USUAL if format is None else _formats(format)
    if check is not None and (freeze or coming or any(given is not None for given in (year, rev, output, format))):
        raise UserError(
            _(
                "--check takes year, commit and formats from the folder itself and records nothing; "
                "leave YEAR, --rev, -o, --format, --freeze and --next out."
            )
        )
    if freeze and (rev is not None or coming):
        raise UserError(_("--freeze is about the last commit as it stands; leave --rev and --next out."))
    if key is not None and not freeze:
        raise UserError(_("--key goes with --freeze."))
    order = Order(year, rev or "HEAD", formats, output, anew=freeze or coming)
    with opened_registry() as (root, _repository, objects):
        pin = find_pin(trust_root)
        if check is not None:
            _check(objects, check, pin)
            return
        version, built, target = _build(root, objects, order, pin)
        if not freeze:
            build.write(target, built.files)
            tell_content(built, target)
            tell_written(built, target)
            return
        submission = freezing.prepare(objects, version, built, lambda: signer_of(key))
        tell_content(built, target)
        confirm_freeze(submission, built.proposal, yes=yes)
        build.write(target, built.files)  # first: what cannot be written is not frozen
        tell_written(built, target)
        record(submission, pin)


def _build(root: Path, objects: Objects, order: Order, pin: str | None) -> tuple[Version, Built, Path]:
    """The version that is built, its files in memory, so that a failure leaves no half a proposal, and their folder."""
    with progress(build.steps(order.formats) + 1) as begin:
        begin(_("Judging sign-offs"))
        judgement = build.judged(objects, order.rev, pin)
        year = build.year_for(judgement, order.year)
        warn(root, objects, judgement, year)
        target = order.output or Path(f"proposal-{year}")
        version = build.version_of(objects, judgement, year, anew=order.anew)
        tell_version(version, year)
        wanted = partial(build.may_stand_in, target)
        built = build.build(objects, version, year, order.formats, draft=wanted, tell=note, begin=begin)
    tell_unlike(version, built.files)
    return version, built, target


def _check(objects: Objects, folder: Path, pin: str | None) -> None:
    """Build a folder's proposal again and say whether it is the one of the commit it names; exit 1 where it is not."""
    claimed = compare.claim(folder, FORMATS)
    with progress(build.steps(claimed.formats) + 1) as begin:
        begin(_("Judging sign-offs"))
        judgement = build.judged(objects, "HEAD", pin)
        then, differences = compare.compare(objects, judgement, claimed, folder, pin, note, begin)
    commit, date = then.tip[:12], local_date(then.time)
    named = {"path": folder, "year": claimed.year, "commit": commit, "date": date}
    if differences:
        say(_("{path} is not the proposal for {year} of commit {commit} ({date}):").format(**named))
        for difference in differences:
            say(f"  {words(difference)}")
        finish(1)
    say(_("{path} is the proposal for {year} of commit {commit} ({date}), byte for byte.").format(**named))


def _formats(value: str) -> list[str]:
    wanted = [name.strip() for name in value.split(",") if name.strip()]
    if not wanted or any(name not in FORMATS for name in wanted):
        allowed = ",".join(FORMATS)
        raise UserError(
            _("--format takes one or more of {allowed}, not “{value}”.").format(allowed=allowed, value=value)
        )
    return wanted
