"""How fast sign-offs are judged: `python -m bench.verify`.

On 20 years of 500 requests with three sign-offs each, once signed in meetings of 40 and once one by one; the peer is
`git log --format=%G?` on the last 1,000 commits of the same history, in the same run. Then how time grows with the
number of commits. Prints ratios; asserts nothing.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import tempfile
import time
from pathlib import Path

from bench.histories import build
from bwtb.gitstore import open_objects, open_repository
from bwtb.review import assess
from bwtb.signing.verify import judge

REPOSITORY = Path(__file__).parent.parent


def history(place: Path, years: int, requests: int, meeting: int) -> tuple[str, int]:
    sample = (REPOSITORY / "requests/2027/2027-mzj-001.yaml").read_bytes()
    catalog = {f.name: f.read_bytes() for f in (REPOSITORY / "catalog").glob("*.yaml")}
    return build(place, sample, catalog, years=years, requests=requests, meeting=meeting)


def judged(place: Path, pin: str) -> tuple[float, float, int]:
    """Seconds to judge every record, seconds to work out every request's state after that, and the commits."""
    repository = open_repository(place)
    began = time.perf_counter()
    with open_objects(repository) as objects:
        judgement = judge(repository, objects, repository.resolve("HEAD"), pin)
        assert all(d.valid for d in judgement.decisions)
        between = time.perf_counter()
        assess(objects, judgement)
    return between - began, time.perf_counter() - between, len(judgement.history)


def git_log(place: Path, last: int) -> float:
    """Signatures a second that `git log %G?` checks on the last commits of the same history."""
    allowed = place / "allowed"
    ring = subprocess.run(
        ["git", "show", "HEAD:catalog/keyring/0001.yaml"], cwd=place, capture_output=True, check=True, text=True
    )
    keys = [line.split('"')[1] for line in ring.stdout.splitlines() if "public:" in line]
    allowed.write_text("".join(f"x {key}\n" for key in keys))
    began = time.perf_counter()
    done = subprocess.run(
        ["git", "-c", f"gpg.ssh.allowedSignersFile={allowed}", "log", f"-{last}", "--format=%G?"],
        cwd=place, capture_output=True, check=True, text=True,
    )  # fmt: skip
    return done.stdout.count("G") / (time.perf_counter() - began)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--years", type=int, default=20)
    options.add_argument("--growth", type=int, nargs="*", default=[1_000, 10_000, 100_000], help="numbers of commits")
    asked = options.parse_args()
    print(
        f"{'history':34}{'commits':>9}{'records':>9}{'judge s':>9}{'states s':>10}{'records/s':>11}{'÷ git log':>11}{'MB':>6}"
    )
    peer = None
    for meeting in (1, 40):
        with tempfile.TemporaryDirectory(prefix="bwtb-bench-") as folder:
            place = Path(folder) / "registry"
            pin, records = history(place, asked.years, 500, meeting)
            peer = peer or git_log(place, 1_000)
            show(f"{asked.years} years × 500, {meeting} to a commit", place, pin, records, peer)
    for commits in asked.growth:
        with tempfile.TemporaryDirectory(prefix="bwtb-bench-") as folder:
            place = Path(folder) / "registry"
            years = max(1, commits // 1_500)
            pin, records = history(place, years, -(-commits // (3 * years)), 1)
            show(f"about {commits:,} commits, 1 to a commit", place, pin, records, peer or 0)
    print(f"git log --format=%G? on the last 1,000 commits: {peer or 0:.0f} signatures/s")


def show(what: str, place: Path, pin: str, records: int, peer: float) -> None:
    seconds, states, commits = judged(place, pin)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    rate = records / seconds
    print(
        f"{what:34}{commits:9,}{records:9,}{seconds:9.2f}{states:10.2f}{rate:11,.0f}{rate / peer:11.1f}{memory:6}",
        flush=True,
    )


if __name__ == "__main__":
    main()
