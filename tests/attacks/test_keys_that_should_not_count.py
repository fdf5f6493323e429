"""Keys that would come to count and should not: mixed commits, keys spelled twice, people in two parties, twin signatures."""

from __future__ import annotations

import base64
import subprocess
from dataclasses import replace
from typing import Any

from bwtb.signing import sshsig
from bwtb.signing.record import Record, digest
from tests.helpers.forging import string
from tests.world import PARTIES, A, World

EMPTY = digest(b"{}")


def on_version(w: World, party: str, version: int, **changes: Any) -> Record:
    path = f"catalog/keyring/{version:04d}.yaml"
    raw = (w.root / path).read_bytes()
    return w.record(party, kind="keyring", path=path, digest=digest(raw), catalog=EMPTY, **changes)


def revoking(w: World, party: str, key: str, **changes: Any) -> Record:
    return w.record(
        party, kind="revocation", path="catalog/keyring/0001.yaml", digest=w.record(party).keyring_digest, catalog=EMPTY,
        decision="revoke", key=w.fingerprint(key), accept_until=w.git("rev-list", "--max-parents=0", "HEAD"), **changes,
    )  # fmt: skip


def test_a_revoked_key_revokes_the_others_beside_a_keyring_record(world: World) -> None:
    """Row 19 bypassed: only the first record of a commit is asked about, and keyring sorts before revocation."""
    world.approve_by_all()
    world.revoke_key("centre2", "centre", "centre")
    world.add_key("office", "孙八", "office2")  # anybody can push a pending version
    world.forge([on_version(world, "centre", 2, decision="return"), revoking(world, "centre", "centre")], "centre2")
    assert world.verify()["requests"][A] == "approved"
    assert [s["valid"] for s in world.verify()["signoffs"] if s["decision"] == "revoke"] == [True, False]


def test_a_retired_key_revokes_beside_a_keyring_record(world: World) -> None:
    """A key retired by version 2 is judged by version 1 as soon as a record on version 2 stands before its revocation."""
    world.retire_key("centre2")
    world.adopt()
    world.approve_by_all()
    second = digest((world.root / "catalog/keyring/0002.yaml").read_bytes())
    revocation = replace(
        revoking(world, "centre", "centre"),
        path="catalog/keyring/0002.yaml",
        digest=second,
        keyring_version=2,
        keyring_digest=second,
    )
    world.forge([on_version(world, "centre", 2, decision="return"), revocation], "centre2")
    assert world.verify()["requests"][A] == "approved"


def test_a_retired_key_approves_the_next_version_beside_the_last(world: World) -> None:
    """Two keyring records in one commit: the second version is judged by the keys of the first's predecessor."""
    world.retire_key("centre2")
    world.adopt()
    world.add_key("office", "孙八", "outsider")
    world.sign("office", "keyring:0003")
    world.sign("bigdata", "keyring:0003")
    world.forge([on_version(world, "centre", 2), on_version(world, "centre", 3)], "centre2")
    assert world.verify()["keyring"]["version"] == 2


def keyring_with(w: World, old_key: str, line: str) -> str:
    text = w.read("catalog/keyring/0001.yaml").replace(w.keys[old_key].with_suffix(".pub").read_text().strip(), line)
    w.write("catalog/keyring/0001.yaml", text)
    w.commit("Keys")
    w.pin = digest(text.encode())
    return text


def test_one_ed25519_key_in_two_parties_spelled_as_hardware_key(world: World) -> None:
    """Threat 4: the same Ed25519 key as ssh-ed25519 for the office and as sk-ssh-ed25519 for the big data centre."""
    blob = base64.b64decode(world.keys["office"].with_suffix(".pub").read_text().split()[1])
    public = blob[-32:]
    name = b"sk-ssh-ed25519@openssh.com"
    line = name.decode() + " " + base64.b64encode(string(name) + string(public) + string(b"ssh:")).decode()
    keyring_with(world, "bigdata", line)
    assert not world.verify()["trusted"]


def test_one_rsa_key_in_two_parties_spelled_twice(world: World) -> None:
    """A leading zero byte in the modulus or exponent gives another blob for the same key."""
    blob = base64.b64decode(world.keys["rsa"].with_suffix(".pub").read_text().split()[1])
    reader = sshsig._Reader(blob)
    kind, e, n = reader.string(), reader.string(), reader.string()
    twin = string(kind) + string(b"\0" + e) + string(n)
    keyring_with(world, "bigdata", "ssh-rsa " + base64.b64encode(twin).decode())
    assert not world.verify()["trusted"]


def test_one_person_decides_for_two_parties_over_two_versions(world: World) -> None:
    """李四 signs for the office; version 2 retires his keys under another name and lists him in the big data centre."""
    world.sign("centre")
    world.sign("office")
    first = world.read("catalog/keyring/0001.yaml")
    second = first.replace("version: 1", "version: 2").replace("previous: null", f"previous: {world.pin}")
    second = second.replace("李四", "李四（旧）")
    spare = world.keys["office2"].with_suffix(".pub").read_text().strip()
    second += f'      - name: "李四"\n        keys:\n          - public: "{spare}"\n'
    world.write("catalog/keyring/0002.yaml", second)
    world.commit("Version 2")
    world.adopt()
    world.sign("bigdata", key="office2")
    _code, out, _err = world.bwtb("status", A, "--format", "json")
    assert world.verify()["requests"][A] != "approved", out
    third = world.read("catalog/keyring/0002.yaml").replace("version: 2", "version: 3")
    third = third.replace(
        f"previous: {world.pin}", "previous: " + digest(world.read("catalog/keyring/0002.yaml").encode())
    )
    spare = world.keys["leader"].with_suffix(".pub").read_text().strip()
    world.write(
        "catalog/keyring/0003.yaml", third + f'      - name: "孙八"\n        keys:\n          - public: "{spare}"\n'
    )
    world.commit("Version 3")
    world.adopt(3)
    world.sign("bigdata", key="leader")
    assert world.verify()["requests"][A] == "approved", "somebody else may sign in place of the one who signed twice"


def test_ecdsa_signature_has_two_spellings(world: World) -> None:
    """(r, n-s) is as good as (r, s): anybody makes a second commit of an old approval, beside the newer decisions."""
    key = world.root.parent / "ec"
    subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-b", "256", "-N", "", "-f", key], check=True)
    world.keys = {**world.keys, "ec": key}
    keyring_with(world, "bigdata", key.with_suffix(".pub").read_text().strip().rsplit(" ", 1)[0])
    old = world.sign("bigdata", key="ec")
    raw = world.git("cat-file", "commit", old)
    world.edit()
    for party in PARTIES:
        world.sign(party, key="ec" if party == "bigdata" else "")
    assert world.verify()["requests"][A] == "approved"
    head, _, message = raw.partition("\n\n")
    start = head.index("gpgsig ")
    armored = "\n".join(x.removeprefix("gpgsig ").removeprefix(" ") for x in head[start:].split("\n"))
    signature = sshsig.parse(armored.encode())
    reader = sshsig._Reader(signature.value)
    r, s = reader.string(), int.from_bytes(reader.string(), "big")
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    value = string(r) + string(sshsig._encode_mpint(order - s))
    inner = string(signature.algorithm) + string(value)
    parts = (signature.key, b"git", b"", signature.hash_name, inner)
    other = sshsig.armor(b"SSHSIG\0\0\0\1" + b"".join(string(p) for p in parts))
    twin = world.raw_commit((head[:start] + "gpgsig " + other.replace("\n", "\n ") + "\n\n" + message + "\n").encode())
    assert twin != old
    world.merge(twin, "-s", "ours")
    assert world.verify()["requests"][A] == "approved"
