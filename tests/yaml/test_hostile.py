"""Files that a stranger made to be costly: each ends, with as many findings as a person can read."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bwtb.base.budget import FINDINGS, NODES, YAML_BYTES
from bwtb.base.codes import CODES
from bwtb.yaml import fullwidth, loader, pointers

HALF = YAML_BYTES // 2
# One kind of text over and over: what it is made of, and the codes that are found (none: a valid file).
OVER_AND_OVER = {
    "the same field": (b"a: 1\n" * 14_000, {"YAML_DUPLICATE_KEY"}),
    "unknown fields": ("".join(f"k{n}: 1\n" for n in range(2_000)).encode(), set()),
    "lists in lists on a line": (b"[" * HALF + b"]" * HALF, {"YAML_DEPTH"}),
    "lists in lists over lines": (b"".join(b" " * n + b"a:\n" for n in range(1_400)), {"YAML_DEPTH"}),
    "hyphens": (b"- " * (HALF - 1), {"YAML_DEPTH"}),
    "one line": (b"a: " + b"x" * (YAML_BYTES - 4), set()),
    "quotes on one line": (b"a: " + b'"x" ' * 100_000, {"YAML_SYNTAX"}),
    "quotes never closed": (b'- "a\n' * 200_000, {"YAML_UNCLOSED"}),
    "quotes over two lines": (b'- "x\n  y"\n' * 29_000, set()),
    "hashes": (b"a: " + b"#" * 300_000, set()),
    "hashes behind blanks": ("a: 电".encode() + b" #" * 300_000, {"YAML_COMMENT_IN_TEXT"}),
    "texts cut by a hash": ("- 电 #\n".encode() * 29_000, {"YAML_COMMENT_IN_TEXT"}),
    "Chinese quotation marks": (("a: " + "“" * 300_000).encode(), {"YAML_FULLWIDTH"}),
    "lines of Chinese quotation marks": ("- “甲\n".encode() * 29_000, {"YAML_FULLWIDTH"}),
    "full-width colons": ("a：1\n".encode() * 150_000, {"YAML_FULLWIDTH"}),
    "full-width commas": (("a: {" + "a：甲，" * 70_000).encode(), {"YAML_FULLWIDTH"}),
    "brackets of another kind": (b"a: " + b"[}" * 300, {"YAML_SYNTAX"}),
    "digits": (b"a: " + b"9" * (YAML_BYTES - 4), {"YAML_AMBIGUOUS"}),
    "digits and a unit": (b"a: " + b"9" * 5_000 + "万".encode(), {"YAML_AMBIGUOUS"}),
    "digits for a name": (b"9" * 5_000 + b": 1\n", {"YAML_KEY"}),
    "long names in one another": (b"{" + b"k" * 900 + b": {" + b"k" * 900 + b": [" + b"1," * 29_000 + b"]}}", {"YAML_KEY"}),
    "numbers for names": ("".join(f"{n}: 1\n" for n in range(14_000)).encode(), {"YAML_KEY"}),
    "yes": (b"- yes\n" * 29_000, {"YAML_AMBIGUOUS"}),
    "amounts with commas": (b"- {amount: 320,000}\n" * 5_000, {"YAML_KEY"}),
    "merge conflicts": (b"<<<<<<< a\nb: 1\n=======\nb: 2\n>>>>>>> c\n" * 25_000, {"YAML_SYNTAX"}),
    "middles of one conflict": (b"<<<<<<< a\n" + b"=======\n" * 100_000 + b">>>>>>> c\n", {"YAML_SYNTAX"}),
    "entries without a blank": (b"a:\n" + b"  -{b: 1}\n" * 14_000, {"YAML_SYNTAX", "YAML_DUPLICATE_KEY"}),
    "headers of blocks": (b"a: |\n" + b"  b: |\n" * 140_000, {"YAML_SYNTAX"}),
    "lines below a block": (b"a: |\n" + b"x\n" * 250_000, {"YAML_SYNTAX"}),
    "more fields than are read": (b"a: 1\n" * 200_000, {"FILE_TOO_LARGE"}),
    "more entries than are read": (b"- yes\n" * 170_000, {"FILE_TOO_LARGE"}),
    "more entries on a line than are read": (b"a: [" + b"1," * 300_000 + b"]", {"FILE_TOO_LARGE"}),
    "more texts in quotes than are read": (b'- "x\n  y"\n' * 100_000, {"FILE_TOO_LARGE"}),
    "zeros": (b"\0" * YAML_BYTES, {"FILE_ENCODING"}),
    "one byte too many": (b"#" * (YAML_BYTES + 1), {"FILE_TOO_LARGE"}),
}  # fmt: skip


def kinds() -> int:
    """How many findings a file may have: those shown, and for each code how many more there are."""
    return FINDINGS + len(CODES)


@pytest.mark.parametrize("name", OVER_AND_OVER)
def test_it_ends_with_findings_that_can_be_read(name: str) -> None:
    raw, codes = OVER_AND_OVER[name]
    found = loader.load(raw[: YAML_BYTES + 1], "x.yaml").findings
    assert {f.code for f in found} <= codes
    assert bool(found) == bool(codes)
    assert len(found) <= kinds()
    assert all(len(str(f.message)) + len(str(f.hint)) < 1_000 for f in found)


def test_what_is_not_shown_is_counted() -> None:
    found = loader.load(b"a: 1\n" * 1_000, "x.yaml").findings
    assert len(found) == FINDINGS + 1
    assert (found[-1].line, str(found[-1].message)) == (FINDINGS + 2, f"And {999 - FINDINGS} more of this kind.")


@pytest.mark.parametrize("entry", [b"- a\n", b"- {}\n", b"-\n"])
def test_a_file_is_read_up_to_the_bound_on_its_nodes(entry: bytes) -> None:
    """The list itself is a node."""
    assert len(loader.load(entry * (NODES - 1), "x.yaml").data) == NODES - 1
    beyond = loader.load(entry * NODES, "x.yaml")
    assert (beyond.data, [(f.code, f.line) for f in beyond.findings]) == (None, [("FILE_TOO_LARGE", NODES)])


def test_places_below_long_names_are_found_without_writing_out_all() -> None:
    deep = "{" + ": {".join("k" * 190 for _ in range(20)) + ": [" + "1," * 20_000 + "]" + "}" * 20
    document = loader.load(deep.encode(), "x.yaml")
    pointer = ("/" + "k" * 190) * 20
    assert document.value_place(pointer + "/19999") == (1, len(deep) - 22)
    assert pointer + "/20000" not in document.values


@pytest.mark.parametrize("step", ["9" * 5_000, "٣", "-1", "²", ""])
def test_no_index_is_read_from_odd_digits(step: str) -> None:
    assert pointers.value_at([1, 2, 3], f"/{step}") is None


SIGNS = st.text(alphabet="：，、－—｛｝［］【】｜＞“”＂＇\u3000 ab:,-[]{}\"'#\n|>甲19\\&*!%?~<=", max_size=60)
ANY = st.text(max_size=80) | SIGNS | st.lists(SIGNS, max_size=6).map("\n".join)


@given(ANY)
@settings(max_examples=300)
def test_no_text_raises(text: str) -> None:
    found = loader.load(text.encode("utf-8", "surrogatepass"), "x.yaml").findings
    assert len(found) <= kinds()


@given(SIGNS)
@settings(max_examples=300)
def test_the_quick_and_the_thorough_way_agree_on_signs(text: str) -> None:
    quick, thorough = loader.load(text.encode(), "x.yaml"), loader._examine(text.encode(), "x.yaml")
    assert (quick.findings, quick.data) == (thorough.findings, thorough.data)


@given(SIGNS)
@settings(max_examples=200)
def test_every_fullwidth_sign_is_where_it_is_said_to_be(text: str) -> None:
    lines = text.split("\n")
    for sign in fullwidth.signs(text):
        assert lines[sign.place[0] - 1][sign.place[1] - 1] == sign.sign
