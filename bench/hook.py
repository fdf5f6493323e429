"""How long the server's hook takes over a push of many commits, against the same push to a server without it.

    .venv/bin/python -m bench.hook [COMMITS]

1,000 commits unless said otherwise: sign-offs of one request each by the three parties in turn, and every fifth an edit. The
push is made three times with the hook and three times without, in turn; the medians count.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.together import Captured
from bwtb.git import open_repository
from bwtb.signing import candidate
from bwtb.signing.keyfile import load
from tests.attacks.meetings import prepare
from tests.world import PARTIES, World, build, path_of

REQUESTS, ROUNDS = 200, 3


def grow(world: World, ids: list[str], count: int) -> None:
    """Put `count` commits on top of the registry's branch."""
    repository = open_repository(world.root)
    signers = {party: load(world.keys[party], str) for party in PARTIES}
    tip = start = world.head()
    for number in range(count):
        request, party = ids[number // len(PARTIES) % len(ids)], PARTIES[number % len(PARTIES)]
        if number % 5 == 4:
            world.write(path_of(request), world.read(path_of(request)) + f"# {number}\n")
            tree = repository.write_tree(tip, {path_of(request): (world.root / path_of(request)).read_bytes()})
            who = f"编辑 <edit@example.invalid> {1_800_000_000 + number} +0800"
            raw = f"tree {tree}\nparent {tip}\nauthor {who}\ncommitter {who}\n\nEdit {request}\n"
            tip = repository.write_commit(raw.encode())
        else:
            record = world.record(party, request)
            who_signs = ("签署人", "sign@example.invalid")
            tip = candidate.make(repository, tip, [record], signers[party], who_signs, 1_800_000_000 + number).commit
    repository.move_branch("refs/heads/main", tip, start)
    world.git("reset", "-q", "--hard", tip)


def push(world: World, server: Path, folder: Path) -> float:
    """Seconds of one push into a fresh copy of a server."""
    copy = folder / "copy.git"
    shutil.copytree(server, copy)
    try:
        began = time.monotonic()
        subprocess.run(["git", "push", "-q", f"file://{copy}", "main"], cwd=world.root, check=True)
        return time.monotonic() - began
    finally:
        shutil.rmtree(copy)


def main() -> int:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    captured = Captured()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "keys").mkdir()
        os.environ["HOME"] = name
        plain, judged = folder / "plain.git", folder / "judged.git"
        with contextlib.redirect_stdout(captured.streams[0]), contextlib.redirect_stderr(captured.streams[1]):
            world = build(folder / "registry", folder / "keys", captured)
            ids = prepare(world, REQUESTS)
            for server in (plain, judged):
                world.git("clone", "-q", "--bare", ".", str(server))
            world.bwtb("hook", "install", "--server", str(judged), "--trust-root", world.pin)
            grow(world, ids, count)
            world.git("repack", "-adq")
        times: dict[Path, list[float]] = {plain: [], judged: []}
        for _round in range(ROUNDS):
            for server, measured in times.items():
                measured.append(push(world, server, folder))
    without, with_hook = (statistics.median(measured) for measured in times.values())
    print(f"push of {count} commits: {without:.2f} s without the hook, {with_hook:.2f} s with it")
    print(f"the hook: {with_hook - without:.2f} s, {count / (with_hook - without):.0f} commits a second")
    return 0


if __name__ == "__main__":
    sys.exit(main())
