"""Codes by the names that people give: whole, shortened, in full-width letters, or nearly right."""

from __future__ import annotations

import pytest

from bwtb.base.errors import UserError
from bwtb.cli.parameters.names import categories, code_meant, pick, units
from bwtb.registry import catalogs
from bwtb.registry.worktree import WorkTree
from tests import REPOSITORY


@pytest.fixture
def names() -> list[tuple[str, tuple[str, ...]]]:
    return units(catalogs.require(WorkTree(REPOSITORY)))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("mzj", "mzj"),
        ("MZJ", "mzj"),
        ("ｍｚｊ", "mzj"),
        ("区民政局", "mzj"),
        ("民政局", "mzj"),
        (" 民政 ", "mzj"),
        ("罗店", "ldz"),
        ("区", None),  # a part of many names
        ("财政局", None),
        ("", None),
    ],
)
def test_a_unit_is_known_by_code_name_or_a_part_of_one_name_alone(
    names: list[tuple[str, tuple[str, ...]]], text: str, code: str | None
) -> None:
    assert code_meant(text, names) == code


def test_the_nearest_is_offered_where_there_is_none(names: list[tuple[str, tuple[str, ...]]]) -> None:
    with pytest.raises(UserError) as refused:
        pick("民改局", names, "--unit")
    assert str(refused.value) == "--unit: there is no “民改局”."
    assert refused.value.hint == "Did you mean mzj (区民政局)?"


def test_all_are_named_where_nothing_is_near() -> None:
    with pytest.raises(UserError) as refused:
        pick("x", categories(), "--category")
    assert all(code in str(refused.value.hint) for code, _names in categories())
