"""How fast sign-offs are judged: `python -m bench.verify`.

On 20 years of 500 requests with three sign-offs each, once signed in meetings of 40 and once one by one; the peer is
`git log --format=%G?` on the last 1,000 commits of the same history, in the same run. Then how time grows with the
number of commits. `verify` is the whole command, `MB` all its processes together. Prints a table; asserts no time.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.cost import Cost, cpu, measured
from bench.histories import build
from bwtb.git import open_objects, open_repository
from bwtb.registry import catalogs
from bwtb.registry.request import read_request
from bwtb.registry.worktree import WorkTree
from bwtb.signing.binding import catalog_digest
from bwtb.signing.judge import judge

REPOSITORY = Path(__file__).parent.parent


def history(root: Path, years: int, requests: int, meeting: int) -> tuple[str, int]:
    """A registry of valid requests with their attachments, approved by all three parties. Gives the pin and the records."""
    source, path = WorkTree(REPOSITORY), "requests/2027/2027-mzj-001.yaml"
    request, _document = read_request(source, path)
    assert request is not None
    catalog = {f.name: f.read_bytes() for f in (REPOSITORY / "catalog").glob("*.yaml")}
    attached = {f.name: f.read_bytes() for f in (REPOSITORY / request.folder).glob("*.pdf")}
    return build(
        root, request.raw, catalog, years=years, requests=requests, meeting=meeting,
        bound=catalog_digest(request, catalogs.require(source)), attached=attached,
    )  # fmt: skip


def judged(root: Path, pin: str) -> tuple[float, float, int]:
    """Seconds by the clock and of CPU to judge every record, in one process and its git, and the number of commits."""
    repository = open_repository(root)
    began, used = time.perf_counter(), cpu()
    with open_objects(repository) as objects:
        judgement = judge(repository, objects, repository.resolve("HEAD"), pin)
    assert all(d.valid for d in judgement.decisions)
    return time.perf_counter() - began, cpu() - used, len(judgement.history)


def commanded(root: Path, pin: str, *options: str) -> Cost:
    """The whole command, with everything that it starts. Every request must come out approved."""
    for name in ("catalog", "requests"):  # a registry is known by them; what is judged is in the commits
        (root / name).mkdir(exist_ok=True)
    command = [sys.executable, "-P", "-m", "bwtb", "verify", "--registry", str(root), "--trust-root", pin]
    with tempfile.TemporaryDirectory(prefix="bwtb-bench-") as folder:
        environment = os.environ | {"XDG_STATE_HOME": folder}
        out = Path(folder) / "out"
        cost = measured([*command, "--format", "json", "--require-approved", *options], environment, out)
        states = json.loads(out.read_bytes())["requests"].values()
    assert cost.code == 0
    assert set(states) == {"approved"}
    return cost


def git_log(root: Path, last: int) -> float:
    """Signatures a second that `git log %G?` checks on the last commits of the same history."""
    allowed = root / "allowed"
    ring = subprocess.run(
        ["git", "show", "HEAD:catalog/keyring/0001.yaml"], cwd=root, capture_output=True, check=True, text=True
    )
    keys = [line.split('"')[1] for line in ring.stdout.splitlines() if "public:" in line]
    allowed.write_text("".join(f"x {key}\n" for key in keys))
    began = time.perf_counter()
    done = subprocess.run(
        ["git", "-c", f"gpg.ssh.allowedSignersFile={allowed}", "log", f"-{last}", "--format=%G?"],
        cwd=root, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return done.stdout.count("G") / (time.perf_counter() - began)


HEADS = ("history", "commits", "records", "judging s", "CPU s", "records/s", "÷ git log", "verify s", "CPU s", "MB")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--years", type=int, default=20)
    options.add_argument("--growth", type=int, nargs="*", default=[1_000, 10_000, 100_000], help="numbers of commits")
    options.add_argument(
        "--evidence", type=int, default=5, help="years of 500 requests in an evidence file, 0 for none"
    )
    asked = options.parse_args()
    print("| " + " | ".join(HEADS) + " |\n|---|" + "--:|" * (len(HEADS) - 1))
    peer = None
    for meeting in (1, 40):
        with registry(asked.years, 500, meeting) as (root, pin, records):
            peer = peer or git_log(root, 1_000)
            show(f"{asked.years} years × 500, {meeting} to a commit", root, pin, records, peer)
    for commits in asked.growth:
        years = max(1, commits // 1_500)
        with registry(years, -(-commits // (3 * years)), 1) as (root, pin, records):
            show(f"about {commits:,} commits, 1 to a commit", root, pin, records, peer or 0)
    print(f"\ngit log --format=%G? on the last 1,000 commits: {peer or 0:.0f} signatures/s")
    if asked.evidence:
        with registry(asked.evidence, 500, 1) as (root, pin, records):
            cost = commanded(root, pin, "--evidence", str(root / "evidence.zip"))
            size = (root / "evidence.zip").stat().st_size // 1_000_000
            print(
                f"verify --evidence, {records:,} sign-offs one by one: {cost.seconds:.1f} s, {cost.memory} MB, {size} MB of zip"
            )


@contextmanager
def registry(years: int, requests: int, meeting: int) -> Iterator[tuple[Path, str, int]]:
    with tempfile.TemporaryDirectory(prefix="bwtb-bench-") as folder:
        root = Path(folder) / "registry"
        yield root, *history(root, years, requests, meeting)


def show(what: str, root: Path, pin: str, records: int, peer: float) -> None:
    cost = commanded(root, pin)
    seconds, used, commits = judged(root, pin)
    rate = records / seconds
    row = (what, f"{commits:,}", f"{records:,}", f"{seconds:.2f}", f"{used:.2f}", f"{rate:,.0f}", f"{rate / peer:.1f}")
    print("| " + " | ".join((*row, f"{cost.seconds:.1f}", f"{cost.cpu:.1f}", str(cost.memory))) + " |", flush=True)


if __name__ == "__main__":
    main()
