"""How `bwtb status` shows requests: a paragraph each, and how many are in which state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from bwtb.base.languages import _, joined, ngettext, words
from bwtb.cli.terminal import Styled, money
from bwtb.cli.views import states
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog
from bwtb.registry.layout import request_id
from bwtb.review.states import RequestReview

Line = tuple[str | Styled, ...]


def table(rows: Sequence[RequestReview], catalog: Catalog, corrections: Mapping[str, RequestReview]) -> Iterator[Line]:
    """The lines, in parts to be printed one after another.

    `corrections`: by id, what became of frozen requests that were edited afterwards.
    """
    if not rows:
        yield (_("No request matches."),)
    for row in rows:
        id, request = request_id(row.request.path), row.request
        category = words(schema.code_label("/category", request.category))
        yield (f"{id}  ", states.state(row.state), f"  {request.title}")
        yield (f"  {catalog.name('units', request.unit)} · {category} · {money(row.amount)}",)
        if row.state != "draft":
            yield ("  ", *_verdicts(row, catalog))
        yield from ((f"  → {words(reason)}",) for reason in row.reasons)
        if now := corrections.get(id):
            text = _("edited since version {number} was frozen; the new text: ").format(number=row.frozen)
            yield ("  → ", text, states.state(now.state))
            yield ("    ", *_verdicts(now, catalog))
            yield from ((f"    → {words(reason)}",) for reason in now.reasons)
    if len(rows) > 1:
        yield (_summary(rows),)


def _verdicts(row: RequestReview, catalog: Catalog) -> Iterator[str | Styled]:
    """Each party's name and verdict, on one line."""
    for number, party in enumerate(states.deciding(row)):
        yield ("　" if number else "") + catalog.name("parties", party) + " "
        yield states.verdict(row.parties[party].verdict)


def _summary(rows: Sequence[RequestReview]) -> str:
    counts = {state: sum(row.state == state for row in rows) for state in states.STATES}
    parts = [
        _("{count} {state}").format(count=count, state=_(states.STATES[state]))
        for state, count in counts.items()
        if count
    ]
    return ngettext("{count} request: {parts}", "{count} requests: {parts}", len(rows)).format(
        count=len(rows), parts=joined(parts)
    )
