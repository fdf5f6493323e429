"""Guesses at what was meant."""

from __future__ import annotations

import pytest

from bwtb.base import values

NAMES = {"scenario": "场景开发类", "work_point": "工作要点类", "integration": "业务整合类"}


@pytest.mark.parametrize(
    ("written", "yuan"),
    [
        ("48万元", 480000), ("48万", 480000), ("48.5万元", 485000), ("1.2亿", 120000000), ("480,000", 480000), ("480，000", 480000),
        ("４８００００元", 480000), ("￥480,000.00", 480000), (480000.0, 480000), ("480000.50", None), ("四十八万", 480000), ("", None),
        ("-5元", -5), ("9" * 18, 10**18 - 1), ("9" * 19, None), ("9" * 4300 + "万", None), ("9" * 5000, None), ("0." + "0" * 30 + "1万", None),
        ("万千" * 100_000, None), ("亿" * 5_000, None), ("一" * 5_000 + "万", None),
        ("1,200", 1200), ("48 0000", 480000), ("3百万", 3000000), ("2千万元整", 20000000), ("３２", 32), ("32万", 320000),
        # Grouped as nobody groups: a comma for the point, or a slip.
        ("3,2万", None), ("1,20", None), ("4 8", None), ("48,", None), ("万", None), ("元", None), ("48万5", None), ("十几万", None),
    ],
)  # fmt: skip
def test_amounts(written: object, yuan: int | None) -> None:
    assert values.amount(written) == yuan


@pytest.mark.parametrize(
    ("written", "date"),
    [
        ("2026年8月20日", "2026-08-20"), ("2026 年 8 月 20 日", "2026-08-20"), ("2026/8/20", "2026-08-20"), ("2026.08.20", "2026-08-20"),
        (20260820, "2026-08-20"), ("２０２６-８-２０", "2026-08-20"), ("8月20日", None), ("soon", None),
    ],
)  # fmt: skip
def test_dates(written: object, date: str | None) -> None:
    assert values.date(written) == date


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("场景开发类", "scenario"), ("场景开发", "scenario"), ("场景开发累", "scenario"), ("scenerio", "scenario"), ("Scenario", "scenario"),
        ("work-point", "work_point"), ("“scenario”", "scenario"), ("类", None), ("xyz", None),
    ],
)  # fmt: skip
def test_nearest(wrong: str, code: str | None) -> None:
    assert values.nearest(wrong, NAMES) == code


def test_another_number_is_no_misspelling() -> None:
    assert values.nearest("cap-6", ["cap-06", "cap-16"]) == "cap-06"
    assert values.nearest("cap06", ["cap-06", "cap-16"]) == "cap-06"
    assert values.nearest("cap-39", ["cap-29", "cap-38"]) is None
    assert values.nearest("cap" + "9" * 5000, ["cap-29", "cap-38"]) is None
    assert values.nearest("cap" + "0" * 50 + "6", ["cap-06", "cap-16"]) == "cap-06"
    assert values.nearest("cap" + "9" * 50 + "x", ["cap-29", "cap-38"]) is None


def test_truth_and_lists() -> None:
    assert (values.truth("是"), values.truth("非涉密"), values.truth("可能")) == (True, False, None)
    assert values.parts("【甲、乙，丙】") == ["甲", "乙", "丙"]


@pytest.mark.parametrize(
    ("written", "right"),
    [
        ("宝行政中心[2026]18号", "宝行政中心〔2026〕18号"), ("宝行政中心〔2026〕第018号", "宝行政中心〔2026〕18号"),
        ("宝行政中心（2026） 18 号", "宝行政中心〔2026〕18号"), ("宝行政中心【2026】18", "宝行政中心〔2026〕18号"),
        ("宝行政中心〔2026〕18号", "宝行政中心〔2026〕18号"), ("关于某事的函", "关于某事的函"),
    ],
)  # fmt: skip
def test_document_numbers(written: str, right: str) -> None:
    assert values.document_number(written) == right
