"""Quotes that are never closed: one finding, where the quote opens, whatever it swallowed."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.helpers.corpus import AT, CORPUS
from tests.helpers.mutations import SAMPLES, Sample, findings, quotations, with_quotes

VALID = (CORPUS / "valid/scenario.yaml").read_text(encoding="utf-8")
TITLE = "title: 养老服务“一件事”智能填表与免申即享改造"
CONTACT = '{name: 联系人, phone: "021-56691234"}'
BASIS = "{document: 某某实施方案, number: 沪府办〔2026〕12号}"


@given(st.sampled_from(SAMPLES), st.sampled_from([0.05, 0.2, 0.5, 1]), st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_a_closing_quote_deleted_is_one_finding_where_it_opens(
    sample: Sample, share: float, random: random.Random
) -> None:
    text = with_quotes(sample.text, random, share)
    quoted = quotations(text)
    if not quoted:
        return
    chosen = random.choice(quoted)
    found = findings(sample.path, (text[: chosen.closing] + text[chosen.closing + 1 :]).encode())
    assert [(f.code, f.line, f.column) for f in found] == [("YAML_UNCLOSED", chosen.line, chosen.column)]


@given(st.sampled_from(SAMPLES), st.randoms(use_true_random=False))
@settings(max_examples=60)
def test_quotes_that_are_closed_are_no_finding(sample: Sample, random: random.Random) -> None:
    was, now = (findings(sample.path, text.encode()) for text in (sample.text, with_quotes(sample.text, random, 0.5)))
    assert [(f.code, f.pointer) for f in now] == [(f.code, f.pointer) for f in was]


@pytest.mark.parametrize(
    ("edits", "opener"),
    [
        ([("nature: [upgrade]", 'nature: ["upgrade, "new", "x"]')], '"upgrade'),
        ([("[channel, citizen_store]", "['channel, 'citizen_store']")], "'channel"),
        ([(CONTACT, '{name: "联系人, phone: "021-56691234"}')], '"联系人'),
        ([(CONTACT, '{name: "联系人, phone: 021-56691234"}')], '"联系人'),  # valid YAML, and a telephone number less
        ([(BASIS, "{document: '某某实施方案, number: 沪府办〔2026〕12号'}")], "'某某"),  # a valid request
        ([("name: 电子表单预填改造, kind: software", 'name: "电子表单预填改造, kind: software"')], '"电子'),
        ([(TITLE, 'title: "养老服务”')], '"养老'),
        ([("citizen_store]", '"citizen_store]'), ("name: 联系人", "name: “联系人”")], '"citizen'),
        ([(TITLE, 'title: "养老服务”'), ("remarks: 无其他说明。", 'remarks: “无其他说明。"')], '"养老'),
        ([("title: 养老", "title: '养老"), ("unit: mzj", "unit: mzj'")], "'养老"),
        ([("title: 养老", "title: '养老"), ("无其他说明", "it's 无其他说明")], "'养老"),
        ([("kind: training", 'kind: "training'), ("unit: 场", 'unit: 场"')], '"training'),
        ([("nature: [upgrade]", 'nature:\n  - "upgrade\n  - x"')], '"upgrade'),
        ([("nature: [upgrade]", 'nature:\n- "upgrade\n- x"')], '"upgrade'),
        ([("goals: 办理", 'goals: "办理'), ("    改造电子表单。", '    改造“电子表单”"')], '"办理'),
        ([("goals: 办理", 'goals: "办理'), ("    改造电子表单。", '    改造"电子"表单。')], '"办理'),
        ([("title: 养老", 'title: "养老'), ("goals: 办理", 'goals: "办理')], '"养老'),
        ([("title: 养老", '"title: 养老')], '"title'),
        ([('"021-56691234"', '"021-56691234')], '"021'),
        ([("remarks: 无其他说明。", 'remarks: "无其他说明。')], '"无其他'),
        ([(TITLE, 'title: "养老服务'), ("surfaces: [", '# 见"说明"\nsurfaces: [')], '"养老'),
    ],
)
def test_where_it_opens(edits: list[tuple[str, str]], opener: str) -> None:
    text = VALID
    for before, after in edits:
        assert before in text
        text = text.replace(before, after, 1)
    before, _opener, _after = text.partition(opener)
    place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
    assert [(f.code, f.line, f.column) for f in findings(AT, text.encode())] == [("YAML_UNCLOSED", *place)]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title:", "# 填\"标题，它's\ntitle:"),
        ("unit: mzj", "unit: mzj  # 见\"说明，it's"),
        ("remarks: 无其他说明。", "remarks: it's 6\" 的 don't 说明"),
        ("    改造电子表单。", "    改造\"电子'表单。\n    - “甲\n    unit: “乙"),
        ("remarks: 无其他说明。", 'remarks: "无其他\n  unit: 甲。"'),
        ("remarks: 无其他说明。", 'remarks: "无其他，\n说明甲。"'),
        ("remarks: 无其他说明。", "remarks: “无其他”说明，“甲”。"),
        (BASIS, "{document: '某某方案, 其中: 第三条, part: 二', number: 沪府办〔2026〕12号}"),
        (BASIS, "{document: '某某方案, number: 二', number: 沪府办〔2026〕12号}"),
    ],
)
def test_what_only_looks_like_it(before: str, after: str) -> None:
    assert before in VALID
    assert findings(AT, VALID.replace(before, after, 1).encode()) == []


@pytest.mark.parametrize(
    ("title", "severity", "hint"),
    [
        ('“养老服务"', "error", 'The text ends with ": type ” in its place.'),
        ("‘养老服务'", "error", "The text ends with ': type ’ in its place."),
        ("“养老服务", "warning", "Add the closing ”, or delete “."),
    ],
)
def test_a_chinese_quotation_mark_taken_for_a_quote(title: str, severity: str, hint: str) -> None:
    (found,) = findings(AT, VALID.replace(TITLE, f"title: {title}").encode())
    assert (found.code, found.severity, found.line, found.column) == ("YAML_FULLWIDTH", severity, 3, 8)
    assert str(found.hint) == hint


def test_a_chinese_mark_at_the_end_is_named_as_the_remedy() -> None:
    (found,) = findings(AT, VALID.replace(TITLE, 'title: "养老服务”').encode())
    assert str(found.hint) == 'The line ends with ”, which is no quote to YAML: type " in its place.'


def test_single_quotes_within_single_quotes_are_told_to_be_put_in_double_ones() -> None:
    (found,) = findings(AT, VALID.replace(TITLE, "title: 'it's'").encode())
    assert (found.line, found.column) == (3, 12)
    assert str(found.hint).startswith("Put the whole text in double quotes")
