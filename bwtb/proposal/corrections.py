"""How a corrected proposal differs from the version that was frozen before it. Pure data, no format."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from bwtb.proposal.entries import entry_of
from bwtb.proposal.model import Correction, Difference, Entry, Proposal
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog
from bwtb.review.differences import changed_fields
from bwtb.review.states import RequestReview


def corrected(proposal: Proposal, number: int, previous: Mapping[str, RequestReview], catalog: Catalog) -> Proposal:
    """The proposal as version `number` of its year, with the difference to the version before.

    `previous` are that version's requests as they were frozen, by id.
    """
    old = {i: entry_of(row, catalog) for i, row in previous.items()}
    now = {e.id: e for e in (*proposal.entries, *proposal.supplementary)}
    changes = (_difference(old.get(i), now.get(i)) for i in (*now, *(i for i in old if i not in now)))
    correction = Correction(
        previous=number - 1,
        changes=tuple(change for change in changes if change),
        # The annual total, which 补充需求 is no part of (article 8).
        before=sum(e.platform for e in old.values() if e.supplementary is None),
        after=proposal.totals.platform,
    )
    return replace(proposal, number=number, correction=correction)


def _difference(old: Entry | None, now: Entry | None) -> Difference | None:
    one = now or old
    if one is None or (old and now and old.request.raw == now.request.raw):
        return None
    kind = "changed" if old and now else "added" if now else "removed"
    fields = changed_fields(old.request, now.request) if old and now else ()
    return Difference(
        kind=kind,
        id=one.id,
        title=one.title,
        units=one.units,
        before=old.platform if old else None,
        after=now.platform if now else None,
        fields=tuple(dict.fromkeys(schema.title(pointer) for pointer in fields)),
    )
