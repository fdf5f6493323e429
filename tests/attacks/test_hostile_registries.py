"""Tracebacks and hangs that anybody who can commit might try: every command ends with an answer, and soon enough.

No time is asserted; a search that has become quadratic shows as a test that takes minutes.
"""

from __future__ import annotations

import base64
import json
import zlib

import pytest

from bwtb.signing.record import render
from tests.helpers.forging import string
from tests.world import A, World, path_of


def commands(w: World) -> None:
    """Every command that looks at the registry answers with one of the three exit codes."""
    for command in (
        ["verify", "--format", "json"], ["verify"], ["status"], ["status", "--format", "json"], ["keyring", "show"],
        ["validate"], ["show", A], ["build-proposal", "2027", "-o", str(w.root.parent / "out")],
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
    text = world.read("catalog/keyring/0001.yaml").replace("version: 1", "version: 2")
    text = text.replace("previous: null", f"previous: {world.pin}")
    line = world.keys["centre2"].with_suffix(".pub").read_text().strip()
    world.write("catalog/keyring/0002.yaml", text.replace(line, f"{kind} {blob}"))
    world.commit("A pending version")
    commands(world)


def test_corrupt_or_missing_blob_that_only_the_review_reads(world: World) -> None:
    blob = world.git("rev-parse", "HEAD:catalog/capabilities.yaml")
    file = world.root / ".git/objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    file.write_bytes(zlib.compress(b"blob 1\0x"))
    commands(world)


@pytest.mark.parametrize("folder", [f"requests/2027/{A}/signoffs", "catalog/keyring/revocations", "requests/2027"])
def test_names_that_are_not_utf8(world: World, folder: str) -> None:
    name = world.root / folder
    name.mkdir(parents=True, exist_ok=True)
    (name / "\udcff.yaml").write_bytes(b"x: y\n")
    world.commit("A name")
    commands(world)


def test_integers_that_canonical_json_cannot_hold(world: World) -> None:
    text = world.read("catalog/capabilities.yaml")
    place = text.index("- code: cap-15")
    world.write(
        "catalog/capabilities.yaml",
        text[:place] + "- code: cap-15\n  weight: 999999999999999999\n" + text[place + len("- code: cap-15\n") :],
    )
    world.commit("A big number")
    commands(world)


@pytest.mark.parametrize("folder", ["requests", "catalog", f"requests/2027/{A}/signoffs"])
def test_folders_a_thousand_deep(world: World, folder: str) -> None:
    blob = world.git("hash-object", "-w", "--stdin", stdin=b"x")
    tree = world.git("mktree", stdin=f"100644 blob {blob}\tx.yaml\n".encode())
    for _ in range(1200):
        tree = world.git("mktree", stdin=f"040000 tree {tree}\ta\n".encode())
    world.git("read-tree", f"--prefix={folder}/deep/", tree)
    commit = world.git("commit-tree", "-p", "HEAD", "-m", "deep", world.git("write-tree"))
    world.git("update-ref", "refs/heads/main", commit)
    commands(world)


def test_a_partys_record_with_a_path_of_thousands_of_steps(world: World) -> None:
    """A party's key: its signed commit stays in history for good, and every command ends in a traceback."""
    record = world.record("office", path="a/" * 3000 + "x.yaml")
    world.forge([record], "office", record_files=False)
    commands(world)


def test_deep_toml(world: World) -> None:
    world.write("bwtb.toml", "language = " + "[" * 20000)
    world.commit("A setting")
    commands(world)


@pytest.mark.parametrize("text", ["\\u0001", "\\u001b[31m", "\\ufffe", "\\u2028", "\\u0000"])
def test_control_characters_in_a_signed_opinion(world: World, text: str) -> None:
    """A party's key: the document writers meet the opinion."""
    world.sign("centre")
    world.sign("bigdata")
    world.forge([world.record("office", opinion=json.loads(f'"{text}x"'))], "office")
    assert world.verify()["requests"][A] in ("approved", "in_review")
    commands(world)
    world.bwtb("build-proposal", "2027", "-o", str(world.root.parent / "out"))


def test_many_lost_records(world: World) -> None:
    for number in range(300):
        record = world.record("office", nonce=f"{number:032x}")
        world.write(record.file_path, render(record))
    world.commit("Squashed")
    for _ in range(300):
        world.git("commit", "-q", "--allow-empty", "-m", "x")
    world.verify()


def blob_up(w: World, text: str) -> None:
    w.write(path_of(A), text)
    w.commit("A large file")


def test_unique_items_is_quadratic(world: World) -> None:
    items = "".join(f"  - {{a{n}: {n}}}\n" for n in range(4000))
    blob_up(world, world.read(path_of(A)).replace("nature: [upgrade]\n", "nature:\n" + items))
    world.verify()


def test_unknown_codes_are_guessed_one_by_one(world: World) -> None:
    items = "".join(f"  - cap-x{n}y\n" for n in range(20000))
    blob_up(
        world, world.read(path_of(A)).replace("capabilities: [cap-06, cap-14, cap-15]\n", "capabilities:\n" + items)
    )
    world.verify()
