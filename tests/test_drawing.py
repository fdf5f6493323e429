"""The structure drawn in docs/architecture.md is what the imports say."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import module_from_spec, spec_from_file_location
from types import ModuleType

import pytest

from tests.conftest import REPOSITORY

SCRIPT = REPOSITORY / "docs/draw.py"


@pytest.fixture(scope="module")
def draw() -> ModuleType:
    spec = spec_from_file_location("draw", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_drawing_is_current() -> None:
    done = subprocess.run([sys.executable, SCRIPT, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_an_arrow_that_others_make_needless_is_left_out(draw: ModuleType) -> None:
    edges = {"cli": {"git", "base"}, "git": {"base"}, "base": set()}
    assert draw.reduced(edges) == {"cli": {"git"}, "git": {"base"}, "base": set()}


def test_a_circle_keeps_its_arrows_and_is_led_to_once(draw: ModuleType) -> None:
    edges = {"cli": {"a", "b", "base"}, "a": {"b"}, "b": {"a", "base"}, "base": set()}
    assert draw.reduced(edges) == {"cli": {"a"}, "a": {"b"}, "b": {"a", "base"}, "base": set()}


def test_rooms_stand_above_those_they_import(draw: ModuleType) -> None:
    text = draw.flowchart({"bwtb.base": set(), "bwtb.cli": {"bwtb.base"}}, {"bwtb.cli"})
    assert text.splitlines() == [
        "```mermaid",
        "flowchart TD",
        "  cli[cli]",
        "  base([base])",
        "  cli --> base",
        "```",
    ]


def test_a_page_without_the_markers_is_refused(draw: ModuleType) -> None:
    with pytest.raises(ValueError, match="has to have these two lines"):
        draw.drawn("# Architecture\n")
