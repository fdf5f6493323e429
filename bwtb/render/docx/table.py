"""Tables as WordprocessingML: grids, the form of annex 1, the imprint of a letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bwtb.render.blocks import Block, Cell, Paragraph, Row, Table
from bwtb.render.docx import styles
from bwtb.render.docx.text import paragraph
from bwtb.render.layout import tables
from bwtb.render.layout.paper import Layout
from bwtb.render.layout.styles import HEITI

INSIDE = ("insideH", "insideV")


def write(table: Table, layout: Layout, following: Block | None = None) -> Iterator[str]:
    """A table as wide as its shares of the layout's text; `following` is the block after it."""
    kind = tables.kind_of(table)
    widths = [round(share * layout.text_width) for share in table.widths]
    together = tables.kept(table, following)
    if table.before:
        yield _space(table.before)
    yield (
        f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/><w:jc w:val="center"/>{_borders(kind)}'
        f'<w:tblLayout w:type="fixed"/>{_padding(table)}<w:tblLook w:val="0000"/></w:tblPr><w:tblGrid>'
    )
    yield "".join(f'<w:gridCol w:w="{width}"/>' for width in widths) + "</w:tblGrid>"
    carried: dict[int, tuple[int, int, Cell]] = {}  # column → (rows still to go, columns, the cell above)
    for place, row in enumerate(table.rows):
        yield _row(row, kind, widths, carried, place in together)
    yield "</w:tbl>"


def after(table: Table, following: Block | None) -> str:
    """The paragraph that keeps a table from what follows it."""
    return _space(tables.gap(table), "<w:keepNext/>" if tables.noted(following) else "") if tables.gap(table) else ""


def _space(height: int, keep: str = "") -> str:
    """An empty paragraph of this height, in twips."""
    spacing = f'<w:spacing w:line="{height}" w:lineRule="exact"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Flush"/>{keep}<w:snapToGrid w:val="0"/>{spacing}</w:pPr></w:p>'


def _borders(kind: str) -> str:
    """Lines in eighths of a point: an imprint has none that stand upright."""
    sizes = {"top": 8, "bottom": 8, "insideH": 6} if kind == "imprint" else dict.fromkeys((*tables.SIDES, *INSIDE), 4)
    lines = (f'<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="auto"/>' for side, size in sizes.items())
    return f"<w:tblBorders>{''.join(lines)}</w:tblBorders>"


def _padding(table: Table) -> str:
    side = tables.side_padding(table)
    sides = {"top": tables.PADDING, "left": side, "bottom": tables.PADDING, "right": side}
    inner = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides.items())
    return f"<w:tblCellMar>{inner}</w:tblCellMar>"


def _row(row: Row, kind: str, widths: Sequence[int], carried: dict[int, tuple[int, int, Cell]], keep: bool) -> str:
    properties = "" if "tall" in row.classes else "<w:cantSplit/>"
    if least := tables.least_height(row, kind):
        properties += f'<w:trHeight w:val="{least}" w:hRule="atLeast"/>'
    if row.head:
        properties += "<w:tblHeader/>"
    cells: list[str] = []
    waiting = list(row.cells)
    column = 0
    while column < len(widths):
        if column in carried:
            (rows, span, cell), merge = carried.pop(column), "continue"
        elif waiting:
            cell = waiting.pop(0)
            rows, span, merge = cell.rows, min(cell.columns, len(widths) - column), "restart" if cell.rows > 1 else ""
        else:
            break
        if rows > 1:
            carried[column] = (rows - 1, span, cell)
        cells.append(_cell(cell, kind, widths[column : column + span], row, merge, keep))
        column += span
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def _cell(cell: Cell, kind: str, widths: Sequence[int], row: Row, merge: str, keep: bool) -> str:
    properties = [f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/>']
    if len(widths) > 1:
        properties.append(f'<w:gridSpan w:val="{len(widths)}"/>')
    if merge:
        properties.append(f'<w:vMerge w:val="{merge}"/>')
    if sides := "".join(f'<w:{side} w:val="nil"/>' for side in tables.SIDES if f"open-{side}" in cell.classes):
        properties.append(f"<w:tcBorders>{sides}</w:tcBorders>")
    if "shaded" in cell.classes:
        properties.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{tables.SHADE}"/>')
    properties.append(f'<w:vAlign w:val="{tables.vertical(cell)}"/>')
    if merge == "continue":
        content = paragraph(Paragraph(()), tables.style_of(Paragraph(()), kind), keep=keep)
    else:
        content = "".join(
            paragraph(
                source,
                tables.style_of(source, kind),
                align=tables.align(cell),
                base=styles.fonts(HEITI) if tables.is_dark(source, cell, row, kind) else "",
                keep=keep,
            )
            for source in cell.paragraphs
        )
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{content}</w:tc>"
