"""How large a chart is, and how its labels break, in points: the same in every document."""

from __future__ import annotations

from bwtb.base.typography import width
from bwtb.render.blocks import Chart
from bwtb.render.layout.paper import Layout

SIZE = 9.0
# A bar with its gap; where there are more series than one, each bar, and the gap of them all.
SINGLE, BAR, GAP = 17.0, 10.5, 5.0
# Room above the bars, for the axis below them with its title, and for a legend.
ABOVE, AXIS, LEGEND = 8.0, 44.0, 20.0

# What a chart leaves of a page for its caption and the heading above it.
LEFT = 60.0

# The longest line of a label in full-width characters, and how many lines one may take.
LINE, LINES = 12, 2

# Fills of the series in order, and the outline of all bars.
FILLS = ("#595959", "#D9D9D9", "#FFFFFF", "#A6A6A6")
OUTLINE, GRID = "#000000", "#BFBFBF"


def size(chart: Chart, page: Layout) -> tuple[float, float]:
    """The chart's width and height on this page: as wide as the text, as high as its bars need, never too high."""
    return page.text_width / 20, min(_height(chart), page.text_height / 20 - LEFT)


def _height(chart: Chart) -> float:
    each = SINGLE if len(chart.series) == 1 else BAR * len(chart.series) + GAP
    lines = max(len(label_lines(label)) for label in chart.labels)
    each = max(each, SIZE * 1.2 * lines + 2)
    return ABOVE + each * len(chart.labels) + AXIS + (LEGEND if len(chart.series) > 1 else 0)


def label_lines(text: str) -> list[str]:
    """A label in lines that fit beside the bars; what does not fit ends in an ellipsis."""
    lines = [""]
    for character in text:
        if width(lines[-1] + character) > LINE:
            lines.append("")
        lines[-1] += character
    if len(lines) > LINES:
        last = lines[LINES - 1]
        while width(last) > LINE - 1:
            last = last[:-1]
        lines = [*lines[: LINES - 1], f"{last}…"]
    return lines
