"""`bwtb validate` against other checkers, on the same files in the same run, and how its time grows.

    .venv/bin/python -m bench.validate [--files N] [--rounds N] [--growth N,N,…]

Peers that are not there are installed into build/peers (pip, npm); what cannot be installed is named and left out. All
take turns, so that a busy machine is busy for all of them; the quickest round counts. The peers check YAML, and those that
can the schema; bwtb checks characters, strict YAML, schema, codes and the regulation's rules. Nothing is cached between runs.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.registries import build

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
PEERS = ROOT / "build/peers"
SCHEMA = ROOT / "schemas/request.schema.json"
AT_ONCE = 2000  # files named on one command line

# Runs the command lines it is given and prints the worst exit code, CPU seconds and the largest process' MB.
RUN = """
import json, resource, subprocess, sys
codes = [subprocess.run(command, stdout=subprocess.DEVNULL).returncode for command in json.load(sys.stdin)]
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(max(codes), used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)
"""

Command = Callable[[list[str]], list[str]]


@dataclass(frozen=True)
class Cost:
    """What one run took: seconds by the clock and of CPU, and MB of the largest process."""

    wall: float
    cpu: float
    memory: float


def measured(commands: list[list[str]], folder: Path) -> Cost:
    """Run command lines one after another. Raises where one finds fault with the files, which have none."""
    begun = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        cwd=folder,
        input=json.dumps(commands),
        capture_output=True,
        text=True,
        check=True,
    )
    wall = time.perf_counter() - begun
    code, cpu, memory = done.stdout.split()
    if int(code):
        raise RuntimeError(f"{commands[0][:3]} ended with {code}: {done.stderr[-300:]}")
    return Cost(wall, float(cpu), float(memory))


def peers() -> Iterator[tuple[str, Command]]:
    """The other checkers that there are, installed where they can be."""
    yield "check-jsonschema", lambda files: [str(BIN / "check-jsonschema"), "--schemafile", str(SCHEMA), *files]
    yamllint = PEERS / "venv/bin/yamllint"
    if yamllint.exists() or _installed("yamllint", ["-m", "venv", str(PEERS / "venv")], "pip", "yamllint==1.37.1"):
        yield "yamllint", lambda files: [str(yamllint), "-d", "relaxed", *files]
    ajv = PEERS / "node_modules/.bin/ajv"
    if ajv.exists() or _installed("ajv-cli", None, "npm", "ajv-cli@5.0.0", "ajv@8.17.1"):
        yield "ajv-cli", lambda files: [str(ajv), "validate", "--strict=false", "-s", str(SCHEMA), *_each("-d", files)]


def _each(option: str, files: list[str]) -> list[str]:
    return [part for file in files for part in (option, file)]


def _installed(name: str, venv: list[str] | None, tool: str, *packages: str) -> bool:
    PEERS.mkdir(parents=True, exist_ok=True)
    try:
        if venv:
            subprocess.run([sys.executable, *venv], check=True, capture_output=True)
        command = [str(PEERS / "venv/bin/pip"), "install", "-q", *packages]
        if tool == "npm":
            command = ["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(PEERS), *packages]
        subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"{name} left out: it could not be installed ({error})")
        return False
    return True


def compose(files: list[str]) -> None:
    """Compose every file with libyaml and do nothing else with it, on all processors: the floor."""
    shares = [files[i : i + 200] for i in range(0, len(files), 200)]
    with ProcessPoolExecutor(len(os.sched_getaffinity(0))) as pool:
        list(pool.map(_composed, shares))


def _composed(files: list[str]) -> int:
    import yaml

    for file in files:
        yaml.compose(Path(file).read_bytes(), Loader=yaml.CSafeLoader)
    return len(files)


def compare(folder: Path, rounds: int) -> bool:
    """Print the table of ratios; whether the targets are met: a 25th of check-jsonschema, three times composing."""
    files = sorted(str(f.relative_to(folder)) for f in folder.glob("requests/*/*.yaml"))
    shares = [files[i : i + AT_ONCE] for i in range(0, len(files), AT_ONCE)]
    own = {"bwtb validate": [[str(BIN / "bwtb"), "validate"]]}
    floor = [sys.executable, "-m", "bench.validate", "--compose", str(folder)]
    runs = {**own, "libyaml, composing alone": [floor]}
    runs |= {name: [command(share) for share in shares] for name, command in peers()}
    best: dict[str, Cost] = {}
    for _round in range(rounds):
        for name, commands in runs.items():
            cost = measured(commands, ROOT if commands == [floor] else folder)
            old = best.get(name, cost)
            best[name] = Cost(min(old.wall, cost.wall), min(old.cpu, cost.cpu), max(old.memory, cost.memory))
    base = best["bwtb validate"]
    print(
        f"\n| {len(files)} files | wall s | CPU s | MB | wall, times ours | CPU, times ours |\n|---|--:|--:|--:|--:|--:|"
    )
    for name, cost in best.items():
        print(
            f"| {name} | {cost.wall:.2f} | {cost.cpu:.2f} | {cost.memory:.0f} | {cost.wall / base.wall:.1f} | {cost.cpu / base.cpu:.1f} |"
        )
    return best["check-jsonschema"].wall / base.wall >= 25 and base.wall / best["libyaml, composing alone"].wall <= 3


def grow(sizes: list[int]) -> None:
    """Print how the time grows with the number of files, and what --staged and --since cost."""
    print(
        "\n| files | wall s | CPU s | MB | CPU ms a file | --staged CPU s | --since HEAD CPU s |\n|--:|--:|--:|--:|--:|--:|--:|"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bwtb-bench-") as name:
            folder = Path(name)
            build(folder, size)
            _commit(folder)
            rows = [
                measured([[str(BIN / "bwtb"), "validate", *more]], folder)
                for more in ([], ["--staged"], ["--since", "HEAD"])
            ]
            whole, staged, since = rows
            print(
                f"| {size} | {whole.wall:.2f} | {whole.cpu:.2f} | {whole.memory:.0f} | {whole.cpu / size * 1000:.2f} "
                f"| {staged.cpu:.2f} | {since.cpu:.2f} |"
            )


def _commit(folder: Path) -> None:
    """Commit everything, then change one file and stage it."""
    # git's own tidying would still be at work in the folder when it is deleted.
    identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.invalid", "-c", "maintenance.auto=false"]
    one = next(folder.glob("requests/2027/*.yaml"))
    for step in (["init", "-q"], ["add", "."], [*identity, "-c", "gc.auto=0", "commit", "-q", "-m", "all"]):
        subprocess.run(["git", *step], cwd=folder, check=True)
    one.write_bytes(one.read_bytes() + b"# changed\n")
    subprocess.run(["git", "add", "."], cwd=folder, check=True)


def main() -> int:
    """Measure, print tables, and say whether the targets are met."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--files", type=int, default=10_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--growth", default="100,1000,10000,100000")
    arguments.add_argument("--compose", type=Path)
    given = arguments.parse_args()
    if given.compose:
        compose(sorted(str(f) for f in given.compose.glob("requests/*/*.yaml")))
        return 0
    met = True
    if given.files:
        with tempfile.TemporaryDirectory(prefix="bwtb-bench-") as name:
            build(Path(name), given.files)
            met = compare(Path(name), given.rounds)
    if given.growth:
        grow([int(size) for size in given.growth.split(",")])
    print(f"\nload average while measuring: {os.getloadavg()[0]:.1f} on {len(os.sched_getaffinity(0))} processors")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
