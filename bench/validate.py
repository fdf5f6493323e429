"""`bwtb validate` against other checkers, on the same files in the same run, and how its time grows.

    .venv/bin/python -m bench.validate [--files N] [--rounds N] [--growth N,N,…]

Prints the section of docs/benchmarks.md, ready to be pasted; what it does meanwhile goes to standard error. Peers that are not
there are installed into build/peers (pip, npm); what cannot be installed is named and left out. All take turns, so that a busy
machine is busy for all of them; the quickest round counts. Nothing is cached between runs. Exit code 1: a target is missed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shlex
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
CHECK_JSONSCHEMA, COMPOSING, MEMORY, CHANGES = 25, 3, 400, 0.5  # times faster, times slower, MB, CPU seconds

INTRODUCTION = """{files:,} valid requests of 3.5 KB, cold, nothing cached on disk, the quickest of {rounds}; Python {python},
{versions}; {processors} processors ({model}), load average {before:.1f} before and {after:.1f} after."""

NOTES = """`MB` is the largest process's; bwtb and the composing run one for each processor, besides their parent, the others one.
The work is not the same: bwtb judges characters, strict YAML, the schema, codes of the catalog and the articles. check-jsonschema
and ajv-cli judge the schema and say no line; yamllint (`relaxed`) looks at style; doorstop, which manages requirements, reads each
request as an item of a document, with its own attributes written before the request's (the same file otherwise), and checks those
attributes, levels' form and links, not the request's fields; it was spared what it could be (`-F -L -W`: no rewriting, no order of
levels, no reviews). “Composing alone” is libyaml's own parser, on all processors, with nothing done with what it reads: what no
checker on it can undercut. ajv-cli parses in JavaScript and compiles the schema. An unquoted date is to it no text, so the
dates of these files are quoted."""

GROWTH = """How the time grows, and what a commit waits for (in the same run; for `--staged` and `--since HEAD` one file was changed
and staged):"""

AFTER = """Below 600 files one process checks them all. What `--staged` costs hardly grows with the registry; `--since` also looks at
every file on disk for changes that are not staged."""

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


@dataclass(frozen=True)
class Run:
    """A checker's command lines and the folder they run in."""

    commands: list[list[str]]
    folder: Path


def peers(folder: Path, files: list[str]) -> Iterator[tuple[str, Run]]:
    """The other checkers that there are, installed where they can be."""
    shares = [files[i : i + AT_ONCE] for i in range(0, len(files), AT_ONCE)]
    by_schema = [str(BIN / "check-jsonschema"), "--schemafile", str(SCHEMA)]
    yield f"check-jsonschema {_version('check-jsonschema')}", Run([[*by_schema, *share] for share in shares], folder)
    if _installed("yamllint", "yamllint==1.37.1", "doorstop==3.2"):
        command = [str(PEERS / "venv/bin/yamllint"), "-d", "relaxed"]
        yield "yamllint 1.37.1", Run([[*command, *share] for share in shares], folder)
        tree = folder.parent / f"{folder.name}-doorstop"
        doorstop_tree(folder, files, tree)
        yield "doorstop 3.2", Run([[str(PEERS / "venv/bin/doorstop"), "-q", "-F", "-L", "-W"]], tree)
    if _installed("ajv-cli", "ajv-cli@5.0.0", "ajv@8.17.1"):
        command = [str(PEERS / "node_modules/.bin/ajv"), "validate", "--strict=false", "-s", str(SCHEMA)]
        yield "ajv-cli 5.0.0 (ajv 8.17.1)", Run([[*command, *_each("-d", share)] for share in shares], folder)


def doorstop_tree(folder: Path, files: list[str], tree: Path) -> None:
    """The same requests as items of one of doorstop's documents: its own attributes, then the request as it stands."""
    (tree / "reqs").mkdir(parents=True)
    subprocess.run(["git", "init", "-q"], cwd=tree, check=True)  # it takes the repository for the project
    (tree / "reqs/.doorstop.yml").write_text("settings:\n  digits: 6\n  prefix: REQ\n  sep: ''\n", encoding="utf-8")
    for number, file in enumerate(files, 1):
        own = f"active: true\nderived: false\nheader: ''\nlevel: 1.{number}\nlinks: []\nnormative: true\nref: ''\nreviewed: null\ntext: 需求\n"
        text = own + (folder / file).read_text(encoding="utf-8")
        (tree / f"reqs/REQ{number:06}.yml").write_text(text, encoding="utf-8")


def _version(package: str) -> str:
    from importlib.metadata import version

    return version(package)


def _each(option: str, files: list[str]) -> list[str]:
    return [part for file in files for part in (option, file)]


def _installed(name: str, *packages: str) -> bool:
    """Whether a peer is there, or could be installed: from npm where its packages are written with @, else by pip."""
    program = PEERS / ("node_modules/.bin/ajv" if "@" in packages[0] else "venv/bin/doorstop")
    if program.exists():
        return True
    PEERS.mkdir(parents=True, exist_ok=True)
    commands = [[sys.executable, "-m", "venv", str(PEERS / "venv")]]
    commands.append([str(PEERS / "venv/bin/pip"), "install", "-q", *packages])
    if "@" in packages[0]:
        commands = [["npm", "install", "--silent", "--no-audit", "--no-fund", "--prefix", str(PEERS), *packages]]
    try:
        for command in commands:
            subprocess.run(command, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        tell(f"{name} left out: it could not be installed ({error})")
        return False
    return True


def tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


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


def compare(folder: Path, rounds: int) -> tuple[list[str], list[str]]:
    """The table of ratios, and what was reached of the targets."""
    files = sorted(str(f.relative_to(folder)) for f in folder.glob("requests/*/*.yaml"))
    runs = {
        "bwtb validate": Run([[str(BIN / "bwtb"), "validate"]], folder),
        "libyaml, composing alone": Run([[sys.executable, "-m", "bench.validate", "--compose", str(folder)]], ROOT),
        **dict(peers(folder, files)),
    }
    best: dict[str, Cost] = {}
    for turn in range(rounds):
        for name, run in runs.items():
            cost = measured(run.commands, run.folder)
            tell(f"round {turn + 1}: {name}: {cost.wall:.2f} s, {cost.cpu:.2f} s of CPU")
            old = best.get(name, cost)
            best[name] = Cost(min(old.wall, cost.wall), min(old.cpu, cost.cpu), max(old.memory, cost.memory))
    own, floor = best["bwtb validate"], best["libyaml, composing alone"]
    lines = [
        f"| {len(files)} files | wall s | CPU s | MB | wall, times ours | CPU, times ours |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    lines += [
        f"| {name} | {c.wall:.2f} | {c.cpu:.2f} | {c.memory:.0f} | {c.wall / own.wall:.1f} | {c.cpu / own.cpu:.1f} |"
        for name, c in best.items()
    ]
    other = next(cost for name, cost in best.items() if name.startswith("check-jsonschema"))
    memory = own.memory * (len(os.sched_getaffinity(0)) + 1)
    reached = [
        _target(f"{other.wall / own.wall:.1f} times as fast as check-jsonschema", CHECK_JSONSCHEMA, other.wall / own.wall >= CHECK_JSONSCHEMA),
        _target(f"{own.wall / floor.wall:.1f} times the time of composing", COMPOSING, own.wall / floor.wall <= COMPOSING),
        _target(f"at most {memory:.0f} MB in all its processes", MEMORY, memory < MEMORY),
    ]  # fmt: skip
    return lines, reached


def _target(what: str, limit: float, met: bool) -> str:
    return f"{what} (target {limit:g}: {'met' if met else 'MISSED'})"


def grow(sizes: list[int]) -> tuple[list[str], list[str]]:
    """How the time grows with the number of files, what --staged and --since cost, and what was reached of the target."""
    lines = [
        "| files | wall s | CPU s | MB | CPU ms a file | --staged CPU s | --since HEAD CPU s |",
        "|--:|--:|--:|--:|--:|--:|--:|",
    ]
    reached = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bwtb-bench-") as name:
            folder = Path(name)
            build(folder, size)
            _commit(folder)
            whole, staged, since = (
                measured([[str(BIN / "bwtb"), "validate", *more]], folder)
                for more in ([], ["--staged"], ["--since", "HEAD"])
            )
        tell(f"{size} files: {whole.wall:.2f} s, {whole.cpu:.2f} s of CPU")
        lines.append(
            f"| {size} | {whole.wall:.2f} | {whole.cpu:.2f} | {whole.memory:.0f} | {whole.cpu / size * 1000:.2f} "
            f"| {staged.cpu:.2f} | {since.cpu:.2f} |"
        )
        if size == 10_000:
            slower = max(staged.cpu, since.cpu)
            reached = [
                _target(
                    f"{slower:.2f} s of CPU for --staged or --since on {size:,} requests", CHANGES, slower <= CHANGES
                )
            ]
    return lines, reached


def _commit(folder: Path) -> None:
    """Commit everything, then change one file and stage it."""
    # git's own tidying would still be at work in the folder when it is deleted.
    identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.invalid", "-c", "maintenance.auto=false"]
    one = next(folder.glob("requests/2027/*.yaml"))
    for step in (["init", "-q"], ["add", "."], [*identity, "-c", "gc.auto=0", "commit", "-q", "-m", "all"]):
        subprocess.run(["git", *step], cwd=folder, check=True)
    one.write_bytes(one.read_bytes() + b"# changed\n")
    subprocess.run(["git", "add", "."], cwd=folder, check=True)


def _model() -> str:
    """The processor's name, without what only its maker cares for."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.machine()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine())


def main() -> int:
    """Measure, print the section, and say whether the targets are met."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--files", type=int, default=10_000)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--growth", default="100,1000,10000,100000")
    arguments.add_argument("--compose", type=Path)
    given = arguments.parse_args()
    if given.compose:
        compose(sorted(str(f) for f in given.compose.glob("requests/*/*.yaml")))
        return 0
    before = os.getloadavg()[0]
    table, reached = [], []
    with tempfile.TemporaryDirectory(prefix="bwtb-bench-") as name:
        folder = Path(name) / "registry"
        build(folder, given.files)
        table, reached = compare(folder, given.rounds)
    growth, more = grow([int(size) for size in given.growth.split(",")]) if given.growth else ([], [])
    versions = [line.split("|")[1].strip() for line in table[4:]]
    introduction = INTRODUCTION.format(
        files=given.files,
        rounds=f"{given.rounds} rounds" if given.rounds > 1 else "1 round",
        python=platform.python_version(),
        versions=", ".join(versions),
        processors=len(os.sched_getaffinity(0)),
        model=_model(),
        before=before,
        after=os.getloadavg()[0],
    )
    command = shlex.join([".venv/bin/python", "-m", "bench.validate", *sys.argv[1:]])
    section = ["## Validation", "", f"`{command}`: {introduction}", "", *table, ""]
    section += ["bwtb: " + "; ".join((*reached, *more)) + ".", "", NOTES]
    section += ["", GROWTH, "", *growth, "", AFTER] if growth else []
    print("\n".join(section))
    return 1 if any("MISSED" in line for line in (*reached, *more)) else 0


if __name__ == "__main__":
    sys.exit(main())
