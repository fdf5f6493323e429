"""The XML of a native chart (ECMA-376 part 1, 21.2), as XlsxWriter writes it → with everything said that it leaves out.

What a chart does not say has one default in the standard, another in Excel 2007 and a third in later programs.
"""

from __future__ import annotations

import io
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

HEAD = b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# Element → elements that follow it, each with its value, as the order of the schema wants it.
_FOLLOWED = {
    "c:lang": {"c:roundedCorners": "0"},
    "c:grouping": {"c:varyColors": "0"},
    "c:scaling": {"c:delete": "0"},
    "c:plotVisOnly": {"c:dispBlanksAs": "gap"},
}
# What a bar's label shows: its value, outside the bar's end, and nothing else.
_LABEL = {
    "c:dLblPos": "outEnd", "c:showLegendKey": "0", "c:showVal": "1", "c:showCatName": "0", "c:showSerName": "0",
    "c:showPercent": "0", "c:showBubbleSize": "0",
}  # fmt: skip


def explicit(xml: bytes) -> bytes:
    """A chart's part with what every program is to make of it said."""
    root = _read(xml)
    _complete(root)
    return _written(root)


def for_word(xml: bytes, *, axis: str, workbook: str) -> bytes:
    """A chart's part for a Word file: with the name of its values' axis, and the id of the workbook behind it.

    `axis` is any text; the chart has a name of some kind in that place.
    """
    root = _read(xml)
    _complete(root)
    named = (text for values in root.iter("c:valAx") for title in values.iter("c:title") for text in title.iter("a:t"))
    next(named).text = axis
    data = Element("c:externalData", {"r:id": workbook})
    data.append(_valued("c:autoUpdate", "0"))
    # What follows a chart in a sheet is how it is printed; in a text it is where its workbook is.
    place = next(place for place, child in enumerate(root) if child.tag == "c:printSettings")
    root[place] = data
    return _written(root)


def _complete(root: Element) -> None:
    """Say what XlsxWriter leaves out."""
    for element in root.iter("c:lang"):
        element.set("val", "zh-CN")
    for parent in list(root.iter()):
        for child in list(parent):
            _follow(parent, child, _FOLLOWED.get(child.tag, {}))
    for series in root.iter("c:ser"):
        for shape in series.findall("c:spPr"):
            _follow(series, shape, {"c:invertIfNegative": "0"})
        for labels in series.iter("c:dLbls"):
            _label(labels)
    # Neither a title nor the legend stands over the bars.
    for tag in ("c:title", "c:legend"):
        for element in root.iter(tag):
            for place in element.findall("c:layout"):
                if element.find("c:overlay") is None:
                    _follow(element, place, {"c:overlay": "0"})


def _label(labels: Element) -> None:
    """What the labels of a series show, each on one line."""
    for shown in labels.findall("c:showVal"):
        place = list(labels).index(shown)
        labels[place : place + 1] = [_valued(tag, value) for tag, value in _LABEL.items()]
    for text in labels.findall("c:txPr"):
        for body in text.iter("a:bodyPr"):
            body.set("wrap", "none")


def _follow(parent: Element, child: Element, values: dict[str, str]) -> None:
    """Put elements with these values behind a child."""
    place = list(parent).index(child) + 1
    parent[place:place] = [_valued(tag, value) for tag, value in values.items()]


def _valued(tag: str, value: str) -> Element:
    return Element(tag, {"val": value})


def _read(xml: bytes) -> Element:
    """A tree whose names keep their prefixes, so that it is written with the same ones wherever that is done."""
    builder = TreeBuilder()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartElementHandler = builder.start
    parser.EndElementHandler = builder.end
    parser.CharacterDataHandler = builder.data
    parser.Parse(xml, True)
    return builder.close()


def _written(root: Element) -> bytes:
    target = io.StringIO()
    writer = XMLGenerator(target, "utf-8", short_empty_elements=True)
    _write(writer, root)
    return HEAD + target.getvalue().encode()


def _write(writer: XMLGenerator, element: Element) -> None:
    writer.startElement(element.tag, AttributesImpl(element.attrib))
    if element.text:
        writer.characters(element.text)
    for child in element:
        _write(writer, child)
    writer.endElement(element.tag)
