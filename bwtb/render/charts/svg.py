"""A chart as SVG: pygal works out scale and places; what it drew is taken over as plain shapes and text.

Nothing else of its output is kept: no script, no style sheet, no date, no identifiers (a page has several charts).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any
from xml.etree import ElementTree

from bwtb.base.typography import width
from bwtb.render.blocks import Chart
from bwtb.render.layout.charts import FILLS, GRID, LEGEND, OUTLINE, SIZE, label_lines

# What pygal takes a character of a label to be, in sizes; Chinese ones are wider, so that room has to be added.
TAKEN = 0.6
# The axis ends this much beyond the longest bar: there its value stands.
BEYOND = 1.2
SPACING = 6

_NUMBER = re.compile(r"-?\d+\.\d+")


def draw(
    chart: Chart, wide: float, high: float, family: str = "", lent: Mapping[str, str] = MappingProxyType({})
) -> str:
    """The chart as an SVG picture of this size in points.

    `family`: the font of its text, "" for that of its surroundings; `lent`: the font of each character that it lacks.
    """
    drawn = _drawn(chart, wide, high)
    size = {"width": _round(f"{wide:.2f}"), "height": _round(f"{high:.2f}")}
    root = ElementTree.Element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "viewBox": f"0 0 {size['width']} {size['height']}",
            **size,
            "font-size": f"{SIZE:g}",
            **({"font-family": _quoted(family)} if family else {}),
            "role": "img",
            "aria-label": chart.caption,
        },
    )
    _copy(drawn, root, ())
    if lent:
        for text in list(root.iter("text")):
            _borrow(text, lent)
    return ElementTree.tostring(root, encoding="unicode", short_empty_elements=False)


def _drawn(chart: Chart, wide: float, high: float) -> Any:
    """pygal's own tree."""
    import pygal
    from pygal.etree import etree
    from pygal.style import Style

    etree.to_etree()  # else it depends on whether lxml is installed
    labels = list(reversed(chart.labels))  # it draws from below
    lines = [line for label in labels for line in label_lines(label)]
    room = max(map(width, lines)) * SIZE - max(map(len, labels)) * SIZE * TAKEN
    values = [value for one in chart.series for value in one.values]
    graph = pygal.HorizontalBar(
        style=Style(**{f"{what}_font_size": SIZE for what in ("label", "major_label", "value", "legend", "title")}),
        js=[],
        width=wide,
        height=high,
        margin=4,
        margin_left=4 + room,
        # It makes the legend's own room too small by a line.
        margin_bottom=4 + (LEGEND - SIZE if len(chart.series) > 1 else 0),
        spacing=SPACING,
        x_title=chart.axis,
        show_legend=len(chart.series) > 1,
        legend_at_bottom=True,
        legend_at_bottom_columns=len(chart.series),
        legend_box_size=int(SIZE),
        truncate_legend=100,
        truncate_label=1000,
        print_values=True,
        print_values_position="top",
        range=(min(0, *values), max(0, *values) * BEYOND or 1),
        min_scale=2,
        max_scale=6,
        order_min=-chart.places,
        value_formatter=lambda value: f"{value:.10g}",
    )
    graph.x_labels = labels
    for place, one in enumerate(chart.series):
        graph.add(one.name, list(reversed(one.values)), formatter=_formatter(place, chart.places))
    return graph.render_tree()


def _formatter(place: int, places: int) -> Callable[[float], str]:
    """How a value is shown: as the tables of the documents do it. Nothing is shown as such in the first series only."""
    return lambda value: "" if place and not value else f"{value:.{places}f}"


def _copy(source: Any, target: ElementTree.Element, classes: tuple[str, ...]) -> None:
    """What is a shape or a text, with its place; `classes` of the elements around say what it is."""
    for node in source:
        inside = (*classes, *str(node.get("class", "")).split())
        if node.tag == "g" and "tooltip-overlay" not in inside:
            moved = node.get("transform")
            group = ElementTree.Element("g", {"transform": moved} if moved else {})
            _copy(node, group, inside)
            if len(group):
                target.append(group)
        elif node.tag in ("rect", "path") and "background" not in inside:
            _shape(node, target, inside)
        elif node.tag == "text" and node.text:
            _text(node, target, inside)


def _shape(node: Any, target: ElementTree.Element, classes: tuple[str, ...]) -> None:
    kept = {name: _round(node.get(name)) for name in ("x", "y", "width", "height", "d") if node.get(name) is not None}
    if node.tag == "path":
        line = OUTLINE if "axis" in (node.get("class") or "").split() else GRID
        ElementTree.SubElement(target, "path", kept | {"stroke": line, "stroke-width": "0.5", "fill": "none"})
    elif "width" in kept:
        fill = FILLS[next(int(c[6:]) for c in reversed(classes) if c.startswith("color-"))]
        ElementTree.SubElement(target, "rect", kept | {"fill": fill, "stroke": OUTLINE, "stroke-width": "0.5"})


def _text(node: Any, target: ElementTree.Element, classes: tuple[str, ...]) -> None:
    labels = "guides" in classes and "y" in classes
    anchor = "end" if labels else "start" if "value" in classes or "legend" in classes else "middle"
    lines = label_lines(node.text) if labels else [node.text]
    for place, line in enumerate(lines):
        # Several lines together stand where one would.
        y = float(node.get("y")) + SIZE * 1.15 * (place - (len(lines) - 1) / 2)
        given = {"x": _round(node.get("x")), "y": _round(f"{y:.2f}"), "text-anchor": anchor}
        ElementTree.SubElement(target, "text", given).text = line


def _borrow(text: ElementTree.Element, lent: Mapping[str, str]) -> None:
    """Sets the characters that the text's font lacks in those that have them."""
    shown, text.text, last = text.text or "", "", None
    for character in shown:
        if character in lent:
            last = ElementTree.SubElement(text, "tspan", {"font-family": _quoted(lent[character])})
            last.text = character
        elif last is None:
            text.text += character
        else:
            last.tail = (last.tail or "") + character


def _quoted(family: str) -> str:
    return "'" + family.replace("'", "") + "'"


def _round(text: str) -> str:
    """Numbers with two decimal places at most: enough for print, and the same on every machine."""
    return _NUMBER.sub(lambda m: f"{float(m[0]):.2f}".rstrip("0").rstrip("."), text)
