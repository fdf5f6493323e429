"""What a stranger can push costs little, is named by a code, and is forgotten once it is taken out again.

Every command runs in a process of its own under a limit of CPU seconds and memory that no harmless registry of this size
comes near: where a defence is removed, it is killed, and the test fails.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from bench.hostile import decided
from bwtb.signing.record import render
from tests.helpers import hostile
from tests.helpers.hostile import MIB
from tests.helpers.server import serve
from tests.world import A, B, World, path_of

CPU_SECONDS, MEMORY = 20, 1500 * MIB
SIGNOFFS = f"requests/2027/{A}/signoffs"
Step = Callable[[World], object]


@dataclass(frozen=True)
class Row:
    """One input. `says`: what a command says of it while it stands; "" where nothing of ours looks at it.

    `refused`: the code by which the hook refuses it.
    """

    name: str
    step: Step
    says: str
    refused: str


def tree(path: str, made: Callable[[World], str]) -> Step:
    return lambda w: hostile.put(w, path, f"040000 tree {made(w)}")


def bomb(w: World) -> str:
    return hostile.bomb(w, 8, 10)


ROWS = [
    Row("bomb-beside-requests", tree("requests/2027/bomb", bomb), "FILE_PLACE", "OBJECT_TOO_LARGE"),
    Row("bomb-below-signoffs", tree(f"{SIGNOFFS}/bomb", bomb), "FILE_PLACE", "OBJECT_TOO_LARGE"),
    Row("bomb-in-the-catalog", tree("catalog/bomb", bomb), "FILE_PLACE", "OBJECT_TOO_LARGE"),
    Row("bomb-as-a-year", tree("requests/2030", bomb), "FILE_PLACE", "OBJECT_TOO_LARGE"),
    Row("bomb-elsewhere", tree("docs/bomb", lambda w: hostile.bomb(w, 6, 10)), "", "OBJECT_TOO_LARGE"),
    Row("chain-of-folders", tree(f"requests/2027/{A}/deep", lambda w: hostile.chain(w, 900)), "FILE_PLACE", "OBJECT_TOO_LARGE"),
    Row("chain-elsewhere", tree("docs/deep", lambda w: hostile.chain(w, 900)), "", "OBJECT_TOO_LARGE"),
    Row("crowd-of-sign-offs", tree(SIGNOFFS, lambda w: hostile.crowd(w, 150_000)), "OBJECT_TOO_LARGE", "OBJECT_TOO_LARGE"),
    Row("large-request", lambda w: hostile.large(w, path_of(B), 20 * MIB), "REQUEST_UNREADABLE", "OBJECT_TOO_LARGE"),
    Row("large-list", lambda w: hostile.large(w, "catalog/units.yaml", 20 * MIB), "larger than 1 MiB", "OBJECT_TOO_LARGE"),
    Row("large-keyring", lambda w: hostile.large(w, "catalog/keyring/0002.yaml", 20 * MIB), "KEYRING_INVALID", "OBJECT_TOO_LARGE"),
    Row("large-record", lambda w: hostile.large(w, f"{SIGNOFFS}/centre-0123456789ab.yaml", 20 * MIB), "SIGNOFF_LOST", "OBJECT_TOO_LARGE"),
    Row("large-attachment", lambda w: hostile.large(w, w.attachment(), 140 * MIB), "ATTACHMENT_CHANGED", "OBJECT_TOO_LARGE"),
    Row("long-message", lambda w: hostile.long_message(w, 12 * MIB), "", "OBJECT_TOO_LARGE"),
    Row("long-message-in-a-header", lambda w: hostile.long_message(w, 100, headers="x " + "y" * (12 * MIB) + "\n"), "", "OBJECT_TOO_LARGE"),
    Row("many-parents", lambda w: hostile.many_parents(w, 120_000), "", "OBJECT_TOO_LARGE"),
]  # fmt: skip


def limited() -> None:
    """What every command has to do with."""
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def bwtb(world: World, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a command within the limits; it ends by itself, whatever it says."""
    program = [sys.executable, "-P", "-m", "bwtb", *arguments, "--registry", str(world.root), "--lang", "en"]
    done = subprocess.run(program, capture_output=True, check=False, text=True, preexec_fn=limited)
    assert done.returncode in (0, 1, 2), (arguments, done.returncode, done.stderr[-500:])
    assert "Traceback" not in done.stderr, done.stderr
    return done


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_what_it_costs_and_says(world: World, row: Row) -> None:
    world.approve_by_all()
    row.step(world)
    said = ""
    for command in (("verify",), ("status",), ("status", A), ("show", A)):
        pin = () if command[0] == "show" else ("--trust-root", world.pin)
        done = bwtb(world, *command, *pin)
        said += done.stdout + done.stderr
    assert row.says in said, said


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_taken_out_again_nothing_is_left_of_it(world: World, row: Row) -> None:
    """A registry that once held it is neither red nor slow for good."""
    world.approve_by_all()
    before = world.git("rev-parse", "HEAD^{tree}")
    row.step(world)
    world.move_branch(world.git("commit-tree", before, "-p", "HEAD", "-m", "Take it out"))
    done = bwtb(world, "verify", "--format", "json", "--trust-root", world.pin)
    report = json.loads(done.stdout)
    assert (done.returncode, report["problems"], report["requests"][A]) == (0, [], "approved")


@pytest.mark.parametrize("row", ROWS, ids=[row.name for row in ROWS])
def test_the_hook_refuses_it(world: World, tmp_path: Path, row: Row) -> None:
    server = serve(world, tmp_path / "server.git")
    row.step(world)
    taken, said = server.push("main")
    assert not taken
    assert row.refused in said, said


def test_a_party_decides_on_and_on(world: World) -> None:
    """Each decision is compared with the one that stands, so that three hundred cost little more than three."""
    for number in range(150):
        for decision in ("withdraw", "approve"):
            world.forge([world.record("centre", decision=decision, opinion=str(number))], "centre")
    done = bwtb(world, "status", A, "--format", "json", "--trust-root", world.pin)
    assert json.loads(done.stdout)["requests"][0]["parties"]["centre"]["verdict"] == "approved"


def test_every_decision_is_shown_without_looking_at_all_others_again(world: World) -> None:
    root = world.beside("decided")
    made = replace(world, root=root, pin=decided(root, 4_000))
    report = json.loads(bwtb(made, "verify", "--format", "json", "--trust-root", made.pin).stdout)
    assert [s["code"] for s in report["signoffs"]][:-1] == ["SUPERSEDED"] * 3_999


def test_a_registry_that_was_squashed(world: World) -> None:
    """The records of hundreds of requests that no commit of theirs brought cost no more in a long history than in a short one."""
    record = world.record("office")
    for number in range(500):
        lost = replace(record, path=path_of(f"2027-mzj-{number:03d}"))
        world.write(lost.file_path, render(lost))
    world.commit("Squashed")
    hostile.many_commits(world, 20_000)
    report = json.loads(bwtb(world, "verify", "--format", "json", "--trust-root", world.pin).stdout)
    assert [w["code"] for w in report["warnings"]] == ["SIGNOFF_LOST"] * 500


def test_a_lost_record_is_settled_by_a_decision_made_where_it_stands(world: World) -> None:
    lost = world.record("office")
    world.write(lost.file_path, render(lost))
    world.commit("Squashed")
    assert world.verify().warnings == ["SIGNOFF_LOST"]
    world.sign("centre")
    assert world.verify().warnings == ["SIGNOFF_LOST"]
    world.sign("office", decision="return")
    assert world.verify().warnings == []
    world.git("rm", "-q", lost.file_path)
    world.commit("Tidy up")
    world.write(lost.file_path, render(lost))
    world.commit("Squashed again")
    assert world.verify().warnings == []


def test_a_lost_record_that_comes_by_a_merge_is_not_settled_by_a_decision_beside_it(world: World) -> None:
    lost = world.record("office")
    world.branch("side")
    world.write(lost.file_path, render(lost))
    world.commit("Squashed")
    world.checkout()
    world.sign("office")
    world.merge("side")
    assert world.verify().warnings == ["SIGNOFF_LOST"]
