"""Signatures that no honest tool makes: any hash, namespace, algorithm, encoding; hardware keys without their hardware."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ed25519, padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_ssh_private_key,
)

BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"


def string(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


def strings(blob: bytes) -> list[bytes]:
    """The parts of a blob, each of which is preceded by its length."""
    parts = []
    while blob:
        end = 4 + int.from_bytes(blob[:4], "big")
        parts.append(blob[4:end])
        blob = blob[end:]
    return parts


def armor(blob: bytes, width: int = 70) -> str:
    text = base64.b64encode(blob).decode()
    return "\n".join([BEGIN, *(text[i : i + width] for i in range(0, len(text), width)), END])


def blob_of_line(line: str) -> bytes:
    return base64.b64decode(line.split()[1])


@dataclass(frozen=True)
class Forge:
    """One private key from a file, and every freedom in how it signs."""

    file: Path

    @property
    def public(self) -> bytes:
        return blob_of_line(self.file.with_suffix(".pub").read_text())

    def inner(self, data: bytes, *, rsa_hash: str = "sha512") -> bytes:
        key = load_ssh_private_key(self.file.read_bytes(), None)
        if isinstance(key, ed25519.Ed25519PrivateKey):
            return string(b"ssh-ed25519") + string(key.sign(data))
        assert isinstance(key, rsa.RSAPrivateKey)
        names = {
            "sha1": (b"ssh-rsa", hashes.SHA1()),  # noqa: S303 - an attacker would
            "sha256": (b"rsa-sha2-256", hashes.SHA256()),
            "sha512": (b"rsa-sha2-512", hashes.SHA512()),
        }
        name, chosen = names[rsa_hash]
        return string(name) + string(key.sign(data, padding.PKCS1v15(), chosen))

    def blob(
        self, message: bytes, *, namespace: str = "git", hash_name: str = "sha512", rsa_hash: str = "sha512"
    ) -> bytes:
        hashed = hashlib.new(hash_name, message).digest()
        data = b"SSHSIG" + b"".join(string(p) for p in (namespace.encode(), b"", hash_name.encode(), hashed))
        parts = (self.public, namespace.encode(), b"", hash_name.encode(), self.inner(data, rsa_hash=rsa_hash))
        return b"SSHSIG\0\0\0\1" + b"".join(string(p) for p in parts)


@dataclass(frozen=True)
class SoftwareToken:
    """A security key (sk-ssh-ed25519) in software, so that a test can leave the touch out."""

    file: Path
    application: bytes = b"ssh:"

    def create(self) -> None:
        """Make the key; writes the .pub file that a keyring takes."""
        private = ed25519.Ed25519PrivateKey.generate()
        self.file.write_bytes(private.private_bytes(Encoding.Raw, PrivateFormat.Raw, NoEncryption()))
        line = "sk-ssh-ed25519@openssh.com " + base64.b64encode(self.public).decode() + " token\n"
        self.file.with_suffix(".pub").write_text(line)

    @property
    def _private(self) -> ed25519.Ed25519PrivateKey:
        return ed25519.Ed25519PrivateKey.from_private_bytes(self.file.read_bytes())

    @property
    def public(self) -> bytes:
        raw = self._private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
        return string(b"sk-ssh-ed25519@openssh.com") + string(raw) + string(self.application)

    def blob(self, message: bytes, *, flags: int = 1) -> bytes:
        hashed = hashlib.sha512(message).digest()
        data = b"SSHSIG" + b"".join(string(p) for p in (b"git", b"", b"sha512", hashed))
        trailer = bytes([flags]) + (7).to_bytes(4, "big")
        covered = hashlib.sha256(self.application).digest() + trailer + hashlib.sha256(data).digest()
        inner = string(b"sk-ssh-ed25519@openssh.com") + string(self._private.sign(covered)) + trailer
        return b"SSHSIG\0\0\0\1" + b"".join(string(p) for p in (self.public, b"git", b"", b"sha512", inner))
