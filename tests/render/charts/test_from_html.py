"""A figure of a page as a chart."""

from __future__ import annotations

import pytest

from bwtb.base.errors import UserError
from bwtb.render.blocks import Chart, Paragraph, Series, TextRun
from bwtb.render.markup import block_model

TABLE = (
    "<table><tr><th>单位</th><th>平台</th><th>单位承担</th></tr><tr><th>甲</th><td>1,200.50</td><td>0</td></tr></table>"
)


def page(table: str = TABLE, attributes: str = 'data-chart="bar" data-axis="万元" data-places="2"') -> str:
    return f'<section class="body"><figure {attributes}><svg><text>1</text></svg>{table}<figcaption>图1　说明</figcaption></figure></section>'


def test_a_figure_with_a_table_is_a_chart_and_its_caption_a_paragraph() -> None:
    chart, caption = block_model(page()).sections[0].blocks
    assert chart == Chart(
        "单位", ("甲",), (Series("平台", (1200.5,)), Series("单位承担", (0.0,))), "万元", 2, "图1 说明"
    )
    assert caption == Paragraph((TextRun("图1　说明"),), "caption")


def test_any_other_figure_is_its_content() -> None:
    blocks = block_model(page("<p>文字</p>", "")).sections[0].blocks
    assert [b.text for b in blocks if isinstance(b, Paragraph)] == ["文字", "图1　说明"]


@pytest.mark.parametrize(
    ("table", "attributes", "said"),
    [
        (TABLE.replace("<td>0<", "<td>none<"), 'data-chart="bar"', "“none” is not a number"),
        (TABLE.replace("<td>0<", "<td>1e9999<"), 'data-chart="bar"', "not a number"),
        (TABLE, 'data-chart="pie"', "data-chart=bar"),
        ("", 'data-chart="bar"', "1 to 30 rows"),
        (TABLE.replace("<td>0</td>", ""), 'data-chart="bar"', "same length"),
        ("<table>" + "<tr><th>a</th><td>1</td></tr>" * 32 + "</table>", 'data-chart="bar"', "1 to 30 rows"),
        ("<table>" + ("<tr>" + "<td>1</td>" * 6 + "</tr>") * 2 + "</table>", 'data-chart="bar"', "1 to 4 columns"),
    ],
)
def test_what_is_no_chart_is_said(table: str, attributes: str, said: str) -> None:
    with pytest.raises(UserError, match="图1 说明") as caught:
        block_model(page(table, attributes))
    assert said in str(caught.value)
