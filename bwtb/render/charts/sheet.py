"""The charts of the proposal as a sheet of its workbook: beside each chart its table, whose cells follow the summaries."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range, xl_rowcol_to_cell

from bwtb.base.typography import Figures, clean, width
from bwtb.proposal.charts import REST, ChartData
from bwtb.render.charts import native
from bwtb.render.layout.charts import BAR, GAP, SINGLE

SHEET = "图表"

# The column of labels in characters, and a line of 10-point text in points.
LABEL, LINE = 28, 14
# The chart's column and width in pixels; a default row's height.
BESIDE, WIDE, ROW = 4, 760, 20
# Rows on a printed page, which is scaled to the sheet's width.
PRINTED = 38
# Pixels a point, and what axis, title and legend take.
PIXELS, AROUND = 96 / 72, 130

# Where a value stands in the workbook: its sheet, row and column, and the value.
Origin = tuple[str, int, int, float]


def write(book: Any, formats: Mapping[str, Any], drawn: Mapping[str, ChartData], cells: Mapping[str, Origin]) -> None:
    """The sheet; no chart goes over a page's end when it is printed.

    `cells`: `key/code/series` → the cell that holds this value of a summary, `key/REST/series` → that of its total.
    """
    sheet = book.add_worksheet(SHEET)
    sheet.set_column(0, 0, LABEL)
    sheet.set_column(1, 2, 15)
    sheet.set_column(3, 3, 2)
    row, start, breaks = 0, 0, []
    counted = Figures()
    for data in drawn.values():
        bar = SINGLE if len(data.series) == 1 else BAR * len(data.series) + GAP
        high = round(bar * len(data.bars) * PIXELS) + AROUND
        rows = max(high // ROW + 1, len(data.bars) + 1) + 2
        if row > start and row + rows - start > PRINTED:
            breaks.append(row)
            start = row
        sheet.write_string(row, 0, f"{counted.next()}　{clean(data.caption)}", formats["figure"])
        _table(sheet, formats, row + 1, data, cells)
        chart = native.add(
            book,
            SHEET,
            row + 1,
            list(zip(*(map(float, bar.values) for bar in data.bars), strict=True)),
            axis=f"{data.axis}（{data.unit}）",
            pattern="#,##0.00" if data.places else "0",
            title=clean(data.title),
        )
        chart.set_size({"width": WIDE, "height": high})
        sheet.insert_chart(row + 1, BESIDE, chart, {"description": clean(data.caption), "object_position": 3})
        row += rows
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_h_pagebreaks(breaks)
    sheet.hide_gridlines(2)
    sheet.set_footer("&C— &P —")


def _table(sheet: Any, formats: Mapping[str, Any], row: int, data: ChartData, cells: Mapping[str, Origin]) -> None:
    """The chart's values, each a formula with its value: what changes in the summary changes here and in the chart."""
    sheet.write_string(row, 0, data.head, formats["head"])
    kind = "wan" if data.places else "integer"
    for column, series in enumerate(data.series, 1):
        sheet.write_string(row, column, f"{series}（{data.unit}）", formats["head"])
    for at, bar in enumerate(data.bars, row + 1):
        lines = math.ceil(2 * width(bar.label) / (LABEL - 1))
        if lines > 1:
            sheet.set_row(at, LINE * lines + 4)
        sheet.write_string(at, 0, clean(bar.label), formats["text"])
        for column, series in enumerate(data.series, 1):
            name, line, place, value = cells[f"{data.key}/{bar.code}/{series}"]
            formula = f"={quote_sheetname(name)}!{xl_rowcol_to_cell(line, place)}"
            if bar.code == REST:  # the rest together, in the last bar: the total without what stands above
                formula += f"-SUM({xl_range(row + 1, column, at - 1, column)})"
                above = sum(cells[f"{data.key}/{one.code}/{series}"][3] for one in data.bars[:-1])
                value = round(value - above, 4)
            sheet.write_formula(at, column, formula, formats[kind], value)
