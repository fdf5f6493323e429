"""Private keys: read from an OpenSSH file, asking for the passphrase where there is one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_ssh_private_key

from bwtb.errors import UserError
from bwtb.i18n import _
from bwtb.signing import sshsig


class Signer(Protocol):
    """Something that signs: a key file, and later an agent or a hardware key."""

    @property
    def blob(self) -> bytes:
        """The public key's blob."""

    def sign(self, message: bytes) -> str:
        """The armored signature of a message in the namespace `git`."""


@dataclass(frozen=True)
class FileKey:
    """A private key read into memory for one command."""

    private: PrivateKeyTypes
    blob: bytes

    def sign(self, message: bytes) -> str:
        return sshsig.sign(self.private, message)


def load(file: Path, ask_passphrase: Callable[[], str]) -> FileKey:
    """Read a private key file. Raises UserError where it is none, of a kind that may not sign, or stays locked."""
    try:
        raw = file.read_bytes()
    except OSError as error:
        raise UserError(
            _("The key file {path} cannot be read: {reason}.").format(path=file, reason=error.strerror),
            _("Name your private key (not the .pub file) after --key."),
        ) from error
    try:
        private = _unlock(raw, ask_passphrase)
        return FileKey(private, sshsig.blob_of(private))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise UserError(
            _("{path} is not a private key that may sign, or the passphrase is wrong.").format(path=file),
            _("ed25519, ECDSA P-256 and RSA of 3072 bits or more may sign; `ssh-keygen -t ed25519` makes a key."),
        ) from error


def _unlock(raw: bytes, ask_passphrase: Callable[[], str]) -> PrivateKeyTypes:
    try:
        return load_ssh_private_key(raw, None)
    except TypeError:  # how the library says that the key is encrypted
        return load_ssh_private_key(raw, ask_passphrase().encode("utf-8"))
