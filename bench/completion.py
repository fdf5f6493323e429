"""How much a press of Tab costs: CPU time of completing a command line in a registry of many requests.

    .venv/bin/python bench/completion.py [REQUESTS]

Of five runs the median of user and system time counts. Exit code 1 where one takes more than 0.3 s with 10,000 requests.
"""

from __future__ import annotations

import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = Path(sys.executable).parent / "bwtb"
LIMIT = 0.3  # seconds
LINES = (
    "bwtb ", "bwtb show ", "bwtb show 2027-mzj-", "bwtb sign ", "bwtb new --unit ", "bwtb explain ", "bwtb catalog show ",
)  # fmt: skip


def build(root: Path, count: int) -> None:
    """A registry of so many requests over ten years, all with the sample's text."""
    shutil.copytree(ROOT / "catalog", root / "catalog")
    sample = (ROOT / "requests/2027/2027-mzj-001.yaml").read_bytes()
    units = [
        line.split()[-1] for line in (ROOT / "catalog/units.yaml").read_text("utf-8").splitlines() if "code:" in line
    ]
    for number in range(count):
        year, unit = 2018 + number % 10, units[number // 10 % len(units)]
        file = root / f"requests/{year}/{year}-{unit}-{number // 10 // len(units) + 1:03}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(sample)


def cpu_seconds(root: Path, line: str, shell: str) -> float:
    """User and system time of one answer."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "_BWTB_COMPLETE": shell, "_BWTB_LINE": line}
    subprocess.run([PROGRAM], cwd=root, env=environment, stdout=subprocess.DEVNULL, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return (after.ru_utime - before.ru_utime) + (after.ru_stime - before.ru_stime)


def main() -> int:
    """Measure, print a table, and say whether the limit is kept."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    met = True
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        build(root, count)
        print(f"{count} requests, CPU s{'':<14} {'bash':>6} {'zsh':>6}  at most {LIMIT}")
        for line in LINES:
            times = [
                statistics.median(cpu_seconds(root, line, shell) for _round in range(5)) for shell in ("bash", "zsh")
            ]
            met = met and max(times) <= LIMIT
            print(f"{line + 'TAB':<32} {times[0]:>6.3f} {times[1]:>6.3f}")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
