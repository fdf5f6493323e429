"""Standard streams that are full, closed or broken: no traceback, and an exit code that says that not all was told."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import REPOSITORY

pytestmark = pytest.mark.posix

BWTB = f"{sys.executable} -P -m bwtb"
LONG = "catalog list capabilities --format json"  # more than a buffer holds
SHORT = "catalog list parties"
FAILS = "nope"  # says something on standard error alone

# A shell line; its exit code; what it says on standard error.
STREAMS = [
    (f"{SHORT} >/dev/full", 2, "could not be printed: the disk is full"),
    (f"{LONG} >/dev/full", 2, "could not be printed: the disk is full"),
    ("--help >/dev/full", 2, "could not be printed: the disk is full"),
    ("--version >/dev/full", 2, "could not be printed: the disk is full"),
    ("validate >/dev/full", 2, "could not be printed: the disk is full"),
    ("validate --format sarif >/dev/full", 2, "could not be printed: the disk is full"),
    ("explain --format json >/dev/full", 2, ""),
    (f"{SHORT} >&-", 2, "could not be printed: the output is closed"),
    (f"{LONG} >&-", 2, "could not be printed: the output is closed"),
    (f"{FAILS} 2>/dev/full", 2, ""),
    (f"{FAILS} 2>&-", 2, ""),
    (f"--verbose {FAILS} 2>&-", 2, ""),
    (f"{SHORT} 2>&-", 0, ""),
    (f"{SHORT} 2>/dev/full", 0, ""),
    (f"{SHORT} >&- 2>&-", 2, ""),
    (f"{SHORT} >/dev/full 2>/dev/full", 2, ""),
    (f"{SHORT} <&-", 0, ""),
    ("new --unit mzj --year 2027 --registry /nowhere <&- >&- 2>&-", 2, ""),
    ("new <&-", 2, "no terminal to ask at"),
    ("hook pre-receive --trust-root sha256:x <&-", 2, ""),
    (f"{SHORT} </dev/null", 0, ""),
]


@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
@pytest.mark.parametrize(("line", "code", "said"), STREAMS, ids=lambda value: str(value) if " " in str(value) else "")
def test_a_stream_that_takes_nothing(line: str, code: int, said: str, unbuffered: str) -> None:
    done = shell(f"{BWTB} {line}", PYTHONUNBUFFERED=unbuffered)
    assert done.returncode == code, done.stderr
    assert said in done.stderr
    assert_in_words(done.stderr)


@pytest.mark.parametrize("command", [SHORT, LONG, "--help", "validate --format json", "explain"])
@pytest.mark.parametrize("unbuffered", ["", "1"], ids=["buffered", "unbuffered"])
def test_a_reader_that_has_gone(command: str, unbuffered: str) -> None:
    """As `head` goes. Closed before anything is written, so that no race decides."""
    reads, writes = os.pipe()
    os.close(reads)
    try:
        done = subprocess.run(
            [*BWTB.split(), *command.split()], stdout=writes, stderr=subprocess.PIPE, text=True, check=False,
            cwd=REPOSITORY, env=os.environ | {"PYTHONUNBUFFERED": unbuffered},
        )  # fmt: skip
    finally:
        os.close(writes)
    assert (done.returncode, done.stderr) == (1, "")


def test_a_pipe_of_ours_that_breaks_is_no_reader_that_has_gone(tmp_path: Path) -> None:
    """A git that is gone in the middle says nothing of what was found: that is no exit code 1."""
    code = "import sys\nfrom bwtb.cli import app\ndef broken(a): raise BrokenPipeError(32, 'x')\napp._run = broken\nsys.argv[1:] = []\napp.main()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False, cwd=REPOSITORY)
    assert done.returncode == 2
    assert_in_words(done.stderr)


def shell(line: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | variables
    return subprocess.run(
        ["sh", "-c", line], capture_output=True, text=True, check=False, cwd=REPOSITORY, env=environment
    )


def assert_in_words(said: str) -> None:
    """At most what is the matter and what to do, and nothing of Python's."""
    for word in ("Traceback", "Exception ignored", "Errno", 'File "'):
        assert word not in said, said
