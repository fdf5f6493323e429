"""What an answer means, and that it is checked as the file would be."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bwtb.checking import check
from bwtb.interview import contacts, fields, unfinished
from bwtb.interview.answers import Checker, meant, tidy
from bwtb.registry import catalogs, draft, layout
from bwtb.registry.worktree import WorkTree
from bwtb.yaml import loader
from tests import REPOSITORY


@pytest.fixture(scope="module")
def checker() -> Checker:
    source = WorkTree(REPOSITORY)
    return Checker(catalogs.require(source), source, 2027)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        ("amount", "12.5万", 125000),
        ("amount", "１２．５万元", 125000),
        ("amount", "480,000", 480000),
        ("amount", "0.3元", "0.3元"),  # no whole yuan: `validate` says so
        ("amount", "12.5", 12.5),
        ("amount", "十二万", 120000),
        ("amount", "十几万", "十几万"),
        ("amount", "", ""),
        ("date", "2026年8月20日", "2026-08-20"),
        ("date", "去年", "去年"),
        ("names", "甲；乙;丙\n丁", ["甲", "乙", "丙", "丁"]),
        ("text", "一\n二", "一 二"),
        ("lines", "一\r\n二  \n", "一\n二"),
        ("text", "a\u00a0b\u200bc\ufeff", "a bc"),
        ("text", "e\u0301", "é"),
    ],
)
def test_what_a_text_means(kind: str, text: str, value: Any) -> None:
    assert meant(kind, text) == value


@pytest.mark.parametrize(
    ("pointer", "value", "code"),
    [
        ("/title", "长" * 101, "FIELD_LENGTH"),
        ("/title", "长" * 100, None),
        ("/title", "a\x1bb", "TEXT_CONTROL"),
        ("/title", "a\u202eb", "TEXT_BIDI"),
        ("/title", "“引号”: # - {}", None),
        ("/title", "\U0001f600", None),
        ("/contact/phone", "5610", "PHONE_SHORT"),
        ("/contact/phone", "021-56100000", None),
        ("/integration/opinion/date", "2026-02-30", "DATE_INVALID"),
        ("/integration/opinion/date", "明天", "DATE_FORMAT"),
        ("/budget/items/0/amount", 12.5, "AMOUNT_FORMAT"),
        ("/budget/items/0/amount", "十二万", "AMOUNT_FORMAT"),
        ("/budget/items/0/amount", -1, "FIELD_RANGE"),
        ("/budget/items/0/amount", 10**13, "FIELD_RANGE"),
        ("/continues", "2028-mzj-001", "CONTINUES_YEAR"),
        ("/unit", "mjz", "CODE_UNKNOWN"),
    ],
)
def test_what_is_wrong_with_an_answer(checker: Checker, pointer: str, value: Any, code: str | None) -> None:
    answers = {
        "unit": "mzj",
        "category": "integration",
        "integration": {"mode": "interface"},
        "budget": {"items": [{}]},
    }
    found = checker.wrong(answers, pointer, value)
    assert (found.code if found else None) == code
    assert answers["budget"] == {"items": [{}]}  # trying changes nothing


@pytest.mark.parametrize("path", sorted((REPOSITORY / "requests/2027").glob("*.yaml")), ids=lambda p: p.stem)
def test_an_answer_is_checked_like_the_file_it_goes_into(checker: Checker, path: Path) -> None:
    """Every sample request as answers: the draft of it has the findings that the interview would have shown."""
    data = loader.load(path.read_bytes(), path.name).data
    answers = {k: v for k, v in data.items() if k not in ("id", "endorsements", "attachments")}
    request_id = checker.request_id(answers)
    place = layout.request_path(request_id)
    raw = draft.render(request_id, fields.finished(answers), checker.catalog).encode()
    drafted = check.check_file(checker.source, place, checker.catalog, (raw, loader.load(raw, place)))
    said = {(f.code, f.pointer) for f in checker.findings(answers) if f.code != "DRAFT_INCOMPLETE"}
    assert said == {(f.code, f.pointer) for f in drafted if f.code != "DRAFT_INCOMPLETE"}
    for question in fields.relevant(answers):
        value = fields.get(answers, question.pointer)
        again = json.loads(json.dumps(answers))
        fields.put(again, question.pointer, value)
        assert fields.get(again, question.pointer) == (None if value in ("", []) else value)
        if question.pointer not in fields.PART and value is not None:
            assert checker.wrong(answers, question.pointer, value) is None, question.pointer


def test_every_field_of_the_form_is_asked_or_left_for_later() -> None:
    """A field that the schema gains is noticed here."""
    from bwtb.registry import schema

    asked = {q.pointer for q in fields.QUESTIONS}
    not_asked = {"id", "endorsements", "attachments"}
    for key in schema.read("request")["properties"]:
        assert key in not_asked or any(f"{p}/".startswith(f"/{key}/") for p in asked), key
    for pointer in asked - set(fields.PART):
        assert schema.field(pointer) is not None, pointer


def test_what_belongs_to_another_category_does_not_stay() -> None:
    answers = {
        "category": "scenario", "scopes": ["other"], "scopes_other": "x", "integration": {"mode": "interface"},
        "supplementary": {"level": "national"}, "budget": {"items": [{"name": "a", "borne_by": "unit"}]}, "+later": "later",
        "application": {"new_scenario": ["good_service"], "new_scenario_other": "x"}, "nature": [],
    }  # fmt: skip
    assert fields.finished(answers) == {
        "category": "scenario",
        "budget": {"items": [{"name": "a"}]},
        "application": {"new_scenario": ["good_service"]},
    }


def test_contacts_come_from_the_units_latest_requests() -> None:
    source = WorkTree(REPOSITORY)
    ((request_id, person),) = contacts.of_unit(source, "mzj")
    assert request_id == "2027-mzj-001"
    assert set(person) <= {"name", "phone", "email"}
    assert contacts.of_unit(source, "nobody") == []


@pytest.mark.posix  # looks at the file's mode
def test_what_is_kept_comes_back(tmp_path: Path) -> None:
    kept = unfinished.new(tmp_path, 2027)
    unfinished.save(unfinished.Unfinished(kept.file, 2027, {"title": "a\udc80"}, ("/title",), ("/unit", "民")))
    (back,) = unfinished.kept_for(tmp_path)
    assert (back.answers, back.asked, back.typed) == ({"title": "a\udc80"}, ("/title",), ("/unit", "民"))
    assert stat.S_IMODE(back.file.stat().st_mode) == 0o600
    assert unfinished.kept_for(tmp_path / "another") == []
    unfinished.written(back, "mzj")
    assert unfinished.kept_for(tmp_path) == []
    assert unfinished.usual_unit(unfinished.new(tmp_path, 2027)) == "mzj"


BEFORE = {"title": "电梯", "unit": "mzj", "scope": {"classified": False, "funding": ["district"]}}
# Answers as no interview of ours keeps them, and what of each is taken up.
ODD_ANSWERS: list[tuple[dict[str, Any], dict[str, Any]]] = [
    ({"basis": 5}, {}), ({"basis": [{"document": "某方案"}, "x"]}, {"basis": [{"document": "某方案"}]}), ({"basis": "x"}, {}),
    ({"budget": "x"}, {}), ({"budget": {"items": 7}}, {"budget": {}}), ({"budget": {"items": ["x"]}}, {"budget": {"items": []}}),
    ({"budget": {"items": [{"amount": "x", "name": "y"}]}}, {"budget": {"items": [{"name": "y"}]}}),
    ({"budget": {"items": [{"amount": 10**30}]}}, {"budget": {"items": [{}]}}), ({"platforms": {"a": 1}}, {}), ({"title": [1]}, {}),
    ({"category": ["integration"]}, {}), ({"category": "integration"}, {"category": "integration"}), ({"integration": "x"}, {}),
    ({"scopes": [{}, "other"]}, {"scopes": ["other"]}), ({"no_field": 1}, {}), ({"+": True, "+later": ["x"]}, {"+": True}),
    ({"unit": "民政局"}, {"unit": "民政局"}),
]  # fmt: skip


@pytest.mark.parametrize(("odd", "taken"), ODD_ANSWERS)
def test_kept_answers_of_another_shape_are_passed_over(
    checker: Checker, tmp_path: Path, odd: dict[str, Any], taken: dict[str, Any]
) -> None:
    """They are a file on disk, which may be damaged or another version's: what fits is gone on with."""
    unfinished.save(replace(unfinished.new(tmp_path, 2027), answers={**BEFORE, **odd}, asked=("/title",)))
    (back,) = unfinished.kept_for(tmp_path)
    assert back.answers == {**{key: value for key, value in BEFORE.items() if key not in odd}, **taken}
    for question in fields.relevant(back.answers):
        fields.given(back.answers, question.pointer)
    checker.findings(back.answers)
    checker.missing(back.answers)


@pytest.mark.parametrize("year", [True, 0, 1999, 10**20, 2027.0, "2027"])
def test_what_is_kept_for_a_year_that_is_none_is_passed_over(tmp_path: Path, year: Any) -> None:
    unfinished.save(unfinished.new(tmp_path, year))
    assert unfinished.kept_for(tmp_path) == []


def test_tidying_keeps_what_can_be_seen() -> None:
    assert tidy("  一　二“三”  ") == "一　二“三”"
