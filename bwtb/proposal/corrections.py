"""How a corrected proposal differs from the version that was frozen before it. Pure data, no format."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from bwtb.proposal.entry import entry
from bwtb.proposal.model import Change, Correction, Entry, Proposal
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog
from bwtb.review.differences import changed_fields
from bwtb.review.states import RequestReview


def corrected(proposal: Proposal, number: int, previous: Mapping[str, RequestReview], catalog: Catalog) -> Proposal:
    """The proposal as version `number` of its year, with the difference to the version before.

    `previous` are that version's requests as they were frozen, by id.
    """
    old = {i: entry(row, catalog) for i, row in previous.items()}
    now = {e.id: e for e in (*proposal.entries, *proposal.supplementary)}
    order = [*now, *(i for i in old if i not in now)]
    changes = [c for i in order if (c := _change(old.get(i), now.get(i))) is not None]
    correction = Correction(number - 1, tuple(changes), _total(old.values()), proposal.totals.platform)
    return replace(proposal, number=number, correction=correction)


def _change(old: Entry | None, now: Entry | None) -> Change | None:
    one = now or old
    if one is None or (old and now and old.request.raw == now.request.raw):
        return None
    kind = "changed" if old and now else "added" if now else "removed"
    fields = _labels(old, now) if old and now else ()
    before, after = (e.platform if e else None for e in (old, now))
    return Change(kind, one.id, one.title, one.units, before, after, fields)


def _labels(old: Entry, now: Entry) -> tuple[str, ...]:
    return tuple(dict.fromkeys(schema.title(pointer) for pointer in changed_fields(old.request, now.request)))


def _total(entries: Iterable[Entry]) -> int:
    """The annual total, which 补充需求 is no part of (article 8)."""
    return sum(e.platform for e in entries if e.supplementary is None)
