"""The block model: what a document is made of, between the templates' HTML and the writers of other formats."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class TextRun:
    """A stretch of text in one face. `face` is a class of the template (kai, box, code), "" for the paragraph's own.

    `word`: runs of one number are a word that a title's lines may not break; 0 for other text.
    """

    text: str
    face: str = ""
    underline: bool = False
    bold: bool = False
    word: int = 0


@dataclass(frozen=True)
class Break:
    """A new line inside a paragraph."""


Inline = TextRun | Break


@dataclass(frozen=True)
class Paragraph:
    """A paragraph. `style` is its class ("" is body text); `right` an indent from the right, in characters."""

    inlines: tuple[Inline, ...]
    style: str = ""
    right: float = 0.0

    @property
    def text(self) -> str:
        return "".join(i.text if isinstance(i, TextRun) else "\n" for i in self.inlines)


@dataclass(frozen=True)
class Heading:
    """A heading of level 1 (一、) to 4. `anchor` is unique in the document; `style` "annex" for an 附表."""

    level: int
    inlines: tuple[Inline, ...]
    anchor: str
    style: str = ""

    @property
    def text(self) -> str:
        return "".join(i.text if isinstance(i, TextRun) else " " for i in self.inlines)


@dataclass(frozen=True)
class Cell:
    """A cell of a table: its paragraphs, how far it spans, its classes."""

    paragraphs: tuple[Paragraph, ...]
    columns: int = 1
    rows: int = 1
    head: bool = False
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Row:
    """A row of a table; `head` rows are repeated on every page."""

    cells: tuple[Cell, ...]
    head: bool = False
    classes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Table:
    """A table; `widths` are shares of the text's width (their sum is at most 1), `before` the space above, in twips."""

    widths: tuple[float, ...]
    rows: tuple[Row, ...]
    classes: frozenset[str] = frozenset()
    before: int = 0


@dataclass(frozen=True)
class Contents:
    """Where the table of contents goes."""


@dataclass(frozen=True)
class Series:
    """One series of a chart: its name and a value for each of the chart's labels."""

    name: str
    values: tuple[float, ...]


@dataclass(frozen=True)
class Chart:
    """A chart of horizontal bars. `head` says what the labels are; `axis` names the values, with their unit; they are
    shown with `places` decimal places. `caption` is the text of the paragraph that follows it."""

    head: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    axis: str
    places: int = 0
    caption: str = ""

    def texts(self) -> Iterator[str]:
        """Every text in the chart; values as they are shown are digits and marks of ASCII."""
        yield from (self.head, self.axis, *self.labels)
        yield from (one.name for one in self.series)


Block = Paragraph | Heading | Table | Contents | Chart


@dataclass(frozen=True)
class Section:
    """A part with a layout of its own: letter, cover, contents, body, wide (landscape), form, copy (a form handed in on
    its own); `more`: goes on from the one before (same numbering, still a new page)."""

    layout: str
    blocks: tuple[Block, ...]
    more: bool = False


@dataclass(frozen=True)
class BlockModel:
    """A whole document."""

    title: str
    sections: tuple[Section, ...]

    def headings(self) -> Iterator[Heading]:
        """All headings in order."""
        return (b for section in self.sections for b in section.blocks if isinstance(b, Heading))

    def charts(self) -> Iterator[Chart]:
        """All charts in order."""
        return (b for section in self.sections for b in section.blocks if isinstance(b, Chart))
