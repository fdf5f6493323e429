"""What the charts show: the largest, the rest together, nothing where there is nothing."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bwtb.proposal.charts import MOST, REST, charts_of
from tests.helpers.reviews import catalog, proposal, request_data, reviewed


def of_units(number: int, **changes: Any) -> Any:
    """A proposal of so many units, each with 10,000 yuan more than the one before."""
    units = catalog().codes("units")[:number]
    items = [[{"name": "开发", "kind": "software", "amount": 10000 * n}] for n in range(1, number + 1)]
    made = (request_data(1, u, budget={"items": i}, **changes) for u, i in zip(units, items, strict=True))
    return proposal(*map(reviewed, made))


def test_one_request_gives_every_chart() -> None:
    made = charts_of(proposal(reviewed(request_data())))
    assert list(made) == ["category", "unit", "kind", "capability"]
    assert made["category"].title == "按需求类别汇总的经费预算"
    assert [(bar.label, bar.values) for bar in made["category"].bars] == [("场景开发类", (Decimal("48.00"),))]
    # Nothing is borne by a unit, so there is one series, and the axis says which.
    assert (made["unit"].series, made["unit"].axis) == (("平台承担",), "平台承担的经费预算")
    assert next(bar.label for bar in made["capability"].bars) == "6 “宝你慧”智能填表"


def test_no_request_and_no_money_give_no_chart() -> None:
    assert charts_of(proposal(reviewed(request_data(), "draft"))) == {}
    nothing = request_data(budget={"items": [{"name": "开发", "kind": "software", "amount": 0}]}, capabilities=None)
    assert charts_of(proposal(reviewed(nothing))) == {}


def test_a_row_without_money_stays() -> None:
    other = request_data(1, "ldz", budget={"items": [{"name": "数据", "kind": "data", "amount": 0}]})
    made = charts_of(proposal(reviewed(request_data()), reviewed(other)))
    assert [bar.values for bar in made["unit"].bars] == [(Decimal("48.00"),), (Decimal("0.00"),)]


def test_units_stand_largest_first_and_the_rest_together() -> None:
    few, many = charts_of(of_units(MOST))["unit"], charts_of(of_units(MOST + 5))["unit"]
    assert (len(few.bars), few.note) == (MOST, "")
    assert [bar.values[0] for bar in few.bars] == sorted((bar.values[0] for bar in few.bars), reverse=True)
    assert (len(many.bars), many.bars[-1].code, many.bars[-1].label) == (MOST, REST, "其他6个单位")
    assert many.caption == "按申请单位汇总的经费预算（金额居前的14个单位，其余6个单位合并列示）"
    assert many.bars[-1].values[0] == sum(range(1, 7))
    assert sum(bar.values[0] for bar in many.bars) == sum(range(1, MOST + 6))


def test_what_units_bear_is_a_series_of_its_own() -> None:
    items = [
        {"name": "开发", "kind": "software", "amount": 300000, "borne_by": "platform"},
        {"name": "设备", "kind": "hardware", "amount": 200000, "borne_by": "unit"},
    ]
    integration = {"mode": "interface", "system": "甲系统", "operator": "unit"}
    made = request_data(category="integration", integration=integration, budget={"items": items})
    found = charts_of(proposal(reviewed(made)))["kind"]
    assert found.series == ("平台承担", "单位承担")
    assert [(bar.label, *bar.values) for bar in found.bars] == [("软件开发", 30, 0), ("硬件", 0, 20)]
    assert found.axis == "经费预算"


def test_the_most_cited_capabilities_and_how_many_there_are() -> None:
    codes = catalog().codes("capabilities")[:20]
    made = proposal(reviewed(request_data(1, capabilities=codes)), reviewed(request_data(2, capabilities=codes[10:12])))
    found = charts_of(made)["capability"]
    assert [int(bar.values[0]) for bar in found.bars] == [2, 2] + [1] * 13
    assert found.caption == "赋能清单引用情况（引用数居前的15项，共引用20项）"
    assert found.bars[0].code == codes[10]
