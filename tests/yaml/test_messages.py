"""What is said of mistakes in typing: the place, and in words that name what to type."""

from __future__ import annotations

import pytest

from bwtb.yaml import characters, fullwidth, loader

TEXTS = "description:\n  goals: |\n    甲\n    乙\n  content: |\n    丙\n  data: 丁\n"
Row = tuple[int, int, str]


def hints(text: str) -> list[Row]:
    return [(f.line, f.column, str(f.hint)) for f in loader.load(text.encode(), "x.yaml").findings]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("  goals", "    goals", (2, 5, "Take 2 off the spaces before “goals”.")),
        ("  goals", "   goals", (2, 4, "Take 1 off the spaces before “goals”.")),
        ("  data", "   data", (7, 4, "Take 1 off the spaces before “data”.")),
        ("  data", " data", (7, 2, "Indent this line by 2 (spaces).")),
        ("    甲", "  甲", (3, 3, "Indent this line by 4 (spaces).")),
        ("    甲", "甲", (3, 1, "Indent this line by 4 (spaces).")),
        ("    乙", "   乙", (4, 4, "Indent this line by 4 (spaces).")),
        ("  content", "    content", (5, 5, "Let “content” begin in the same column as “goals”.")),
    ],
)
def test_indentation_is_counted(before: str, after: str, expected: Row) -> None:
    assert hints(TEXTS.replace(before, after, 1)) == [expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{amount: 320,000}\n", (1, 10, "Write 320000.")),
        ("{amount: 1,320,000, name: x}\n", (1, 10, "Write 1320000.")),
        ("{amount: ¥320, 000.00}\n", (1, 10, "Write 320000.")),
        ("{amount: 320,000元}\n", (1, 10, "Write 320000.")),
        ("a:\n  -{b: 1}\n", (2, 3, "Write “- {b: 1}”.")),
        ("a:\n  - {b: 1}\n  -{b: 2}\n", (3, 3, "Write “- {b: 2}”.")),
        ("a:\n  -甲\n  -乙\n", (2, 3, "Write “- 甲”.")),
        ('a:\n  -"甲"\n', (2, 3, 'Write “- "甲"”.')),
        (">>>>>>> a\nb: 1\n", (1, 1, "Delete the line, and check that the lines around it stand there once.")),
    ],
)
def test_the_text_to_type_is_named(text: str, expected: Row) -> None:
    assert hints(text) == [expected]


@pytest.mark.parametrize("text", ["a: -5\n", "a: -甲\n", "a:\n  -5\n", "a: [320, 100]\n", "a: {b: 1, 'c': 200}\n"])
def test_hyphens_and_commas_that_are_meant(text: str) -> None:
    assert hints(text) == []


@pytest.mark.parametrize(
    ("text", "ordinary"),
    [
        ("- {a: b， c: d}", "- {a: b, c: d}"),
        ("- ｛a: 甲，乙， c: 丙｝", "- {a: 甲，乙, c: 丙}"),
        ("a: 【cap-01、cap-02】", "a: [cap-01,cap-02]"),
        ("a：“2026-08-20”", 'a:"2026-08-20"'),
        ("－ {a：＂甲＂}", '- {a:"甲"}'),
        ("a: ｜\n  b：c", "a: |\n  b：c"),
    ],
)
def test_full_width_signs_and_what_has_to_stand_there(text: str, ordinary: str) -> None:
    lines = [list(line) for line in text.split("\n")]
    for sign in fullwidth.signs(text):
        lines[sign.place[0] - 1][sign.place[1] - 1] = sign.ordinary
    assert "\n".join("".join(line) for line in lines) == ordinary


@pytest.mark.parametrize(
    "text",
    [
        "a: 【紧急】电梯",
        "a: “一网通办”平台",
        "a: 甲，乙：丙",
        "# a：b",
        "a: '甲，b：丙'",
        "a: {b: 甲，乙（丙：丁）}",
        "a: |\n  b：c",
    ],
)
def test_full_width_signs_of_the_text(text: str) -> None:
    assert list(fullwidth.signs(text)) == []


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "gb18030", "utf-8-sig"])
def test_a_file_in_another_encoding_is_shown_readably(encoding: str) -> None:
    text = "# 养老服务“一件事”智能填表与免申即享改造，由区民政局会同各街道、镇填写，内容以附件为准。\nunit: mzj"
    assert characters.lines(text.encode(encoding)) == text.split("\n")
