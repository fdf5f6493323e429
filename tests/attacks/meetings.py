"""Nine clones, three a party, sign one registry at once in overlapping meetings against one server with the hook.

Every clone runs the real program as processes of its own. Used by a test and, at full size, by `bench/together.py`.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from tests.helpers.server import serve
from tests.world import PARTIES, A, World, path_of

CLONES = 3  # of each party
ID = re.compile(r"2027-mzj-[0-9]{3}")


@dataclass
class Clone:
    """One clone of a party, and how its meetings went."""

    root: Path
    party: str
    key: Path
    pin: str
    meetings: list[list[str]]
    commits: int = 0
    again: int = 0
    taken_out: int = 0
    waits: int = 0
    failures: list[str] = field(default_factory=list)

    def run(self) -> Clone:
        for meeting in self.meetings:
            self._meet(meeting)
        return self

    def _meet(self, ids: list[str]) -> None:
        """Sign what a meeting decided. As a person would: leave out what cannot be signed any more, and try again."""
        for _attempt in range(5):
            code, err = self._sign(ids)
            self.again += err.count("signing again")
            if code in (0, 1):
                self.commits += 1
                self.taken_out += err.partition("Not signed:")[2].count("approved it already")
                return
            named = set(ID.findall(err)) if "Nothing was signed" in err else set()
            ids = [i for i in ids if i not in named]
            if not ids:
                return
            if not named:
                self.waits += 1
        self.failures.append(err)

    def _sign(self, ids: list[str]) -> tuple[int, str]:
        command = [
            sys.executable, "-m", "bwtb", "sign", *ids, "--party", self.party, "--key", str(self.key), "--push", "--yes",
            "--trust-root", self.pin, "--registry", str(self.root), "--lang", "en",
        ]  # fmt: skip
        done = subprocess.run(command, capture_output=True, check=False, env=os.environ)
        return done.returncode, done.stderr.decode()


@dataclass(frozen=True)
class Outcome:
    """What became of it all; times in seconds."""

    seconds: float
    clones: list[Clone]
    report: dict[str, object]
    ids: list[str]

    def approvals(self) -> Counter[tuple[str, str]]:
        """(request, party) → how many valid approvals there are."""
        signoffs = self.report["signoffs"]
        assert isinstance(signoffs, list)
        return Counter((s["subject"]["id"], s["party"]) for s in signoffs if s["valid"])


def prepare(world: World, count: int) -> list[str]:
    """Give a registry `count` valid requests: one sample with other ids, without attachments."""
    text = world.read(path_of(A))
    start, end = text.index("attachments:"), text.index("remarks:")
    text = re.sub(r", scan: \{[^}]*\}", "", text[:start] + text[end:])
    ids = [f"2027-mzj-{number:03}" for number in range(1, count + 1)]
    for request in ids:
        world.write(path_of(request), text.replace(A, request))
    world.commit("Many requests")
    return ids


def meetings(ids: list[str], clone: int, size: int) -> list[list[str]]:
    """The meetings of one of a party's clones: its third of the requests and somewhat more, each overlapping the next."""
    share = len(ids) // CLONES + size // 5
    start = clone * len(ids) // CLONES
    own = (ids + ids)[start : start + share]
    step = size - size // 8
    return [own[n : n + size] for n in range(0, max(1, share - size // 8), step)]


def play(world: World, folder: Path, count: int, size: int) -> Outcome:
    """Let nine clones sign `count` requests in meetings of up to `size`; the server stands in `folder`."""
    ids = prepare(world, count)
    server = serve(world, folder / "server.git")
    clones = []
    for party in PARTIES:
        for number in range(CLONES):
            root = server.clone(f"{party}-{number}").root
            clones.append(Clone(root, party, world.keys[party], world.pin, meetings(ids, number, size)))
    began = time.monotonic()
    with ThreadPoolExecutor(len(clones)) as pool:
        done = list(pool.map(Clone.run, clones))
    seconds = time.monotonic() - began
    return Outcome(seconds, done, server.clone("fresh").verify(), ids)
