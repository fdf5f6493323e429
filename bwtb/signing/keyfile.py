"""Keys to sign with: a private key in a file, one that an ssh-agent holds, a hardware key."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import load_pem_private_key, load_ssh_private_key

from bwtb.base.errors import UserError, reading
from bwtb.base.messages import Message
from bwtb.git import programs
from bwtb.signing import messages, sshsig


class Signer(Protocol):
    """A key that can sign."""

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


@dataclass(frozen=True)
class ToolKey:
    """A key that only ssh-keygen can use: one that an ssh-agent holds, or on a hardware token.

    `file` is the file that ssh-keygen's option -f names, `blob` the public key's blob.
    """

    file: Path
    blob: bytes

    def sign(self, message: bytes) -> str:
        """Ask ssh-keygen; it speaks to the agent, and to the person (touch, PIN) on the terminal.

        Raises UserError where it does not sign.
        """
        done = _ssh_keygen("-q", "-Y", "sign", "-n", "git", "-f", str(self.file), stdin=message)
        if done.returncode:
            raise UserError(
                Message(messages.CANNOT_SIGN, path=str(self.file)),
                Message(messages.KEY_AT_HAND),
            )
        return done.stdout.decode("ascii").rstrip("\n")


def _ssh_keygen(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    command, environment = [programs.find("ssh-keygen"), *arguments], os.environ | programs.environment()
    return subprocess.run(command, input=stdin, stdout=subprocess.PIPE, check=False, env=environment)


def load(file: Path, ask_passphrase: Callable[[], str]) -> Signer:
    """The key that a file names: a private key, or a public one whose private half an ssh-agent holds.

    `ask_passphrase` is called where the key is encrypted. Raises UserError where it is no key, is of a kind that may not
    sign, or stays locked.
    """
    with reading(file, Message(messages.NAME_A_KEY)):
        raw = file.read_bytes()
    try:
        if b"PRIVATE KEY" not in raw:
            return ToolKey(file, sshsig.public_blob(raw.decode("ascii").strip()))
        private = _unlock(raw, ask_passphrase)
        return FileKey(private, sshsig.blob_of(private))
    except UnsupportedAlgorithm:
        return _hardware_key(file)
    except ValueError as error:
        raise _unfit(file) from error


def _hardware_key(file: Path) -> Signer:
    """A private key file that only points to a hardware key; ssh-keygen knows its public half."""
    done = _ssh_keygen("-y", "-f", str(file))
    try:
        return ToolKey(file, sshsig.public_blob(done.stdout.decode("ascii").strip()))
    except ValueError as error:
        raise _unfit(file) from error


def _unfit(file: Path) -> UserError:
    return UserError(
        Message(messages.NO_SIGNING_KEY, path=str(file)),
        Message(messages.KEYS_THAT_SIGN),
    )


def _unlock(raw: bytes, ask_passphrase: Callable[[], str]) -> PrivateKeyTypes:
    # What ssh-keygen writes, and the forms that an older one or OpenSSL wrote.
    read = load_ssh_private_key if b"BEGIN OPENSSH PRIVATE KEY" in raw else load_pem_private_key
    try:
        return read(raw, None)
    except TypeError:  # how the library says that the key is encrypted
        return read(raw, ask_passphrase().encode("utf-8"))


def from_git_setting(value: str, ask_passphrase: Callable[[], str], folder: Path) -> Signer:
    """The key that `user.signingkey` names: a file, or the public key itself (`key::ssh-ed25519 …`).

    A literal key is written to a file in `folder` for ssh-keygen, which finds its private half in the agent. `value` is
    the setting's value. Raises UserError as `load`.
    """
    literal = value.removeprefix("key::")
    if not literal.startswith(("ssh-", "ecdsa-", "sk-")):
        return load(Path(value).expanduser(), ask_passphrase)
    file = folder / "signing-key.pub"
    file.write_text(literal.strip() + "\n", encoding="ascii")
    return load(file, ask_passphrase)
