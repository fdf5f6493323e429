"""What a command costs: seconds by the clock, and the memory of all its processes together at its peak."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
PAUSE = 0.1  # seconds between two looks


@dataclass(frozen=True)
class Cost:
    """What one command cost, with all that it started.

    `seconds` by the clock, `cpu` in seconds of all processes. `memory` in MB at its peak: each process' own pages and its
    share of those it has in common with others (PSS), so that nothing counts twice; 0 where the system does not tell (only
    Linux does). `code` is the exit code.
    """

    seconds: float
    cpu: float
    memory: int
    code: int


def measured(command: Sequence[str], environment: Mapping[str, str], out: Path) -> Cost:
    """Run a command with its output in a file, and look at it and all that it starts until it ends."""
    began, used, most = time.perf_counter(), cpu(), 0
    with (
        out.open("wb") as target,
        subprocess.Popen(command, env=dict(environment), stdout=target, stderr=subprocess.DEVNULL) as process,
    ):
        while process.poll() is None:
            most = max(most, sum(map(_share, _family(process.pid))))
            time.sleep(PAUSE)
    return Cost(time.perf_counter() - began, cpu() - used, most // 1024, process.returncode)


def cpu() -> float:
    """Seconds of CPU that this process has used, and those it has started and that have ended."""
    return sum(os.times()[:4])


def _family(pid: int) -> list[int]:
    """A process and all those below it."""
    family = [pid]
    for file in (PROC / str(pid) / "task").glob("*/children"):
        try:
            family += [below for child in file.read_text().split() for below in _family(int(child))]
        except OSError:
            continue
    return family


def _share(pid: int) -> int:
    """The PSS of a process in KB, 0 where it has gone."""
    try:
        lines = (PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)
