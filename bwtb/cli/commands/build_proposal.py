"""`bwtb build-proposal`: the annual proposal from what is approved at a commit, and nothing else."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bwtb.base.errors import UserError
from bwtb.base.languages import _, joined, words
from bwtb.base.messages import Fact, one_line
from bwtb.cli.command import App
from bwtb.cli.options import options
from bwtb.cli.parameters.shared import KeyOption, TrustRoot, Yes
from bwtb.cli.terminal import finish, money, note, say

if TYPE_CHECKING:
    from bwtb.actions.build import Built
    from bwtb.git import Objects
    from bwtb.signing.judge import Judgement


app = App()

FORMATS = ("docx", "html", "xlsx", "pdf", "json")
# Without the extra that a PDF needs.
USUAL = ("docx", "html", "xlsx", "json")


@app.command(
    help=_(
        "Build the annual proposal from what all three parties have approved at a commit, and nothing else. What is left "
        "out and why is shown here and in proposal.json, never in the documents."
    ),
    epilog=_("Example: bwtb build-proposal 2027 -o proposal --trust-root sha256:…"),
)
def build_proposal(
    year: Annotated[
        int | None,
        typer.Argument(metavar="YEAR", help=_("The year it is for; the year after the commit's."), show_default=False),
    ] = None,
    rev: Annotated[
        str | None,
        typer.Option("--rev", metavar="REV", help=_("The commit to build from; the last one."), show_default=False),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "-o", "--output", metavar="DIR", help=_("Where to put the files; proposal-YEAR."), show_default=False
        ),
    ] = None,
    format: Annotated[
        str | None,
        typer.Option(
            "--format",
            metavar="docx,html,xlsx,pdf,json",
            help=_("Which files to write; all but pdf, which needs the extra bwtb[pdf]."),
            show_default=False,
        ),
    ] = None,
    check: Annotated[
        Path | None,
        typer.Option(
            "--check",
            metavar="DIR",
            help=_("Build again what a folder says it is, and say whether it is that."),
            show_default=False,
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
    formats = _formats(",".join(USUAL) if format is None else format)
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
    if check is not None:
        _check(check, trust_root)
        return
    from bwtb.actions.build import build, judged, may_stand_in, steps, version_of, write, year_for
    from bwtb.actions.freeze import prepare
    from bwtb.cli.history.opening import history_errors_explained, open_registry
    from bwtb.cli.parameters.signing_key import signer_of
    from bwtb.cli.progress import progress
    from bwtb.cli.views.freeze import confirm_freeze, record, tell_unlike, tell_version
    from bwtb.git import open_objects
    from bwtb.signing.pin import pin

    root, repository = open_registry(options().registry)
    with open_objects(repository) as objects, history_errors_explained():
        with progress(steps(formats) + 1) as begin:
            begin(_("Judging sign-offs"))
            judgement = judged(objects, rev or "HEAD", pin(trust_root))
            year = year_for(judgement, year)
            _warn(root, objects, judgement, year)
            target = output or Path(f"proposal-{year}")
            version = version_of(objects, judgement, year, anew=freeze or coming)
            tell_version(version, year)
            # Everything is made in memory first: a failure leaves no half a proposal.
            wanted = partial(may_stand_in, target)
            built = build(objects, version, year, formats, draft=wanted, tell=_tell, begin=begin)
        tell_unlike(version, built.files)
        if not freeze:
            write(target, built.files)
            _report(built, target)
            _tell_written(built, target)
            return
        submission = prepare(objects, version, built, lambda: signer_of(key))
        _report(built, target)
        confirm_freeze(submission, built.proposal, yes=yes)
        write(target, built.files)  # first: what cannot be written is not frozen
        _tell_written(built, target)
        record(submission, pin(trust_root))


def _check(folder: Path, trust_root: str | None) -> None:
    """Build a folder's proposal again and say whether it is the one of the commit it names; exit 1 where it is not."""
    from bwtb.actions.build import judged, steps
    from bwtb.actions.compare import claim, compare
    from bwtb.base.typography import local_date
    from bwtb.cli.history.opening import history_errors_explained, open_registry
    from bwtb.cli.progress import progress
    from bwtb.git import open_objects
    from bwtb.signing.pin import pin

    _root, repository = open_registry(options().registry)
    with open_objects(repository) as objects, history_errors_explained():
        claimed = claim(folder, FORMATS)
        with progress(steps(claimed.formats) + 1) as begin:
            begin(_("Judging sign-offs"))
            judgement = judged(objects, "HEAD", pin(trust_root))
            result = compare(objects, judgement, claimed, folder, pin(trust_root), _tell, begin)
    commit, date = result.judgement.tip[:12], local_date(result.judgement.time)
    named = {"path": folder, "year": claimed.year, "commit": commit, "date": date}
    if result.differences:
        say(_("{path} is not the proposal for {year} of commit {commit} ({date}):").format(**named))
        for difference in result.differences:
            say(f"  {words(difference)}")
        finish(1)
    say(_("{path} is the proposal for {year} of commit {commit} ({date}), byte for byte.").format(**named))


def _tell(said: Fact) -> None:
    note(words(said))


def _formats(value: str) -> list[str]:
    wanted = [name.strip() for name in value.split(",") if name.strip()]
    if not wanted or any(name not in FORMATS for name in wanted):
        allowed = ",".join(FORMATS)
        raise UserError(
            _("--format takes one or more of {allowed}, not “{value}”.").format(allowed=allowed, value=value)
        )
    return wanted


def _warn(root: Path, objects: Objects, judgement: Judgement, year: int) -> None:
    """What the person should know before relying on the result; none of it stops the building."""
    from bwtb.actions.build import in_season, uncommitted
    from bwtb.base.typography import local_date

    if not in_season(judgement, year):
        note(
            _(
                "Warning: the proposal for {year} is compiled from July to December {before} (article 6); this commit is of "
                "{date}."
            ).format(year=year, before=year - 1, date=local_date(judgement.time))
        )
    if judgement.problems:
        note(
            _("Warning: bad sign-offs, which count for nothing: {count}; `bwtb verify` says which.").format(
                count=len(judgement.problems)
            )
        )
    if changed := uncommitted(root, objects, judgement):
        shown = joined(changed[:3]) + (" …" if len(changed) > 3 else "")
        note(
            _(
                "Warning: the folder differs from commit {commit} ({paths}). The proposal is built from the commit; what is "
                "not committed is not in it."
            ).format(commit=judgement.tip[:12], paths=shown)
        )


def _tell_written(built: Built, target: Path) -> None:
    say(_("Written: {files}").format(files=joined(str(target / name) for name in built.files)))


def _report(built: Built, target: Path) -> None:
    from bwtb.base.typography import local_date
    from bwtb.registry.layout import proposal_facts_path

    proposal, review = built.proposal, built.review
    totals = proposal.totals
    say(
        _(
            "Proposal for {year} from commit {commit} ({date}): {count} requests, {amount} borne by the platform."
        ).format(
            year=proposal.year,
            commit=proposal.commit[:12],
            date=local_date(proposal.time),
            count=totals.requests,
            amount=money(totals.platform),
        )
    )
    if proposal.supplementary:
        say(_("Listed apart, outside the total: {count} supplementary.").format(count=len(proposal.supplementary)))
    left_out = built.left_out
    if left_out or review.unreadable:
        say(_("Left out: {count}").format(count=len(left_out) + len(review.unreadable)))
    for one in left_out:
        say(f"  {one.request.id}  {one.request.title}\n      {joined(one.reasons, clauses=True)}")
    for path, reason in review.unreadable.items():
        say(f"  {one_line(path)}\n      {words(reason)}")
    if not proposal.facts.given:
        say(
            _(
                "There is no {path} in the commit: number and date of the letter are blank. "
                "A draft of it is {draft}: complete it, and commit it as {path}."
            ).format(path=proposal_facts_path(proposal.year), draft=target / "proposal.yaml")
        )
