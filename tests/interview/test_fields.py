"""Each question reads and writes its answer in its own way; what may be chosen follows from the answers so far."""

from __future__ import annotations

from typing import Any

import pytest

from bwtb.base.languages import words
from bwtb.interview import fields
from bwtb.interview.access import OTHER, Answers
from bwtb.registry import catalogs
from bwtb.registry.worktree import WorkTree
from tests import REPOSITORY

CATALOG = catalogs.require(WorkTree(REPOSITORY))
DOCUMENT = {"document": "某某实施方案", "number": "沪府办〔2026〕12号"}


def test_work_points_and_documents_share_the_basis() -> None:
    answers: Answers = {}
    fields.put(answers, "/basis/document", [DOCUMENT])
    fields.put(answers, "/basis/work_point", ["wp-2026-03"])
    assert answers == {"basis": [{"work_point": "wp-2026-03"}, DOCUMENT]}
    assert fields.get(answers, "/basis/work_point") == ["wp-2026-03"]
    assert fields.get(answers, "/basis/document") == [DOCUMENT]
    assert fields.entry_pointer("/basis/document", answers, 0) == "/basis/1"
    fields.put(answers, "/basis/work_point", None)
    assert answers == {"basis": [DOCUMENT]}


def test_the_promise_is_made_for_both_or_taken_back() -> None:
    answers: Answers = {"integration": {"mode": "interface"}}
    assert fields.get(answers, "/integration/conditions") is None
    fields.put(answers, "/integration/conditions", True)
    assert answers["integration"]["conditions"] == {"initiation": True, "acceptance": True}
    assert fields.get(answers, "/integration/conditions") is True
    answers["integration"]["conditions"]["acceptance"] = False
    assert fields.get(answers, "/integration/conditions") is False


def test_another_platform_is_noted_and_never_written_as_a_code() -> None:
    answers: Answers = {}
    fields.put(answers, "/platforms", ["channel", OTHER])
    answers["platform_other"] = "区级大屏"
    assert answers["platforms"] == ["channel"]
    assert fields.get(answers, "/platforms") == ["channel", OTHER]
    assert fields.finished(answers) == {"platforms": ["channel"], "platform_other": "区级大屏"}
    fields.put(answers, "/platforms", ["channel"])
    assert answers == {"platforms": ["channel"]}


def test_another_platform_alone_is_no_answer_until_it_has_a_name() -> None:
    answers: Answers = {}
    fields.put(answers, "/platforms", [OTHER])
    assert "platforms" not in answers
    assert not fields.given(answers, "/platforms")


@pytest.mark.parametrize(("chosen", "later"), [("later", "later"), ("now", None)])
def test_texts_left_for_later_are_not_asked(chosen: str, later: str | None) -> None:
    answers: Answers = {}
    fields.put(answers, "/description", chosen)
    assert fields.get(answers, "/description") == later
    asked = {question.pointer for question in fields.relevant(answers)}
    assert ("/description/goals" in asked) == (later is None)


@pytest.mark.parametrize(
    ("pointer", "answers", "left_out"),
    [
        ("/joint_units", {"unit": "mzj"}, "mzj"),
        ("/budget/items/0/funding", {"scope": {"funding": ["district"]}}, "non_fiscal"),
        ("/basis/work_point", {}, "wp-2020-01"),
    ],
)
def test_what_does_not_fit_is_not_offered(pointer: str, answers: dict[str, Any], left_out: str) -> None:
    codes = [option.code for option in fields.options(pointer, answers, CATALOG, 2027)]
    assert codes
    assert left_out not in codes


def test_questions_are_named_in_both_languages() -> None:
    assert words(fields.label("/basis/document"), "zh") == "编制依据（文件）"
    assert words(fields.label("/basis/document"), "en").endswith(" (documents)")
    assert words(fields.help("/nature"), "en") == "One or several (article 3)."
    yes = fields.options("/application/new_system", {}, CATALOG, 2027)[0]
    assert (words(yes.name, "zh"), words(yes.name, "en")) == ("是", "yes")
