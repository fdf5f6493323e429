"""What killed runs leave: cleared by the next, whatever it is and wherever it stands, and never while it is in use."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from bwtb.base import leftovers
from bwtb.base.files import write_file

pytestmark = pytest.mark.posix

HERE = leftovers.prefix().split("@")[1]
LONG = leftovers.LONGEST + 60


def process_that_is_gone() -> int:
    ended = subprocess.Popen(["true"])
    ended.wait()
    return ended.pid


def left_by(owner: str) -> str:
    """The name that a run leaves: `owner` is a process (gone, alive, mine or a number) and a computer (here or another)."""
    numbers = {"gone": str(process_that_is_gone()), "alive": str(os.getppid()), "mine": str(os.getpid())}
    process, host = owner.split()
    return f"bwtb-{numbers.get(process, process)}@{HERE if host == 'here' else host}@x1y2z3"


def test_a_process_that_nobody_has_waited_for_is_gone(tmp_path: Path) -> None:
    """As what is killed in a container stays listed for ever."""
    with subprocess.Popen(["cat"], stdin=subprocess.PIPE) as process:
        left = tmp_path / left_by(f"{process.pid} here")
        left.mkdir()
        leftovers.clear(tmp_path)
        assert left.is_dir()
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)  # it has ended, and stays listed
        if Path("/proc/self/stat").exists():
            leftovers.clear(tmp_path)
            assert not left.exists()


@pytest.mark.parametrize(
    ("name", "age", "goes"),
    [
        ("gone here", 0, True),
        ("alive here", 0, False),
        ("alive here", LONG, False),  # somebody thinks long about a passphrase
        ("mine here", 0, True),  # an earlier run's, whose number is this one's by chance, or in a container
        ("1 here", 0, False),  # another user's, for whoever is not root
        ("9999999999 here", 0, False),  # no number that a process can have
        ("1 elsewhere", 0, False),
        ("1 elsewhere", LONG, True),
        ("1 elsewhere", -LONG, False),  # the clock was set back
        ("bwtb-push-abc123", 0, False),  # an older version's
        ("bwtb-push-abc123", LONG, True),
        ("bwtb-mine", LONG, False),
        ("bwtb", LONG, False),
        ("other", LONG, False),
    ],
)
@pytest.mark.parametrize("kind", ["folder", "file", "hidden file"])
def test_what_a_killed_run_has_left(tmp_path: Path, kind: str, name: str, age: float, goes: bool) -> None:
    left = tmp_path / (("." if kind.startswith("hidden") else "") + (left_by(name) if " " in name else name))
    if kind == "folder":
        (left / "refs").mkdir(parents=True)
        (left / "refs/file").write_text("x")
    else:
        left.write_text("x")
    os.utime(left, (time.time() - age,) * 2)
    leftovers.clear(tmp_path)
    old_and_hidden = kind.startswith("hidden") and name.startswith("bwtb-push")
    assert left.exists() is (old_and_hidden or not goes)


def test_links_and_what_others_own_are_not_touched(tmp_path: Path) -> None:
    (tmp_path / "kept").mkdir()
    (tmp_path / left_by("gone here")).symlink_to("kept")
    foreign = tmp_path / left_by("gone here").replace("x1", "y1")
    foreign.mkdir()
    if os.getuid() == 0:
        os.chown(foreign, 12345, 12345)
    leftovers.clear(tmp_path)
    assert len(list(tmp_path.iterdir())) == (3 if os.getuid() == 0 else 2)


def test_a_folder_of_this_run_stays_while_it_is_used_and_goes_afterwards(tmp_path: Path) -> None:
    with leftovers.folder(tmp_path) as folder:
        with leftovers.folder(tmp_path, hidden=True) as other:
            assert folder.is_dir()
            assert other != folder
        assert [folder] == list(tmp_path.iterdir())
    assert list(tmp_path.iterdir()) == []


def test_one_of_two_takes_what_is_left(tmp_path: Path) -> None:
    left = tmp_path / left_by("gone here")
    left.mkdir()
    own = leftovers.take(left)
    assert own is not None
    assert own.name == f"{leftovers.prefix()}x1y2z3"
    assert own.is_dir()
    assert leftovers.take(left) is None
    assert leftovers.find(tmp_path) == []


def test_writing_a_file_clears_its_folder(tmp_path: Path) -> None:
    left = tmp_path / f".{left_by('gone here')}"
    left.write_text("half a f")
    write_file(tmp_path / "file", b"whole")
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_no_folder_of_a_program_is_left_when_it_ends(tmp_path: Path) -> None:
    """Nor one of a program that was killed before it, among the system's temporary folders."""
    code = (
        "import os, signal\nfrom bwtb.base import leftovers\nprint(leftovers.lasting())\nif {}: os.kill(os.getpid(), 9)"
    )
    environment = os.environ | {"TMPDIR": str(tmp_path)}
    for killed in (True, False):
        done = subprocess.run(
            [sys.executable, "-c", code.format(killed)],
            env=environment, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert re.search(r"bwtb-\d+@", done.stdout) or killed
        assert bool(list(tmp_path.iterdir())) is killed
