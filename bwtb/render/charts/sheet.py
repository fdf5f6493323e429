"""The charts of the proposal as a sheet of its workbook: beside each chart its table, whose cells follow the summaries."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range, xl_rowcol_to_cell

from bwtb.base.typography import Figures, clean, width
from bwtb.proposal.charts import REST, Figure
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
Cell = tuple[str, int, int, float]


def write(book: Any, formats: Mapping[str, Any], figures: Mapping[str, Figure], cells: Mapping[str, Cell]) -> None:
    """The sheet; no chart goes over a page's end when it is printed.

    `cells`: `key/code/series` → the cell that holds this value of a summary, `key/REST/series` → that of its total.
    """
    sheet = book.add_worksheet(SHEET)
    sheet.set_column(0, 0, LABEL)
    sheet.set_column(1, 2, 15)
    sheet.set_column(3, 3, 2)
    row, start, breaks = 0, 0, []
    counted = Figures()
    for figure in figures.values():
        high = round(_bars(figure) * PIXELS) + AROUND
        rows = max(high // ROW + 1, len(figure.bars) + 1) + 2
        if row > start and row + rows - start > PRINTED:
            breaks.append(row)
            start = row
        sheet.write_string(row, 0, f"{counted.next()}　{clean(figure.caption)}", formats["figure"])
        _table(sheet, formats, row + 1, figure, cells)
        place = native.Place(SHEET, row + 1, 0, len(figure.bars), len(figure.series))
        chart = native.add(
            book,
            place,
            axis=f"{figure.axis}（{figure.unit}）",
            pattern="#,##0.00" if figure.places else "0",
            most=float(max(max(bar.values) for bar in figure.bars)),
            title=clean(figure.title),
        )
        chart.set_size({"width": WIDE, "height": high})
        sheet.insert_chart(row + 1, BESIDE, chart, {"description": clean(figure.caption), "object_position": 3})
        row += rows
    sheet.set_paper(9)
    sheet.set_landscape()
    sheet.fit_to_pages(1, 0)
    sheet.set_h_pagebreaks(breaks)
    sheet.hide_gridlines(2)
    sheet.set_footer("&C— &P —")


def _bars(figure: Figure) -> float:
    """The height that a chart's bars take, in points."""
    each = SINGLE if len(figure.series) == 1 else BAR * len(figure.series) + GAP
    return each * len(figure.bars)


def _table(sheet: Any, formats: Mapping[str, Any], row: int, figure: Figure, cells: Mapping[str, Cell]) -> None:
    """The chart's values, each a formula with its value: what changes in the summary changes here and in the chart."""
    sheet.write_string(row, 0, figure.head, formats["head"])
    kind = "wan" if figure.places else "integer"
    for column, series in enumerate(figure.series, 1):
        sheet.write_string(row, column, f"{series}（{figure.unit}）", formats["head"])
    for at, bar in enumerate(figure.bars, row + 1):
        lines = math.ceil(2 * width(bar.label) / (LABEL - 1))
        if lines > 1:
            sheet.set_row(at, LINE * lines + 4)
        sheet.write_string(at, 0, clean(bar.label), formats["text"])
        for column, series in enumerate(figure.series, 1):
            name, line, place, value = cells[f"{figure.key}/{bar.code}/{series}"]
            formula = f"={quote_sheetname(name)}!{xl_rowcol_to_cell(line, place)}"
            if bar.code == REST:  # the rest together: the total without what stands above
                formula += f"-SUM({xl_range(row + 1, column, at - 1, column)})"
                value -= sum(cells[f"{figure.key}/{one.code}/{series}"][3] for one in figure.bars if one.code != REST)
                value = round(value, 4)
            sheet.write_formula(at, column, formula, formats[kind], value)
