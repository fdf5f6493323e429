"""How tables are set, whatever the format: their kinds, padding and least heights, and which rows stay on one page."""

from __future__ import annotations

from bwtb.render.blocks import Block, Cell, Paragraph, Row, Table

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
    staying = heads | {place - 1 for place, row in enumerate(table.rows) if "total" in row.classes and place}
    if kind == "grid" and len(table.rows) - len(heads) <= SHORT:
        staying |= set(range(last))
    return frozenset(staying | {last} if noted(following) else staying)


def noted(following: Block | None) -> bool:
    """Whether what follows a table is a note on it."""
    return isinstance(following, Paragraph) and following.style in ("note", "form-note")


def gap(table: Table) -> int:
    """The height of the gap after a table that something follows."""
    return 0 if "form" in table.classes else AFTER


def align(cell: Cell) -> str:
    """How a cell's text is aligned, "" where its style says so."""
    return "center" if cell.head or "center" in cell.classes else "right" if "num" in cell.classes else ""


def is_dark(paragraph: Paragraph, cell: Cell, row: Row, kind: str) -> bool:
    """Whether a paragraph in a cell is set in 黑体: heads and totals but in forms, and what leads others."""
    return paragraph.style == "lead" or ((cell.head or "total" in row.classes) and kind != "form")


def vertical(cell: Cell) -> str:
    """Where a cell's text stands: top, bottom or center."""
    return next((side for side in ("top", "bottom") if side in cell.classes), "center")
