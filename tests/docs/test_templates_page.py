"""docs/templates.md: its example is fine, and what it says of limits and charts is so."""

from __future__ import annotations

import re

from bwtb.proposal.charts import MOST, charts_of
from bwtb.render import docx, page, template_check
from bwtb.render.blocks import Chart
from bwtb.render.charts.from_html import MOST_BARS, MOST_SERIES
from bwtb.render.markup import block_model
from tests import REPOSITORY
from tests.helpers.reviews import TIME, catalog, proposal, request_data, reviewed
from tests.helpers.sources import Memory

PAGE = (REPOSITORY / "docs/templates.md").read_text(encoding="utf-8")


def test_the_example_is_fine_and_reaches_page_and_word() -> None:
    example = re.search(r"```jinja\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    source = Memory({"templates/proposal.html.j2": example[1].encode()})
    assert template_check.check(source) == []
    model = block_model(page.proposal_page(proposal(reviewed(request_data())), catalog(), source))
    charts = [b for section in model.sections for b in section.blocks if isinstance(b, Chart)]
    assert [chart.caption for chart in charts][:2] == ["图1 近两年的需求数", "图2 按需求类别汇总的经费预算"]
    assert "近两年的需求数".encode() in docx.write(model, author="", time=TIME)


def test_the_numbers_and_keys_are_the_programs() -> None:
    assert f"{MOST_SERIES} series and {MOST_BARS} bars" in PAGE
    assert f"More than {MOST} bars" in PAGE
    keys = ", ".join(f"`{key}`" for key in charts_of(proposal(reviewed(request_data()))))
    assert f"({keys})" in PAGE
