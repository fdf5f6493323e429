"""`bwtb build-proposal`: the annual proposal from what is approved at a commit, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bwtb.base.errors import UserError, os_reason
from bwtb.base.languages import _, joined, words
from bwtb.base.messages import one_line
from bwtb.cli.common import common, finish, make_app, money, note, options, say
from bwtb.cli.parameters import KeyOption, TrustRoot, Yes

if TYPE_CHECKING:
    from bwtb.actions.build import Built
    from bwtb.cli.progress import Begin
    from bwtb.cli.views.freeze import Version
    from bwtb.git import Objects, Repository
    from bwtb.signing.judge import Judgement


app = make_app(help=_("Build the annual proposal from what is approved at a commit."))

# The folders a proposal is made of; anything else in the work tree does not matter to it.
FOLDERS = ("catalog", "requests", "templates")
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
@common
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
    from bwtb.actions.build import steps
    from bwtb.cli.opening import judging, open_registry
    from bwtb.cli.progress import progress
    from bwtb.cli.views.freeze import Submission, confirm_freeze, desk_of, prepare, record, version_of
    from bwtb.git import open_objects

    root, repository = open_registry(options().registry)
    with open_objects(repository) as objects, judging():
        if check is not None:
            _check(repository, objects, check, trust_root)
            return
        with progress(steps(formats) + 1) as begin:
            judgement = _judged(repository, objects, rev or "HEAD", trust_root, begin)
            year = _year(year, judgement)
            _warn(root, repository, objects, judgement, year)
            target = output or Path(f"proposal-{year}")
            version = version_of(objects, judgement, year, anew=freeze or coming)
            built = _build(objects, version, year, target, formats, begin)
        version.compare(built.files)
        if not freeze:
            _write(target, built.files)
            _report(built, target)
            _tell_written(built, target)
            return
        desk = desk_of(repository, objects, version.judgement, built.review)
        handed_in = Submission(desk, year, version.edition, built.files)
        ready = prepare(handed_in, key)
        _report(built, target)
        confirm_freeze(handed_in, built.proposal, ready, yes=yes)
        _write(target, built.files)  # first: what cannot be written is not frozen
        _tell_written(built, target)
        record(handed_in, ready, trust_root)


def _judged(repository: Repository, objects: Objects, rev: str, trust_root: str | None, begin: Begin) -> Judgement:
    """Every sign-off up to a commit. Raises UserError where no keyring is pinned."""
    from bwtb.signing.judge import judge
    from bwtb.signing.pin import pin

    begin(_("Judging sign-offs"))
    judgement = judge(repository, objects, repository.resolve(rev), pin(trust_root))
    if not judgement.trusted:
        raise _untrusted()
    if rev == "HEAD":
        _refuse_rewound(judgement, repository.branch() or "")
    return judgement


def _refuse_rewound(judgement: Judgement, branch: str) -> None:
    """Raises UserError where the branch lacks what this user has seen accepted on it: a withdrawal may be gone."""
    from bwtb.signing.seen import rewound

    for found in rewound(judgement, branch):
        raise UserError(
            _("{code}: nothing was built. {message}").format(code=found.code, message=words(found.message)),
            _("`git fetch` first; when the other parties have said why it is gone, `bwtb verify --allow-rewind`."),
        )


def _formats(value: str) -> list[str]:
    wanted = [name.strip() for name in value.split(",") if name.strip()]
    if not wanted or any(name not in FORMATS for name in wanted):
        allowed = ",".join(FORMATS)
        raise UserError(
            _("--format takes one or more of {allowed}, not “{value}”.").format(allowed=allowed, value=value)
        )
    return wanted


def _untrusted() -> UserError:
    return UserError(
        _("UNTRUSTED_ROOT: no keyring is pinned, so nobody's approval can be relied on; nothing was built."),
        _(
            "Get the fingerprint from the engineers who keep the keys; pin it with `bwtb keyring trust`, --trust-root or BWTB_TRUST_ROOT."
        ),
    )


def _year(given: int | None, judgement: Judgement) -> int:
    from bwtb.base.typography import local_date

    year = given or int(local_date(judgement.time)[:4]) + 1
    if not 2000 <= year <= 2099:
        raise UserError(_("“{year}” is not a year that proposals are made for.").format(year=year))
    return year


def _warn(root: Path, repository: Repository, objects: Objects, judgement: Judgement, year: int) -> None:
    """What the person should know before relying on the result; none of it stops the building."""
    from bwtb.base.typography import local_date
    from bwtb.git import CommitTree
    from bwtb.registry.source import differing_paths
    from bwtb.registry.worktree import WorkTree

    made = local_date(judgement.time)
    if not (int(made[:4]) + 1 == year and int(made[5:7]) >= 7):
        note(
            _(
                "Warning: the proposal for {year} is compiled from July to December {before} (article 6); this commit is of "
                "{date}."
            ).format(year=year, before=year - 1, date=made)
        )
    if judgement.problems:
        note(
            _("Warning: bad sign-offs, which count for nothing: {count}; `bwtb verify` says which.").format(
                count=len(judgement.problems)
            )
        )
    committed = CommitTree(objects, judgement.tree)
    if repository.work_tree and (changed := differing_paths(WorkTree(root), committed, FOLDERS)):
        shown = joined(changed[:3]) + (" …" if len(changed) > 3 else "")
        note(
            _(
                "Warning: the folder differs from commit {commit} ({paths}). The proposal is built from the commit; what is "
                "not committed is not in it."
            ).format(commit=judgement.tip[:12], paths=shown)
        )


def _build(objects: Objects, version: Version, year: int, target: Path, formats: list[str], begin: Begin) -> Built:
    """Render everything in memory: a failure leaves no half a proposal."""
    from bwtb.actions.build import DRAFT, build

    def wanted(draft: bytes) -> bool:
        """A draft of the facts goes beside the documents; one that is there already is left alone."""
        present = target / DRAFT
        return not present.exists() or present.read_bytes() == draft

    return build(objects, version.judgement, year, formats, version.edition, draft=wanted, tell=note, begin=begin)


def _check(repository: Repository, objects: Objects, folder: Path, trust_root: str | None) -> None:
    """Build a folder's proposal again and say whether it is the one of the commit it names; exit 1 where it is not."""
    from bwtb.actions.build import DRAFT, build, claim, differences, steps
    from bwtb.base.typography import local_date
    from bwtb.cli.progress import progress
    from bwtb.freezing import editions

    claimed = claim(folder, FORMATS)

    def wanted(_draft: bytes) -> bool:
        return DRAFT in claimed.names

    with progress(steps(claimed.formats) + 1) as begin:
        judgement = _judged(repository, objects, "HEAD", trust_root, begin)
        judgement = _seen_from(objects, judgement, claimed.commit, trust_root)
        edition = editions.coming(objects, judgement, claimed.year)
        built = build(objects, judgement, claimed.year, claimed.formats, edition, draft=wanted, tell=note, begin=begin)
    found = differences(built, claimed, folder)
    named = {"path": folder, "year": claimed.year, "commit": judgement.tip[:12], "date": local_date(judgement.time)}
    if found:
        say(_("{path} is not the proposal for {year} of commit {commit} ({date}):").format(**named))
        for line in found:
            say(f"  {line}")
        finish(1)
    say(_("{path} is the proposal for {year} of commit {commit} ({date}), byte for byte.").format(**named))


def _seen_from(objects: Objects, judgement: Judgement, commit: str, trust_root: str | None) -> Judgement:
    """The judgement at a commit: seen from the last one where it is among its ancestors, so that today's pin serves."""
    from bwtb.signing.earlier import as_of
    from bwtb.signing.judge import judge
    from bwtb.signing.pin import pin

    if commit in judgement.history.place:
        return as_of(judgement, judgement.history.place[commit])
    repository = objects.repository
    other = judge(repository, objects, repository.resolve(commit), pin(trust_root))
    if not other.trusted:
        raise _untrusted()
    return other


def _write(target: Path, files: Mapping[str, bytes]) -> None:
    from bwtb.base.files import write_file

    try:
        for name, content in files.items():
            write_file(target / name, content)
    except OSError as error:
        raise UserError(
            _("{path} cannot be written: {reason}.").format(path=target, reason=words(os_reason(error))),
            _("Name another folder after -o."),
        ) from error


def _tell_written(built: Built, target: Path) -> None:
    say(_("Written: {files}").format(files=joined(str(target / name) for name in built.files)))


def _report(built: Built, target: Path) -> None:
    from bwtb.base.typography import local_date
    from bwtb.proposal import facts

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
    left_out = [r for r in review.requests.values() if r.state != "approved" and r.request.year == proposal.year]
    if left_out or review.unreadable:
        say(_("Left out: {count}").format(count=len(left_out) + len(review.unreadable)))
    for one in left_out:
        say(f"  {one.request.id}  {one.request.title}\n      {joined(one.reasons, clauses=True)}")
    for path, reason in review.unreadable.items():
        say(f"  {one_line(path)}\n      {reason}")
    if not proposal.facts.given:
        say(
            _(
                "There is no {path} in the commit: number and date of the letter are blank. "
                "A draft of it is {draft}: complete it, and commit it as {path}."
            ).format(path=facts.path(proposal.year), draft=target / "proposal.yaml")
        )
