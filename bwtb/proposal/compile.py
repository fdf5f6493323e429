"""Approved requests → the annual proposal (article 6): chapters, totals, tables. Pure data, no format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

from bwtb.base.messages import Named
from bwtb.base.typography import paragraphs
from bwtb.proposal import budget
from bwtb.proposal.entries import capability, entry_of
from bwtb.proposal.model import (
    CategoryEntries,
    Chapter,
    Entry,
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

# Article 6, in the order of the chapters.
SUBJECTS = ("basis", *DESCRIPTION, "budget")

_Key = TypeVar("_Key")


def _ordered(reviewed: Iterable[RequestReview], catalog: Catalog) -> tuple[Entry, ...]:
    """By category, then unit in the order of the catalog, then id."""
    categories = list(schema.codes("category"))
    units = {code: place for place, code in enumerate(catalog.codes("units"))}

    def place(one: Entry) -> tuple[int, int, str]:
        return categories.index(one.category.code), units.get(one.unit.code, len(units)), one.id

    return tuple(sorted((entry_of(r, catalog) for r in reviewed), key=place))


def _cited(citations: Iterable[tuple[_Key, str]]) -> dict[_Key, tuple[str, ...]]:
    """What is cited → the ids of the requests that cite it, once each."""
    citing: dict[_Key, dict[str, None]] = {}
    for what, request in citations:
        citing.setdefault(what, {})[request] = None
    return {what: tuple(ids) for what, ids in citing.items()}


def _bases(entries: Sequence[Entry], catalog: Catalog) -> tuple[StandingBasis, ...]:
    """The standing documents of article 1 and the regulation; then those that requests cite, once each."""
    standing = [
        StandingBasis(title=str(b["title"]), number=str(b.get("number", "")), article=str(b.get("article", "")))
        for b in catalog.lists.get("bases", {}).values()
    ]
    known = {"", *(basis.title for basis in standing)}
    documents = _cited(
        ((b.title, b.number), e.id) for e in entries for b in e.basis if not b.work_point and b.title not in known
    )
    return (*standing, *(StandingBasis(*document, article="", requests=ids) for document, ids in documents.items()))


def _work_point(code: str, requests: tuple[str, ...], catalog: Catalog) -> WorkPoint:
    entry = catalog.entry("work_points", code) or {}
    level = str(entry.get("level", ""))
    return WorkPoint(
        code=code,
        year=int(entry.get("year", 0)),
        level=schema.codes("level", "catalog/work_points").get(level, level),
        title=schema.called(entry) or code,
        text=str(entry.get("text", "")),
        requests=requests,
    )


def compile_proposal(review: Review, catalog: Catalog, facts: Facts, year: int) -> Proposal:
    """The proposal for `year`: what is approved in this review and nothing else (articles 6 to 9).

    补充需求 stands in its own list outside the totals (article 8); what is left out is in `excluded` with the reasons.
    """
    of_year = [r for key, r in sorted(review.requests.items()) if r.request.year == year]
    approved = [r for r in of_year if r.state == "approved"]
    entries = _ordered((r for r in approved if r.request.category != "supplementary"), catalog)
    supplementary = _ordered((r for r in approved if r.request.category == "supplementary"), catalog)
    categories = dict.fromkeys(e.category for e in entries)
    points = _cited((b.work_point, e.id) for e in entries for b in e.basis if b.work_point)
    codes = [{c.code for c in e.capabilities} for e in entries]
    return Proposal(
        year=year,
        commit=review.commit,
        time=review.time,
        facts=facts,
        chapters={
            key: Chapter(key, schema.title(f"overview.{key}", "proposal"), paragraphs(facts.overview.get(key, "")))
            for key in SUBJECTS
        },
        groups=tuple(CategoryEntries(c, tuple(e for e in entries if e.category == c)) for c in categories),
        entries=entries,
        supplementary=supplementary,
        bases=_bases(entries, catalog),
        work_points=tuple(_work_point(code, points[code], catalog) for code in sorted(points)),
        totals=budget.totals(entries, supplementary, catalog),
        matrix=tuple(
            MatrixRow(capability(catalog, code), tuple(code in cited for cited in codes))
            for code in catalog.codes("capabilities")
        ),
        confirmations=tuple(e for e in entries if e.confirmation),
        integrations=tuple(e for e in entries if e.integration),
        excluded=tuple(r for r in of_year if r.state != "approved"),
        parties=tuple(Named(p, catalog.name("parties", p)) for p in PARTIES),
    )
