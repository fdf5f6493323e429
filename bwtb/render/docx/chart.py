"""Charts in a Word file: the drawing in the text, the chart's part, and the workbook behind “edit data”."""

from __future__ import annotations

from bwtb.render.blocks import Chart
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


def paragraph(number: int, chart: Chart, layout: Layout) -> str:
    """The paragraph that a document's chart of this number, from 1, stands in: as high as the chart, off the grid of
    lines."""
    wide, high = size(chart, layout)
    small = '<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>'
    return (
        '<w:p><w:pPr><w:pStyle w:val="Figure"/><w:snapToGrid w:val="0"/><w:spacing w:line="240" w:lineRule="auto"/>'
        f"{small}</w:pPr><w:r>{small}<w:drawing>"
        f'<wp:inline xmlns:wp="{_DRAWING}/wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{round(wide * _UNITS)}" cy="{round(high * _UNITS)}"/>'
        f'<wp:docPr id="{number}" name="Chart {number}" descr="{escape(chart.caption)}"/><wp:cNvGraphicFramePr/>'
        f'<a:graphic xmlns:a="{_DRAWING}/main"><a:graphicData uri="{_DRAWING}/chart">'
        f'<c:chart xmlns:c="{_DRAWING}/chart" r:id="rChart{number}"/></a:graphicData></a:graphic>'
        "</wp:inline></w:drawing></w:r></w:p>"
    )


def parts(number: int, chart: Chart, time: int) -> dict[str, bytes]:
    """The chart's part, its relationships and its workbook, by name. `time`: seconds since 1970, the workbook's date."""
    from bwtb.render.charts import native  # XlsxWriter, which a document without charts does not need

    xml, workbook = native.parts(chart, font=LATIN, time=time)
    relationship = f'<Relationship Id="rId1" Type="{_PACKAGE}" Target="../embeddings/workbook{number}.xlsx"/>'
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return {
        f"word/charts/chart{number}.xml": xml,
        f"word/charts/_rels/chart{number}.xml.rels": (
            f'{HEAD}<Relationships xmlns="{space}">{relationship}</Relationships>'.encode()
        ),
        f"word/embeddings/workbook{number}.xlsx": workbook,
    }
