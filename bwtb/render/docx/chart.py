"""Charts in a Word file: the drawing in the text, the chart's part, and the workbook behind “edit data”."""

from __future__ import annotations

from dataclasses import dataclass

from bwtb.render.blocks import BlockModel, Chart
from bwtb.render.docx.styles import HEAD
from bwtb.render.docx.text import escape
from bwtb.render.layout.charts import size
from bwtb.render.layout.paper import Layout
from bwtb.render.layout.styles import LATIN

TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_PACKAGE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/package"
# Points to the drawing's units (914,400 an inch).
_UNITS = 12700


@dataclass(frozen=True)
class Numbered:
    """A chart of the document, by the order in which they stand, from 1."""

    number: int
    chart: Chart

    @property
    def reference(self) -> str:
        return f"rChart{self.number}"

    @property
    def part(self) -> str:
        """The chart's part, from the folder `word`."""
        return f"charts/chart{self.number}.xml"


def numbered(document: BlockModel) -> list[Numbered]:
    """The document's charts in order."""
    found = (b for section in document.sections for b in section.blocks if isinstance(b, Chart))
    return [Numbered(number, chart) for number, chart in enumerate(found, 1)]


def paragraph(one: Numbered, layout: Layout) -> str:
    """The paragraph that the chart stands in: as high as the chart, off the grid of lines."""
    wide, high = size(one.chart, layout)
    small = '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'
    text = escape(one.chart.caption)
    return (
        '<w:p><w:pPr><w:pStyle w:val="Figure"/><w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/>'
        f"{small}</w:pPr><w:r>{small}<w:drawing>"
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{round(wide * _UNITS)}" cy="{round(high * _UNITS)}"/>'
        f'<wp:docPr id="{one.number}" name="Chart {one.number}" descr="{text}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/chart">'
        f'<c:chart xmlns:c="{_DRAWING}/chart" r:id="{one.reference}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def parts(one: Numbered, time: int) -> dict[str, bytes]:
    """The chart's part, its relationships and its workbook, by name. `time`: seconds since 1970, the workbook's date."""
    from bwtb.render.charts import native  # XlsxWriter, which a document without charts does not need

    xml, workbook = native.parts(one.chart, font=LATIN, time=time)
    relationship = f'<Relationship Id="rId1" Type="{_PACKAGE}" Target="../embeddings/workbook{one.number}.xlsx"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        f"word/{one.part}": xml,
        f"word/charts/_rels/chart{one.number}.xml.rels": (
            f'{HEAD}<Relationships xmlns="{space}">{relationship}</Relationships>'.encode()
        ),
        f"word/embeddings/workbook{one.number}.xlsx": workbook,
    }
