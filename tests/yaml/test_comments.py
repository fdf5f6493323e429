"""Text behind ` #` is lost: said where prose is cut, and not of remarks behind codes."""

from __future__ import annotations

import pytest

from bwtb.yaml import loader


def said(text: str) -> list[tuple[int, int, str]]:
    found = loader.load(text.encode(), "x.yaml").findings
    assert {f.code for f in found} <= {"YAML_COMMENT_IN_TEXT"}
    return [(f.line, f.column, str(f.hint).partition(": ")[2].partition(". If")[0]) for f in found]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("title: 电梯 #3 号楼\n", (1, 11, "'电梯 #3 号楼'")),
        ("title: 电梯 # 标题\n", (1, 11, "'电梯 # 标题'")),
        ("title: 电梯  #3 号楼\n", (1, 12, "'电梯  #3 号楼'")),
        ("title: it's #3\n", (1, 13, "'it''s #3'")),
        ("title: APP #3\n", (1, 12, "'APP #3'")),
        ("title: #3 号楼\n", (1, 8, "'#3 号楼'")),
        ("- 甲 #1\n", (1, 5, "'甲 #1'")),
        ("a: [甲 #1, 乙]\nb: 1\n", (1, 7, "'甲 #1'")),
        ("a: {b: 甲 #1, c: 2}\nd: 1\n", (1, 10, "'甲 #1'")),
        ("a: [甲, 乙 # 丙\n  ]\n", (1, 10, "'乙 # 丙'")),
        ("a: 甲\n  乙 #1\n", (2, 5, "'#1'")),
        ("a: 甲 #1\n  乙\n", (1, 6, "'甲 #1'")),
        ("phone: 021-55550156 #8001\n", (1, 21, "'021-55550156 #8001'")),
    ],
)
def test_prose_that_is_cut(text: str, expected: tuple[int, int, str]) -> None:
    assert said(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "unit: mzj  # 区民政局\n",
        "unit: mzj #区民政局\n",
        "unit:   区民政局   # 申请单位\n",
        "nature: [new, upgrade]  # 新建开发、升级改造\n",
        "a: [cap-01,  # 一\n  cap-02 # 二\n  ]\n",
        "amount: 320000 #1 期\n",
        "date: 2026-08-20 # 签署\n",
        "path: 2027-mzj-001/Scan.pdf  # 盖章件\n",
        "new: true # 是\n",
        "a:  # 待填\n",
        "a: # 待填\n  b: 1\n",
        "# 甲 #1\na: 1\n  # 乙 #2\n",
        "a: 甲#1\n",
        "a: 甲\u3000#1\n",
        "a: '甲 #1'\n",
        'a: "甲 #1" # 说明\n',
        "a: |  # 正文\n  甲 #1\n",
        "a: >\n  甲 #1\n",
    ],
)
def test_remarks_and_quoted_texts(text: str) -> None:
    assert said(text) == []


def test_of_a_long_text_the_beginning_is_shown() -> None:
    (found,) = loader.load(("a: 甲 #" + "乙" * 5_000 + "\n").encode(), "x.yaml").findings
    assert len(str(found.message)) + len(str(found.hint)) < 400
