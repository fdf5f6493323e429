"""Totals of the proposal: summed in yuan, rounded only where they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bwtb.base.messages import Named
from bwtb.base.typography import rounded_apart
from bwtb.proposal.model import Breakdown, Entry, Share, Totals
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog

# What is added up: what it belongs to, the request's id, and yuan borne by the platform and by the unit.
Part = tuple[Named, str, int, int]


def _breakdown(key: str, order: Iterable[str], parts: Iterable[Part]) -> Breakdown:
    """The parts added up by what they belong to, in the order of the codes named, and whether rounding shows in it."""
    groups: dict[str, list[Part]] = {}
    for part in parts:
        groups.setdefault(part[0].code, []).append(part)
    rank = {code: position for position, code in enumerate(order)}
    rows = tuple(
        Share(
            code=code,
            name=group[-1][0].name,
            requests=len({request for _name, request, _platform, _own in group}),
            platform=sum(platform for _name, _request, platform, _own in group),
            own=sum(own for _name, _request, _platform, own in group),
        )
        for code, group in sorted(groups.items(), key=lambda item: (rank.get(item[0], len(rank)), item[0]))
    )
    return Breakdown(key=key, rows=rows, rounded=rounding_shows(rows))


def _later(entries: Sequence[Entry]) -> dict[int, tuple[int, int]]:
    """Later year → yuan borne by the platform and by the units."""
    lines = [line for entry in entries for line in entry.later]
    sums = {year: [0, 0] for year in sorted({line.year for line in lines})}
    for line in lines:
        sums[line.year][line.borne_by.code == "unit"] += line.amount
    return {year: (platform, own) for year, (platform, own) in sums.items()}


def totals(entries: Sequence[Entry], supplementary: Sequence[Entry], catalog: Catalog) -> Totals:
    """All totals of the year's requests; 补充需求 stands outside them (article 8).

    A request that costs nothing in the proposal's year counts in its category and unit as well.
    """
    lines = [
        (line, (entry.id, line.amount if line.counted else 0, 0 if line.counted else line.amount))
        for entry in entries
        for line in entry.own_lines
    ]
    breakdowns = (
        _breakdown("category", schema.codes("category"), ((e.category, e.id, e.platform, e.own) for e in entries)),
        _breakdown("unit", catalog.codes("units"), ((e.unit, e.id, e.platform, e.own) for e in entries)),
        _breakdown("kind", catalog.codes("cost_kinds"), ((line.kind, *part) for line, part in lines)),
        _breakdown("funding", schema.codes("scope.funding"), ((line.funding, *part) for line, part in lines)),
    )
    return Totals(
        requests=len(entries),
        platform=sum(entry.platform for entry in entries),
        own=sum(entry.own for entry in entries),
        breakdowns={breakdown.key: breakdown for breakdown in breakdowns},
        supplementary=sum(entry.platform + entry.own for entry in supplementary),
        later=_later(entries),
    )


def rounding_shows(rows: Sequence[Entry | Share]) -> bool:
    """Whether the rows' amounts in 万元 fail to add up to the totals shown below them."""
    columns = [row.platform for row in rows], [row.own for row in rows]
    return any(rounded_apart(column, sum(column)) for column in columns)
