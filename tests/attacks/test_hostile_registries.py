"""Tracebacks and hangs that anybody who can commit might try: every command ends with an answer, and soon enough.

No time is asserted; a search that has become quadratic shows as a test that takes minutes.
"""

from __future__ import annotations

import base64
import json

import pytest

from bwtb.signing.record import render
from tests.helpers.forging import string
from tests.world import CAPABILITIES, A, World


def every_command_answers(w: World) -> None:
    """Every command that looks at the registry answers with one of the three exit codes."""
    for command in (
        ["verify", "--format", "json"], ["verify"], ["status"], ["status", "--format", "json"], ["keyring", "show"],
        ["validate"], ["show", A], ["build-proposal", "2027", "-o", str(w.beside("out"))],
    ):  # fmt: skip
        code, out, _err = w.bwtb(*command)
        assert code in (0, 1, 2), command
        if "json" in command and (code < 2 or command[0] == "verify"):
            json.loads(out)


@pytest.mark.parametrize(
    "kind", ["ssh-dss", "ssh-foo", "ssh-ed25519-cert-v01@openssh.com", "ecdsa-sha2-nistp521", "ssh-ed448"]
)
def test_pending_keyring_with_an_odd_kind_of_key(world: World, kind: str) -> None:
    blob = base64.b64encode(string(kind.encode()) + string(b"x" * 32)).decode()
    world.propose(world.following().replace(world.public("centre2"), f"{kind} {blob}"))
    every_command_answers(world)


def test_corrupt_or_missing_blob_that_only_the_review_reads(world: World) -> None:
    world.damage_object(world.blob_of(CAPABILITIES))
    every_command_answers(world)


@pytest.mark.parametrize("folder", [f"requests/2027/{A}/signoffs", "catalog/keyring/revocations", "requests/2027"])
def test_names_that_are_not_utf8(world: World, folder: str) -> None:
    world.write(f"{folder}/\udcff.yaml", "x: y\n")
    world.commit("A name")
    every_command_answers(world)


def test_integers_that_canonical_json_cannot_hold(world: World) -> None:
    world.reword("cap-15", "\n", "\n  weight: 999999999999999999\n")
    every_command_answers(world)


@pytest.mark.parametrize("folder", ["requests", "catalog", f"requests/2027/{A}/signoffs"])
def test_folders_a_thousand_deep(world: World, folder: str) -> None:
    blob = world.blob(b"x")
    tree = world.git("mktree", stdin=f"100644 blob {blob}\tx.yaml\n".encode())
    for _ in range(1200):
        tree = world.git("mktree", stdin=f"040000 tree {tree}\ta\n".encode())
    world.git("read-tree", f"--prefix={folder}/deep/", tree)
    commit = world.git("commit-tree", "-p", "HEAD", "-m", "deep", world.git("write-tree"))
    world.git("update-ref", "refs/heads/main", commit)
    every_command_answers(world)


def test_a_partys_record_with_a_path_of_thousands_of_steps(world: World) -> None:
    """Signed with a party's key, such a commit stays in history for good."""
    record = world.record("office", path="a/" * 3000 + "x.yaml")
    world.forge([record], "office", record_files=False)
    every_command_answers(world)


def test_deep_toml(world: World) -> None:
    world.write("bwtb.toml", "language = " + "[" * 20000)
    world.commit("A setting")
    every_command_answers(world)


@pytest.mark.parametrize("sign", ["\x01", "\x1b[31m", "\ufffe", "\u2028", "\0"], ids=ascii)
def test_control_characters_in_a_signed_opinion(world: World, sign: str) -> None:
    """Signed with a party's key: neither the judge nor those who write documents stumble over it."""
    world.sign_by("centre", "bigdata")
    world.forge([world.record("office", opinion=f"{sign}x")], "office")
    assert world.state() == "in_review"
    every_command_answers(world)


def test_many_lost_records(world: World) -> None:
    for number in range(300):
        record = world.record("office", nonce=f"{number:032x}")
        world.write(record.file_path, render(record))
    world.commit("Squashed")
    for _ in range(300):
        world.git("commit", "-q", "--allow-empty", "-m", "x")
    assert world.verify().warnings == ["SIGNOFF_LOST"] * 300


MANY_NATURES = "nature:\n" + "".join(f"  - {{a{n}: {n}}}\n" for n in range(4000))
MANY_CAPABILITIES = "capabilities:\n" + "".join(f"  - cap-x{n}y\n" for n in range(20000))


@pytest.mark.parametrize(
    ("old", "many"),
    [("nature: [upgrade]\n", MANY_NATURES), ("capabilities: [cap-06, cap-14, cap-15]\n", MANY_CAPABILITIES)],
    ids=["entries that should differ", "unknown codes"],
)
def test_a_list_of_thousands(world: World, old: str, many: str) -> None:
    """Neither comparing each entry with all others nor guessing what each code should have been takes for ever."""
    world.edit(A, old, many)
    report = world.verify()
    assert (report["exit"], report["requests"][A]) == (0, "draft")
