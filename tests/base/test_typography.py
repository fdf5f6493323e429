"""Numbers, money, dates and text as official documents write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from bwtb.base import typography


@pytest.mark.parametrize(
    ("number", "shown"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (38, "三十八"), (99, "九十九")]
)
def test_chinese_number(number: int, shown: str) -> None:
    assert typography.chinese_number(number) == shown


def test_numbering_starts_deeper_levels_anew() -> None:
    count = typography.Numbering()
    order = [1, 2, 3, 3, 4, 2, 3, 1, 2]
    assert [count.next(level) for level in order] == [
        "一、", "（一）", "1.", "2.", "（1）", "（二）", "1.", "二、", "（一）",
    ]  # fmt: skip


def test_numbering_goes_on_beyond_ninety_nine() -> None:
    assert typography.heading_number(2, 120) == "（120）"
    assert typography.heading_number(3, 120) == "120."


def test_money_is_rounded_half_up_once() -> None:
    assert typography.wan(480050) == Decimal("48.01")
    assert typography.wan(480049) == Decimal("48.00")
    assert typography.rounded_apart([50, 50], 100)
    assert not typography.rounded_apart([10000, 20000], 30000)


def test_thousands() -> None:
    assert typography.thousands(1234567) == "1,234,567"
    assert typography.thousands(12.5) == "12.5"
    assert typography.thousands(100.0) == "100"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-09-08", "2026年9月8日"),
        ("2026-11-03T14:00:00+08:00", "2026年11月3日"),
        ("", ""),
        ("即日", "即日"),
    ],
)
def test_date(text: str, shown: str) -> None:
    assert typography.date(text) == shown


def test_local_date_is_that_of_beijing() -> None:
    assert typography.local_date(1767196800) == "2026-01-01"  # 2025-12-31T16:00:00Z


def test_paragraphs() -> None:
    assert typography.paragraphs("　甲\n\n 乙 \r\n") == ("甲", "乙")


@pytest.mark.parametrize(
    ("text", "in_a_terminal", "in_a_chinese_font"),
    [
        ("abc", 3, 1.5),
        ("汉字，", 6, 3.0),
        ("a一，1", 6, 3.0),
        ("“一”", 4, 3.0),
        ("e\u0301\u20dd\u200b", 1, 0.5),
        ("", 0, 0.0),
    ],
)
def test_width_of_wide_narrow_and_combining_characters(text: str, in_a_terminal: int, in_a_chinese_font: float) -> None:
    assert typography.cells(text) == in_a_terminal
    assert typography.width(text) == in_a_chinese_font


def test_a_beginning_never_holds_half_a_character() -> None:
    assert typography.beginning("一二三", 6) == "一二三"
    assert typography.beginning("一二三", 5) == "一二"
    assert typography.beginning("e\u0301一", 1) == "e\u0301"


def test_clean_takes_out_what_xml_cannot_carry() -> None:
    assert typography.clean("a\x00\x0b\x1b\ufffe\ud800𠮷\n") == "a𠮷\n"
