"""Proposal or form → one self-contained HTML page: an output of its own, and the source of the other documents."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from bwtb.catalog import Catalog, Source
from bwtb.proposal import Entry, Proposal
from bwtb.proposal.budget import rounding_shows
from bwtb.proposal.entry import form_platforms
from bwtb.render.environment import render
from bwtb.render.markup import HEADINGS
from bwtb.request import DESCRIPTION

ROUNDING_NOTE = "因四舍五入，分项之和与合计可能略有出入。"

# The standing basis that is the regulation itself.
REGULATION = "basis-07"

_HEADING = re.compile(rf"<(?P<tag>{'|'.join(HEADINGS)})(?P<rest>(?:\s[^>]*)?)>(?P<text>.*?)</(?P=tag)>", re.DOTALL)
_TAG = re.compile("<[^>]*>")
_CONTENTS = re.compile(r'(<nav class="toc">)\s*(</nav>)')


def _shared(catalog: Catalog) -> dict[str, Any]:
    return {"subjects": DESCRIPTION, "form_platforms": form_platforms(catalog)}


def proposal_page(proposal: Proposal, catalog: Catalog, source: Source | None = None) -> str:
    """The annual proposal. `source` holds the registry's own templates, as they stand in the commit."""
    page = render(
        "proposal.html.j2",
        source,
        proposal=proposal,
        regulation=catalog.entry("bases", REGULATION) or {"title": "", "number": ""},
        rounding_note=ROUNDING_NOTE,
        entries_rounded=rounding_shows(proposal.entries),
        **_shared(catalog),
    )
    return with_contents(page)


def form_page(
    entries: Sequence[Entry], catalog: Catalog, source: Source | None = None, history: Sequence[Mapping[str, str]] = ()
) -> str:
    """The application form of annex 1, one for each entry.

    `history`: where one request is looked at, its changes (date, commit, author, subject), newest first.
    """
    return with_contents(render("form.html.j2", source, entries=entries, history=history, **_shared(catalog)))


def with_contents(page: str) -> str:
    """The page with an id on every heading and its table of contents filled in with chapters and sections."""
    items: list[str] = []
    number = 0

    def mark(match: re.Match[str]) -> str:
        nonlocal number
        number += 1
        level = HEADINGS[match["tag"]]
        if level <= 2:
            text = _TAG.sub("", match["text"]).strip()
            items.append(f'<li class="level-{level}"><a href="#h{number}">{text}</a></li>')
        return f'<{match["tag"]} id="h{number}"{match["rest"]}>{match["text"]}</{match["tag"]}>'

    page = _HEADING.sub(mark, page)
    contents = "<ol>\n" + "\n".join(items) + "\n</ol>" if items else ""
    return _CONTENTS.sub(lambda m: m[1] + contents + m[2], page)
