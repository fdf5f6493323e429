"""A chart that Word and Excel draw themselves: over cells of a workbook, with the values cached in it."""

from __future__ import annotations

import io
from collections.abc import Sequence
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


def add(
    book: Any,
    sheet: str,
    row: int,
    values: Sequence[Sequence[float]],
    *,
    axis: str,
    pattern: str,
    title: str = "",
    font: str = FONT,
) -> Any:
    """A chart of bars over a table in a workbook of XlsxWriter: shades of grey, every bar with its value.

    The series' names stand in `row`, the labels in the first column, the `values` of each series in those beside it;
    `pattern` is their number format: `0` for whole numbers. `axis` and `title` must be no text of a file: what looks like
    a reference would be taken for one.
    """
    chart = book.add_chart({"type": "bar"})
    first, last = row + 1, row + len(values[0])
    face = {"name": font, "size": SIZE, "bold": False, "color": OUTLINE}
    for column, fill in enumerate(FILLS[: len(values)], 1):
        chart.add_series(
            {
                "name": [sheet, row, column],
                "categories": [sheet, first, 0, last, 0],
                "values": [sheet, first, column, last, column],
                "fill": {"color": fill},
                "border": {"color": OUTLINE, "width": 0.5},
                # Nothing is shown as such in the first series only.
                "data_labels": {"value": True, "num_format": pattern + (";;" if column > 1 else ""), "font": face},
                "gap": 60 if len(values) > 1 else 40,
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
            **({"major_unit": 1} if pattern == "0" and max(map(max, values)) <= _FEW else {}),
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
    chart.set_legend({"position": "bottom", "font": face} if len(values) > 1 else {"none": True})
    return chart


def parts(chart: Chart, *, font: str, time: int) -> tuple[bytes, bytes]:
    """A chart for a Word file: the XML of its part, and the workbook that is edited when its data is.

    `time` (seconds since 1970) is written as the workbook's date. The XML refers to the workbook as `rId1`.
    """
    drawn = unpack(_workbook(chart, time, font))["xl/charts/chart1.xml"]
    return for_word(drawn, axis=chart.axis, workbook="rId1"), pack(unpack(_workbook(chart, time, None)))


def _workbook(chart: Chart, time: int, font: str | None) -> bytes:
    """The chart's table as a workbook, with the chart itself where a font is named."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime.fromtimestamp(time, UTC).replace(tzinfo=None)})
    sheet = book.add_worksheet(_SHEET)
    sheet.set_column(0, 0, 30)
    sheet.set_column(1, len(chart.series), 16)
    # Never `write`: it would make a formula of =1+1 and a link of http://…
    for column, text in enumerate([chart.head, *(one.name for one in chart.series)]):
        sheet.write_string(0, column, text)
    pattern = "0" + ("." + "0" * chart.places if chart.places else "")
    amount = book.add_format({"num_format": pattern})
    for row, label in enumerate(chart.labels, 1):
        sheet.write_string(row, 0, label)
        for column, one in enumerate(chart.series, 1):
            sheet.write_number(row, column, one.values[row - 1], amount)
    if font is not None:
        values = [one.values for one in chart.series]
        sheet.insert_chart(0, len(values) + 2, add(book, _SHEET, 0, values, axis=_AXIS, pattern=pattern, font=font))
    book.close()
    return target.getvalue()
