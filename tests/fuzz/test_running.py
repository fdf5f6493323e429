"""Fuzzing itself: a fault is found and kept once, its shortest input beside what was raised; what is mended is dropped."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import REPOSITORY
from tests.fuzz import finds, one
from tests.fuzz.finds import Finds, tried
from tests.fuzz.targets import TARGETS

SHORT = 20  # seconds for each target in `make test-long`


def odd(data: bytes) -> None:
    if b"(" in data:
        raise ValueError(data)
    if b")" in data:
        raise KeyError(data)


def test_each_fault_is_kept_once_by_its_shortest_input(tmp_path: Path) -> None:
    found = Finds(tmp_path)
    for data in (b"a(a", b"(", b"((", b")", b"harmless"):
        if (error := tried(odd, data)) is not None:
            found.note(data, error)
    kept = {file.name.partition("-")[0]: file for file in finds.kept(tmp_path)}
    assert {name: file.read_bytes() for name, file in kept.items()} == {"ValueError": b"(", "KeyError": b")"}
    assert "in odd" in kept["KeyError"].with_name(kept["KeyError"].name + ".txt").read_text()


def test_what_is_mended_is_found_no_more(tmp_path: Path) -> None:
    found = Finds(tmp_path)
    for data in (b"(", b")"):
        error = tried(odd, data)
        assert error is not None
        found.note(data, error)
    Finds(tmp_path).again(lambda data: odd(data.replace(b"(", b"")))
    assert [file.read_bytes() for file in finds.kept(tmp_path)] == [b")"]


def test_without_atheris_hypothesis_changes_the_corpus_until_something_is_found(tmp_path: Path) -> None:
    (tmp_path / "seeds").mkdir()
    (tmp_path / "seeds/x").write_bytes(b"(" * 5)
    found = Finds(tmp_path / "finds")

    def run(data: bytes) -> None:
        if b"(((" in data and b"word" in data:
            found.note(data, ValueError())

    one._hypothesis(run, 1, tmp_path, [tmp_path / "seeds"], (b"word",))
    assert finds.kept(tmp_path / "finds")


@pytest.mark.long
@pytest.mark.parametrize("name", TARGETS)
def test_a_short_while_finds_nothing(name: str, tmp_path: Path) -> None:
    """`make fuzz` takes longer, and keeps what it has learnt."""
    command = [sys.executable, "-m", "tests.fuzz.one", name, str(SHORT), str(tmp_path)]
    done = subprocess.run(
        command, capture_output=True, check=False, cwd=REPOSITORY, env=os.environ | {"TMPDIR": str(tmp_path)}
    )
    said = [file.read_text() for file in (tmp_path / "finds").glob("*.txt")]
    assert (said, finds.kept(tmp_path / "finds"), done.returncode) == ([], [], 0), done.stderr.decode(errors="replace")[
        -2_000:
    ]
