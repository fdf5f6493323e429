"""The text report: the caret below the right character, long lines cut, nothing from a file obeyed."""

from __future__ import annotations

import unicodedata

from bwtb.base import languages
from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.checking import messages
from bwtb.checking.report import Summary, text
from bwtb.cli.terminal import inert


def block(line: str, column: int) -> list[str]:
    languages.set_language("en")
    finding = Finding(
        "x.yaml", 1, column, "CODE_UNKNOWN", "Wrong.", "Do it.", pointer="/a", label="a", article="art-07"
    )
    return list(text.render([finding], lambda _path: [line], inert))


def below(line: str, column: int) -> str:
    """The character that the caret stands under."""
    shown, caret = block(line, column)[2:4]
    cells = 0
    for character in shown:
        if cells == caret.index("^"):
            return character
        cells += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    raise AssertionError(caret)


def test_the_caret_stands_under_its_character() -> None:
    assert below("a: x", 4) == "x"
    assert below("名称：养老x服务", 6) == "x"
    assert below("说明: “甲”乙", 8) == "乙"
    assert below("甲" * 80 + "乙" + "丙" * 80, 81) == "乙"
    assert below("a" * 300 + "b" + "c" * 300, 301) == "b"


def test_long_lines_are_cut() -> None:
    shown = block("甲" * 500, 250)[2]
    assert text.cells(shown) < text.WIDTH + 20
    assert shown.count("…") == 2


def test_of_a_line_of_a_mebibyte_only_what_is_near_is_looked_at() -> None:
    asked: list[int] = []

    def show(piece: str) -> str:
        asked.append(len(piece))
        return inert(piece)

    line = "a" * 500_000 + "b" + "c" * 500_000
    for column in (1, 500_001, 1_000_001):
        finding = Finding(
            "x.yaml", 1, column, "CODE_UNKNOWN", "Wrong.", "Do it.", pointer="/a", label="a", article="art-07"
        )
        shown, caret = list(text.render([finding], lambda _path: [line], show))[2:4]
        assert text.cells(shown) < text.WIDTH + 20
        assert text.cells(caret) < text.WIDTH + 20
    assert below(line, 500_001) == "b"
    assert max(asked) < 1000


def test_control_characters_are_shown_not_obeyed() -> None:
    lines = block("a: \x1b[31m\u202e", 4)
    assert "\x1b" not in "".join(lines)
    assert "\\u001b[31m\\u202e" in lines[2]


def test_what_to_do_and_the_article() -> None:
    assert block("a: x", 4)[-3:] == ["  What to do: Do it.", "  Article 7 of the regulation", ""]
    languages.set_language("zh")
    finding = Finding("x.yaml", 9, 1, "CLASSIFIED", "m", article="art-13")
    assert list(text.render([finding], lambda _path: None, inert))[-2] == "  依据：管理办法第十三条"
    languages.set_language("en")


def test_totals() -> None:
    languages.set_language("en")
    assert text.total(Summary(1, 0, 0)) == "1 file checked: nothing to object to."
    assert text.total(Summary(2, 1, 3)) == "2 files checked: 1 error, 3 warnings."


def missing(path: str, line: int, label: str) -> Finding:
    return Finding(
        path, line, 1, "DRAFT_INCOMPLETE", Message(messages.EMPTY, label=label), "Fill it in.", "warning", label, label
    )


def test_what_a_draft_lacks_is_said_in_one_block() -> None:
    languages.set_language("zh")
    lines = list(
        text.render([missing("a.yaml", 3, "需求名称"), missing("a.yaml", 9, "上线平台")], lambda _path: [], inert)
    )
    assert lines == [
        "a.yaml:3:1: 警告 DRAFT_INCOMPLETE",
        "  草稿还缺 2 项：需求名称（第 3 行）、上线平台（第 9 行）。",
        "  处理办法：请在分管领导签署意见之前逐项填写；不适用的选填项，删去那一行。",
        "",
    ]


def test_of_several_drafts_each_is_one_line() -> None:
    languages.set_language("en")
    found = [missing(path, line, "x") for path in ("a.yaml", "b.yaml") for line in (1, 2, 3)]
    lines = list(text.render(found, lambda _path: [], inert))
    assert lines[1::3] == [
        f"  The draft still lacks 3 things. `bwtb validate {path}` names them." for path in ("a.yaml", "b.yaml")
    ]
