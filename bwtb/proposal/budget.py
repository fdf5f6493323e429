"""Totals of the proposal: summed in yuan, rounded only where they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bwtb import schema
from bwtb.catalog import Catalog
from bwtb.proposal.model import Breakdown, BudgetLine, Entry, Named, Share, Totals
from bwtb.typography import rounded_apart

Key = Callable[[Entry, BudgetLine], Named]


def _shares(entries: Sequence[Entry], key: Key, order: Sequence[str]) -> tuple[Share, ...]:
    """The lines of the proposal's year added up by what `key` gives, in the order of the codes named."""
    names: dict[str, str] = {}
    ids: dict[str, set[str]] = {}
    sums: dict[str, list[int]] = {}
    for entry in entries:
        for line in entry.own_lines:
            place = key(entry, line)
            names[place.code] = place.name
            ids.setdefault(place.code, set()).add(entry.id)
            sums.setdefault(place.code, [0, 0])[0 if line.counted else 1] += line.amount
    rank = {code: position for position, code in enumerate(order)}
    codes = sorted(sums, key=lambda code: (rank.get(code, len(rank)), code))
    return tuple(Share(code, names[code], len(ids[code]), *sums[code]) for code in codes)


def breakdown(key: str, rows: Iterable[Share]) -> Breakdown:
    """A summary table, and whether rounding shows in it."""
    rows = tuple(rows)
    platform, own = [r.platform for r in rows], [r.own for r in rows]
    return Breakdown(key, rows, rounded_apart(platform, sum(platform)) or rounded_apart(own, sum(own)))


def _later(entries: Sequence[Entry]) -> dict[int, tuple[int, int]]:
    sums: dict[int, list[int]] = {}
    for entry in entries:
        for line in entry.later:
            bearer = 1 if line.borne_by.code == "unit" else 0
            sums.setdefault(line.year, [0, 0])[bearer] += line.amount
    return {year: (both[0], both[1]) for year, both in sorted(sums.items())}


def totals(entries: Sequence[Entry], supplementary: Sequence[Entry], catalog: Catalog) -> Totals:
    """All totals of the year's requests; 补充需求 stands outside them (article 8)."""
    keys: dict[str, tuple[Key, Sequence[str]]] = {
        "category": (lambda entry, line: entry.category, list(schema.codes("category"))),
        "unit": (lambda entry, line: entry.unit, catalog.codes("units")),
        "kind": (lambda entry, line: line.kind, catalog.codes("cost_kinds")),
        "funding": (lambda entry, line: line.funding, list(schema.codes("scope.funding"))),
    }
    return Totals(
        requests=len(entries),
        platform=sum(entry.platform for entry in entries),
        own=sum(entry.own for entry in entries),
        breakdowns={name: breakdown(name, _shares(entries, key, order)) for name, (key, order) in keys.items()},
        supplementary=sum(entry.platform + entry.own for entry in supplementary),
        later=_later(entries),
    )


def rounding_shows(entries: Sequence[Entry]) -> bool:
    """Whether the requests' amounts in 万元 fail to add up to the totals shown below them."""
    columns = [entry.platform for entry in entries], [entry.own for entry in entries]
    return any(rounded_apart(column, sum(column)) for column in columns)
