"""How much a start costs: CPU time of `bwtb --help` and `bwtb validate ONE.yaml` against `check-jsonschema --version`.

    .venv/bin/python bench/startup.py [ROUNDS]

The three take turns, so that a busy machine is busy for all of them; the median of user and system time counts.
Exit code 1 where a target is missed: at most 0.75 of check-jsonschema's time for the help, 1.25 for one file.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PEER = "check-jsonschema --version"
TARGETS = {"bwtb --help": 0.75, "bwtb validate requests/2027/2027-mzj-001.yaml": 1.25}


def cpu_seconds(command: str) -> float:
    """User and system time of one run."""
    program, *arguments = command.split()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([BIN / program, *arguments], cwd=ROOT, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def main() -> int:
    """Measure, print a table, and say whether the targets are met."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    commands = [PEER, *TARGETS]
    for command in commands:
        cpu_seconds(command)  # compile and cache what is to be cached
    times: dict[str, list[float]] = {command: [] for command in commands}
    for _round in range(rounds):
        for command in commands:
            times[command].append(cpu_seconds(command))
    base = statistics.median(times[PEER])
    print(f"{'command':<50} {'CPU s':>7} {'ratio':>6} {'at most':>8}")
    met = True
    for command in commands:
        median = statistics.median(times[command])
        limit = TARGETS.get(command)
        met = met and (limit is None or median / base <= limit)
        print(f"{command:<50} {median:>7.3f} {median / base:>6.2f} {limit or '':>8}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
