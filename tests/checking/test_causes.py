"""One cause gives one finding: every single fault of many kinds in valid requests, and anything at random."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bwtb.base import languages
from bwtb.base.languages import words
from tests.helpers.corpus import AT, CORPUS
from tests.helpers.mutations import SAMPLES, Sample, findings, random_fault, single_faults

VALID = (CORPUS / "valid/scenario.yaml").read_text(encoding="utf-8")
SUPPLEMENTARY = (CORPUS / "valid/supplementary.yaml").read_text(encoding="utf-8")
INTEGRATION = (CORPUS / "valid/integration-interface.yaml").read_text(encoding="utf-8")

# An entry whose first line has gone to another list leaves two lists wrong.
TWO_PLACES = {
    "valid/scenario": "line 41 swapped",
    "valid/supplementary": "line 49 swapped",
    "valid/integration-interface": "line 48 swapped",
}


@pytest.mark.parametrize("sample", [s for s in SAMPLES if s.name in TWO_PLACES], ids=lambda s: s.name)
def test_a_single_fault_is_at_most_one_error(sample: Sample) -> None:
    several = []
    for what, text in single_faults(sample.text):
        errors = [f for f in findings(sample.path, text.encode()) if f.severity == "error"]
        if len(errors) > 1 and what != TWO_PLACES.get(sample.name):
            several.append((what, [(f.code, f.line, f.pointer) for f in errors]))
    assert several == []


@given(st.sampled_from(SAMPLES), st.randoms(use_true_random=False))
@settings(max_examples=300)
def test_whatever_is_done_to_a_file_is_said_inside_the_file(sample: Sample, random: random.Random) -> None:
    text = random_fault(sample.text, random)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for finding in findings(sample.path, text.encode()):
        assert finding.message
        assert finding.hint
        assert 1 <= finding.line <= len(lines)
        assert 1 <= finding.column <= len(lines[finding.line - 1]) + 1


@pytest.mark.parametrize(
    ("text", "edits", "expected"),
    [
        # A name that is misspelt is not also missing, and no rule asks for it.
        (VALID, [("unit: mzj, name", "uint: mzj, name")], [("FIELD_UNKNOWN", "/endorsements/0/uint")]),
        (VALID, [("title: 养老", "xyz: 养老")], [("FIELD_UNKNOWN", "/xyz")]),
        (VALID, [("document: 某", "dcument: 某")], [("FIELD_UNKNOWN", "/basis/1/dcument")]),
        (INTEGRATION, [("opinion:", "opiion:")], [("FIELD_UNKNOWN", "/integration/opiion")]),
        (INTEGRATION, [("borne_by", "bore_by")], [("FIELD_UNKNOWN", "/budget/items/0/bore_by")]),
        (SUPPLEMENTARY, [("joint_units", "joint_unit")], [("FIELD_UNKNOWN", "/joint_unit")]),
        # Nor is what has only lost its place.
        (VALID, [("  operations:", "operations:")], [("FIELD_UNKNOWN", "/operations")]),
        (VALID, [("budget:\n", "  budget:\n")], [("FIELD_UNKNOWN", "/description/budget")]),
        (VALID, [("attachments:\n", "")], [("FIELD_UNKNOWN", "/endorsements/1/path")]),
        # A wrong code, and what rests on it.
        (VALID, [("{unit: mzj,", "{unit: mzjx,")], [("CODE_UNKNOWN", "/endorsements/0/unit")]),
        (SUPPLEMENTARY, [("[zwzx]", "[zwz]")], [("CODE_UNKNOWN", "/joint_units/0")]),
        (INTEGRATION, [("initiation: true", "initiation: trze")], [("FIELD_TYPE", "/integration/conditions/initiation")]),
        # Several fields that one group lacks.
        (VALID, [("amount: 20000\n", "amount: 20000\n    - name: 测评\n")], [("FIELD_MISSING", "/budget/items/2/amount")]),
        (VALID, [("unit: mzj\n", ""), ("category: scenario\n", "")], [("FIELD_MISSING", "/category")]),
        # A name that has run together with its value.
        (VALID, [("{unit: mzj,", "{unit:mzj,")], [("YAML_SYNTAX", "/endorsements/0/unit:mzj")]),
        (VALID, [("{unit: mzj,", "{unit：mzj,")], [("YAML_FULLWIDTH", "/endorsements/0/unit：mzj")]),
        (VALID, [("{unit: mzj,", "{unit mzj,")], [("YAML_SYNTAX", "/endorsements/0/unit mzj")]),
        (VALID, [(", name: 分管", ",　name: 分管")], [("YAML_FULLWIDTH", "/endorsements/0/　name")]),
        # Odd characters, and the syntax that they break.
        (VALID, [("workbench]", "workbench]\u200b")], [("TEXT_INVISIBLE", "")]),
        (VALID, [("  - {work_point", "\u00a0  - {work_point")], [("TEXT_SPACE", "")]),
    ],
)  # fmt: skip
def test_only_the_cause_is_said(text: str, edits: list[tuple[str, str]], expected: list[tuple[str, str]]) -> None:
    for before, after in edits:
        assert before in text
        text = text.replace(before, after, 1)
    found = [f for f in findings(AT, text.encode()) if f.severity == "error"]
    assert [(f.code, f.pointer) for f in found] == expected


def test_two_causes_are_two_findings() -> None:
    text = (
        VALID.replace("title: 养老", "titel: 养老").replace("{unit: mzj,", "{unit: mzjx,").replace("cap-06", "cap-60")
    )
    found = findings(AT, text.encode())
    assert [(f.code, f.line) for f in found] == [("FIELD_UNKNOWN", 3), ("CODE_UNKNOWN", 13), ("CODE_UNKNOWN", 40)]


@pytest.mark.parametrize(
    ("language", "message", "hint"),
    [
        (
            "en",
            "category (需求类别), unit (申请单位) are missing.",
            "Add “category: …”, “unit: …”. The codes of category (需求类别) are: work_point (工作要点类), ",
        ),
        (
            "zh",
            "缺少需求类别、申请单位。",
            "请补上“category: …”、“unit: …”。category（需求类别）可用的代码有：work_point（工作要点类）、",
        ),
    ],
)
def test_what_one_group_lacks_is_said_together(language: str, message: str, hint: str) -> None:
    languages.set_language(language)
    (found,) = findings(AT, VALID.replace("unit: mzj\n", "", 1).replace("category: scenario\n", "").encode())
    assert words(found.message) == message
    assert words(found.hint).startswith(hint)


def test_where_a_misplaced_field_belongs() -> None:
    (found,) = findings(AT, VALID.replace("attachments:\n", "").encode())
    assert str(found.message) == "There are no fields “path”, “sha256” here."
    assert str(found.hint) == "“path” (附件路径) belongs below attachments (附件)."
    (found,) = findings(AT, VALID.replace("budget:\n", "  budget:\n").encode())
    assert str(found.hint) == "“budget” belongs to no group: take away the indentation before it."
