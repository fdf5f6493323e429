"""`bwtb demo`: what it refuses. That it plays the whole year is shown from the wheel, in tests/test_wheel.py."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., tuple[int, str, str]]


def test_a_folder_that_is_not_empty_is_refused_and_left_alone(bwtb: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("mine")
    code, out, err = bwtb("demo", "-o", str(tmp_path))
    assert (code, out) == (2, "")
    assert "-o" in err
    assert "rm -r" not in err, "nobody is told to remove what the demonstration did not make"
    assert [p.name for p in tmp_path.iterdir()] == ["mine"]


def test_an_earlier_demonstration_may_be_removed(bwtb: Run, tmp_path: Path) -> None:
    (tmp_path / "keys").mkdir()
    (tmp_path / "trust-root").touch()
    code, _out, err = bwtb("demo", "-o", str(tmp_path))
    assert code == 2
    assert f"rm -r {tmp_path}" in err


def test_a_file_in_the_way_is_refused(bwtb: Run, tmp_path: Path) -> None:
    (tmp_path / "play").write_text("mine")
    assert bwtb("demo", "-o", str(tmp_path / "play"))[0] == 2
    assert (tmp_path / "play").read_text() == "mine"


@pytest.mark.parametrize("missing", ["git", "ssh-keygen"])
def test_a_missing_program_is_named(bwtb: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, missing: str) -> None:
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in {"git", "ssh-keygen"} - {missing}:
        (programs / name).symlink_to(str(shutil.which(name)))
    monkeypatch.setenv("PATH", str(programs))
    code, _out, err = bwtb("demo", "-o", str(tmp_path / "play"))
    assert code == 2
    assert f"{missing} is not installed" in err
    assert not (tmp_path / "play").exists()
