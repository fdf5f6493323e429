"""docs/threat-model.md names, for each of its attacks, tests that exist, and codes that are explained."""

from __future__ import annotations

import importlib
import re
from functools import cache
from types import ModuleType

import pytest

from tests import REPOSITORY

PAGE = (REPOSITORY / "docs/threat-model.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| ([0-9]+) \| (.+) \|$", PAGE, re.M)
NAME = re.compile(r"`(test_\w+\.py)::(\w+)(?:\[([^`]*)\])?`")


@cache
def module(file: str) -> ModuleType:
    """The test module of this name."""
    (found,) = (REPOSITORY / "tests").rglob(file)
    return importlib.import_module(".".join(found.relative_to(REPOSITORY).with_suffix("").parts))


@cache
def cases(file: str) -> set[str]:
    """The ids of the cases that a module's parametrized test has."""
    if file == "test_corpus.py":
        return {p.stem for p in (REPOSITORY / "tests/corpus/invalid").glob("*.expected")}
    if file in ("test_server.py", "test_costs.py"):
        return {row.name for row in module(file).ROWS}
    if file == "test_freezing.py":
        return {case.history.__name__.replace("_", "-") for case in module(file).CASES}
    return {f"{row.number}-{row.attack}".replace(" ", "-") for row in module(file).ROWS}


def test_all_attacks_are_there_in_order() -> None:
    assert [number for number, _rest in ROWS] == [str(n) for n in range(1, 52)]


@pytest.mark.parametrize(("number", "row"), ROWS, ids=[number for number, _rest in ROWS])
def test_an_attack_names_its_tests(number: str, row: str) -> None:
    named = NAME.findall(row)
    assert named, number
    for file, function, case in named:
        assert hasattr(module(file), function), f"{file}::{function}"
        assert not case or case in cases(file), f"{file}::{function}[{case}]"


def test_its_codes_are_explained() -> None:
    explained = (REPOSITORY / "docs/sign-off.md").read_text("utf-8")
    assert [c for c in re.findall(r"`([A-Z]+_[A-Z_]+)`", PAGE) if f"`{c}`" not in explained] == []
