"""The program killed at a chosen moment: at the nth time that it changes a file or starts another program."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

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
