"""`python -m tests.fuzz [--seconds N] [--keep] [TARGET …]`: fuzz the targets, one after the other (README.md).

Below build/fuzz/TARGET/ stand afterwards `finds/`, `corpus/` and `log`. The exit code says whether there were finds.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

from tests import REPOSITORY
from tests.fuzz import finds, keeping
from tests.fuzz.targets import TARGETS

BUILD = REPOSITORY / "build/fuzz"
LAST = re.compile(r"^#\d+\s+DONE.*|^Done \d+ runs with hypothesis.*", re.MULTILINE)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument(
        "targets", nargs="*", metavar="TARGET", help=f"one of: {', '.join(TARGETS)}; all, if none is named"
    )
    parser.add_argument("--seconds", type=int, default=60, help="for each target (60)")
    parser.add_argument(
        "--keep", action="store_true", help="add to tests/fuzz/corpus/ what earlier runs have reached more by"
    )
    given = parser.parse_args()
    if unknown := set(given.targets) - set(TARGETS):
        parser.error(f"no such target: {', '.join(sorted(unknown))}")
    chosen = given.targets or list(TARGETS)
    if given.keep:
        for name in chosen:
            print(f"{name}: {keeping.keep(name, BUILD / name)}", flush=True)
        return 0
    clean = [fuzz(name, given.seconds, BUILD / name) for name in chosen]
    return 0 if all(clean) else 1


def fuzz(name: str, seconds: int, folder: Path) -> bool:
    """Fuzz one target in a process of its own and say what came of it; True where nothing was found."""
    folder.mkdir(parents=True, exist_ok=True)
    log = folder / "log"
    with (
        tempfile.TemporaryDirectory(prefix="bwtb-fuzz-", ignore_cleanup_errors=True) as place,
        log.open("wb") as output,
    ):
        command = [sys.executable, "-m", "tests.fuzz.one", name, str(seconds), str(folder)]
        done = subprocess.run(command, stdout=output, stderr=output, check=False, env=os.environ | {"TMPDIR": place})
    found = finds.kept(folder / "finds")
    said = LAST.findall(log.read_text(encoding="utf-8", errors="replace"))
    print(f"{name}: {'; '.join(said) or f'it ended before its time, see {log}'}", flush=True)
    for file in found:
        print(f"  found: {file}", flush=True)
    return not found and not done.returncode


if __name__ == "__main__":
    sys.exit(main())
