"""The rooms drawn and the modules listed in docs/architecture.md are those that there are."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import pytest

from tests import REPOSITORY

SCRIPT = REPOSITORY / "docs/draw.py"
PAGE = (REPOSITORY / "docs/architecture.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def draw() -> ModuleType:
    spec = spec_from_file_location("draw", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_drawing_and_list_are_current() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_module_says_what_it_holds(draw: ModuleType) -> None:
    silent = [f for f in (REPOSITORY / "bwtb").rglob("*.py") if f.stat().st_size and not draw.described(f)]
    assert silent == []


def test_the_overview_names_every_room_and_none_that_is_not_there() -> None:
    overview = PAGE.partition("```\nbwtb/\n")[2].partition("```")[0]
    named = set(re.findall(r"^  ([a-z]+)/ ", overview, re.MULTILINE))
    there = {f.parent.name for f in (REPOSITORY / "bwtb").glob("*/__init__.py")} | {"locale"}
    assert named == there


def test_what_the_page_says_of_modules_is_about_modules_that_are_there() -> None:
    prose = re.sub(r"<!-- The modules.*?<!-- End of The modules", "", PAGE, flags=re.DOTALL)
    rooms = {f.parent.name for f in (REPOSITORY / "bwtb").glob("*/__init__.py")}
    for room, rest in re.findall(r"`([a-z]+)\.([a-z_.A-Z]+)`", prose):
        if room in rooms:
            steps = [step for step in rest.split(".") if step[0].islower()]
            path = REPOSITORY / "bwtb" / room
            while steps and (path / steps[0]).is_dir():
                path /= steps.pop(0)
            assert not steps or (path / f"{steps[0]}.py").is_file(), f"{room}.{rest}"


def test_an_arrow_that_others_make_needless_is_left_out(draw: ModuleType) -> None:
    edges = {"cli": {"git", "base"}, "git": {"base"}, "base": set()}
    assert draw.reduced(edges) == {"cli": {"git"}, "git": {"base"}, "base": set()}


def test_a_circle_is_refused(draw: ModuleType) -> None:
    with pytest.raises(ValueError, match="circle"):
        draw.reduced({"cli": {"git"}, "git": {"cli"}})


def test_rooms_stand_above_those_they_import(draw: ModuleType) -> None:
    text = draw.flowchart({"bwtb.base": set(), "bwtb.cli": {"bwtb.base"}})
    assert text.splitlines() == ["```mermaid", "flowchart TD", "  cli", "  base", "  cli --> base", "```"]


def test_a_page_without_the_markers_is_refused(draw: ModuleType) -> None:
    with pytest.raises(ValueError, match="has to have these two lines"):
        draw.with_block("# Architecture\n", "The drawing", "")
