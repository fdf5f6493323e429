"""Chinese numerals as numbers, and none of what could be read in two ways."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bwtb.base import numerals


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("三十二万", 320000), ("四十八万", 480000), ("叁拾贰万", 320000), ("十万", 100000), ("一百二十万", 1200000), ("两千", 2000),
        ("二十万零五百", 200500), ("三万五千", 35000), ("一亿二千万", 120000000), ("一亿零三十万", 100300000), ("三百零五", 305),
        ("一千零一十", 1010), ("十", 10), ("九", 9), ("一百一十二万三千四百五十六", 1123456), ("壹仟贰佰万", 12000000),
        # Nobody knows, or it is none.
        ("三万五", None), ("三百五", None), ("十几万", None), ("万", None), ("三二", None), ("零", None), ("", None), ("三十二万元", None),
        ("一万万", None), ("三点五万", None), ("二百十", None), ("一亿五", None),
    ],
)  # fmt: skip
def test_numerals(written: str, number: int | None) -> None:
    assert numerals.number(written) == number


def spelled(number: int) -> str:
    """A number in Chinese, place by place."""
    for sign, size in (("亿", 10**8), ("万", 10**4)):
        if number >= size:
            high, low = divmod(number, size)
            return spelled(high) + sign + (("零" if low < size // 10 else "") + spelled(low) if low else "")
    said, passed = "", False
    for place, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // place % 10
        if digit:
            said += ("零" if passed and said else "") + "零一二三四五六七八九"[digit] + sign
        passed = not digit
    return said


@given(some.integers(1, 10**12))
def test_every_number_is_read_as_it_is_written(number: int) -> None:
    assert numerals.number(spelled(number)) == number
