"""What killed runs leave in a repository's folder: cleared by the next, and never while it is in use."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from pathlib import Path

import pytest

from bwtb.git import scratch

pytestmark = pytest.mark.posix


def leave(git_dir: Path, name: str, owner: str | None, *, age: float = 0) -> Path:
    left = git_dir / f"{scratch.PREFIX}{name}"
    (left / "refs").mkdir(parents=True)
    if owner is not None:
        (left / scratch.OWNER).write_text(owner)
    os.utime(left, (time.time() - age,) * 2)
    return left


def process_that_is_gone() -> int:
    ended = subprocess.Popen(["true"])
    ended.wait()
    return ended.pid


HERE = socket.gethostname()
LONG = scratch.LONGEST + 60


@pytest.mark.parametrize(
    ("owner", "age", "goes"),
    [
        ("gone here", 0, True),
        ("alive here", 0, False),
        ("alive here", LONG, False),  # somebody thinks long about a passphrase
        ("1 here", 0, False),  # another user's
        ("1 elsewhere", 0, False),
        ("1 elsewhere", LONG, True),
        (None, 0, False),  # killed before it could say whose it is, or an older version's
        (None, LONG, True),
        ("nonsense", LONG, True),
        ("nonsense", 0, False),
        ("", 0, False),
        ("99999999999999999999 here", 0, False),  # no process ever had this number
        ("99999999999999999999 here", LONG, True),
        ("9" * 5_000 + " here", LONG, True),
        ("-1 here", LONG, True),  # not a process: all of them
    ],
)
def test_what_a_killed_run_has_left(tmp_path: Path, owner: str | None, age: float, goes: bool) -> None:
    numbers = {"gone": str(process_that_is_gone()), "alive": str(os.getpid()), "here": HERE}
    said = None if owner is None else " ".join(numbers.get(word, word) for word in owner.split())
    left = leave(tmp_path, "x", said, age=age)
    scratch.clear(tmp_path)
    assert left.exists() is not goes


def test_nothing_else_is_touched(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / "bwtb").mkdir()
    (tmp_path / f"{scratch.PREFIX}file").write_text("a file")
    (tmp_path / f"{scratch.PREFIX}link").symlink_to("kept")
    for path in tmp_path.iterdir():
        os.utime(path, (0, 0), follow_symlinks=False)
    scratch.clear(tmp_path)
    assert len(list(tmp_path.iterdir())) == 4


def test_a_folder_of_this_run_stays_while_it_is_used_and_goes_afterwards(tmp_path: Path) -> None:
    with scratch.folder(tmp_path) as folder:
        with scratch.folder(tmp_path) as other:
            assert folder.is_dir()
            assert other != folder
        assert [folder] == list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []
