"""Names of branches and tags that a person, a computer or git takes for others: a table."""

from __future__ import annotations

import pytest

from bwtb.git import refnames
from bwtb.git.refnames import LOOK_ALIKES

STANDING = ["refs/heads/main", "refs/heads/报送-2027", "refs/tags/v1", "refs/heads/sent/2027"]

ALIKE = [
    "main", "Main", "MAIN",
    "m\u202eain", "main\u200b", "ma\u00adin", "\ufeffmain", "main\ufe0f", "m\u3164ain", "m\u034fain", "m\u2028ain", "ma\u0085in",
    "ｍain", "ｍａｉｎ", "maⅰn", "𝐦𝐚𝐢𝐧", "ⓜⓐⓘⓝ", "ᵐᵃⁱⁿ", "ma\u0131n",
    "mаin", "mаіn", "Маіn", "maιn", "MAΙN", "мain", "ᴍᴀɪɴ", "maiո", "ᎷAIN",
    "m\u202eаⅰn",
]  # fmt: skip
DIFFERENT = ["mains", "man", "màin", "manin", "entwurf", "分支", "m\udcffain", "главная", "main-2", "报送-2028", "nıam"]


def taken_for(ref: str, others: list[str]) -> str | None:
    return dict(refnames.taken_for([ref], others)).get(ref)


@pytest.mark.parametrize("name", ALIKE, ids=ascii)
@pytest.mark.parametrize("kind", ["heads", "tags"])
def test_what_looks_like_the_main_branch_is_taken_for_it(name: str, kind: str) -> None:
    ref = f"refs/{kind}/{name}"
    expected = None if ref == "refs/heads/main" else "refs/heads/main"
    assert taken_for(ref, STANDING) == expected


@pytest.mark.parametrize("name", DIFFERENT, ids=ascii)
def test_what_does_not_is_not(name: str) -> None:
    assert taken_for(f"refs/heads/{name}", STANDING) is None


@pytest.mark.parametrize(
    ("ref", "other"),
    [
        ("refs/heads/HЕAD", "HEAD"),
        ("refs/tags/ｈｅａｄ", "HEAD"),
        ("refs/heads/" + "а" * 40, "a" * 40),
        ("refs/heads/" + "\uff11" * 64, "1" * 64),
        ("refs/tags/origin/mаin", "refs/heads/main"),
        ("refs/tags/upstream/sent\u2044\uff12\uff1027", "refs/heads/sent/2027"),
        ("refs/heads/报送\u201020\uff127", "refs/heads/报送-2027"),
        ("refs/heads/报送\u2010\uff1227", None),
        ("refs/heads/ｖ1", "refs/tags/v1"),
    ],
)
def test_others_are_taken_for_each_other_too(ref: str, other: str | None) -> None:
    assert taken_for(ref, STANDING) == other


def test_a_name_that_stands_already_in_such_letters_is_found_too() -> None:
    assert taken_for("refs/heads/main", ["refs/heads/mаin"]) == "refs/heads/mаin"


@pytest.mark.parametrize("count", [1_000, 8_000])
@pytest.mark.parametrize("kind", ["heads/需求-{}", "tags/需求-{}", "heads/main{}", "tags/origin/{}", "heads/{}/a"])
def test_thousands_of_new_names_are_not_each_compared_with_each(kind: str, count: int) -> None:
    """A push brings as many as it likes; each of them was normalized for each of the others."""
    new = ["refs/" + kind.format(number) for number in range(count)]
    assert list(refnames.taken_for(new, [*STANDING, *new])) == []
    twins = [ref + "\u200b" for ref in new]
    assert list(refnames.taken_for(twins, [*STANDING, *new, *twins])) == list(zip(twins, new, strict=True))


def test_each_look_alike_stands_under_one_letter() -> None:
    signs = "".join(LOOK_ALIKES.values())
    assert len(set(signs)) == len(signs)
    assert not any(sign.isascii() for sign in signs)
