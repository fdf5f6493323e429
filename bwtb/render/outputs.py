"""Proposal → the files that are handed in, by name: one page of HTML is the source of the Word file."""

from __future__ import annotations

import gc
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager

from bwtb.base.messages import Fact, Message
from bwtb.base.typography import width
from bwtb.proposal import Proposal
from bwtb.proposal.entries import full_unit
from bwtb.registry.catalogs import Catalog
from bwtb.registry.source import Source
from bwtb.render import messages

# As many full-width characters of a title (2号) stand on the 156 mm of a line.
TITLE_WIDTH = 20

FORMATS = ("docx", "html", "xlsx", "pdf", "json")


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the cycle collector: a document is millions of small objects that all live to the end, and looking
    through them again and again takes half the time. What is left over is collected afterwards."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def steps(formats: Collection[str]) -> int:
    """How many steps `documents` takes: the page that the documents are made of, and each other format."""
    return bool({"docx", "html", "pdf"}.intersection(formats)) + len({"docx", "pdf", "xlsx"}.intersection(formats))


@_uncollected()
def documents(
    proposal: Proposal,
    catalog: Catalog,
    source: Source,
    formats: Collection[str],
    tell: Callable[[Fact], None],
    begin: Callable[[Fact], None],
) -> dict[str, bytes]:
    """`proposal.docx`, `.html`, `.xlsx` and `.pdf`, those that are asked for; `proposal_json` lists them.

    `source` holds the registry's own templates, as they stand in the commit; `tell` is told of a PDF's fonts that are
    stand-ins, and of characters that no font has; `begin` is told the name of each of the `steps` as it begins.
    """
    made: dict[str, bytes] = {}
    author = full_unit(catalog, str(catalog.party("centre").get("unit", "")))
    if {"docx", "html", "pdf"}.intersection(formats):
        from bwtb.render import docx, page
        from bwtb.render.layout.pagination import fitted, pages
        from bwtb.render.markup import block_model

        for line in proposal.facts.title_lines:
            if width(line) > TITLE_WIDTH:
                tell(Message(messages.TITLE_TOO_LONG, line=line))
        begin(Message(messages.LAYING_OUT))
        html = page.proposal_page(proposal, catalog, source)
        model = fitted(block_model(html)) if {"docx", "pdf"}.intersection(formats) else None
        if model and "docx" in formats:
            begin(Message(messages.WRITING_WORD))
            made["proposal.docx"] = docx.write(model, author=author, time=proposal.time, pages=pages(model))
        if "html" in formats:
            made["proposal.html"] = html.encode()
        if model and "pdf" in formats:
            from bwtb.render import pdf

            begin(Message(messages.SETTING_PDF))
            printed = pdf.write(model, author=author, time=proposal.time)
            made["proposal.pdf"] = printed.content
            for said in printed.notes:
                tell(said)
    if "xlsx" in formats:
        from bwtb.render import xlsx

        begin(Message(messages.WRITING_WORKBOOK))
        made["proposal.xlsx"] = xlsx.write(proposal, author=author)
    return made
