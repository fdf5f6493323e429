"""GB/T 9704-2012 in twips (1/20 pt): page, grid, and what each layout measures."""

from __future__ import annotations

from dataclasses import dataclass

# A4, and the line of 22 lines on 225 mm (580 would give 21).
SHORT, LONG = 11906, 16838
LINE = 579

# 3号 is 16 pt; with -0.25 pt 28 characters stand on 156 mm. A little tighter still (full lines are justified, so nobody
# sees it), since LibreOffice does not tighten the last character of a run, and a line may have several.
SIZE, TIGHTER = 32, -6

# The page number, 4号, 7 mm below the text: from the page's edge to the footer's foot.
FOOTER = 1380


@dataclass(frozen=True)
class Layout:
    """A section's page. `wide` is the portrait page turned a quarter anticlockwise: its head at the binding edge."""

    width: int
    height: int
    top: int
    right: int
    bottom: int
    left: int
    numbered: bool = True

    @property
    def text_width(self) -> int:
        return self.width - self.left - self.right

    @property
    def text_height(self) -> int:
        return self.height - self.top - self.bottom

    @property
    def footer(self) -> int:
        """From the page's edge to the foot of the page number."""
        return min(FOOTER, self.bottom - 300)

    @property
    def landscape(self) -> bool:
        return self.width > self.height


# 22 lines and next to nothing more: LibreOffice cuts the page to whole lines, and where a table's row stood in what is
# cut off it would lose the rows after it.
BOTTOM = LONG - 2098 - 22 * LINE - 2

PORTRAIT = Layout(SHORT, LONG, top=2098, right=1474, bottom=BOTTOM, left=1588)
LAYOUTS = {
    "letter": PORTRAIT,
    "cover": Layout(SHORT, LONG, top=2098, right=1474, bottom=BOTTOM, left=1588, numbered=False),
    "contents": Layout(SHORT, LONG, top=2098, right=1474, bottom=BOTTOM, left=1588, numbered=False),
    "body": PORTRAIT,
    "wide": Layout(LONG, SHORT, top=1588, right=2098, bottom=1474, left=1984),
    # Annex 1 on one page: 22 to 24 mm all round, the page number where the body has it.
    "form": Layout(SHORT, LONG, top=1247, right=1304, bottom=1588, left=1361),
    "copy": Layout(SHORT, LONG, top=1247, right=1304, bottom=1247, left=1361),
}
# What starts numbering anew and shows no number on its first page (GB/T 9704 of a letter).
OWN_NUMBERS = ("letter", "copy")
