"""How states of requests and verdicts of parties are shown: labels, colours, and the same for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bwtb.base.languages import _, joined, ngettext, words
from bwtb.base.messages import N_
from bwtb.cli.terminal import Styled, money
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog
from bwtb.registry.layout import request_id
from bwtb.review.states import RequestReview, deciding_parties

Line = tuple[str | Styled, ...]  # a line in parts, to be printed one after another
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


def state(code: str) -> Styled:
    """A state's label in its colour."""
    return _(STATES[code]), STYLES.get(code, "")


def deciding(reviewed: RequestReview) -> tuple[str, ...]:
    """The parties that decide on a request, and any other that has signed it all the same."""
    expected = deciding_parties(reviewed.request)
    return tuple(p for p, v in reviewed.parties.items() if p in expected or v.verdict != "missing")


def parties_as_json(reviewed: RequestReview) -> dict[str, dict[str, str]]:
    """Each party's verdict on a request, for programs."""
    return {
        name: {
            "verdict": p.verdict, "code": p.code, "decision": p.decision, "opinion": p.opinion, "signer": p.signer,
            "key": p.key, "commit": p.commit, "date": p.date,
        }
        for name, p in reviewed.parties.items()
    }  # fmt: skip


def table(rows: Sequence[RequestReview], catalog: Catalog, corrections: Mapping[str, RequestReview]) -> Iterator[Line]:
    """The lines, in parts to be printed one after another.

    `corrections`: by id, what became of frozen requests that were edited afterwards.
    """
    if not rows:
        yield (_("No request matches."),)
    for row in rows:
        id, request = request_id(row.request.path), row.request
        category = words(schema.code_label("/category", request.category))
        yield (f"{id}  ", state(row.state), f"  {request.title}")
        yield (f"  {catalog.name('units', request.unit)} · {category} · {money(row.amount)}",)
        if row.state != "draft":
            yield ("  ", *_verdicts(row, catalog))
        yield from ((f"  → {words(reason)}",) for reason in row.reasons)
        if now := corrections.get(id):
            text = _("edited since version {number} was frozen; the new text: ").format(number=row.frozen)
            yield ("  → ", text, state(now.state))
            yield ("    ", *_verdicts(now, catalog))
            yield from ((f"    → {words(reason)}",) for reason in now.reasons)
    if len(rows) > 1:
        counts = {code: sum(row.state == code for row in rows) for code in STATES}
        parts = [_("{count} {state}").format(count=n, state=_(STATES[code])) for code, n in counts.items() if n]
        total = ngettext("{count} request: {parts}", "{count} requests: {parts}", len(rows))
        yield (total.format(count=len(rows), parts=joined(parts)),)


def _verdicts(row: RequestReview, catalog: Catalog) -> Iterator[str | Styled]:
    """Each party's name and verdict, on one line."""
    for number, party in enumerate(deciding(row)):
        yield ("　" if number else "") + catalog.name("parties", party) + " "
        verdict = row.parties[party].verdict
        yield _(VERDICTS[verdict]), STYLES.get(verdict, "")
