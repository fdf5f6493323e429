"""Messages are data: equal in every language, put into words only where they are shown."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bwtb.base.languages import words
from bwtb.base.messages import Choice, Clause, Fact, Listed, Message, Named, one_line
from tests.helpers.speaking import speaking

NOT_A_DAY = "{value} is not a day of the calendar."  # a sentence that the catalog has
TEXTS = st.text(max_size=20)
FACTS: st.SearchStrategy[Fact] = st.recursive(
    TEXTS | st.integers() | st.builds(Named, TEXTS, TEXTS) | st.builds(Choice, TEXTS, TEXTS),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda parts: Listed(tuple(parts)))
        | inner.map(lambda fact: Message(NOT_A_DAY, value=fact))
        | inner.map(Clause)
    ),
    max_leaves=5,
)


@pytest.mark.parametrize(
    ("fact", "english", "chinese"),
    [
        ("plain {text} stays", "plain {text} stays", "plain {text} stays"),
        (7, "7", "7"),
        (Named("kind", "经费类别"), "kind (经费类别)", "经费类别"),
        (Named("其他", "其他"), "其他", "其他"),
        (Choice("scenario", "场景开发类"), "scenario (场景开发类)", "scenario（场景开发类）"),
        (Listed(("一", "二")), "一, 二", "一、二"),
        (Listed(("一", "二"), by="clauses"), "一; 二", "一；二"),
        (Message(NOT_A_DAY, value="{x}"), "{x} is not a day of the calendar.", "{x}不是实际存在的日期。"),
        (Message(NOT_A_DAY, value=Named("date", "日期")), "date (日期) is not a day of the calendar.", "日期不是实际存在的日期。"),
        (Clause(Message(NOT_A_DAY, value="甲")), "甲 is not a day of the calendar", "甲不是实际存在的日期"),
        (Listed((Message(NOT_A_DAY, value="甲"), "乙")), "甲 is not a day of the calendar., 乙", "甲不是实际存在的日期。、乙"),
    ],
)  # fmt: skip
def test_each_kind_of_fact_in_both_languages(fact: Fact, english: str, chinese: str) -> None:
    assert (words(fact, "en"), words(fact, "zh")) == (english, chinese)


def test_the_language_in_force_is_the_one_spoken() -> None:
    message = Message(NOT_A_DAY, value="甲")
    with speaking("zh"):
        assert words(message) == words(message, "zh")
    with speaking("en"):
        assert words(message) == words(message, "en")


@given(FACTS)
def test_english_needs_no_translation(fact: Fact) -> None:
    assert str(fact) == words(fact, "en")


@given(FACTS)
def test_another_process_reads_the_same_message(fact: Fact) -> None:
    assert pickle.loads(pickle.dumps(fact)) == fact  # noqa: S301 - written in the line itself


@given(FACTS)
def test_a_fact_made_one_line_makes_no_lines_of_its_own(fact: Fact) -> None:
    assert "\n" not in words(one_line(fact), "zh")
    assert words(one_line(fact), "en") == words(fact, "en").replace("\n", "\\n")


def test_equal_whatever_language_is_in_force() -> None:
    with speaking("zh"):
        one = Message(NOT_A_DAY, value="甲")
    with speaking("en"):
        other = Message(NOT_A_DAY, value="甲")
    assert one == other
    assert hash(one) == hash(other)
    assert one != Message(NOT_A_DAY, value="乙")
