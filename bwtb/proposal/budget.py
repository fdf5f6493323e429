"""Totals of the proposal: summed in yuan, rounded only where they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from bwtb.base.messages import Named
from bwtb.base.typography import rounded_apart
from bwtb.proposal.model import Breakdown, BudgetLine, Entry, Share, Totals
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog


def _by_request(entries: Sequence[Entry], of: Callable[[Entry], Named], order: Sequence[str]) -> tuple[Share, ...]:
    """Every request added up by what it belongs to; one that costs nothing in the proposal's year counts as well."""
    return _shares(((of(e), e.id, e.platform, e.own) for e in entries), order)


def _by_line(entries: Sequence[Entry], of: Callable[[BudgetLine], Named], order: Sequence[str]) -> tuple[Share, ...]:
    """The lines of the proposal's year added up by what they are."""
    lines = ((entry, line) for entry in entries for line in entry.own_lines)
    return _shares(((of(x), e.id, x.amount if x.counted else 0, 0 if x.counted else x.amount) for e, x in lines), order)


def _shares(parts: Iterable[tuple[Named, str, int, int]], order: Sequence[str]) -> tuple[Share, ...]:
    """Place, request, platform's and unit's amount, added up by place, in the order of the codes named."""
    names: dict[str, str] = {}
    ids: dict[str, set[str]] = {}
    sums: dict[str, tuple[int, int]] = {}
    for place, request, platform, own in parts:
        names[place.code] = place.name
        ids.setdefault(place.code, set()).add(request)
        before = sums.get(place.code, (0, 0))
        sums[place.code] = before[0] + platform, before[1] + own
    rank = {code: position for position, code in enumerate(order)}
    codes = sorted(sums, key=lambda code: (rank.get(code, len(rank)), code))
    return tuple(
        Share(code=code, name=names[code], requests=len(ids[code]), platform=sums[code][0], own=sums[code][1])
        for code in codes
    )


def breakdown(key: str, rows: Iterable[Share]) -> Breakdown:
    """A summary table, and whether rounding shows in it."""
    rows = tuple(rows)
    platform, own = [r.platform for r in rows], [r.own for r in rows]
    apart = rounded_apart(platform, sum(platform)) or rounded_apart(own, sum(own))
    return Breakdown(key=key, rows=rows, rounded=apart)


def _later(entries: Sequence[Entry]) -> dict[int, tuple[int, int]]:
    sums: dict[int, list[int]] = {}
    for entry in entries:
        for line in entry.later:
            bearer = 1 if line.borne_by.code == "unit" else 0
            sums.setdefault(line.year, [0, 0])[bearer] += line.amount
    return {year: (both[0], both[1]) for year, both in sorted(sums.items())}


def totals(entries: Sequence[Entry], supplementary: Sequence[Entry], catalog: Catalog) -> Totals:
    """All totals of the year's requests; 补充需求 stands outside them (article 8)."""
    whole: dict[str, tuple[Callable[[Entry], Named], Sequence[str]]] = {
        "category": (lambda entry: entry.category, list(schema.codes("category"))),
        "unit": (lambda entry: entry.unit, catalog.codes("units")),
    }
    parts: dict[str, tuple[Callable[[BudgetLine], Named], Sequence[str]]] = {
        "kind": (lambda line: line.kind, catalog.codes("cost_kinds")),
        "funding": (lambda line: line.funding, list(schema.codes("scope.funding"))),
    }
    shares = {name: _by_request(entries, of, order) for name, (of, order) in whole.items()}
    shares |= {name: _by_line(entries, of, order) for name, (of, order) in parts.items()}
    return Totals(
        requests=len(entries),
        platform=sum(entry.platform for entry in entries),
        own=sum(entry.own for entry in entries),
        breakdowns={name: breakdown(name, rows) for name, rows in shares.items()},
        supplementary=sum(entry.platform + entry.own for entry in supplementary),
        later=_later(entries),
    )


def rounding_shows(entries: Sequence[Entry]) -> bool:
    """Whether the requests' amounts in 万元 fail to add up to the totals shown below them."""
    columns = [entry.platform for entry in entries], [entry.own for entry in entries]
    return any(rounded_apart(column, sum(column)) for column in columns)
