"""`bwtb status`: who signed what, what is missing or stale, and what to do next."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from bwtb.actions.signoff import Desk, desk_at, waiting
from bwtb.base.errors import UserError
from bwtb.base.languages import _, joined, ngettext, words
from bwtb.base.messages import one_line
from bwtb.cli.command import App
from bwtb.cli.history.opening import opened_registry, why_nothing_is_approved
from bwtb.cli.history.uncommitted import new_requests, not_committed
from bwtb.cli.parameters.names import pick, units
from bwtb.cli.parameters.shared import Format, Ids, TrustRoot, Year, check_format
from bwtb.cli.terminal import emit_json, note, say
from bwtb.cli.views.states import parties_as_json, table
from bwtb.freezing.states import with_frozen
from bwtb.git import Repository
from bwtb.git.checkout import taken_out
from bwtb.registry.catalogs import PARTIES, Catalog
from bwtb.registry.layout import request_id
from bwtb.registry.source import differing_paths
from bwtb.registry.worktree import WorkTree
from bwtb.review.states import RequestReview, Review
from bwtb.signing.notices import with_names
from bwtb.signing.pin import find_pin

app = App()

# Nothing is left to decide on these.
SETTLED = ("approved", "proposed", "rejected")


@app.command(
    help=_("Who signed what at the last commit, what is missing or stale, and what to do next."),
    epilog=_("Example: bwtb status --party office --pending"),
)
def status(
    ids: Ids = None,
    year: Year = None,
    unit: Annotated[str | None, typer.Option("--unit", help=_("Only this unit's requests (code or name)."))] = None,
    party: Annotated[
        str | None,
        typer.Option(
            "--party",
            metavar="|".join(PARTIES),
            help=_("Only what this party has not approved; with --pending, what waits for it."),
        ),
    ] = None,
    pending: Annotated[bool, typer.Option("--pending", help=_("Only what is not settled yet."))] = False,
    trust_root: TrustRoot = None,
    format: Format = "text",
) -> None:
    check_format(format)
    if party is not None and party not in PARTIES:
        raise UserError(
            _("--party takes one of {parties}, not “{value}”.").format(parties=", ".join(PARTIES), value=party)
        )
    with opened_registry() as (root, repository, objects):
        pin, watched = find_pin(trust_root), repository.branch() or ""
        desk = desk_at(objects, "", repository.resolve("HEAD"), pin, watched=watched)
        review = with_frozen(objects, desk.judgement, desk.review, {year} if year is not None else None)
        edited = differing_paths(WorkTree(root), desk.source) if repository.work_tree else []
        if error := not_committed(root, [id for id in ids or [] if id not in review.requests], desk.source):
            raise error
        new = new_requests(root, map(request_id, edited), desk.source)
    code = pick(unit, units(desk.catalog), "--unit") if unit is not None else None
    rows = _open(desk, _named(review, ids or [], year, code), party, pending=pending)
    if format == "json":
        emit_json({"version": 1, "requests": [_as_json(row) for row in rows]})
        return
    for line in table(rows, desk.catalog, _corrections(desk.review, rows)):
        say(*line)
    _tell_what_is_wrong(review, desk.catalog)
    _tell_differences(repository, desk, edited, new)
    for warning in why_nothing_is_approved(desk.judgement, desk.catalog):
        note(warning)


def _named(review: Review, ids: list[str], year: int | None, unit: str | None) -> list[RequestReview]:
    """The requests of these ids, this year and this unit; nothing said: all. Raises UserError for an id that there is not."""
    if missing := [id for id in ids if id not in review.requests]:
        raise UserError(
            _("There is no request {ids} in the last commit.").format(ids=joined(missing)),
            _("`bwtb status` without an id lists all of them."),
        )
    rows = (row for id, row in review.requests.items() if not ids or id in ids)
    return [r for r in rows if year in (None, r.request.year) and (unit is None or unit in r.request.units)]


def _open(desk: Desk, rows: list[RequestReview], party: str | None, *, pending: bool) -> list[RequestReview]:
    """Of these requests those that the party has not approved or, with `pending`, that wait for it.

    `pending` alone: those not settled. What waits is asked of the requests as they stand, frozen or not.
    """
    if pending and party is not None:
        wanted = waiting(desk, party)
        return [row for row in rows if request_id(row.request.path) in wanted]
    if party is not None:
        return [row for row in rows if row.parties[party].verdict != "approved"]
    if pending:
        corrections = _corrections(desk.review, rows)
        return [row for row in rows if corrections.get(request_id(row.request.path), row).state not in SETTLED]
    return rows


def _corrections(at_tip: Review, rows: list[RequestReview]) -> dict[str, RequestReview]:
    """Frozen requests whose text is another one by now, as they stand at the last commit."""
    frozen = {request_id(row.request.path): row for row in rows if row.frozen}
    now = {id: at_tip.requests[id] for id in frozen if id in at_tip.requests}
    return {id: row for id, row in now.items() if row.request.raw != frozen[id].request.raw}


def _tell_what_is_wrong(review: Review, catalog: Catalog) -> None:
    """What is to be said of frozen proposals, and the files that have no state."""
    for notice in (*review.problems, *review.notes):
        note(_("{code}: {meaning}").format(code=notice.code, meaning=words(with_names(notice.message, catalog))))
    for path, problem in review.unreadable.items():
        note(_("{path} cannot be read: {problem}").format(path=one_line(path), problem=words(problem)))


def _tell_differences(repository: Repository, desk: Desk, edited: list[str], new: list[str]) -> None:
    """Where work tree and index are not the last commit, which alone is shown; `new` are the ids of requests it lacks."""
    if new:
        text = _("Not committed yet, so not shown: {ids}. `bwtb status {id}` says what to do.")
        note(text.format(ids=joined(new), id=new[0]))
    edited = [path for path in edited if request_id(path) not in new]
    if edited:
        text = ngettext(
            "Note: {count} file differs from the last commit; only what is committed is shown.",
            "Note: {count} files differ from the last commit; only what is committed is shown.",
            len(edited),
        )
        note(text.format(count=len(edited)))
    if lacking := taken_out(repository, {d.record.file_path for d in desk.judgement.decisions if d.valid}):
        text = _(
            "Note: the index lacks records of sign-offs, as after a `bwtb sign` that was killed. The sign-offs count all the"
            " same, but the next `git commit` would take the files out. Remove .git/index.lock if it is there; then"
            " `git restore --staged --worktree {paths}` puts them back."
        )
        note(text.format(paths=" ".join(lacking)))


def _as_json(row: RequestReview) -> dict[str, Any]:
    return {
        "id": request_id(row.request.path),
        "title": row.request.title,
        "unit": row.request.unit,
        "category": row.request.category,
        "state": row.state,
        "amount": row.amount,
        "parties": parties_as_json(row),
    }
