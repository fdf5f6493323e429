"""Signatures against the real ssh-keygen: what it makes we read, what we make it accepts."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.serialization import load_ssh_private_key

from bwtb.registry.catalogs import PARTIES
from bwtb.signing import keyring as keyrings
from bwtb.signing import sshsig
from bwtb.signing.keyring import KeyringError
from tests.helpers.forging import string

MESSAGE = "tree 123\n\n同意\n".encode()
KINDS = {"ed25519": ["-t", "ed25519"], "ecdsa": ["-t", "ecdsa", "-b", "256"], "rsa": ["-t", "rsa", "-b", "3072"]}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("keys")
    for name, arguments in {
        **KINDS,
        "small": ["-t", "rsa", "-b", "2048"],
        "p384": ["-t", "ecdsa", "-b", "384"],
    }.items():
        subprocess.run(["ssh-keygen", "-q", "-N", "", *arguments, "-f", place / name], check=True)
    return place


def keygen_sign(folder: Path, kind: str, namespace: str = "git", hash_name: str = "sha512") -> bytes:
    done = subprocess.run(
        ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-O", f"hashalg={hash_name}", "-f", folder / kind],
        input=MESSAGE, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.rstrip(b"\n")


def refused(text: bytes, message: bytes = MESSAGE) -> str:
    with pytest.raises(sshsig.SignatureError) as caught:
        sshsig.verify(sshsig.parse(text), message)
    return caught.value.code


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("hash_name", ["sha256", "sha512"])
def test_what_ssh_keygen_signs_is_read(folder: Path, kind: str, hash_name: str) -> None:
    signature = sshsig.parse(keygen_sign(folder, kind, hash_name=hash_name))
    sshsig.verify(signature, MESSAGE)
    listed = subprocess.run(
        ["ssh-keygen", "-lf", folder / f"{kind}.pub"], capture_output=True, check=True, text=True
    ).stdout
    assert sshsig.fingerprint(signature.key) == listed.split()[1]


@pytest.mark.parametrize("kind", KINDS)
def test_what_we_sign_ssh_keygen_accepts(folder: Path, kind: str, tmp_path: Path) -> None:
    private = load_ssh_private_key((folder / kind).read_bytes(), None)
    (tmp_path / "sig").write_text(sshsig.sign(private, MESSAGE) + "\n")
    (tmp_path / "allowed").write_text("someone " + (folder / f"{kind}.pub").read_text())
    done = subprocess.run(
        ["ssh-keygen", "-Y", "verify", "-n", "git", "-I", "someone", "-f", tmp_path / "allowed", "-s", tmp_path / "sig"],
        input=MESSAGE, capture_output=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    sshsig.verify(sshsig.parse(sshsig.sign(private, MESSAGE).encode()), MESSAGE)


@pytest.mark.parametrize("kind", KINDS)
def test_another_message_is_refused(folder: Path, kind: str) -> None:
    assert refused(keygen_sign(folder, kind), MESSAGE + b" ") == "SIG_BAD"


def test_another_namespace_is_refused(folder: Path) -> None:
    assert refused(keygen_sign(folder, "ed25519", namespace="file")) == "SIG_FORMAT"


def test_every_flipped_bit_is_refused(folder: Path) -> None:
    text = keygen_sign(folder, "ed25519")
    for bit in range(8 * len(text)):
        raw = bytearray(text)
        raw[bit // 8] ^= 1 << (bit % 8)
        assert refused(bytes(raw)) in ("SIG_FORMAT", "SIG_BAD")


def test_one_spelling_of_the_armor(folder: Path) -> None:
    text = keygen_sign(folder, "ed25519")
    lines = text.split(b"\n")
    blob = base64.b64decode(b"".join(lines[1:-1]))
    longer = sshsig.armor(blob + b"\0").encode()
    for spelled in (
        text + b"\n", b"\n" + text, text.replace(b"\n", b"\r\n"), b"\n".join(lines[:-1]), longer,
        b"\n".join([lines[0], b"".join(lines[1:-1]), lines[-1]]), text.replace(b"SSH SIG", b"PGP SIG"),
    ):  # fmt: skip
        assert refused(spelled) == "SIG_FORMAT"


@pytest.mark.parametrize("kind", ["small", "p384"])
def test_keys_that_may_not_enter_a_keyring(folder: Path, kind: str) -> None:
    with pytest.raises(ValueError, match="may not sign"):
        sshsig.public_blob((folder / f"{kind}.pub").read_text().strip())


# Points of P-256 in forms that the library refuses in a way of its own: compressed, at infinity, empty.
POINTS = [b"\x02" + b"1" * 32, b"\0", b""]


@pytest.mark.parametrize("point", POINTS)
def test_a_point_in_another_form_is_no_key(point: bytes) -> None:
    """Such a key in one file of a keyring, which anybody may push, would end every command."""
    kind = b"ecdsa-sha2-nistp256"
    key = string(kind) + string(b"nistp256") + string(point)
    line = f"{kind.decode()} {base64.b64encode(key).decode()}"
    with pytest.raises(ValueError):  # noqa: PT011 - the library's own words
        sshsig.public_blob(line)
    with pytest.raises(KeyringError):
        keyrings.render("1" * 32, 1, None, [keyrings.Entry(party, party, line) for party in PARTIES])
    inner = string(kind) + string(string(b"\1") + string(b"\1"))
    parts = (key, b"git", b"", b"sha512", inner)
    assert refused(sshsig.armor(sshsig.PREAMBLE + b"".join(map(string, parts))).encode()) == "SIG_FORMAT"
