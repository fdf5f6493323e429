"""Approved requests → the annual proposal (article 6): chapters, totals, tables. Pure data, no format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from bwtb.base.messages import Named
from bwtb.base.typography import paragraphs
from bwtb.proposal import budget
from bwtb.proposal.entries import capability, entry_of
from bwtb.proposal.model import (
    CategoryEntries,
    Chapter,
    Entry,
    Excluded,
    Facts,
    MatrixRow,
    Proposal,
    StandingBasis,
    WorkPoint,
)
from bwtb.registry import schema
from bwtb.registry.catalogs import PARTIES, Catalog
from bwtb.registry.request import DESCRIPTION
from bwtb.review.states import RequestReview, Review
from bwtb.signing.record import digest

# Article 6, in the order of the chapters.
SUBJECTS = ("basis", *DESCRIPTION, "budget")


def _ordered(reviewed: Iterable[RequestReview], catalog: Catalog) -> tuple[Entry, ...]:
    """By category, then unit in the order of the catalog, then id."""
    categories, units = list(schema.codes("category")), catalog.codes("units")

    def place(one: Entry) -> tuple[int, int, str]:
        unit = units.index(one.unit.code) if one.unit.code in units else len(units)
        return categories.index(one.category.code), unit, one.id

    return tuple(sorted((entry_of(r, catalog) for r in reviewed), key=place))


def _groups(entries: Sequence[Entry]) -> tuple[CategoryEntries, ...]:
    categories = list(dict.fromkeys(e.category for e in entries))
    return tuple(CategoryEntries(c, tuple(e for e in entries if e.category == c)) for c in categories)


def _chapters(facts: Facts) -> dict[str, Chapter]:
    return {
        key: Chapter(key, schema.title(f"overview.{key}", "proposal"), paragraphs(facts.overview.get(key, "")))
        for key in SUBJECTS
    }


def _bases(entries: Sequence[Entry], catalog: Catalog) -> tuple[StandingBasis, ...]:
    """The standing documents of article 1 and the regulation; then those that requests cite, once each."""
    standing = [
        StandingBasis(title=str(b["title"]), number=str(b.get("number", "")), article=str(b.get("article", "")))
        for b in catalog.lists.get("bases", {}).values()
    ]
    known = {basis.title for basis in standing}
    cited: dict[tuple[str, str], list[str]] = {}
    for one in entries:
        for basis in one.basis:
            if not basis.work_point and basis.title and basis.title not in known:
                cited.setdefault((basis.title, basis.number), []).append(one.id)
    others = (
        StandingBasis(title=title, number=number, article="", requests=tuple(dict.fromkeys(ids)))
        for (title, number), ids in cited.items()
    )
    return (*standing, *others)


def _work_points(entries: Sequence[Entry], catalog: Catalog) -> tuple[WorkPoint, ...]:
    levels = schema.codes("level", "catalog/work_points")
    cited: dict[str, list[str]] = {}
    for one in entries:
        for basis in one.basis:
            if basis.work_point:
                cited.setdefault(basis.work_point, []).append(one.id)
    points = []
    for code in sorted(cited):
        found = catalog.entry("work_points", code) or {}
        level = str(found.get("level", ""))
        points.append(
            WorkPoint(
                code=code,
                year=int(found.get("year", 0)),
                level=levels.get(level, level),
                title=str(found.get("title", code)),
                text=str(found.get("text", "")),
                requests=tuple(cited[code]),
            )
        )
    return tuple(points)


def _matrix(entries: Sequence[Entry], catalog: Catalog) -> tuple[MatrixRow, ...]:
    """Every capability of annex 2, and which requests cite it."""
    cited = [{c.code for c in one.capabilities} for one in entries]
    return tuple(
        MatrixRow(capability(catalog, code), tuple(code in one for one in cited))
        for code in catalog.codes("capabilities")
    )


def _excluded(reviewed: RequestReview, catalog: Catalog) -> Excluded:
    request = reviewed.request
    return Excluded(
        id=request.id,
        title=request.title,
        unit=Named(request.unit, catalog.name("units", request.unit)),
        path=request.path,
        state=reviewed.state,
        digest=digest(request.raw),
        verdicts={party: (v.verdict, v.code) for party, v in reviewed.parties.items()},
        reasons=reviewed.reasons,
    )


def compile_proposal(review: Review, catalog: Catalog, facts: Facts, year: int) -> Proposal:
    """The proposal for `year`: what is approved in this review and nothing else (articles 6 to 9).

    补充需求 stands in its own list outside the totals (article 8); what is left out is in `excluded` with the reasons.
    """
    of_year = [r for key, r in sorted(review.requests.items()) if r.request.year == year]
    approved = [r for r in of_year if r.state == "approved"]
    entries = _ordered((r for r in approved if r.request.category != "supplementary"), catalog)
    supplementary = _ordered((r for r in approved if r.request.category == "supplementary"), catalog)
    return Proposal(
        year=year,
        commit=review.commit,
        time=review.time,
        facts=facts,
        chapters=_chapters(facts),
        groups=_groups(entries),
        entries=entries,
        supplementary=supplementary,
        bases=_bases(entries, catalog),
        work_points=_work_points(entries, catalog),
        totals=budget.totals(entries, supplementary, catalog),
        matrix=_matrix(entries, catalog),
        confirmations=tuple(e for e in entries if e.confirmation),
        integrations=tuple(e for e in entries if e.integration),
        excluded=tuple(_excluded(r, catalog) for r in of_year if r.state != "approved"),
        parties=tuple(Named(p, catalog.name("parties", p)) for p in PARTIES),
    )
