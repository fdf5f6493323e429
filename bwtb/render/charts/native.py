"""A chart that Word and Excel draw themselves: over cells of a workbook, with the values cached in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import xlsxwriter

from bwtb.base.pack import pack, unpack
from bwtb.render.blocks import Chart
from bwtb.render.charts.chart_xml import for_word
from bwtb.render.layout.charts import FILLS, GRID, OUTLINE, SIZE

FONT = "宋体"
_SHEET = "Sheet1"
# Stands for the axis's name until `for_word` writes that: XlsxWriter would take a text like =A1 for a reference.
_AXIS = "AXIS"

# Up to this many things counted, the axis is told to go by ones: by itself it would put 0.2 beside 0.
_FEW = 10


@dataclass(frozen=True)
class Place:
    """Where a chart's table stands: its sheet, the row of the series' names, the column of the labels, how many labels
    and series it has."""

    sheet: str
    row: int
    column: int
    labels: int
    series: int


def add(book: Any, place: Place, *, axis: str, pattern: str, most: float, title: str = "", font: str = FONT) -> Any:
    """A chart of bars over a table in a workbook of XlsxWriter: shades of grey, every bar with its value.

    `pattern` is the number format of the values: `0` for whole numbers; `most` the largest of them. `axis` and `title` must be no text of a file:
    what looks like a reference would be taken for one.
    """
    chart = book.add_chart({"type": "bar"})
    first, last = place.row + 1, place.row + place.labels
    face = {"name": font, "size": SIZE, "bold": False, "color": OUTLINE}
    for number in range(place.series):
        column = place.column + 1 + number
        chart.add_series(
            {
                "name": [place.sheet, place.row, column],
                "categories": [place.sheet, first, place.column, last, place.column],
                "values": [place.sheet, first, column, last, column],
                "fill": {"color": FILLS[number]},
                "border": {"color": OUTLINE, "width": 0.5},
                # Nothing is shown as such in the first series only.
                "data_labels": {"value": True, "num_format": pattern + (";;" if number else ""), "font": face},
                "gap": 60 if place.series > 1 else 40,
            }
        )
    # The first label stands on top; the values' axis crosses at the last one, and so stays below.
    chart.set_y_axis(
        {
            "reverse": True,
            "crossing": "max",
            "num_font": face,
            "interval_unit": 1,
            "line": {"color": OUTLINE},
            "major_tick_mark": "none",
            "minor_tick_mark": "none",
        }
    )
    chart.set_x_axis(
        {
            "name": axis,
            "name_font": face,
            "num_font": face,
            "num_format": "General",  # no more places than the axis needs
            **({"major_unit": 1} if pattern == "0" and most <= _FEW else {}),
            "major_tick_mark": "outside",
            "minor_tick_mark": "none",
            "major_gridlines": {"visible": True, "line": {"color": GRID, "width": 0.5}},
        }
    )
    if title:
        chart.set_title({"name": title, "name_font": {**face, "name": "黑体", "size": 12}, "overlay": False})
    else:
        chart.set_title({"none": True})
    chart.set_chartarea({"border": {"none": True}})
    chart.set_legend({"position": "bottom", "font": face} if place.series > 1 else {"none": True})
    return chart


def parts(chart: Chart, *, font: str, time: int) -> tuple[bytes, bytes]:
    """A chart for a Word file: the XML of its part, and the workbook that is edited when its data is.

    `time` (seconds since 1970) is written as the workbook's date. The XML refers to the workbook as `rId1`.
    """
    with_chart = unpack(_workbook(chart, time, font))
    xml = for_word(with_chart["xl/charts/chart1.xml"], axis=chart.axis, workbook="rId1")
    return xml, pack(unpack(_workbook(chart, time, None)))


def _workbook(chart: Chart, time: int, font: str | None) -> bytes:
    """The chart's table as a workbook, with the chart itself where a font is named."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.fromtimestamp(time, UTC).replace(tzinfo=None)})
    sheet = book.add_worksheet(_SHEET)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, len(chart.series), 16)
    # Never `write`: it would make a formula of =1+1 and a link of http://…
    _strings(sheet, 0, 0, [chart.head, *(one.name for one in chart.series)])
    pattern = "0" + ("." + "0" * chart.places if chart.places else "")
    amount = book.add_format({"num_format": pattern})
    for row, label in enumerate(chart.labels, 1):
        sheet.write_string(row, 0, label)
        for column, one in enumerate(chart.series, 1):
            sheet.write_number(row, column, one.values[row - 1], amount)
    if font is not None:
        place = Place(sheet=_SHEET, row=0, column=0, labels=len(chart.labels), series=len(chart.series))
        most = max(max(one.values) for one in chart.series)
        made = add(book, place, axis=_AXIS, pattern=pattern, most=most, font=font)
        sheet.insert_chart(0, len(chart.series) + 2, made)
    book.close()
    return target.getvalue()


def _strings(sheet: Any, row: int, column: int, texts: Sequence[str]) -> None:
    for number, text in enumerate(texts):
        sheet.write_string(row, column + number, text)
