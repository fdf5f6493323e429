"""The bar of `build-proposal`: at a terminal each step is named; with -q or into a file nothing is shown."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.world import A, World

STEPS = [
    "Judging sign-offs",
    "Reading the requests",
    "Laying out the page",
    "Writing the Word file",
    "Writing the workbook",
]


@pytest.fixture(autouse=True)
def one_approved(world: World) -> None:
    world.approve_by_all(A)


def built(world: World, *options: str, terminal: bool = True) -> tuple[str, str]:
    """What `build-proposal` prints, and what it draws on standard error, which is a terminal or not."""
    command = [sys.executable, "-m", "bwtb", "--lang", "en", "build-proposal", "--trust-root", world.pin, *options]
    environment = os.environ | {"TERM": "xterm", "COLUMNS": "100"}
    ours, theirs = pty.openpty() if terminal else os.pipe()
    done = subprocess.Popen(command, cwd=world.root, stdout=subprocess.PIPE, stderr=theirs, env=environment)
    os.close(theirs)
    drawn = b""
    try:
        while part := os.read(ours, 65536):
            drawn += part
    except OSError:  # a terminal that nobody writes to any more
        pass
    out = done.communicate()[0]
    os.close(ours)
    assert done.returncode == 0, drawn.decode()
    return out.decode(), drawn.decode()


def test_at_a_terminal_each_step_is_named_and_the_output_stays_clean(world: World, tmp_path: Path) -> None:
    out, drawn = built(world, "2027", "-o", str(tmp_path / "out"))
    places = [drawn.find(step) for step in STEPS]
    assert -1 not in places
    assert places == sorted(places)
    assert f"{len(STEPS) - 1}/{len(STEPS)}" in drawn
    assert out.startswith("Proposal for 2027")
    assert "\x1b" not in out


@pytest.mark.parametrize(("options", "terminal"), [(("-q",), True), ((), False)])
def test_nothing_is_drawn_where_nobody_looks(
    world: World, tmp_path: Path, options: tuple[str, ...], terminal: bool
) -> None:
    _out, drawn = built(world, "2027", "-o", str(tmp_path / "out"), *options, terminal=terminal)
    assert "\x1b" not in drawn
    assert not any(step in drawn for step in STEPS)


def test_a_folders_check_shows_it_too(world: World, tmp_path: Path) -> None:
    folder = str(tmp_path / "out")
    built(world, "2027", "-o", folder)
    out, drawn = built(world, "--check", folder)
    assert all(step in drawn for step in STEPS)
    assert "byte for byte" in out
