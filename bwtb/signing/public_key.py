"""Public keys as people hand them in: what a file holds, and what is wrong with it where it is no key that may sign."""

from __future__ import annotations

import base64
import re
from pathlib import Path

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import load_ssh_public_key

from bwtb.base.errors import UserError, reading
from bwtb.base.files import read_bounded
from bwtb.base.messages import Message, short
from bwtb.signing import messages
from bwtb.signing.sshsig import MIN_RSA_BITS, SECURITY_KEY, VERIFIERS, public_blob

# How the name of a key's kind looks, whether it may sign or not.
_KIND = re.compile(r"(?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9-]+(?:@openssh\.com)?")
_PRIVATE = ("PRIVATE KEY-----", "PuTTY-User-Key-File")


def read(file: Path) -> str:
    """The one public-key line that a file holds. Raises UserError, which says what it holds instead and what to do."""
    with reading(file, Message(messages.NAME_PUBLIC_KEY)):
        raw = read_bounded(file.expanduser())
    if wrong := _wrong_file(file, raw):
        raise wrong
    line = " ".join(_lines(raw)[0].split(maxsplit=2))
    if error := refusal(file, line):
        raise error
    return line


def refusal(file: Path, line: str) -> UserError | None:
    """The error for the key of a file that may not sign, by its public line; None where it may."""
    why = unfit(line)
    return UserError(Message(messages.UNFIT_KEY, path=str(file), what=why), _remedy(file, line)) if why else None


def unfit(line: str) -> Message | None:
    """Why a line is no public key that may sign, as a part of a sentence; None where it is one."""
    try:
        public_blob(line)
    except ValueError:
        return _reason(line)
    return None


def _lines(raw: bytes) -> list[str]:
    text = raw.decode("utf-8-sig", "replace")
    return [line.strip() for line in text.splitlines() if line.strip() and not line.startswith("#")]


def _wrong_file(file: Path, raw: bytes) -> UserError | None:
    """What is wrong with a file as a whole; None where it holds one line."""
    path = str(file)
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in raw:
        return UserError(Message(messages.KEY_IN_UTF16, path=path), Message(messages.SAVE_KEY_AS_UTF8))
    lines = _lines(raw)
    if not lines:
        return UserError(Message(messages.KEY_FILE_EMPTY, path=path), Message(messages.NAME_PUBLIC_KEY))
    if any(mark in line for line in lines for mark in _PRIVATE):
        return UserError(
            Message(messages.IS_PRIVATE_KEY, path=path), Message(messages.NAME_PUB_BESIDE, path=f"{path}.pub")
        )
    if "BEGIN" in lines[0] and "PUBLIC KEY" in lines[0]:
        form = ["-m", "PKCS8"] if lines[0].startswith("-----BEGIN PUBLIC") else []
        command = " ".join(["ssh-keygen", "-i", *form, "-f", path])
        return UserError(Message(messages.KEY_IN_OTHER_FORM, path=path), Message(messages.CONVERT_KEY, command=command))
    if len(lines) > 1:
        several = Message(messages.SEVERAL_KEYS, path=path, count=len(lines))
        return UserError(several, Message(messages.ONE_FILE_A_KEY))
    return None


def _reason(line: str) -> Message:
    words = line.split()
    kind = next((word for word in words if _KIND.fullmatch(word)), "")
    if not kind:
        return Message(messages.HOLDS_NO_KEY, text=short(line))
    if words[0] != kind:
        return Message(messages.OPTIONS_BEFORE_KEY, text=short(line[: line.index(kind)].strip()))
    if "-cert-" in kind:
        return Message(messages.IS_CERTIFICATE)
    if kind.encode("ascii") not in VERIFIERS:
        return Message(messages.KIND_MAY_NOT_SIGN, kind=kind)
    if bits := _short_rsa(words):
        return Message(messages.RSA_TOO_SHORT, bits=bits, least=MIN_RSA_BITS)
    return Message(messages.KEY_DAMAGED)


def _short_rsa(words: list[str]) -> int:
    """The bits of an RSA key that has too few; 0 for any other line."""
    if words[0].encode("ascii") == SECURITY_KEY or len(words) < 2:
        return 0
    try:
        base64.b64decode(words[1], validate=True)
        key = load_ssh_public_key(" ".join(words[:2]).encode("ascii"))
    except (ValueError, UnsupportedAlgorithm, NotImplementedError):
        return 0
    return key.key_size if isinstance(key, rsa.RSAPublicKey) and key.key_size < MIN_RSA_BITS else 0


def _remedy(file: Path, line: str) -> Message:
    """What to do about a line that is no key that may sign."""
    words = line.split()
    match _reason(line).id:
        case messages.OPTIONS_BEFORE_KEY:
            kind = next(word for word in words if _KIND.fullmatch(word))
            return Message(messages.DELETE_OPTIONS, kind=kind)
        case messages.IS_CERTIFICATE:
            key = file.with_name(file.name.replace("-cert.pub", ".pub"))
            return Message(messages.NAME_PUB_BESIDE, path=str(key if key != file else file.with_name("id_ed25519.pub")))
        case messages.KEY_DAMAGED | messages.HOLDS_NO_KEY:
            return Message(messages.NAME_PUBLIC_KEY)
    return Message(messages.KEYS_THAT_SIGN)
