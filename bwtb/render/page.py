"""Proposal or form → one self-contained HTML page: an output of its own, and the source of the other documents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import count
from typing import Any

from bwtb.base.errors import UserError
from bwtb.base.messages import Message
from bwtb.proposal import Entry, Proposal, entry_of
from bwtb.proposal.budget import rounding_shows
from bwtb.proposal.charts import charts_of
from bwtb.proposal.entries import form_platforms, full_unit
from bwtb.registry.catalogs import PARTIES, Catalog
from bwtb.registry.request import DESCRIPTION, Request
from bwtb.registry.source import Source
from bwtb.render import messages
from bwtb.render.charts import chart, is_chart, svg
from bwtb.render.confined import render
from bwtb.render.elements import parse
from bwtb.render.layout.charts import size
from bwtb.render.layout.pagination import fits
from bwtb.render.layout.paper import PORTRAIT
from bwtb.render.markup import HEADINGS, block_model
from bwtb.review.states import RequestReview

ROUNDING_NOTE = "因四舍五入，分项之和与合计可能略有出入。"

# More than any document has; drawing takes a hundredth of a second each.
MOST_CHARTS = 100

# What a template may ask of a party that the catalog does not describe.
_NAMELESS = {"name": "", "short": "", "full_name": "", "area": ""}

_HEADING = re.compile(rf"<(?P<tag>{'|'.join(HEADINGS)})(?P<rest>(?:\s[^>]*)?)>(?P<text>.*?)</(?P=tag)>", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_FIGURE = re.compile(r"(<figure(?:\s[^<>]*)?>)(.*?</figure>)", re.DOTALL)
_CONTENTS = re.compile(r'(<nav class="toc">)\s*(</nav>)')


def _shared(catalog: Catalog) -> dict[str, Any]:
    """What every template is given."""
    return {
        "subjects": DESCRIPTION,
        "form_platforms": form_platforms(catalog),
        "regulation": {"title": "", "number": "", **catalog.regulation()},
        "parties": {code: {**_NAMELESS, **catalog.party(code)} for code in PARTIES},
    }


def proposal_page(proposal: Proposal, catalog: Catalog, source: Source | None = None) -> str:
    """The annual proposal. `source` holds the registry's own templates, as they stand in the commit."""
    page = render(
        "proposal.html.j2",
        source,
        proposal=proposal,
        rounding_note=ROUNDING_NOTE,
        entries_rounded=rounding_shows(proposal.entries),
        charts=charts_of(proposal),
        **_shared(catalog),
    )
    return with_charts(with_contents(page))


def form_page(
    entry: Entry,
    catalog: Catalog,
    source: Source | None = None,
    *,
    copies: Sequence[str] = (),
    history: Sequence[Mapping[str, str]] = (),
) -> str:
    """The application form of annex 1: on one page, with the description on an attached one where it does not fit.

    `copies`: whose each copy is; none: one form that is nobody's copy. `history`: where the request is looked at, its
    changes (date, commit, author, subject), newest first.
    """

    def page(attached: bool, copies: Sequence[str], history: Sequence[Mapping[str, str]]) -> str:
        context = {"entry": entry, "attached": attached, "copies": copies, "history": history, **_shared(catalog)}
        return with_charts(with_contents(render("form.html.j2", source, **context)))

    inline = block_model(page(False, copies[:1], ()))
    return page(not all(fits(section) for section in inline.sections), copies, history)


def blank_entry(catalog: Catalog) -> Entry:
    """The entry of an empty form."""
    return entry_of(RequestReview(request=Request("", b"", {}), state="", amount=0, parties={}), catalog)


def opinion_page(entry: Entry, catalog: Catalog, source: Source | None = None) -> str:
    """The 整合意见 that the centre issues on a request of 业务整合类 with interfaces (article 7)."""
    given = entry.integration.opinion if entry.integration else {}
    centre = catalog.party("centre")
    sender = str(centre.get("full_name", ""))
    # Who typed the centre's short name meant the centre; another issuer stands as typed.
    names = {"", sender, str(centre.get("name", "")), full_unit(catalog, str(centre.get("unit", "")))}
    issuer = given.get("issuer", "")
    page = render(
        "opinion.html.j2",
        source,
        entry=entry,
        opinion=given,
        sender=sender if issuer in names else issuer,
        **_shared(catalog),
    )
    return with_charts(page)


def with_charts(page: str) -> str:
    """The page with every chart drawn: a picture before the table that holds its values. Raises UserError as `chart`."""
    numbers = count(1)

    def draw(figure: re.Match[str]) -> str:
        described = next(filter(is_chart, parse(figure[0]).elements()), None)
        if described is None:
            return figure[0]
        one = chart(described)
        if next(numbers) > MOST_CHARTS:
            raise UserError(Message(messages.TOO_MANY_CHARTS, number=MOST_CHARTS))
        return f"{figure[1]}\n{svg.draw(one, *size(one, PORTRAIT))}{figure[2]}"

    # What begins behind the last figure's end has none; looking for it from each beginning would take long.
    figures, end, rest = page.rpartition("</figure>")
    return _FIGURE.sub(draw, figures + end) + rest


def with_contents(page: str) -> str:
    """The page with an id on every heading and its table of contents filled in with chapters and sections."""
    items: list[str] = []
    numbers = count(1)

    def mark(match: re.Match[str]) -> str:
        number, level = next(numbers), HEADINGS[match["tag"]]
        if level <= 2:
            text = _TAG.sub("", match["text"]).strip()
            items.append(f'<li class="level-{level}"><a href="#h{number}">{text}</a></li>')
        return f'<{match["tag"]} id="h{number}"{match["rest"]}>{match["text"]}</{match["tag"]}>'

    page = _HEADING.sub(mark, page)
    contents = "<ol>\n" + "\n".join(items) + "\n</ol>" if items else ""
    return _CONTENTS.sub(lambda m: m[1] + contents + m[2], page)
