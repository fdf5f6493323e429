"""The strict YAML reader: what it reads, what it refuses, and where it says so."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bwtb.base.budget import YAML_BYTES
from bwtb.yaml import loader, parser

Row = tuple[str, int, int]


def rows(raw: bytes | str) -> list[Row]:
    document = loader.load(raw.encode() if isinstance(raw, str) else raw, "x.yaml")
    return [(f.code, f.line, f.column) for f in document.findings]


def test_typed_values() -> None:
    text = "a: [true, false, null, ~, 7, -1, 1.50, 2026-08-20, 021-56691234, x y, 'true', \"1\"]\nb:\n"
    document = loader.load(text.encode(), "x.yaml")
    assert document.findings == ()
    expected = [True, False, None, None, 7, -1, 1.5, "2026-08-20", "021-56691234", "x y", "true", "1"]
    assert document.data == {"a": expected, "b": None}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\nb: 2\na: 3\n", [("YAML_DUPLICATE_KEY", 3, 1)]),
        ("名称: 1\nx: {a: 1, a: 2}\n", [("YAML_DUPLICATE_KEY", 2, 11)]),
        ("a: &x 1\nb: *x\nc: *x\n", [("YAML_ANCHOR", 1, 4)]),
        ("b:\n  <<: {a: 1}\n", [("YAML_MERGE_KEY", 2, 3)]),
        ("a: !!python/object:os.system x\n", [("YAML_TAG", 1, 4)]),
        ("%YAML 1.1\n---\na: 1\n", [("YAML_DIRECTIVE", 1, 1)]),
        ("a: 1\n---\nb: 2\n", [("YAML_DOCUMENTS", 2, 1)]),
        ("a: 010\n", [("YAML_AMBIGUOUS", 1, 4)]),
        ("名: [no, 1:30]\n", [("YAML_AMBIGUOUS", 1, 5), ("YAML_AMBIGUOUS", 1, 9)]),
        ("a: 02156691234\n", [("YAML_AMBIGUOUS", 1, 4)]),
        ("a: 0x1f\n", [("YAML_AMBIGUOUS", 1, 4)]),
        ("a: 1_000\n", [("YAML_AMBIGUOUS", 1, 4)]),
        ("a: -.inf\n", [("YAML_AMBIGUOUS", 1, 4)]),
        ("a: 1e3\n", [("YAML_AMBIGUOUS", 1, 4)]),
        ("a: True\n", [("YAML_AMBIGUOUS", 1, 4)]),
        ("a: 12345678901234567890\n", [("YAML_AMBIGUOUS", 1, 4)]),
        ("on: 1\n", [("YAML_KEY", 1, 1)]),
        ("? [a]\n: b\n", [("YAML_KEY", 1, 3)]),
        ("a:\n\t- b\n", [("YAML_TAB", 2, 1)]),
        ("a: 甲\u200b乙\n", [("TEXT_INVISIBLE", 1, 5)]),
        ("a: 甲\u202e乙\n", [("TEXT_BIDI", 1, 5)]),
        ("a: 甲\u00a0乙\n", [("TEXT_SPACE", 1, 5)]),
        ("a: 甲\u2028乙\nb: \u2028\n", [("TEXT_LINE_BREAK", 1, 5)]),
        ("a: 甲\x85乙\n", [("TEXT_LINE_BREAK", 1, 5)]),
        ("a: 甲\x00乙\n", [("TEXT_CONTROL", 1, 5)]),
        ('a: "\\u200b"\n', [("TEXT_INVISIBLE", 1, 4)]),
        ('"a\\u200b": 1\n', [("TEXT_INVISIBLE", 1, 1)]),
        ("a: re\u0301sume\n", [("TEXT_NOT_NFC", 1, 5)]),
        ("\ufeffa: 1\n", [("FILE_BOM", 1, 1)]),
        ("a: 1\r\nb: 2\r\n", [("FILE_LINE_ENDINGS", 1, 5)]),
        ("", []),
        ("# 只有注释\n", []),
        ("id：x\n", [("YAML_FULLWIDTH", 1, 3)]),
        ("a: 1\nid：x\nb: 2\n", [("YAML_FULLWIDTH", 2, 3)]),
        ("a: “x: y”\n", [("YAML_FULLWIDTH", 1, 4)]),
        ('a: "甲\nb: 乙\n', [("YAML_UNCLOSED", 1, 4)]),
        ('a: "甲\nb: "乙"\n', [("YAML_UNCLOSED", 1, 4)]),
        ("a: [甲, 乙\nb: 丙\n", [("YAML_UNCLOSED", 1, 4)]),
        ("a: 甲: 乙\n", [("YAML_SYNTAX", 1, 5)]),
        ("a:甲\nb: 乙\n", [("YAML_SYNTAX", 1, 2)]),
        ("标题\nb: 乙\n", [("YAML_SYNTAX", 1, 1)]),
        ("a: 甲\n  b: 乙\n", [("YAML_SYNTAX", 2, 3)]),
        ("a: @甲\n", [("YAML_SYNTAX", 1, 4)]),
        ("a: *重点\n", [("YAML_SYNTAX", 1, 5)]),
        ('a: "甲" 乙\n', [("YAML_SYNTAX", 1, 8)]),
        ('a: "C:\\资料"\n', [("YAML_SYNTAX", 1, 7)]),
    ],
)
def test_refused_and_where(text: str, expected: list[Row]) -> None:
    assert rows(text) == expected


@pytest.mark.parametrize("encoding", ["gb18030", "utf-16", "utf-16-le"])
def test_other_encodings_are_named(encoding: str) -> None:
    document = loader.load("title: 养老服务\nunit: mzj\n".encode(encoding), "x.yaml")
    (finding,) = document.findings
    assert finding.code == "FILE_ENCODING"
    assert ("GBK" if encoding == "gb18030" else "UTF-16") in str(finding.message)


def test_limits() -> None:
    assert rows(b"a: " + b"x" * YAML_BYTES) == [("FILE_TOO_LARGE", 1, 1)]
    assert [r[0] for r in rows("[" * 5000 + "]" * 5000)] == ["YAML_DEPTH"]
    assert rows("- " * 40 + "x") == [("YAML_DEPTH", 1, 65)]
    assert [r[0] for r in rows("".join(" " * n + "a:\n" for n in range(50)))] == ["YAML_DEPTH"]
    bomb = "a: &a [x, x]\n" + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    assert [r[0] for r in rows(bomb)] == ["YAML_ANCHOR"]


def test_positions_count_characters() -> None:
    document = loader.load("名称: {甲: 一, 乙/丙: [二, 三]}\n".encode(), "x.yaml")
    assert document.place("/名称/甲") == (1, 6)
    assert document.value_place("/名称/甲") == (1, 9)
    assert document.value_place("/名称/乙~1丙/1") == (1, 21)
    assert document.place("/名称/丁/戊") == (1, 1)
    assert document.place("") == (1, 1)


def test_parser_without_libyaml_gives_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [
        "a: 1\na: 2\n",
        'a: "甲\nb: 乙\n',
        "a: 1\nid：x\nb: 2\n",
        "a: &x 1\n",
        "a: 甲: 乙\n",
        "a: [甲, 乙\nb: 丙\n",
        "a: {b: [1]}\n",
    ]
    fast = [rows(t) for t in texts]
    monkeypatch.setattr(parser, "Loader", parser.PureLoader)
    assert [rows(t) for t in texts] == fast


SCALARS = st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(max_size=20)
DATA = st.recursive(
    SCALARS, lambda d: st.lists(d, max_size=4) | st.dictionaries(st.text(max_size=8), d, max_size=4), max_leaves=20
)


@given(st.binary(max_size=300))
def test_no_bytes_raise(raw: bytes) -> None:
    document = loader.load(raw, "x.yaml")
    assert document.text or document.findings or not raw.strip()


YAMLISH = st.lists(
    st.sampled_from(
        ["a", "b: ", "- ", "\n", "  ", "    ", '"', "'", "[", "]", "{", "}", ", ", "#", "&a ", "*a", "!", "|", ">", "---\n", "：", "“", "no", "010", "\t", "甲", "\u200b", "\r\n", "\\", "? ", ": ", "<<: ", "%",
         "&", "*", "*a", "!!str ", ":", ",", "-", ". ", '"x":', "---", "...", "%YAML 1.1\n", "80%\n", "<<"]
    ),
    max_size=40,
).map("".join)  # fmt: skip


@given(YAMLISH)
@settings(max_examples=400)
def test_the_fast_way_and_the_thorough_way_agree(text: str) -> None:
    raw = text.encode()
    quick, thorough = loader.load(raw, "x.yaml"), loader._examine(raw, "x.yaml")
    assert quick.findings == thorough.findings
    assert quick.data == thorough.data


@given(YAMLISH)
@settings(max_examples=200)
def test_every_finding_stands_inside_the_file(text: str) -> None:
    lines = text.replace("\r\n", "\n").split("\n")
    for _code, line, column in rows(text):
        assert 1 <= line <= len(lines)
        assert 1 <= column <= len(lines[line - 1]) + 1


@given(st.dictionaries(st.text(min_size=1, max_size=8), DATA, min_size=1, max_size=4))
def test_what_is_written_is_what_is_read(data: dict[str, Any]) -> None:
    text = json.dumps(data, ensure_ascii=False)
    document = loader.load(text.encode(), "x.yaml")
    if document.findings:
        assert any(f.code.startswith("TEXT_") for f in document.findings)
    else:
        assert document.data == data
