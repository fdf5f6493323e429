"""Keys that would come to count and should not: mixed commits, keys spelled twice, people in two parties, twin signatures."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

from bwtb.signing import sshsig
from tests.helpers.forging import armor, string, strings
from tests.helpers.server import serve
from tests.world import A, World


def test_a_revoked_key_revokes_the_others_beside_a_keyring_record(world: World) -> None:
    """A record on a keyring version stands alone in its commit: it brings no revocation past the keys of its own day."""
    world.approve_by_all()
    world.revoke_key("centre2", "centre", "centre")
    world.add_key("office", "孙八", "office2")  # anybody can push a pending version
    returned = world.record_on_version("centre", decision="return")
    world.forge([returned, world.revocation("centre", "centre")], "centre2")
    report = world.verify()
    assert report["requests"][A] == "approved"
    assert [s["valid"] for s in report["signoffs"] if s["decision"] == "revoke"] == [True, False]


def test_a_server_refuses_a_revocation_by_a_revoked_key_beside_a_keyring_record(world: World, tmp_path: Path) -> None:
    world.revoke_key("centre2", "centre", "centre")
    server = serve(world, tmp_path / "server.git")
    world.add_key("office", "孙八", "office2")
    returned = world.record_on_version("centre", decision="return")
    world.forge([returned, world.revocation("centre", "centre")], "centre2")
    taken, said = server.push()
    assert (taken, "SIGNOFF_DIFF" in said) == (False, True), said


def test_a_retired_key_revokes_beside_a_keyring_record(world: World) -> None:
    """Nor past those of version 2, because what is on version 2 is judged by version 1."""
    world.retire_key("centre2")
    world.adopt()
    world.approve_by_all()
    returned = world.record_on_version("centre", decision="return")
    world.forge([returned, world.revocation("centre", "centre", version=2)], "centre2")
    assert world.state() == "approved"


def test_a_retired_key_approves_the_next_version_beside_the_last(world: World) -> None:
    """Two keyring records in one commit: the second version is not judged by the keys of the first's predecessor."""
    world.retire_key("centre2")
    world.adopt()
    world.add_key("office", "孙八", "outsider")
    for party in ("office", "bigdata"):
        world.sign(party, "keyring:0003")
    world.forge([world.record_on_version("centre", version) for version in (2, 3)], "centre2")
    assert world.verify()["keyring"]["version"] == 2


def key_blob(w: World, key: str) -> bytes:
    return base64.b64decode(w.public(key).split()[1])


def public_line(kind: bytes, *parts: bytes) -> str:
    """The line of a public key of these parts."""
    return f"{kind.decode()} {base64.b64encode(b''.join(string(p) for p in (kind, *parts))).decode()}"


def test_threat_4_one_ed25519_key_in_two_parties_spelled_as_hardware_key(world: World) -> None:
    """The same Ed25519 key as ssh-ed25519 for the office and as sk-ssh-ed25519 for the big data centre."""
    point = key_blob(world, "office")[-32:]
    world.rewrite_keyring(world.public("bigdata"), public_line(b"sk-ssh-ed25519@openssh.com", point, b"ssh:"))
    assert not world.verify()["trusted"]


def test_threat_4_one_rsa_key_in_two_parties_spelled_twice(world: World) -> None:
    """A leading zero byte in the exponent gives another blob for the same key."""
    kind, exponent, modulus = strings(key_blob(world, "rsa"))
    world.rewrite_keyring(world.public("bigdata"), public_line(kind, b"\0" + exponent, modulus))
    assert not world.verify()["trusted"]


def test_a_key_that_cannot_be_read_makes_its_version_unfit_and_ends_no_command(world: World) -> None:
    """A point at infinity, which the library has no error of its own for."""
    world.rewrite_keyring(world.public("bigdata"), public_line(b"ecdsa-sha2-nistp256", b"nistp256", b"\0"))
    report = world.verify()
    assert (report["trusted"], "KEYRING_INVALID" in report.problems) == (False, True)


def test_threat_4_one_person_decides_for_two_parties_over_two_versions(world: World) -> None:
    """李四 signs for the office; version 2 renames him there and lists him in the big data centre."""
    world.sign_by("centre", "office")
    world.propose(world.following().replace("李四", "李四（旧）") + person("李四", world.public("office2")))
    world.adopt()
    world.sign("bigdata", key="office2")
    assert world.state() == "in_review"
    # Somebody else of the big data centre may sign in place of the one who signed twice.
    world.propose(world.following(2) + person("孙八", world.public("leader")), 3)
    world.adopt(3)
    world.sign("bigdata", key="leader")
    assert world.state() == "approved"


def person(name: str, public: str) -> str:
    """The lines of a keyring version on one more person of its last party."""
    return f'      - name: "{name}"\n        keys:\n          - public: "{public}"\n'


def test_ecdsa_signature_has_two_spellings(world: World) -> None:
    """(r, n-s) is as good as (r, s): anybody makes a second commit of an old approval, beside the newer decisions."""
    key = world.beside("ec")
    subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-b", "256", "-N", "", "-C", "", "-f", key], check=True)
    world.keys = {**world.keys, "ec": key}
    world.rewrite_keyring(world.public("bigdata"), world.public("ec"))
    old = world.sign("bigdata", key="ec")
    world.edit()
    world.sign_by("centre", "office")
    world.sign("bigdata", key="ec")
    twin = world.raw_commit(other_spelling(world.commit_bytes(old)))
    assert twin != old
    world.merge(twin, "-s", "ours")
    assert world.state() == "approved"


def other_spelling(commit: bytes) -> bytes:
    """A commit signed by ECDSA on P-256, with the other of the two signatures that verify (order of the curve: SEC 2)."""
    order = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
    before, _gpgsig, rest = commit.partition(b"gpgsig ")
    armored, _blank, message = rest.partition(b"\n\n")
    signature = sshsig.parse(armored.replace(b"\n ", b"\n"))
    r, s = strings(signature.value)
    twin = (order - int.from_bytes(s, "big")).to_bytes(33, "big").lstrip(b"\0")
    value = string(r) + string(b"\0" * (twin[0] >> 7) + twin)
    inner = string(signature.algorithm) + string(value)
    parts = (signature.key, b"git", b"", signature.hash_name, inner)
    other = armor(b"SSHSIG\0\0\0\1" + b"".join(string(p) for p in parts))
    return before + b"gpgsig " + other.replace("\n", "\n ").encode() + b"\n\n" + message
