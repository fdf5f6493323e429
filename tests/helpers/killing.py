"""The program killed at a chosen moment: at the nth time that it changes a file or starts another program."""

from __future__ import annotations

import os
import random
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

# Counts what Python itself tells of (PEP 578). At the given moment the process is gone, whatever it was about to do.
WATCHED = """
import os, signal, sys

moment, tally, changes = int(sys.argv[1]), sys.argv[2], 0
EVENTS = {"os.rename", "os.mkdir", "os.rmdir", "os.remove", "os.link", "os.chmod", "subprocess.Popen"}


def watch(event, arguments):
    global changes
    writes = event == "open" and isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
    if writes or event in EVENTS:
        changes += 1
        if changes == moment:
            os.kill(os.getpid(), signal.SIGKILL)


sys.argv[:3] = ["bwtb"]
sys.addaudithook(watch)
from bwtb.cli.app import run

code, made = run(sys.argv[1:]), changes
if not moment:
    open(tally, "w").write(str(made))
sys.exit(code)
"""


def run(moment: int, tally: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the program, and kill it at its nth change; 0 lets it end and leaves the number of its changes in a file."""
    command = [sys.executable, "-B", "-c", WATCHED, str(moment), str(tally), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def moments(tally: Path, *arguments: str, about: int) -> range:
    """Moments spread evenly over a run from its first change to its last; the run is made once for that."""
    done = run(0, tally, *arguments)
    assert done.returncode == 0, done.stderr
    changes = int(tally.read_text())
    return range(1, changes + 1, max(1, changes // about))


# Everything at once: the program, the git that it runs, and the hook that this runs, as when the power goes.

CHANGES = (
    "write,pwrite64,fsync,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir,chmod,fchmod,"
    "fchmodat,ftruncate"
)
# Each change waits this long (in microseconds) before it happens: so the kill comes before the next one.
HELD = 1500
# A line of strace: the call, and what it opens or writes to. What was interrupted is told of twice, the second time as <...
_CHANGE = re.compile(
    rb"^\d+ +(?:openat\([^,]*, \"(?!/dev/)[^\"]*\", [A-Z_|]*O_(?:WRONLY|RDWR|CREAT)|"
    rb"p?write(?:64)?\(\d+</(?!dev/)|execve\(|(?:fsync|rename|link|unlink|mkdir|rmdir|f?chmod|ftruncate)\w*\()"
)


@dataclass(frozen=True)
class Killed:
    """How a run went: the changes it had made when it ended (0 where nobody counted), and whether it was killed."""

    changes: int
    code: int

    @property
    def in_time(self) -> bool:
        return self.code == -signal.SIGKILL


def can_count() -> bool:
    """Whether the changes of a program and of all that it starts can be counted here."""
    strace = shutil.which("strace")
    return (
        strace is not None and subprocess.run([strace, "-qq", "true"], capture_output=True, check=False).returncode == 0
    )


def run_all(command: Sequence[str], after: int, **how: Any) -> Killed:
    """Run a program, and kill it with all that it started once that many files were changed; 0 lets it end."""
    reads, writes = os.pipe()
    log, flags = f"/dev/fd/{writes}", ("--seccomp-bpf", "-f", "-qq", "-y", "-s", "0")
    traced = ["strace", *flags, "-o", log, "-e", f"trace=openat,execve,{CHANGES}"]
    held = ["-e", f"inject={CHANGES}:delay_enter={HELD}"]
    process = subprocess.Popen(
        [*traced, *held, *command], start_new_session=True, pass_fds=(writes,), stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **how,
    )  # fmt: skip
    os.close(writes)
    changes = 0
    with os.fdopen(reads, "rb") as lines:
        for line in lines:
            changes += bool(_CHANGE.match(line))
            if after and changes >= after:
                end(process)
                break
    return Killed(changes, process.wait())


def run_for(command: Sequence[str], seconds: float, **how: Any) -> Killed:
    """The same by the clock."""
    process = subprocess.Popen(
        command, start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL, **how,
    )  # fmt: skip
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired:
        end(process)
    return Killed(0, process.wait())


def end(process: subprocess.Popen[bytes]) -> None:
    """Kill a process that leads a group, with the whole group; returns once none of it is running any more."""
    os.killpg(process.pid, signal.SIGKILL)
    while any(group == process.pid for group in _running()):
        pass


def _running() -> Iterator[int]:
    """The group of every process that runs."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            state, _parent, group = (folder / "stat").read_text().rpartition(")")[2].split()[:3]
            if state not in ("Z", "X"):
                yield int(group)


def spread(whole: int, count: int, seed: int) -> list[int]:
    """`count` moments among so many, one at random in each of as many equal parts; the same ones every time."""
    chance = random.Random(seed)  # noqa: S311 - no secret
    return [1 + int((part + chance.random()) * whole / count) for part in range(count)]
