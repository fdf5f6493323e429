"""Wheel and source archive are the same bytes wherever and by whomever they are built."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import REPOSITORY

pytestmark = pytest.mark.slow


def copy(folder: Path) -> Path:
    """The files of the repository as git knows them, and what is not committed yet, in another folder."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=REPOSITORY, capture_output=True, check=False,
    )  # fmt: skip
    if listed.returncode:
        pytest.skip("this is no checkout: git cannot say which files are the project's")
    for name in map(os.fsdecode, filter(None, listed.stdout.split(b"\0"))):
        if (REPOSITORY / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(REPOSITORY / name, folder / name)
    return folder


def disturb(folder: Path) -> None:
    """Other modes and times than git gave; nothing that is in a file changes."""
    for number, path in enumerate(sorted(folder.rglob("*"))):
        if path.is_file():
            path.chmod(0o600 if number % 2 else 0o664)
            os.utime(path, (10**9 + number, 10**9 + number))


def build(folder: Path, arguments: list[str], **environment: str) -> dict[str, str]:
    """Build with the installed hatchling and Babel; gives the name and SHA-256 of each file."""
    command = [sys.executable, "-m", "build", "--no-isolation", *arguments]
    kept = {name: value for name, value in os.environ.items() if name != "SOURCE_DATE_EPOCH"}
    done = subprocess.run(
        command, cwd=folder, env=kept | environment, capture_output=True, text=True, check=False, umask=0o077
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return {f.name: hashlib.sha256(f.read_bytes()).hexdigest() for f in sorted((folder / "dist").iterdir())}


def test_two_builds_give_the_same_bytes(tmp_path: Path) -> None:
    """The second is built in another folder, time zone and language, from files of other modes and times, wheel from checkout."""
    first = build(copy(tmp_path / "a"), [])
    other = copy(tmp_path / "elsewhere/bwtb of another")
    disturb(other)
    second = build(other, ["--sdist", "--wheel"], TZ="Pacific/Kiritimati", LC_ALL="C", PYTHONHASHSEED="7")
    assert len(first) == 2
    assert first == second


def test_the_date_of_a_build_can_be_given(tmp_path: Path) -> None:
    folder = copy(tmp_path / "a")
    plain = build(folder, ["--wheel"])
    dated = build(folder, ["--wheel"], SOURCE_DATE_EPOCH="1796000000")
    assert plain.keys() == dated.keys()
    assert plain != dated
    assert build(folder, ["--wheel"], SOURCE_DATE_EPOCH="1796000000") == dated
