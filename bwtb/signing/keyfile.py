"""Keys to sign with: a private key in a file, one that an ssh-agent holds, a hardware key."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
    load_ssh_private_key,
)

from bwtb.base.errors import UserError, reading
from bwtb.base.messages import Message
from bwtb.git import programs
from bwtb.signing import messages, public_key, sshsig


@dataclass(frozen=True)
class Signer:
    """A key that can sign: the public key's `blob`, and `sign`, which gives the armored signature of a message in the
    namespace `git`, or raises UserError where the key does not sign.
    """

    blob: bytes
    sign: Callable[[bytes], str]


def _sign_with_tool(file: Path, message: bytes) -> str:
    """Ask ssh-keygen, by the file that its option -f names, to sign with a key that only it can use.

    It speaks to the agent, and to the person (touch, PIN) on the terminal. Raises UserError where it does not sign.
    """
    done = _ssh_keygen("-q", "-Y", "sign", "-n", "git", "-f", str(file), stdin=message)
    if done.returncode:
        raise UserError(Message(messages.CANNOT_SIGN, path=str(file)), Message(messages.KEY_AT_HAND))
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
    if b"PRIVATE KEY" not in raw:
        return _tool_key(file, public_key.read(file))
    try:
        private = _unlock(raw, ask_passphrase)
        line = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode("ascii")
    except UnsupportedAlgorithm:  # the file only points to a hardware key; ssh-keygen knows its public half
        return _tool_key(file, _ssh_keygen("-y", "-f", str(file)).stdout.decode("utf-8", "replace").strip())
    except (ValueError, NotImplementedError) as error:  # of a curve's compressed points the library says the latter
        raise UserError(Message(messages.NO_SIGNING_KEY, path=str(file)), Message(messages.KEYS_THAT_SIGN)) from error
    if refused := public_key.refusal(file, line):
        raise refused
    return Signer(sshsig.blob_of(private), partial(sshsig.sign, private))


def _tool_key(file: Path, line: str) -> Signer:
    """A key that only ssh-keygen can use, one that an ssh-agent holds or on a hardware token, by its public-key line."""
    if refused := public_key.refusal(file, line):
        raise refused
    return Signer(sshsig.public_blob(line), partial(_sign_with_tool, file))


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
