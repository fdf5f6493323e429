"""What hostile input costs: `python -m bench.hostile REGISTRY PIN`.

REGISTRY is one that `bwtb demo` made, which is copied. Each input of tests/helpers/hostile.py is committed to a copy, and the
CPU seconds and the memory of each command, with all that it starts, stand beside those on the harmless registry; so do those
of pushing the commit to a server without our hook (what git itself takes on both sides) and to one with it. Below them stands
what `verify` takes where one party has decided on one request very often.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench import histories
from bench.cost import Cost, measured
from bwtb.signing.record import digest
from tests import REPOSITORY
from tests.helpers import hostile
from tests.helpers.checkout import Checkout
from tests.helpers.hostile import MIB

A = "requests/2027/2027-mzj-001"
DIGITS = "amount: " + "9" * 5000
Step = Callable[[Checkout], object]


def edited(old: str, new: str) -> Step:
    """A change in one request."""

    def step(made: Checkout) -> None:
        made.change(f"{A}.yaml", old, new)
        made.commit("x")

    return step


def tree(path: str, made: Callable[[Checkout], str]) -> Step:
    return lambda c: hostile.put(c, path, f"040000 tree {made(c)}")


INPUTS: dict[str, Step] = {
    "an ordinary edit": edited("title: ", "title: 关于"),
    "a tree of 10^9 paths beside requests": tree("requests/2027/bomb", lambda c: hostile.bomb(c, 8, 10)),
    "the same below sign-offs": tree(f"{A}/signoffs/bomb", lambda c: hostile.bomb(c, 8, 10)),
    "the same in docs": tree("docs/bomb", lambda c: hostile.bomb(c, 8, 10)),
    "900 folders in one another": tree(f"{A}/deep", lambda c: hostile.chain(c, 900)),
    "150,000 names in one folder": tree(f"{A}/signoffs", lambda c: hostile.crowd(c, 150_000)),
    "a request of 200 MB": lambda c: hostile.large(c, f"{A}.yaml", 200 * MIB),
    "an attachment of 600 MB": lambda c: hostile.large(c, f"{A}/需求说明.pdf", 600 * MIB),
    "a message of 40 MB": lambda c: hostile.long_message(c, 40 * MIB),
    "an amount of 5,000 digits": edited("amount: 480000", DIGITS),
    "2,000 unknown fields": edited("remarks:", "".join(f"k{n}: 1\n" for n in range(2000)) + "remarks:"),
    "14,000 unknown fields": edited("remarks:", "".join(f"k{n}: 1\n" for n in range(14_000)) + "remarks:"),
    "14,000 fields without a name": edited("remarks:", "".join(f"{n}: 1\n" for n in range(14_000)) + "remarks:"),
    "full-width commas, 400 kB": edited("remarks:", "a: {" + "a：甲，" * 40_000 + "\nremarks:"),
    "100,000 times one field": edited("remarks:", "a: 1\n" * 100_000 + "remarks:"),
}
COMMANDS = (("verify",), ("status",), ("show", "2027-mzj-001"), ("validate", "--since", "HEAD~1"))


def main() -> int:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("registry", type=Path)
    parser.add_argument("pin")
    given = parser.parse_args()
    names = [*(command[0] for command in COMMANDS), "push", "push to the hook"]
    print(f"{'input':<40}" + "".join(f"{name:>22}" for name in names) + "   (CPU s, MB, exit code)")
    with tempfile.TemporaryDirectory() as top:
        for number, (name, step) in enumerate(INPUTS.items()):
            made = Checkout(Path(top) / str(number))
            shutil.copytree(given.registry, made.root)
            step(made)
            row = []
            for command in COMMANDS:
                trust = () if command[0] == "validate" else ("--trust-root", given.pin)
                whole = [sys.executable, "-P", "-m", "bwtb", *command, "--registry", str(made.root), *trust]
                cost = measured(whole, os.environ, Path(top) / "out")
                row.append(_shown(cost))
            row += [_shown(_pushed(made, given.registry, pin, Path(top))) for pin in ("", given.pin)]
            print(f"{name:<40}" + "".join(row), flush=True)
            shutil.rmtree(made.root)
        for times in (0, 1_000, 2_000):
            cost = _decided(Path(top) / f"decided-{times}", times)
            print(f"{f'{times:,} decisions of a party on a request':<40}{_shown(cost)}", flush=True)
    return 0


def _decided(root: Path, times: int) -> Cost:
    """What `verify` costs where a party has approved and withdrawn so often."""
    pin = decided(root, times)
    command = [sys.executable, "-P", "-m", "bwtb", "verify", "--registry", str(root), "--trust-root", pin]
    environment = os.environ | {"XDG_STATE_HOME": f"{root}-state"}  # each is a registry of its own, and has one id
    return measured(command, environment, root.parent / "out")


def decided(root: Path, times: int) -> str:
    """Make a registry of one request that a party has approved and withdrawn so often, one decision on top of the other.

    Gives the pin.
    """
    request = "2027-mzj-001"
    registry = histories.start(root, {f.name: f.read_bytes() for f in (REPOSITORY / "catalog").glob("*.yaml")})
    registry.draft(2027, 1, (REPOSITORY / f"requests/2027/{request}.yaml").read_bytes())
    for number in range(times):
        record = registry.approval(2027, "centre", request)
        decision = "withdraw" if number % 2 else "approve"
        registry.sign_records(2027, "centre", [request], [replace(record, decision=decision)])
    histories.finish(root, registry)
    subprocess.run(["git", "-C", root, "reset", "-q", "--hard"], check=True)
    return digest(registry.ring)


def _pushed(made: Checkout, registry: Path, pin: str, top: Path) -> Cost:
    """What it costs to push to a server that has the harmless registry, and our hook with this pin; none where it is ""."""
    bare = top / "server.git"
    made.git("clone", "-q", "--bare", str(registry), str(bare))
    install = ["hook", "install", "--server", str(bare), "--trust-root", pin]
    if pin:
        subprocess.run([sys.executable, "-P", "-m", "bwtb", *install], check=True, capture_output=True)
    branch = made.git("symbolic-ref", "HEAD")
    push = ["git", "-C", str(made.root), "push", "-q", f"file://{bare}", f"HEAD:{branch}"]
    cost = measured(push, os.environ, top / "out")
    shutil.rmtree(bare)
    return cost


def _shown(cost: Cost) -> str:
    return f"{cost.cpu:>10.2f} {cost.memory:>6} {cost.code:>4}"


if __name__ == "__main__":
    sys.exit(main())
