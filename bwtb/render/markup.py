"""A template's HTML → the block model. Knows the few elements the templates use; others count for their text only."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count

from bwtb.render import charts
from bwtb.render.blocks import (
    Block,
    BlockModel,
    Break,
    Cell,
    Contents,
    Heading,
    Inline,
    Paragraph,
    Row,
    Section,
    Table,
    TextRun,
)
from bwtb.render.elements import Element, parse
from bwtb.render.layout.paper import LAYOUTS
from bwtb.render.layout.titles import whole_words

DROPPED = frozenset({"style", "script", "head"})
HEADINGS = {"h2": 1, "h3": 2, "h4": 3, "h5": 4}
NOWRAP = "nowrap"

_SPACES = re.compile("[ \t\r\n\f]+")
# The ids that `page.with_contents` gives headings.
_ANCHOR = re.compile("h[1-9][0-9]*")
_GIVEN = re.compile('<h[2-5] id="(h[1-9][0-9]*)"')
_PERCENT = re.compile(r"width:\s*([0-9]{1,3}(?:\.[0-9]{1,6})?)%")


def block_model(html: str) -> BlockModel:
    """The document that a template's page describes: one Section for each `<section>`.

    Headings are numbered by the page (`page.with_contents`); on one without contents, by what is left of the numbers.
    """
    root = parse(html)
    given = set(_GIVEN.findall(html))
    anchors = (anchor for anchor in map("h{}".format, count(1)) if anchor not in given)
    title = next((t.text().strip() for head in root.find("head") for t in head.elements() if t.tag == "title"), "")
    sections = []
    for element in _sections(root):
        layout = next((c for c in element.classes if c in LAYOUTS), "body")
        blocks = tuple(whole_words(b, layout) if isinstance(b, Paragraph) else b for b in _blocks(element, anchors))
        sections.append(Section(layout, blocks, "more" in element.classes))
    return BlockModel(title, tuple(sections))


def _sections(parent: Element) -> Iterator[Element]:
    """The sections, wherever they stand, but none inside another."""
    for child in parent.elements():
        if child.tag == "section":
            yield child
        else:
            yield from _sections(child)


def _blocks(parent: Element, anchors: Iterator[str]) -> Iterator[Block]:
    for element in parent.elements():
        if element.tag in HEADINGS:
            given = element.attributes.get("id", "")
            yield Heading(
                level=HEADINGS[element.tag],
                inlines=_inlines(element),
                anchor=given if _ANCHOR.fullmatch(given) else next(anchors),
                style="annex" if "annex" in element.classes else "",
            )
        elif element.tag == "p":
            yield _paragraph(element)
        elif element.tag == "table":
            yield _table(element)
        elif element.tag == "figcaption":
            yield Paragraph(_inlines(element), "caption")
        elif charts.is_chart(element):
            yield charts.chart(element)
            yield from _blocks(Element("", children=list(element.find("figcaption"))), anchors)
        elif element.tag == "nav" and "toc" in element.classes:
            yield Contents()
        elif element.tag not in DROPPED and element.tag != "section":
            yield from _blocks(element, anchors)


def _paragraph(element: Element) -> Paragraph:
    right = element.attributes.get("data-right", "0")
    indent = float(right) if re.fullmatch(r"[0-9]{1,3}(\.[0-9]+)?", right) else 0.0
    return Paragraph(_inlines(element), " ".join(element.classes), indent)


def _inlines(element: Element) -> tuple[Inline, ...]:
    """An element's text as runs: spaces collapsed as a browser does, none at the ends or beside a line break."""
    merged: list[Inline] = []
    for item in _runs(element, TextRun(""), count(1)):
        last = merged[-1] if merged else None
        if isinstance(item, Break):
            if isinstance(last, TextRun):
                merged[-1] = _with_text(last, last.text.rstrip(" "))
            merged.append(item)
            continue
        text = _SPACES.sub(" ", item.text)
        if last is None or isinstance(last, Break) or last.text.endswith(" "):
            text = text.lstrip(" ")
        if isinstance(last, TextRun) and _with_text(last, "") == _with_text(item, ""):
            merged[-1] = _with_text(last, last.text + text)
        elif text:
            merged.append(_with_text(item, text))
    if merged and isinstance(merged[-1], TextRun):
        merged[-1] = _with_text(merged[-1], merged[-1].text.rstrip(" "))
    return tuple(i for i in merged if isinstance(i, Break) or i.text)


def _with_text(run: TextRun, text: str) -> TextRun:
    return TextRun(text=text, face=run.face, underline=run.underline, bold=run.bold, word=run.word)


def _runs(element: Element, face: TextRun, words: Iterator[int]) -> Iterator[Inline]:
    for child in element.children:
        if isinstance(child, str):
            yield _with_text(face, child)
        elif child.tag == "br":
            yield Break()
        elif child.tag not in DROPPED:
            faces = [c for c in child.classes if c != NOWRAP] if child.tag == "span" else []
            yield from _runs(
                child,
                TextRun(
                    text="",
                    face=faces[0] if faces else face.face,
                    underline=face.underline or child.tag == "u",
                    bold=face.bold or child.tag in ("b", "strong"),
                    word=face.word or (next(words) if NOWRAP in child.classes else 0),
                ),
                words,
            )


def _table(element: Element) -> Table:
    widths = [
        float(m[1]) / 100 if (m := _PERCENT.search(c.attributes.get("style", ""))) else 0.0 for c in element.find("col")
    ]
    groups = [group for group in element.elements() if group.tag in ("thead", "tbody", "tfoot")]
    rows = [_row(row, group.tag == "thead") for group in groups for row in group.elements() if row.tag == "tr"]
    columns = max((sum(c.columns for c in row.cells) for row in rows), default=0)
    widths = widths if len(widths) == columns and all(widths) else [1 / columns] * columns if columns else []
    return Table(tuple(widths), tuple(rows), frozenset(element.classes))


def _row(element: Element, head: bool) -> Row:
    cells = [_cell(c) for c in element.elements() if c.tag in ("td", "th")]
    return Row(tuple(cells), head, frozenset(element.classes))


def _cell(element: Element) -> Cell:
    paragraphs = tuple(_paragraph(p) for p in element.elements() if p.tag == "p")
    return Cell(
        paragraphs or (Paragraph(_inlines(element)),),
        columns=_span(element, "colspan"),
        rows=_span(element, "rowspan"),
        head=element.tag == "th",
        classes=frozenset(element.classes),
    )


def _span(element: Element, name: str) -> int:
    value = element.attributes.get(name, "1")
    return max(1, int(value)) if re.fullmatch("[0-9]{1,4}", value) else 1
