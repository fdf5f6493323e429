"""Tables as WordprocessingML: grids, the form of annex 1, the imprint of a letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bwtb.render.blocks import Block, Cell, Paragraph, Row, Table
from bwtb.render.docx import styles
from bwtb.render.docx.measures import Layout
from bwtb.render.docx.text import paragraph

FORM_STYLE_OF = {"text": "FormIndent", "small": "FormSmall", "seal": "FormSeal", "date": "FormDate"}

# The least height of a form's rows, in twips, so that an empty form fills its page: by the row's class.
# An official seal is 42 mm across: the leader's row and the parties' two rows have room for one beside or over the text.
FORM_HEIGHTS = {
    "empty": 3000, "tall": 2000, "leader": 700, "sign": 1000, "joint": 800, "seals": 1500, "remarks": 900,
}  # fmt: skip
# Where a form would otherwise take a second page for a few lines.
TIGHT = {**FORM_HEIGHTS, "tall": 700, "sign": 850, "seals": 900, "remarks": 540}
FORM_HEIGHT = 540

# Tables of no more rows than this stand on one page; of longer ones a total never stands alone.
SHORT = 6
# Rows of a form that go on in the row below them.
OPEN = frozenset({"leader", "joint"})

# An imprint's text stands one character (4号) inside its lines, in twips.
INSET = 280

# Above and below a cell's text, and the gap after a table (two tables in a row would run into one), in twips.
PADDING = 30
AFTER = 160

# The ground of a cell whose class is `shaded`: light enough for text in black and white print.
SHADE = "D9D9D9"

SIDES = ("top", "left", "bottom", "right")  # in the order the schema wants
KINDS = ("imprint", "form", "small")


def kind_of(table: Table) -> str:
    """imprint, form, small, or grid for any other."""
    return next((k for k in KINDS if k in table.classes), "grid")


def side_padding(table: Table) -> int:
    """Left and right of a cell's text, in twips: small tables have narrow columns."""
    return INSET if "imprint" in table.classes else 40 if "small" in table.classes else 85


def least_height(row: Row, kind: str) -> int:
    """The least height of a row, in twips; 0 where its text decides."""
    if kind != "form":
        return 0
    heights = TIGHT if "tight" in row.classes else FORM_HEIGHTS
    return next((height for name, height in heights.items() if name in row.classes), FORM_HEIGHT)


def style_of(source: Paragraph, kind: str) -> str:
    """The style of a paragraph in a cell."""
    if kind == "form":
        return FORM_STYLE_OF.get(source.style, "FormText")
    return {"small": "CellSmall", "imprint": "Imprint"}.get(kind, "Cell")


def kept(table: Table, following: Block | None) -> frozenset[int]:
    """The places of the rows that stay on the page of what comes after them: a head, the row before a total, every row
    of a short table, the last one where a note follows."""
    last = len(table.rows) - 1
    if (kind := kind_of(table)) == "form":
        open_below = {place for place, row in enumerate(table.rows) if row.classes & OPEN}
        return frozenset(open_below | {last} if noted(following) else open_below)
    heads = {place for place, row in enumerate(table.rows) if row.head}
    found = heads | {place - 1 for place, row in enumerate(table.rows) if "total" in row.classes and place}
    if kind == "grid" and len(table.rows) - len(heads) <= SHORT:
        found |= set(range(last))
    if noted(following):
        found.add(last)
    return frozenset(found)


def noted(following: Block | None) -> bool:
    """Whether what follows a table is a note on it."""
    return isinstance(following, Paragraph) and following.style in ("note", "form-note")


def write(table: Table, layout: Layout, following: Block | None = None) -> Iterator[str]:
    """A table as wide as its shares of the layout's text; `following` is the block after it."""
    kind = kind_of(table)
    total = layout.text_width
    widths = [round(share * total) for share in table.widths]
    together = kept(table, following)
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


def gap(table: Table) -> int:
    """The height of the gap after a table that something follows."""
    return 0 if "form" in table.classes else AFTER


def after(table: Table, following: Block | None) -> str:
    """The paragraph that keeps a table from what follows it."""
    if not gap(table):
        return ""
    return _space(gap(table), "<w:keepNext/>" if noted(following) else "")


def _space(height: int, keep: str = "") -> str:
    """An empty paragraph of this height, in twips."""
    spacing = f'<w:spacing w:line="{height}" w:lineRule="exact"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Flush"/>{keep}<w:snapToGrid w:val="0"/>{spacing}</w:pPr></w:p>'


def _borders(kind: str) -> str:
    line = 'w:val="single" w:sz="{}" w:space="0" w:color="auto"'
    outer, inner = (line.format(8), line.format(6)) if kind == "imprint" else (line.format(4), line.format(4))
    sides = "" if kind == "imprint" else f"<w:left {outer}/>"
    right = "" if kind == "imprint" else f"<w:right {outer}/>"
    between = "" if kind == "imprint" else f"<w:insideV {inner}/>"
    return (
        f"<w:tblBorders><w:top {outer}/>{sides}<w:bottom {outer}/>{right}<w:insideH {inner}/>{between}</w:tblBorders>"
    )


def _padding(table: Table) -> str:
    sides = {"top": PADDING, "left": side_padding(table), "bottom": PADDING, "right": side_padding(table)}
    inner = "".join(f'<w:{side} w:w="{width}" w:type="dxa"/>' for side, width in sides.items())
    return f"<w:tblCellMar>{inner}</w:tblCellMar>"


def _row(row: Row, kind: str, widths: Sequence[int], carried: dict[int, tuple[int, int, Cell]], keep: bool) -> str:
    properties = "" if "tall" in row.classes else "<w:cantSplit/>"
    if least := least_height(row, kind):
        properties += f'<w:trHeight w:val="{least}" w:hRule="atLeast"/>'
    if row.head:
        properties += "<w:tblHeader/>"
    cells: list[str] = []
    waiting = list(row.cells)
    column = 0
    while column < len(widths):
        if column in carried:
            left, span, above = carried.pop(column)
            cells.append(_cell(above, kind, widths[column : column + span], row, "continue", keep))
            if left > 1:
                carried[column] = (left - 1, span, above)
            column += span
            continue
        if not waiting:
            break
        cell = waiting.pop(0)
        span = min(cell.columns, len(widths) - column)
        if cell.rows > 1:
            carried[column] = (cell.rows - 1, span, cell)
        cells.append(_cell(cell, kind, widths[column : column + span], row, "restart" if cell.rows > 1 else "", keep))
        column += span
    return f"<w:tr>{f'<w:trPr>{properties}</w:trPr>' if properties else ''}{''.join(cells)}</w:tr>"


def _cell(cell: Cell, kind: str, widths: Sequence[int], row: Row, merge: str, keep: bool) -> str:
    properties = [f'<w:tcW w:w="{sum(widths)}" w:type="dxa"/>']
    if len(widths) > 1:
        properties.append(f'<w:gridSpan w:val="{len(widths)}"/>')
    if merge:
        properties.append(f'<w:vMerge w:val="{merge}"/>')
    if sides := "".join(f'<w:{side} w:val="nil"/>' for side in SIDES if f"open-{side}" in cell.classes):
        properties.append(f"<w:tcBorders>{sides}</w:tcBorders>")
    if "shaded" in cell.classes:
        properties.append(f'<w:shd w:val="clear" w:color="auto" w:fill="{SHADE}"/>')
    properties.append(f'<w:vAlign w:val="{vertical(cell)}"/>')
    if merge == "continue":
        content = paragraph(Paragraph(()), style_of(Paragraph(()), kind), keep=keep)
    else:
        content = "".join(_cell_paragraph(p, cell, kind, row, keep) for p in cell.paragraphs)
    return f"<w:tc><w:tcPr>{''.join(properties)}</w:tcPr>{content}</w:tc>"


def vertical(cell: Cell) -> str:
    """Where a cell's text stands: top, bottom or center."""
    return next((side for side in ("top", "bottom") if side in cell.classes), "center")


def _cell_paragraph(source: Paragraph, cell: Cell, kind: str, row: Row, keep: bool) -> str:
    align = ""
    if cell.head or "center" in cell.classes:
        align = "center"
    elif "num" in cell.classes:
        align = "right"
    dark = cell.head or "total" in row.classes or source.style == "lead"
    base = styles.fonts(styles.HEITI) if (dark and kind != "form") or source.style == "lead" else ""
    return paragraph(source, style_of(source, kind), align=align, base=base, keep=keep)
