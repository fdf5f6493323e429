"""On which page each heading will stand: the table of contents shows numbers before Word has ever laid it out.

The grid of GB/T 9704 makes it possible: exact lines (`lines` counts them), and every chapter on a new page.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from bwtb.render.blocks import Block, BlockModel, Cell, Chart, Heading, Paragraph, Row, Section, Table
from bwtb.render.layout import tables
from bwtb.render.layout.charts import size
from bwtb.render.layout.flow import introduces, merged, starts_page
from bwtb.render.layout.lines import lines
from bwtb.render.layout.paper import LAYOUTS, LINE, Layout
from bwtb.render.layout.styles import measures, style_of

# A table's lines, half a point each, stand between its rows and above the first.
BORDER = 10

CHART_FOOT = 10


@dataclass
class Pages:
    """A pen that moves down the pages of a document: the page it is on, how much of that is used (in twips), and the
    page of each heading so far, by anchor."""

    number: int = 0
    used: int = 0
    headings: dict[str, int] = field(default_factory=dict)

    def turn(self) -> None:
        self.number += 1
        self.used = 0


def pages(document: BlockModel) -> dict[str, int]:
    """The page number of every heading from the first chapter on, by anchor."""
    pen = Pages()
    started = False
    for section, blocks in merged(document.sections):
        started = started or section.layout == "body"
        if not started:
            continue
        pen.turn()
        _place(blocks, LAYOUTS[section.layout], pen)
    return pen.headings


def fits(section: Section) -> bool:
    """Whether a section takes no more than one page."""
    pen = Pages()
    pen.turn()
    _place([(block, False) for block in section.blocks], LAYOUTS[section.layout], pen)
    return pen.number == 1


def fitted(document: BlockModel) -> BlockModel:
    """The document with less room on forms that would take a second page, and the imprint at the foot of its page."""
    return replace(document, sections=tuple(_fitted(section) for section in document.sections))


def _fitted(section: Section) -> Section:
    last = section.blocks[-1] if section.blocks else None
    if isinstance(last, Table) and tables.kind_of(last) == "imprint":
        return replace(section, blocks=(*section.blocks[:-1], _lowered(last, section)))
    if section.layout not in ("form", "copy") or fits(section):
        return section
    return replace(section, blocks=tuple(_tight(b) if isinstance(b, Table) else b for b in section.blocks))


def _lowered(imprint: Table, section: Section) -> Table:
    """版记 ends where the text of its page ends (GB/T 9704); a line less, lest another program sets one more."""
    pen, layout = Pages(), LAYOUTS[section.layout]
    pen.turn()
    _place([(block, False) for block in section.blocks[:-1]], layout, pen)
    height = BORDER + sum(_row_height(row, imprint, layout) for row in imprint.rows)
    room = layout.text_height - pen.used - height
    return replace(imprint, before=max(room - LINE, 0) if room >= 0 else layout.text_height - height - LINE)


def _tight(table: Table) -> Table:
    return replace(table, rows=tuple(replace(row, classes=row.classes | {"tight"}) for row in table.rows))


def _place(blocks: Sequence[tuple[Block, bool]], layout: Layout, pen: Pages) -> None:
    for place, (block, new_page) in enumerate(blocks):
        if new_page and pen.used:
            pen.turn()
        following = [b for b, _ in blocks[place + 1 : place + 6]]
        after = following[0] if following else None
        if isinstance(block, Table):
            _place_table(block, layout, pen, after)
            if after and not starts_page(*blocks[place + 1]):
                if pen.used + tables.gap(block) > layout.text_height:
                    pen.turn()
                pen.used += tables.gap(block)
        elif isinstance(block, Chart):
            height = _chart_height(block, layout)
            _move(pen, layout, height, height, height + _kept_with(following, layout))
        elif isinstance(block, Paragraph | Heading):
            key = style_of(block)
            measure = measures(key)
            if measure.new_page and pen.used:
                pen.turn()
            height = _text_height(block, key, layout.text_width)
            keep = measure.keep or (isinstance(block, Paragraph) and introduces(block, after))
            together = height + _kept_with(following, layout) if keep else 0
            _move(pen, layout, height, measure.line, together)
            if isinstance(block, Heading):
                pen.headings[block.anchor] = pen.number


def _text_height(block: Paragraph | Heading, key: str, width: float, *, hanging: bool = True) -> int:
    """The height that a text takes in this style and width, with the room above and below it."""
    measure = measures(key)
    room = width - measure.left
    count = lines(block.text, measure.size, measure.tighter, room, measure.first, hanging=hanging)
    return measure.before + measure.after + measure.line * count


def _chart_height(chart: Chart, layout: Layout) -> int:
    """A chart's paragraph: what the line adds below the chart is the little that its small letters hang down."""
    return round(size(chart, layout)[1] * 20) + CHART_FOOT


def _kept_with(following: Sequence[Block], layout: Layout) -> int:
    """The height that must stand on the same page after a heading: further headings, then a line or a table's start."""
    height = 0
    for block, after in zip_longest(following, following[1:]):
        if isinstance(block, Table):
            return height + _first_rows(block, layout, after)
        if isinstance(block, Paragraph | Heading):
            key = style_of(block)
            if not measures(key).keep and not (isinstance(block, Paragraph) and introduces(block, after)):
                return height + measures(key).before + measures(key).line
            height += _text_height(block, key, layout.text_width)
        if isinstance(block, Chart):
            height += _chart_height(block, layout)
    return height


def _first_rows(table: Table, layout: Layout, after: Block | None) -> int:
    """The height of a table's rows up to the first that may be the last on a page."""
    heights = [_row_height(row, table, layout) for row in table.rows]
    return BORDER + _together(0, heights, tables.kept(table, after), table, after)


def _together(place: int, heights: Sequence[int], kept: frozenset[int], table: Table, after: Block | None) -> int:
    """The height of the rows from this one on that stay together, with the first line of a note that belongs to them."""
    last = next((row for row in range(place, len(heights)) if row not in kept), None)
    if last is not None:
        return sum(heights[place : last + 1])
    if not tables.noted(after):
        return sum(heights[place:])
    note = measures("FormNote" if tables.kind_of(table) == "form" else "Note")
    return sum(heights[place:]) + tables.gap(table) + note.before + note.line


def _move(pen: Pages, layout: Layout, height: int, line: int, together: int) -> None:
    """Move down by a paragraph that may break between lines, unless it has to stay `together`."""
    room = layout.text_height - pen.used
    if together > room or line > room:
        pen.turn()
        room = layout.text_height
    while height > room:
        height -= room // line * line
        pen.turn()
        room = layout.text_height
    pen.used += height


def _place_table(table: Table, layout: Layout, pen: Pages, after: Block | None) -> None:
    heights = [_row_height(row, table, layout) for row in table.rows]
    head = BORDER + sum(h for h, row in zip(heights, table.rows, strict=True) if row.head)
    kept = tables.kept(table, after)
    pen.used += BORDER
    for place, row in enumerate(table.rows):
        height = needed = heights[place]
        room = layout.text_height - pen.used
        if place in kept and place - 1 not in kept:
            # Rows that stay together, and fit a page, move to the next one together.
            group = _together(place, heights, kept, table, after)
            needed = group if room < group <= layout.text_height - head else height
        if needed > room and ("tall" not in row.classes or place == 0):
            if pen.used:
                pen.turn()
            if not row.head:
                pen.used += head
        while height > layout.text_height - pen.used:
            height -= layout.text_height - pen.used
            pen.turn()
            pen.used += head
        pen.used += height


def _row_height(row: Row, table: Table, layout: Layout) -> int:
    kind = tables.kind_of(table)
    content = max(
        (
            sum(_text_height(p, tables.style_of(p, kind), width, hanging=False) for p in cell.paragraphs)
            for cell, width in _cells(row, table, layout)
            if cell.rows == 1
        ),
        default=0,
    )
    return max(tables.least_height(row, kind), content + 2 * tables.PADDING) + BORDER


def _cells(row: Row, table: Table, layout: Layout) -> Iterator[tuple[Cell, float]]:
    """The row's cells with their widths; cells that come down from a row above are reckoned from the right."""
    column = len(table.widths) - sum(c.columns for c in row.cells)
    for cell in row.cells:
        share = sum(table.widths[column : column + cell.columns])
        yield cell, share * layout.text_width - 2 * tables.side_padding(table)
        column += cell.columns
