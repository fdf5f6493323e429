"""The order of a document on paper: which sections run on, what begins a page, what stays with what follows it."""

from __future__ import annotations

from collections.abc import Sequence

from bwtb.render.blocks import Block, Heading, Paragraph, Section, Table
from bwtb.render.layout import tables
from bwtb.render.layout.paper import OWN_NUMBERS


def merged(sections: Sequence[Section]) -> list[tuple[Section, list[tuple[Block, bool]]]]:
    """Sections with their blocks; one that goes on in the same layout joins the one before, on a new page."""
    merged: list[tuple[Section, list[tuple[Block, bool]]]] = []
    for section in sections:
        if section.more and merged and merged[-1][0].layout == section.layout:
            merged[-1][1].extend((block, place == 0) for place, block in enumerate(section.blocks))
        else:
            merged.append((section, [(block, False) for block in section.blocks]))
    return merged


def restarts(sections: Sequence[Section]) -> list[bool]:
    """Whether page numbers begin anew at each section: at a letter, at a form on its own, at the first of the body."""
    body = next((section for section in sections if section.layout == "body"), None)
    return [not section.more and (section is body or section.layout in OWN_NUMBERS) for section in sections]


def introduces(block: Paragraph, following: Block | None) -> bool:
    """Whether a paragraph leads to the table after it, so that both stand on one page."""
    return isinstance(following, Table) and tables.kind_of(following) in ("grid", "small")


def starts_page(block: Block, new_page: bool) -> bool:
    """Whether a block begins a page, so that a table before it needs no gap (which might fill a page by itself)."""
    return new_page or (isinstance(block, Heading) and block.level == 1 and block.style != "annex")
