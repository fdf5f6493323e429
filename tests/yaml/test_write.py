"""What is written reads back as the same value, in the strict profile."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bwtb.yaml import loader, write


def read(text: str) -> Any:
    document = loader.load(f"a: {text}\nb: [{text}]\n".encode(), "x.yaml")
    assert document.findings == ()
    assert document.data["b"] == [document.data["a"]]
    return document.data["a"]


@pytest.mark.parametrize(
    "text", ["99999999999999999.5", "0.00001", "0.00000000000000000001", "1.5", "-0.0", "100000000000000000.0"]
)
def test_numbers_are_written_in_digits_alone(text: str) -> None:
    """Python's own way has an exponent for the large and the small, which programs read differently."""
    number = read(text)
    assert type(number) is float
    assert "e" not in write.inline(number)
    assert repr(read(write.inline(number))) == repr(number)


@given(st.integers(-(10**17), 10**17), st.text("0123456789", min_size=1, max_size=20))
def test_every_number_that_can_be_read_can_be_written(whole: int, fraction: str) -> None:
    number = read(f"{whole}.{fraction}")
    assert read(write.inline(number)) == number
    assert read(write.inline(whole)) == whole


@given(st.text(st.characters(exclude_categories=("Cs", "Cc", "Cn", "Co", "Cf", "Zl", "Zp"))))
def test_texts_stay_texts(text: str) -> None:
    if not loader.load(
        f"a: {write.quoted(text)}\n".encode(), "x.yaml"
    ).findings:  # signs that the profile refuses anywhere
        assert read(write.inline(text)) == text
