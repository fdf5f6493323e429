"""What XlsxWriter leaves to each program's own defaults is said in a chart's part, and nothing else is changed."""

from __future__ import annotations

from xml.etree import ElementTree

from bwtb.render.charts.chart_xml import HEAD, explicit, for_word

SPACE = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
NAME = "<c:title><c:tx><c:rich><a:t>甲</a:t></c:rich></c:tx><c:layout/></c:title>"
AXIS = f"<c:valAx><c:scaling/>{NAME}</c:valAx>"


def part(inside: str) -> bytes:
    """A chart's part with this inside, as XlsxWriter would write it."""
    return (
        HEAD
        + f"<c:chartSpace {SPACE}>{inside}<c:printSettings><c:pageSetup/></c:printSettings></c:chartSpace>".encode()
    )


def test_what_has_nothing_to_be_said_stays_as_it_is() -> None:
    xml = part('<c:chart><c:v>&amp; &lt;1&gt; "a"</c:v></c:chart>')
    assert explicit(xml) == xml


def test_labels_stay_on_one_line_and_show_their_value_alone() -> None:
    labels = '<c:dLbls><c:txPr><a:bodyPr/></c:txPr><c:showVal val="1"/></c:dLbls>'
    made = explicit(part(f"<c:ser><c:spPr/>{labels}</c:ser>")).decode()
    assert '<c:spPr/><c:invertIfNegative val="0"/><c:dLbls><c:txPr><a:bodyPr wrap="none"/></c:txPr>' in made
    assert '<c:dLblPos val="outEnd"/><c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>' in made


def test_titles_and_legend_do_not_stand_over_the_bars() -> None:
    made = explicit(part(f'{AXIS}<c:legend><c:legendPos val="b"/><c:layout/></c:legend>')).decode()
    assert '<c:layout/><c:overlay val="0"/></c:title>' in made
    assert '<c:layout/><c:overlay val="0"/></c:legend>' in made


def test_a_chart_in_a_text_has_its_axis_name_and_its_workbook() -> None:
    hostile = '</a:t>"&=A1'
    root = ElementTree.fromstring(for_word(part(AXIS), axis=hostile, workbook="rId7"))  # noqa: S314 - our own output
    names = [element.text for element in root.iter() if element.tag.endswith("}t")]
    assert names == [hostile]
    assert [element.tag.partition("}")[2] for element in root] == ["valAx", "externalData"]
    assert next(iter(root[1].attrib.values())) == "rId7"
