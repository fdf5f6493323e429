"""A chart as SVG: shapes and text, told apart in grey, no more than that, and the same bytes everywhere."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from xml.etree import ElementTree

from bwtb.base.typography import width
from bwtb.render.blocks import Chart, Series
from bwtb.render.charts.svg import draw
from bwtb.render.layout.charts import LEFT, LINE, label_lines, size
from bwtb.render.layout.paper import PORTRAIT
from tests import REPOSITORY

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = '"><script>alert(1)</script><![CDATA[&amp;]]>=1+1{{7*7}}'


def chart(*labels: str, places: int = 2, **series: tuple[float, ...]) -> Chart:
    return Chart("单位", labels, tuple(Series(k, v) for k, v in series.items()), "经费预算（万元）", places, "图1")


def drawn(one: Chart, family: str = "") -> ElementTree.Element:
    return ElementTree.fromstring(draw(one, *size(one, PORTRAIT), family))  # noqa: S314 - our own output


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


def test_labels_values_axis_and_legend_are_text() -> None:
    root = drawn(chart("区民政局", "罗店镇", 平台承担=(130.0, 0.0), 单位承担=(0.0, 20.125)))
    shown = texts(root)
    assert {"区民政局", "罗店镇", "经费预算（万元）", "平台承担", "单位承担", "130.00", "20.12"} <= set(shown)
    # Nothing is said of the first series, and passed over in others.
    assert shown.count("0.00") == 1
    assert {e.tag.removeprefix(SVG) for e in root.iter()} == {"svg", "g", "path", "rect", "text"}
    assert not any("id" in e.attrib or "style" in e.attrib or "class" in e.attrib for e in root.iter())


def test_series_differ_in_grey_and_bars_have_an_outline() -> None:
    bars = list(drawn(chart("甲", 平台承担=(1.0,), 单位承担=(2.0,))).iter(f"{SVG}rect"))
    assert {bar.get("fill") for bar in bars} == {"#595959", "#D9D9D9"}
    assert {bar.get("stroke") for bar in bars} == {"#000000"}


def test_bars_are_in_proportion_and_the_first_stands_on_top() -> None:
    bars = list(drawn(chart("甲", "乙", 平台承担=(10.0, 5.0))).iter(f"{SVG}rect"))
    places = sorted((float(bar.get("y", 0)), float(bar.get("width", 0))) for bar in bars)
    assert abs(places[0][1] / places[1][1] - 2) < 0.01


def test_counts_have_whole_numbers_on_the_axis() -> None:
    assert not any("." in text for text in texts(drawn(chart("甲", "乙", places=0, 引用数=(1.0, 3.0)))))


def test_long_labels_break_and_the_longest_end_in_an_ellipsis() -> None:
    name = "国家税务总局上海市宝山区税务局第一税务所办税服务厅综合管理科"
    assert "".join(label_lines(name[:24])) == name[:24]
    assert label_lines(name)[-1].endswith("…")
    root = drawn(chart(name, "甲", 平台承担=(1.0, 2.0)))
    assert all(width(line) <= LINE for line in label_lines(name))
    assert label_lines(name)[0] in texts(root)


def test_everything_stands_inside_the_picture() -> None:
    for labels in (["甲"], ["国家税务总局上海市宝山区税务局"] * 15, ["a" * 80] * 3):
        one = chart(*labels, 平台承担=tuple(123456789.25 for _ in labels))
        root = drawn(one)
        wide, high = size(one, PORTRAIT)
        assert (float(root.get("width", 0)), float(root.get("height", 0))) == (round(wide, 2), round(high, 2))
        assert high <= PORTRAIT.text_height / 20 - LEFT
        for group in root.iter(f"{SVG}g"):
            moved = re.findall(r"-?[\d.]+", group.get("transform", ""))
            for text in group.findall(f".//{SVG}text") if moved else []:
                x, y = float(moved[0]) + float(text.get("x", 0)), float(moved[1]) + float(text.get("y", 0))
                long = width(text.text or "") * 9
                before = {"start": 0.0, "middle": long / 2, "end": long}[text.get("text-anchor", "start")]
                assert x - before >= -1
                assert x - before + long <= wide + 1
                assert 0 <= y <= high


def test_nothing_at_all_and_less_than_nothing_are_drawn_too() -> None:
    assert "0.00" in texts(drawn(chart("甲", 平台承担=(0.0,))))
    assert "-5.00" in texts(drawn(chart("甲", "乙", 平台承担=(-5.0, 1.0))))


def test_what_the_font_lacks_is_set_in_one_that_has_it() -> None:
    one = chart("甲𠮷乙", 平台承担=(1.0,))
    picture = draw(one, *size(one, PORTRAIT), "仿宋", {"𠮷": "Noto Serif CJK SC"})
    root = ElementTree.fromstring(picture)  # noqa: S314
    assert root.get("font-family") == "'仿宋'"
    other = next(root.iter(f"{SVG}tspan"))
    assert (other.text, other.tail, other.get("font-family")) == ("𠮷", "乙", "'Noto Serif CJK SC'")
    assert "甲𠮷乙" in ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def test_hostile_text_is_text() -> None:
    one = Chart(HOSTILE, (HOSTILE,), (Series(HOSTILE, (1.0,)), Series("b", (1.0,))), HOSTILE, 0, HOSTILE)
    picture = draw(one, *size(one, PORTRAIT), 'a" onload="alert(1)')
    root = ElementTree.fromstring(picture)  # noqa: S314
    assert "<script" not in picture
    assert "onload" not in root.attrib
    assert HOSTILE in texts(root)
    assert root.get("aria-label") == HOSTILE


def test_same_chart_same_picture_with_and_without_lxml_and_in_any_place() -> None:
    code = (
        "from bwtb.render.blocks import Chart, Series; from bwtb.render.charts.svg import draw; import sys\n"
        "sys.modules.update(dict.fromkeys(sys.argv[1:]))\n"
        "print(draw(Chart('a', ('甲', '乙'), (Series('b', (1 / 3, 1e5)),), 'c', 2, 'd'), 442.2, 120))"
    )
    found = set()
    for arguments, environment in (([], {}), (["lxml"], {"TZ": "Asia/Tokyo", "PYTHONHASHSEED": "5", "LC_ALL": "C"})):
        done = subprocess.run(
            [sys.executable, "-X", "utf8", "-c", code, *arguments],
            env={"PATH": os.environ["PATH"], **environment},
            cwd=REPOSITORY,
            capture_output=True,
            check=True,
        )
        found.add(done.stdout)
    assert len(found) == 1
    assert b"pygal" not in found.pop()
