"""`bwtb status`: who signed what, what is missing or stale, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Annotated, Any

import typer

from bwtb.actions.signoff import Desk, desk_at, waiting
from bwtb.base.errors import UserError
from bwtb.base.languages import _, joined, ngettext, words
from bwtb.base.messages import N_, one_line
from bwtb.cli.command import App
from bwtb.cli.history.opening import judging, open_registry, unsettled
from bwtb.cli.options import options
from bwtb.cli.parameters.names import pick, units
from bwtb.cli.parameters.shared import Format, Ids, TrustRoot, Year, check_format
from bwtb.cli.terminal import Styled, emit_json, money, note, say
from bwtb.freezing import overlay
from bwtb.git import open_objects
from bwtb.git.checkout import taken_out
from bwtb.registry import schema
from bwtb.registry.catalogs import PARTIES, Catalog
from bwtb.registry.layout import request_id
from bwtb.registry.source import differing_paths
from bwtb.registry.worktree import WorkTree
from bwtb.review.states import RequestReview, Review, deciding_parties
from bwtb.signing.pin import pin as find_pin

app = App()

STATES = {
    "draft": N_("draft"),
    "submitted": N_("submitted"),
    "in_review": N_("in review"),
    "approved": N_("approved"),
    "returned": N_("returned"),
    "rejected": N_("rejected"),
    "proposed": N_("in the frozen proposal"),
}
STYLES = {
    "approved": "green", "proposed": "green", "returned": "yellow", "rejected": "bold red", "stale": "yellow", "invalid": "bold red",
    "draft": "dim", "missing": "dim",
}  # fmt: skip
VERDICTS = {
    "approved": N_("✓ approved"),
    "returned": N_("↩ returned"),
    "rejected": N_("✗ rejected"),
    "withdrawn": N_("– withdrawn"),
    "stale": N_("⚠ stale"),
    "missing": N_("· missing"),
    "invalid": N_("⚠ invalid"),
}


@app.command(
    help=_("Who signed what at the last commit, what is missing or stale, and what to do next."),
    epilog=_("Example: bwtb status --party office --pending"),
)
def status(
    ids: Ids = None,
    year: Year = None,
    unit: Annotated[
        str | None, typer.Option("--unit", help=_("Only this unit's requests (code or name)."), show_default=False)
    ] = None,
    party: Annotated[
        str | None,
        typer.Option(
            "--party",
            metavar="|".join(PARTIES),
            help=_("Only what this party has not approved; with --pending, what waits for it."),
            show_default=False,
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
    root, repository = open_registry(options().registry)
    with judging(), open_objects(repository) as objects:
        pin, watched = find_pin(trust_root), repository.branch() or ""
        desk = desk_at(repository, objects, "", repository.resolve("HEAD"), pin, watched=watched)
        review = overlay(objects, desk.judgement, desk.review, {year} if year is not None else None)
        edited = differing_paths(WorkTree(root), desk.source) if repository.work_tree else []
    catalog = desk.catalog
    rows = _selected(desk, review, ids or [], year, unit, party, pending=pending)
    if format == "json":
        emit_json({"version": 1, "requests": [_as_json(r) for r in rows]})
        return
    _print(rows, catalog, _corrections(desk.review, rows))
    for found in (*review.problems, *review.notes):
        note(_("{code}: {meaning}").format(code=found.code, meaning=words(found.message)))
    for path, problem in review.unreadable.items():
        note(_("{path} cannot be read: {problem}").format(path=one_line(path), problem=words(problem)))
    if edited:
        note(
            ngettext(
                "Note: {count} file differs from the last commit; only what is committed is shown.",
                "Note: {count} files differ from the last commit; only what is committed is shown.",
                len(edited),
            ).format(count=len(edited))
        )
    if lacking := taken_out(repository, {d.record.file_path for d in desk.judgement.decisions if d.valid}):
        note(
            _(
                "Note: the index lacks records of sign-offs, as after a `bwtb sign` that was killed. The sign-offs count all the"
                " same, but the next `git commit` would take the files out. Remove .git/index.lock if it is there; then"
                " `git restore --staged --worktree {paths}` puts them back."
            ).format(paths=" ".join(lacking))
        )
    for warning in unsettled(desk.judgement):
        note(warning)


def _selected(
    desk: Desk,
    review: Review,
    ids: list[str],
    year: int | None,
    unit: str | None,
    party: str | None,
    *,
    pending: bool,
) -> list[RequestReview]:
    """The rows that are asked for. What waits is asked of the requests as they stand, frozen or not."""
    catalog = desk.catalog
    if missing := [i for i in ids if i not in review.requests]:
        raise UserError(
            _("There is no request {ids} in the last commit.").format(ids=joined(missing)),
            _("`bwtb status` without an id lists all of them."),
        )
    if unit is not None:
        unit = pick(unit, units(catalog), "--unit")
    rows = [row for id, row in review.requests.items() if (not ids or id in ids) and year in (None, row.request.year)]
    if unit is not None:
        rows = [r for r in rows if unit in r.request.units]
    if pending and party is not None:
        wanted = set(waiting(desk, party))
        rows = [r for r in rows if request_id(r.request.path) in wanted]
    elif party is not None:
        rows = [r for r in rows if r.parties[party].verdict != "approved"]
    elif pending:
        changed = _corrections(desk.review, rows)
        now = {id: changed.get(id, row) for id, row in review.requests.items()}
        rows = [r for r in rows if now[request_id(r.request.path)].state not in ("approved", "proposed", "rejected")]
    return rows


def _corrections(at_tip: Review, rows: list[RequestReview]) -> dict[str, RequestReview]:
    """Frozen requests whose text is another one by now, as they stand at the last commit."""
    now = {request_id(r.request.path): at_tip.requests.get(request_id(r.request.path)) for r in rows if r.frozen}
    frozen = {request_id(r.request.path): r for r in rows}
    return {id: row for id, row in now.items() if row is not None and row.request.raw != frozen[id].request.raw}


def _as_json(row: RequestReview) -> dict[str, Any]:
    return {
        "id": request_id(row.request.path),
        "title": row.request.title,
        "unit": row.request.unit,
        "category": row.request.category,
        "state": row.state,
        "amount": row.amount,
        "parties": {
            name: {
                "verdict": p.verdict, "code": p.code, "decision": p.decision, "opinion": p.opinion, "signer": p.signer,
                "key": p.key, "commit": p.commit, "date": p.date,
            }
            for name, p in row.parties.items()
        },
    }  # fmt: skip


def _print(rows: list[RequestReview], catalog: Catalog, corrections: Mapping[str, RequestReview]) -> None:
    if not rows:
        say(_("No request matches."))
        return
    for row in rows:
        request = row.request
        category = words(schema.code_label("/category", request.category))
        say(
            f"{request_id(request.path)}  ",
            Styled(_(STATES[row.state]), STYLES.get(row.state, "")),
            f"  {request.title}",
        )
        say(f"  {catalog.name('units', request.unit)} · {category} · {money(row.amount)}")
        if row.state != "draft":
            say("  ", *_verdicts(row, catalog))
        for reason in row.reasons:
            say(f"  → {words(reason)}")
        if now := corrections.get(request_id(request.path)):
            say(
                "  → ",
                _("edited since version {number} was frozen; the new text: ").format(number=row.frozen),
                Styled(_(STATES[now.state]), STYLES.get(now.state, "")),
            )
            say("    ", *_verdicts(now, catalog))
            for reason in now.reasons:
                say(f"    → {words(reason)}")
    if len(rows) > 1:
        say(_summary(rows))


def deciding(row: RequestReview) -> tuple[str, ...]:
    """The parties that decide on a request, and any other that has signed it all the same."""
    expected = deciding_parties(row.request)
    return tuple(p for p, v in row.parties.items() if p in expected or v.verdict != "missing")


def _verdicts(row: RequestReview, catalog: Catalog) -> Iterator[str | Styled]:
    """Each party's name and verdict, on one line."""
    for place, party in enumerate(deciding(row)):
        verdict = row.parties[party]
        yield ("　" if place else "") + catalog.name("parties", party) + " "
        yield Styled(_(VERDICTS[verdict.verdict]), STYLES.get(verdict.verdict, ""))


def _summary(rows: list[RequestReview]) -> str:
    counts = {state: sum(r.state == state for r in rows) for state in STATES}
    parts = [
        _("{count} {state}").format(count=count, state=_(STATES[state])) for state, count in counts.items() if count
    ]
    return ngettext("{count} request: {parts}", "{count} requests: {parts}", len(rows)).format(
        count=len(rows), parts=joined(parts)
    )
