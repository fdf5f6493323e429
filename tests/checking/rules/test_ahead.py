"""Dates of a future day: errors for whoever writes them, by the day that is given, and never part of what a commit says."""

from __future__ import annotations

import datetime

import pytest

from bwtb.checking import check
from bwtb.checking.rules.ahead import dates_ahead
from tests.helpers.corpus import AT, CATALOG, CORPUS
from tests.helpers.sources import Memory

VALID = (CORPUS / "valid/scenario.yaml").read_text(encoding="utf-8")
DAY = "date: 2026-08-20"


def found(text: str, today: str = "2026-11-29") -> list[str]:
    source = Memory({**CATALOG, AT: text.encode()})
    paths = ["catalog/units.yaml", AT]
    return [f"{f.code} {f.pointer}" for f in dates_ahead(source, paths, datetime.date.fromisoformat(today))]


@pytest.mark.parametrize("day", ["2026-11-30", "2036-08-20", '"2126-01-01"'])
def test_a_day_after_today_is_an_error(day: str) -> None:
    assert found(VALID.replace(DAY, f"date: {day}")) == ["DATE_AHEAD /endorsements/0/date"]


@pytest.mark.parametrize("day", ["2026-11-29", "2026-08-20", "2036-02-30", "2036年8月20日"])
def test_today_and_what_is_no_day_are_not(day: str) -> None:
    assert found(VALID.replace(DAY, f"date: {day}")) == []


@pytest.mark.parametrize(
    ("file", "old", "pointer"),
    [
        ("integration-interface", "2026-07-01", "/integration/opinion/date"),
        ("supplementary", "2026-09-01", "/supplementary/approval/date"),
        ("joint-units", "2026-08-22", "/endorsements/2/date"),
    ],
)
def test_wherever_something_is_said_to_have_been_done(file: str, old: str, pointer: str) -> None:
    text = (CORPUS / f"valid/{file}.yaml").read_text(encoding="utf-8")
    assert found(text.replace(old, "2036-01-01")) == [f"DATE_AHEAD {pointer}"]


def test_a_future_day_elsewhere_is_none_of_its_business() -> None:
    assert found(VALID.replace("remarks: 无其他说明。", "remarks: 计划于2036-08-20上线。")) == []


def test_what_a_commit_says_never_depends_on_the_day() -> None:
    source = Memory({**CATALOG, AT: VALID.replace(DAY, "date: 2126-08-20").encode()})
    assert "DATE_AHEAD" not in {f.code for f in check.check_source(source, [AT])}
