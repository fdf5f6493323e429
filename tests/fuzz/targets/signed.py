"""What sign-offs are made of: records and messages, signatures and the commits that bear them, keyrings."""

from __future__ import annotations

from contextlib import suppress

from cryptography.exceptions import UnsupportedAlgorithm

from bwtb.git import object_id
from bwtb.signing import candidate, history, sshsig
from bwtb.signing import keyring as keyrings
from bwtb.signing import record as records
from bwtb.signing.keyring import Key, Keyring, KeyringError

DIGEST = b"sha256:" + b"1" * 64
RECORD_WORDS = (
    b"version: 1\n", b"subject:\n", b"  kind: request\n", b"endorsement", b"keyring", b"revocation", b"proposal", b"  path: ",
    b"digest: ", b"catalog: ", b"party: ", b"decision: ", b"approve", b"withdraw", b"revoke", b"opinion: ", b"nonce: ", b"key: ",
    b"accept_until: ", b"SHA256:", b" | ", b"record ", b"until ", DIGEST, b"bwtb sign-off v1: ", "同意".encode(), b"\\u", b'""',
)  # fmt: skip
SIGNATURE_WORDS = (
    b"-----BEGIN SSH SIGNATURE-----", b"-----END SSH SIGNATURE-----", b"\n", b"\n ", b"gpgsig ", b"gpgsig-sha256 ", b"tree ",
    b"parent ", b"author ", b"committer ", b"mergetag ", b"encoding ", b" 1 +0800", b"ssh-ed25519 ", b"ssh-rsa ",
    b"ecdsa-sha2-nistp256 ", b"sk-ssh-ed25519@openssh.com ", b"AAAA", b"==", b"U1NIU0lHAAAAAQ", b"1" * 40,
)  # fmt: skip
KEYRING_WORDS = (
    b"registry: ", b'"' + b"1" * 32 + b'"', b"version: ", b"previous: ", b"null", DIGEST, b"parties:\n", b"units:\n",
    b"  centre:\n", b"  office:\n", b"  bigdata:\n", b"    people:\n", b"      - name: ", b"        keys:\n",
    b"          - public: ", b"            accept_until: ", b"ssh-ed25519 ", b"ssh-rsa ", b"ecdsa-sha2-nistp256 ", b"AAAA",
)  # fmt: skip


def record(data: bytes) -> None:
    """A record file or a message is canonical or none: what is read, written again, is the same bytes."""
    with suppress(records.RecordError):
        read = records.parse(data, "x.yaml")
        assert read.raw == data
        assert read.file_path.startswith(records.record_folder(read.kind, read.path))
        assert read.subject_id is not None
        _message(records.render_message([read]).encode())
    _message(data)


def _message(data: bytes) -> None:
    records.resembles(data)
    named = records.parse_message(data)
    if named is not None:
        assert records.render_message(named).encode() == data


def signature(data: bytes) -> None:
    """A signature, a public-key line or a whole commit, signed by whatever key it names."""
    with suppress(sshsig.SignatureError):
        _verify(sshsig.parse(data), b"message")
    with suppress(ValueError, UnsupportedAlgorithm):
        blob = sshsig.public_blob(data.decode("utf-8", "surrogateescape"))
        assert sshsig.material(blob) in blob
        assert sshsig.fingerprint(blob).startswith("SHA256:")
    for algorithm in ("sha1", "sha256"):
        _commit(data, algorithm)


def _verify(signature: sshsig.Signature, message: bytes) -> None:
    sshsig.fingerprint(signature.key)
    sshsig.verify(signature, message)


def _commit(data: bytes, algorithm: str) -> None:
    with suppress(history.HistoryError):
        oid = object_id(data, "commit", algorithm)
        commit = history._commit(oid, data, {"1" * 40: 0, "2" * 64: 0}, 1, lambda _message: True)
        candidate.named_records(commit)
        code, key, fingerprint = candidate.check_signature(commit, algorithm, _ring(data, algorithm))
        assert (code == "OK") == (key is not None)
        assert not key or key.fingerprint == fingerprint


def _ring(data: bytes, algorithm: str) -> Keyring:
    """A keyring with the key that a commit names, so that its signature is looked at."""
    _payload, armored = candidate.signed_parts(data, candidate.SIGNATURE_HEADERS[algorithm])
    keys = []
    with suppress(sshsig.SignatureError):
        blob = sshsig.parse(armored).key
        keys.append(Key(owner="centre", person="x", line="", blob=blob, accept_until=""))
    return Keyring(registry="1" * 32, version=1, previous=None, digest="", keys=tuple(keys))


def keyring(data: bytes) -> None:
    """A version of the keyring: one that is fit for use can be written again with the same keys, and never follows itself."""
    for version in (1, 2):
        with suppress(KeyringError):
            ring = keyrings.parse(data, keyrings.path_of(version))
            again = keyrings.render(ring.registry, version, ring.previous, keyrings.entries_of(ring))
            # A party's or a person's keys may have stood apart: together they are the same ones.
            assert set(keyrings.parse(again, keyrings.path_of(version)).keys) == set(ring.keys)
            assert all(ring.find(key.blob) is key and key in ring.of(key.owner) for key in ring.keys)
            _refused(ring)


def _refused(ring: Keyring) -> None:
    try:
        keyrings.check_successor(ring, ring)
    except KeyringError:
        return
    raise AssertionError("a version follows itself")
