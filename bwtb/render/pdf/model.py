"""The block model as data for `document.typ`: every paragraph with its measures, which are those of the Word file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from bwtb.render.blocks import (
    Block,
    BlockModel,
    Cell,
    Chart,
    Contents,
    Heading,
    Inline,
    Paragraph,
    Row,
    Section,
    Table,
    TextRun,
)
from bwtb.render.charts import svg
from bwtb.render.layout import tables
from bwtb.render.layout.charts import size
from bwtb.render.layout.flow import introduces, restarts
from bwtb.render.layout.paper import LAYOUTS, OWN_NUMBERS, SIZE, Layout
from bwtb.render.layout.styles import CODE_SIZE, FANGSONG, HEITI, KAITI, MONO, SONG, STYLES, SYMBOL, measures, style_of
from bwtb.render.pdf.fonts import Chosen

FACES = {"kai": KAITI, "hei": HEITI, "box": SYMBOL, "code": MONO}
TWIPS = 20
# What stands for the fonts while it is not known which are needed.
UNCHOSEN = Chosen(stacks={FANGSONG: [FANGSONG]}, lent={}, notes=())


def _measured(key: str) -> dict[str, Any]:
    """The measures of a style, in points."""
    made = measures(key)
    lengths = ("size", "line", "before", "after", "first", "left", "tighter")
    return {
        "font": made.font,
        **{name: getattr(made, name) / TWIPS for name in lengths},
        "align": "justify" if made.align == "both" else made.align,
        "keep": made.keep,
        "new_page": made.new_page,
    }


def as_data(document: BlockModel, chosen: Chosen = UNCHOSEN) -> dict[str, Any]:
    """The whole document as JSON-able data; lengths in points. Paragraphs name their style, a plain run is its text.

    `chosen`: the fonts, which charts need to know before typst does.
    """
    starts = restarts(document.sections)
    sections = [_section(section, begins, chosen) for section, begins in zip(document.sections, starts, strict=True)]
    contents = [
        {"style": f"TOC{h.level}", "anchor": h.anchor, "runs": _runs(h.inlines)}
        for h in document.headings()
        if h.level <= 2
    ]
    styles = {key: _measured(key) for key in STYLES}
    return {"title": document.title, "sections": sections, "contents": contents, "song": SONG, "styles": styles}


def _section(section: Section, starts: bool, chosen: Chosen) -> dict[str, Any]:
    layout = LAYOUTS[section.layout]
    lengths = ("width", "height", "top", "right", "bottom", "left", "footer")
    return {name: getattr(layout, name) / TWIPS for name in lengths} | {
        "numbered": layout.numbered,
        "starts": starts,
        "quiet": section.layout in OWN_NUMBERS,
        "landscape": layout.landscape,
        "blocks": [
            _chart(b, layout, chosen) if isinstance(b, Chart) else _block(b, layout.text_width / TWIPS, after)
            for b, after in zip(section.blocks, [*section.blocks[1:], None], strict=False)
        ],
    }


def _chart(chart: Chart, layout: Layout, chosen: Chosen) -> dict[str, Any]:
    wide, high = size(chart, layout)
    return {
        "kind": "chart",
        "svg": svg.draw(chart, wide, high, chosen.stacks[FANGSONG][0], chosen.lent.get(FANGSONG, {})),
        "width": wide,
        "height": high,
        "font": FANGSONG,
        "runs": list(chart.texts()),
    }


def _block(block: Paragraph | Heading | Table | Contents, width: float, after: Block | None) -> dict[str, Any]:
    if isinstance(block, Contents):
        return {"kind": "contents"}
    if isinstance(block, Table):
        return _table(block, width, after)
    if isinstance(block, Heading):
        new_page = measures(style_of(block)).new_page
        return _paragraph(block, style_of(block)) | {"kind": "heading", "anchor": block.anchor, "new-page": new_page}
    return _paragraph(block, style_of(block)) | ({"keep": True} if introduces(block, after) else {})


def _paragraph(source: Paragraph | Heading, style: str, *, align: str = "", font: str = "") -> dict[str, Any]:
    made: dict[str, Any] = {"kind": "paragraph", "style": style, "runs": _runs(source.inlines)}
    if isinstance(source, Paragraph) and source.right:
        made["right"] = source.right * SIZE / 2
    return made | ({"align": align} if align else {}) | ({"font": font} if font else {})


def _runs(inlines: Sequence[Inline]) -> list[str | dict[str, Any]]:
    return [_run(i) if isinstance(i, TextRun) else "\n" for i in inlines]


def _run(run: TextRun) -> str | dict[str, Any]:
    if run.face not in FACES and not run.underline:
        return run.text
    size = CODE_SIZE / 2 if run.face == "code" else 0
    return {"text": run.text, "font": FACES.get(run.face, ""), "underline": run.underline, "size": size}


def _table(table: Table, width: float, after: Block | None) -> dict[str, Any]:
    kind = tables.kind_of(table)
    kept = tables.kept(table, after)
    groups = _groups([p for p, row in enumerate(table.rows) if not row.head], kept)
    return {
        "kind": "table",
        "imprint": kind == "imprint",
        "style": tables.style_of(Paragraph(()), kind),
        "columns": [share * width for share in table.widths],
        "side": tables.side_padding(table) / TWIPS,
        "edge": tables.PADDING / TWIPS,
        "gap": tables.gap(table) / TWIPS,
        "keep": tables.noted(after),
        "head": [_row(row, kind, 1) for row in table.rows if row.head],
        "rows": [_row(row, kind, groups[p]) for p, row in enumerate(table.rows) if not row.head],
    }


def _groups(places: Sequence[int], kept: frozenset[int]) -> dict[int, int]:
    """Place → how many rows from this one on stay on one page; 0 for those that go with the one before."""
    groups: dict[int, int] = {}
    first = -1
    for place in places:
        if first >= 0 and place - 1 in kept:
            groups[first] += 1
            groups[place] = 0
        else:
            first, groups[place] = place, 1
    return groups


def _row(row: Row, kind: str, group: int) -> dict[str, Any]:
    return {
        "cells": [_cell(cell, kind, row) for cell in row.cells],
        "least": tables.least_height(row, kind) / TWIPS,
        "breakable": "tall" in row.classes,
        "group": group,
    }


def _cell(cell: Cell, kind: str, row: Row) -> dict[str, Any]:
    made: dict[str, Any] = {"paragraphs": []}
    for source in cell.paragraphs:
        font = HEITI if tables.is_dark(source, cell, row, kind) else ""
        style = tables.style_of(source, kind)
        made["paragraphs"].append(_paragraph(source, style, align=tables.align(cell), font=font))
    if (cell.columns, cell.rows) != (1, 1):
        made |= {"columns": cell.columns, "rows": cell.rows}
    if (vertical := tables.vertical(cell)) != "center":
        made["vertical"] = vertical
    if "shaded" in cell.classes:
        made["fill"] = f"#{tables.SHADE}"
    if sides := [side for side in tables.SIDES if f"open-{side}" in cell.classes]:
        made["open"] = sides
    return made


def texts(document: BlockModel) -> dict[str, str]:
    """Font meant → every character set in it."""
    characters: dict[str, set[str]] = {SONG: set("— 0123456789")}
    data = as_data(document)
    for item in sorted(_with_text(data["sections"]), key=lambda item: item["kind"] != "chart"):
        own = item.get("font") or data["styles"][item["style"]]["font"]
        for run in item["runs"]:
            font, text = (own, run) if isinstance(run, str) else (run["font"] or own, run["text"])
            characters.setdefault(font, set()).update(text)
    return {font: "".join(sorted(those)) for font, those in characters.items()}


def _with_text(data: Any) -> Iterator[dict[str, Any]]:
    """The paragraphs, headings and charts in data, wherever they stand."""
    if isinstance(data, dict) and "runs" in data:
        yield data
    elif isinstance(data, dict | list):
        for below in data.values() if isinstance(data, dict) else data:
            yield from _with_text(below)
