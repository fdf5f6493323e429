"""Logs of faults: what is in them, what is not, where they stand, and how many."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from bwtb import __version__
from bwtb.base import faults


def fail(depth: int = 0, said: str = "something") -> BaseException:
    try:
        if depth:
            fail_below(depth)
        raise ValueError(said)
    except ValueError as error:
        return error


def fail_below(depth: int) -> None:
    if depth > 1:
        fail_below(depth - 1)
    raise ValueError("below")


def content(error: BaseException, about: str = "") -> str:
    file = faults.log(error, about)
    assert file is not None
    return file.read_text(encoding="utf-8")


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files; nothing was logged yet."""
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    faults.begin((), tuple)
    return tmp_path


def test_versions_command_and_place() -> None:
    faults.begin(["verify", "--year", "2027"], lambda: ["git version 9.9"])
    text = content(fail(), "requests/2027/2027-mzj-001.yaml")
    for said in (
        f"bwtb {__version__}\n", "Python 3.", "git version 9.9\n", "command bwtb verify --year 2027\n", "Linux",
        "about requests/2027/2027-mzj-001.yaml\n", "Traceback (most recent call last)", "ValueError: something", "in fail\n",
    ):  # fmt: skip
        assert said in text or (said == "Linux" and os.name == "nt"), said


@pytest.mark.parametrize(
    "line",
    [
        ["keyring", "add", "--person", "office:secret:x.pub"],
        ["sign", "--opinion=secret"],
        ["sign", "--opinion", "secret", "--key", "secret"],
        ["init", "https://me:secret@server/x"],
    ],
)
def test_nothing_that_is_nobodys_business(line: Sequence[str]) -> None:
    faults.begin(line, tuple)
    text = content(fail(said="fetching https://me:secret@server/x"))
    assert "secret" not in text
    assert f"command bwtb {line[0]}" in text


def test_no_home_and_no_control_characters() -> None:
    text = content(fail(said=f"{os.environ['HOME']}/a \x1b[31m \u202e \x9b"))
    assert "~/a \\u001b[31m \\u202e \\u009b" in text


@pytest.mark.posix
def test_for_the_user_alone() -> None:
    file = faults.log(fail())
    assert file is not None
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent == Path(os.environ["HOME"]) / ".local/state/bwtb/logs"
    assert file.parent.stat().st_mode & 0o777 == 0o700


def test_a_bounded_number() -> None:
    written = []
    for depth in range(faults.KEPT + 10):
        written.append(faults.log(fail(depth)))
    folder = Path(os.environ["HOME"]) / ".local/state/bwtb/logs"
    assert len(list(folder.iterdir())) == faults.KEPT
    assert written[-1] in folder.iterdir()


def test_the_same_fault_once_a_run() -> None:
    """A thousand files that one fault meets are one log; the next run has its own."""
    assert len({faults.log(fail(said=str(number))) for number in range(100)}) == 1
    first = faults.log(fail())
    faults.begin((), tuple)
    assert faults.log(fail()) != first


@pytest.mark.posix
@pytest.mark.parametrize("home", ["/dev/null", "/proc/self/nowhere"])
def test_elsewhere_where_the_home_cannot_be_written(
    temporary: Path, monkeypatch: pytest.MonkeyPatch, home: str
) -> None:
    monkeypatch.setenv("HOME", home)
    file = faults.log(fail())
    assert file is not None
    assert (file.parent, file.stat().st_mode & 0o777) == (temporary, 0o600)


@pytest.mark.posix
def test_nowhere(temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/dev/null")
    monkeypatch.setattr("tempfile.tempdir", "/dev/null")
    assert faults.log(fail()) is None


def test_what_cannot_be_told_of_is_not_in_the_way() -> None:
    class OddError(Exception):
        def __str__(self) -> str:
            raise RuntimeError

    def no_versions() -> Sequence[str]:
        raise OSError

    assert faults.log(OddError()) is not None
    faults.begin((), no_versions)
    assert faults.log(fail()) is None


def test_an_example_is_not_logged() -> None:
    told = faults.told(faults.ExampleError("example"), "a.yaml")
    assert (told.log, list(Path.home().rglob("*.log"))) == ("fault-….log", [])
