"""`bwtb verify`: judge every sign-off from git history alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

import typer

from bwtb.base.errors import UserError, writing
from bwtb.base.files import write_file
from bwtb.base.languages import _, joined, words
from bwtb.base.messages import one_line
from bwtb.cli.command import App
from bwtb.cli.history.opening import names_in, opened_registry
from bwtb.cli.history.uncommitted import not_committed
from bwtb.cli.options import options
from bwtb.cli.parameters.shared import Format, Ids, TrustRoot, Year, check_format
from bwtb.cli.terminal import emit_json, finish, note, say
from bwtb.freezing.states import code_at_tip, judge_with_frozen
from bwtb.git import CommitTree, Objects, Repository
from bwtb.registry.catalogs import PARTIES, Catalog
from bwtb.registry.layout import request_path
from bwtb.review.states import Review
from bwtb.signing import evidence as evidences
from bwtb.signing import seen
from bwtb.signing.decision import Decision
from bwtb.signing.judge import Judgement
from bwtb.signing.notices import Notice, meaning, with_names
from bwtb.signing.pin import find_pin
from bwtb.signing.record import digest

app = App()


@app.command(
    help=_("Judge every sign-off from git history alone, against the pinned keyring."),
    epilog=_("Example: bwtb verify --trust-root sha256:… --require-approved 2027-mzj-001"),
)
def verify(
    ids: Ids = None,
    year: Year = None,
    rev: Annotated[
        str | None, typer.Option("--rev", metavar="REV", help=_("The commit to judge; else the last commit."))
    ] = None,
    require_approved: Annotated[
        bool, typer.Option("--require-approved", help=_("Exit 1 unless every one of these requests is approved."))
    ] = False,
    min_tip: Annotated[
        str | None,
        typer.Option(
            "--min-tip",
            metavar="REV",
            help=_("What is judged must contain this commit: the newest you know of from elsewhere."),
        ),
    ] = None,
    allow_rewind: Annotated[
        bool,
        typer.Option("--allow-rewind", help=_("Accept that sign-offs seen here before are gone, after looking why.")),
    ] = False,
    evidence: Annotated[
        Path | None,
        typer.Option(
            "--evidence",
            metavar="FILE",
            help=_("Write a zip file from which the sign-offs can be checked without this tool."),
        ),
    ] = None,
    trust_root: TrustRoot = None,
    format: Format = "text",
) -> None:
    check_format(format)
    try:
        paths = {i: request_path(i) for i in ids or []}
        with opened_registry() as (root, repository, objects):
            branch = _branch(repository, rev, allow_rewind=allow_rewind)
            tip = repository.resolve(rev or "HEAD")
            judgement, review = judge_with_frozen(objects, tip, find_pin(trust_root), year)
            if year is not None:  # what is frozen was judged of all years, like every other sign-off
                review = replace(review, requests={i: r for i, r in review.requests.items() if r.request.year == year})
            judgement = replace(judgement, problems=(*judgement.problems, *review.problems))
            lacking = [i for i in paths if i not in review.requests] if rev is None else []
            if error := not_committed(root, lacking, CommitTree(objects, judgement.tree)):
                raise error
            chosen = _chosen(review, list(paths), rev or "HEAD")
            names = names_in(objects, judgement.tree)
            if evidence is not None:
                _write_evidence(objects, judgement, review, chosen, evidence, everything=not paths and year is None)
    except UserError as error:
        if format != "json":
            raise
        emit_json(_as_json(None, None, [], None, error=words(error.message)))
        finish(2)
    judgement = _looked_back(repository, judgement, branch, min_tip, allow_rewind=allow_rewind)
    unmet = _unmet(review, chosen, everything=not ids) if require_approved else []
    if format == "json":
        emit_json(_as_json(judgement, review, chosen, names))
    else:
        for line in _lines(judgement, review, chosen, names):
            say(line)
        for i in unmet:
            why = review.requests[i].reasons if i in review.requests else (review.unreadable[i],)
            say(_("Not approved: {id} ({reasons})").format(id=one_line(i), reasons=joined(why, clauses=True)))
    finish(0 if judgement.trusted and not judgement.problems and not unmet else 1)


def _branch(repository: Repository, rev: str | None, *, allow_rewind: bool) -> str:
    """The branch whose past is remembered: the one checked out; "" where some other commit is looked at."""
    branch = (repository.branch() if rev is None else None) or ""
    if allow_rewind and not branch:
        raise UserError(
            _("--allow-rewind is about the branch that is checked out, not about --rev or a detached HEAD."),
            _("Check out the branch whose new state you accept, and leave out --rev."),
        )
    return branch


def _looked_back(
    repository: Repository, judgement: Judgement, branch: str, min_tip: str | None, *, allow_rewind: bool
) -> Judgement:
    """The judgement with what is wrong about its past: gone from the branch, or not as new as demanded."""
    if branch:
        judgement = seen.compare_and_remember(judgement, branch, allow_rewind=allow_rewind)
    return judgement if min_tip is None else seen.check_min_tip(repository, judgement, min_tip)


def _chosen(review: Review, ids: list[str], rev: str) -> list[str]:
    if missing := [i for i in ids if i not in review.requests]:
        raise UserError(
            _("There is no request {ids} in {rev}.").format(ids=joined(missing), rev=rev),
            _("`bwtb status` without an id lists all of them."),
        )
    return [i for i in review.requests if not ids or i in ids]


def _write_evidence(
    objects: Objects, judgement: Judgement, review: Review, chosen: list[str], file: Path, *, everything: bool
) -> None:
    """Write the evidence file. What this machine remembers of the branch is no part of it."""
    paths = None if everything else {review.requests[i].request.path for i in chosen}
    report = _as_json(judgement, review, chosen, names_in(objects, judgement.tree))
    content = evidences.build(objects, judgement, report, paths)
    with writing(file, _("Name another file after --evidence.")):
        write_file(file, content)
    note(_("Evidence written: {path}, {digest}.").format(path=file, digest=digest(content)))
    if not judgement.trusted:
        note(
            _(
                "Warning: nothing can be relied on as it stands, as the problems say; the evidence shows what there is, no more."
            )
        )


def _unmet(review: Review, chosen: list[str], *, everything: bool) -> list[str]:
    """What is not approved of these; where nothing was named, also every file that has no state at all."""
    unapproved = [i for i in chosen if review.requests[i].state not in ("approved", "proposed")]
    return [*unapproved, *review.unreadable] if everything else unapproved


def _as_json(
    judgement: Judgement | None,
    review: Review | None,
    chosen: list[str],
    names: Catalog | None,
    error: str | None = None,
) -> dict[str, Any]:
    """The whole answer; every key is always there. `error`: why nothing could be judged."""
    ring = judgement.keyring if judgement else None
    report: dict[str, Any] = {
        "version": 1,
        "trusted": judgement.trusted if judgement else False,
        "keyring": {"version": ring.version if ring else 0, "digest": ring.digest if ring else ""},
        "signoffs": [_signoff(judgement, review, d) for d in judgement.decisions] if judgement and review else [],
        "requests": {i: review.requests[i].state for i in chosen} if review else {},
        "problems": [_notice(n, names) for n in judgement.problems] if judgement and names else [],
        "warnings": [_notice(n, names) for n in (*judgement.warnings, *review.warnings)]
        if judgement and review and names
        else [],
    }
    return report if error is None else report | {"error": error}


def _notice(notice: Notice, names: Catalog) -> dict[str, str]:
    return {"code": notice.code, "message": words(with_names(notice.message, names)), "commit": notice.commit}


def _signoff(judgement: Judgement, review: Review, decision: Decision) -> dict[str, Any]:
    record = decision.record
    code = code_at_tip(judgement, review, decision)
    return {
        "commit": decision.commit,
        "party": record.party,
        "subject": {"kind": record.kind, "id": record.subject_id},
        "decision": record.decision,
        "valid": decision.valid and code != "FREEZE_MISMATCH",
        "code": code,
        "message": words(meaning(code)),
    }


def _lines(judgement: Judgement, review: Review, chosen: list[str], names: Catalog) -> Iterator[str]:
    """The keyring, decisions that do not count (with -v: all), problems and warnings, and how many are approved.

    `names`: the catalog of the tip, for the names of parties and units.
    """
    ring = judgement.keyring
    text = _("Commit {commit}: {count} commits, {signoffs} decisions.")
    yield text.format(commit=judgement.tip[:12], count=len(judgement.history), signoffs=len(judgement.decisions))
    if ring and judgement.trusted:
        yield _("Keyring version {version}, {digest}: pinned.").format(version=ring.version, digest=ring.digest)
    for decision in judgement.decisions:
        code = code_at_tip(judgement, review, decision)
        if decision.record.subject_id in chosen and (options().verbose or code != "OK"):
            what = _("{code}: {meaning}").format(code=code, meaning=words(meaning(code)))
            party = decision.record.party
            if party in PARTIES:  # as people know them, and by the code
                party = _("{name} ({code})").format(name=names.name("parties", party), code=party)
            yield f"  {decision.commit[:12]}  {decision.record.subject_id}  {party}  {what}"
    for heading, notices in (
        (_("Problem"), judgement.problems),
        (_("Warning"), (*judgement.warnings, *review.warnings)),
    ):
        for notice in notices:
            yield f"{heading} " + _("{code}: {meaning}").format(
                code=notice.code, meaning=words(with_names(notice.message, names))
            )
    states = [review.requests[i].state for i in chosen]
    approved, proposed = states.count("approved"), states.count("proposed")
    yield _("{approved} of {count} requests are approved.").format(approved=approved + proposed, count=len(chosen))
    if proposed:
        yield _("{count} of these are in a frozen proposal.").format(count=proposed)
