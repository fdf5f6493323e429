"""SSH signatures (OpenSSH PROTOCOL.sshsig): parse strictly, verify with `cryptography`, make.

Stricter than ssh-keygen on purpose: one spelling of every signature is accepted, so that a signed commit has one id.
"""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_ssh_public_key

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes
    from cryptography.hazmat.primitives.serialization import SSHPublicKeyTypes

MAGIC = b"SSHSIG"
PREAMBLE = MAGIC + b"\0\0\0\1"  # of a signature, version 1
NAMESPACE = b"git"
BEGIN, END = "-----BEGIN SSH SIGNATURE-----", "-----END SSH SIGNATURE-----"
LINE_WIDTH = 70
DIGESTS = {b"sha256": hashlib.sha256, b"sha512": hashlib.sha512}
RSA_HASHES: dict[bytes, type[hashes.SHA256] | type[hashes.SHA512]] = {
    b"rsa-sha2-256": hashes.SHA256,
    b"rsa-sha2-512": hashes.SHA512,
}
SECURITY_KEY = b"sk-ssh-ed25519@openssh.com"
MIN_RSA_BITS = 3072
USER_PRESENT = 0x01


class SignatureError(Exception):
    """A signature that does not count; `code` is SIG_FORMAT, SIG_BAD or SIG_NO_PRESENCE."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, kw_only=True)
class Signature:
    """A well-formed signature in the namespace `git`. `key` is the public key blob it names."""

    key: bytes
    hash_name: bytes
    algorithm: bytes
    value: bytes
    trailer: bytes  # what a security key adds: flags and counter


def _split(data: bytes, count: int) -> list[bytes]:
    """The first `count` strings of SSH wire format, and at the end what is left. Raises ValueError where there are fewer."""
    strings = []
    for _number in range(count):
        end = 4 + int.from_bytes(data[:4], "big")
        if len(data) < end:
            raise ValueError("truncated")
        strings.append(data[4:end])
        data = data[end:]
    return [*strings, data]


def _strings(*parts: bytes) -> bytes:
    """The parts one after the other in SSH wire format."""
    return b"".join(len(part).to_bytes(4, "big") + part for part in parts)


def armor(blob: bytes) -> str:
    """The text form of a signature's bytes as ssh-keygen and git write it, without a final newline."""
    text = base64.b64encode(blob).decode("ascii")
    lines = [text[i : i + LINE_WIDTH] for i in range(0, len(text), LINE_WIDTH)]
    return "\n".join([BEGIN, *lines, END])


def parse(text: bytes) -> Signature:
    """Read an armored signature. Raises SignatureError (SIG_FORMAT) unless re-encoding gives the same text (threat 9)."""
    try:
        lines = text.decode("ascii").split("\n")
        blob = base64.b64decode("".join(lines[1:-1]), validate=True)
        if armor(blob).encode("ascii") != text or not blob.startswith(PREAMBLE):
            raise ValueError("not canonical, or not an SSHSIG, version 1")
        key, namespace, reserved, hash_name, signature, rest = _split(blob.removeprefix(PREAMBLE), 5)
        if namespace != NAMESPACE or reserved or hash_name not in DIGESTS or rest:
            raise ValueError("another namespace or hash, or trailing bytes")
        algorithm, value, trailer = _split(signature, 2)
    except ValueError as error:
        raise SignatureError("SIG_FORMAT") from error
    return Signature(key=key, hash_name=hash_name, algorithm=algorithm, value=value, trailer=trailer)


def signed_data(message: bytes, hash_name: bytes) -> bytes:
    """What the key signs for a message: the SSHSIG preamble around the message's hash."""
    return MAGIC + _strings(NAMESPACE, b"", hash_name, DIGESTS[hash_name](message).digest())


def verify(signature: Signature, message: bytes) -> None:
    """Check a signature over a message with the key that it names.

    Raises SignatureError: SIG_BAD where it does not match, SIG_FORMAT for a kind of key or hash that is not accepted
    (threat 7), SIG_NO_PRESENCE where nobody touched the hardware key (threat 32). Whether the key may sign is asked elsewhere.
    """
    data = signed_data(message, signature.hash_name)
    try:
        kind = _kind(signature.key)
        if kind not in VERIFIERS or (signature.trailer and kind != SECURITY_KEY):
            raise SignatureError("SIG_FORMAT")
        VERIFIERS[kind](signature, data)
    except InvalidSignature as error:
        raise SignatureError("SIG_BAD") from error
    except ValueError as error:
        raise SignatureError("SIG_FORMAT") from error


def _kind(blob: bytes) -> bytes:
    """What kind of key a blob is: ssh-ed25519 and so on."""
    return _split(blob, 1)[0]


@lru_cache(maxsize=1000)
def _public_key(blob: bytes) -> SSHPublicKeyTypes:
    """The key of a blob. Raises ValueError, whatever the library has against it: a compressed point is just not implemented."""
    try:
        return load_ssh_public_key(_kind(blob) + b" " + base64.b64encode(blob))
    except (UnsupportedAlgorithm, NotImplementedError) as error:
        raise ValueError("a key that is not supported") from error


def _verify_ed25519(signature: Signature, data: bytes) -> None:
    key = _public_key(signature.key)
    formed = signature.algorithm == b"ssh-ed25519" and len(signature.value) == 64
    if not formed or not isinstance(key, ed25519.Ed25519PublicKey):
        raise SignatureError("SIG_FORMAT")
    key.verify(signature.value, data)


def _verify_ecdsa(signature: Signature, data: bytes) -> None:
    key = _public_key(signature.key)
    if signature.algorithm != b"ecdsa-sha2-nistp256" or not isinstance(key, ec.EllipticCurvePublicKey):
        raise SignatureError("SIG_FORMAT")
    r, s, rest = _split(signature.value, 2)
    if rest:
        raise ValueError("trailing bytes")
    key.verify(encode_dss_signature(_mpint(r), _mpint(s)), data, ec.ECDSA(hashes.SHA256()))


def _mpint(raw: bytes) -> int:
    """A positive multi-precision integer (RFC 4251) in its one shortest form."""
    value = int.from_bytes(raw, "big")
    if not value or raw != _encode_mpint(value):
        raise ValueError("mpint")
    return value


def _encode_mpint(value: int) -> bytes:
    return value.to_bytes(value.bit_length() // 8 + 1, "big")


def _verify_rsa(signature: Signature, data: bytes) -> None:
    key = _public_key(signature.key)
    chosen = RSA_HASHES.get(signature.algorithm)
    if chosen is None or not isinstance(key, rsa.RSAPublicKey) or key.key_size < MIN_RSA_BITS:
        raise SignatureError("SIG_FORMAT")
    if len(signature.value) != (key.key_size + 7) // 8:
        raise SignatureError("SIG_FORMAT")
    key.verify(signature.value, data, padding.PKCS1v15(), chosen())


def _verify_security_key(signature: Signature, data: bytes) -> None:
    """A hardware key (OpenSSH PROTOCOL.u2f): it signs the application, its flags and counter, and the data's hash."""
    if signature.algorithm != SECURITY_KEY or len(signature.trailer) != 5 or len(signature.value) != 64:
        raise SignatureError("SIG_FORMAT")
    public, application = _token_parts(signature.key)
    covered = hashlib.sha256(application).digest() + signature.trailer + hashlib.sha256(data).digest()
    ed25519.Ed25519PublicKey.from_public_bytes(public).verify(signature.value, covered)
    if not signature.trailer[0] & USER_PRESENT:
        raise SignatureError("SIG_NO_PRESENCE")


VERIFIERS = {
    b"ssh-ed25519": _verify_ed25519,
    b"ecdsa-sha2-nistp256": _verify_ecdsa,
    b"ssh-rsa": _verify_rsa,
    SECURITY_KEY: _verify_security_key,
}


def public_blob(line: str) -> bytes:
    """The key blob of an OpenSSH public-key line (`ssh-ed25519 AAAA… comment`). Raises ValueError for anything else.

    One spelling of a key is accepted; RSA keys under 3072 bits and kinds that no signature may use are refused here,
    where a key enters the keyring.
    """
    words = line.split(" ", 2)
    if len(words) < 2 or "\n" in line:
        raise ValueError("not an OpenSSH public key")
    blob = base64.b64decode(words[1], validate=True)
    kind = _kind(blob)
    if kind != words[0].encode("ascii") or base64.b64encode(blob).decode("ascii") != words[1]:
        raise ValueError("the key's name and content differ")
    if kind not in VERIFIERS:
        raise ValueError("a kind of key that may not sign")
    if kind == SECURITY_KEY:
        public, application = _token_parts(blob)
        canonical = len(public) == 32 and blob == _strings(SECURITY_KEY, public, application)
    else:
        key = _public_key(blob)
        if isinstance(key, rsa.RSAPublicKey) and key.key_size < MIN_RSA_BITS:
            raise ValueError("a size of key that may not sign")
        canonical = key.public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).split(b" ")[1].decode("ascii") == words[1]
    if not canonical:
        raise ValueError("not the one spelling of the key")
    return blob


def material(blob: bytes) -> bytes:
    """What makes a key that key, whether it is called an Ed25519 key or the same held by a security key."""
    if _kind(blob) == SECURITY_KEY:
        return _token_parts(blob)[0]
    return blob[-32:] if _kind(blob) == b"ssh-ed25519" else blob


def _token_parts(blob: bytes) -> tuple[bytes, bytes]:
    """Public key and application of a security key's blob. Raises ValueError for anything more or less."""
    _kind_of_key, public, application, rest = _split(blob, 3)
    if rest:
        raise ValueError("trailing bytes")
    return public, application


def fingerprint(blob: bytes) -> str:
    """A key's fingerprint as `ssh-keygen -lf` prints it."""
    return "SHA256:" + base64.b64encode(hashlib.sha256(blob).digest()).decode("ascii").rstrip("=")


def blob_of(private: PrivateKeyTypes) -> bytes:
    """The public key blob of a private key. Raises ValueError for a kind that may not sign."""
    line = private.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH)
    return public_blob(line.decode("ascii"))


def sign(private: PrivateKeyTypes, message: bytes) -> str:
    """The armored signature of a message in the namespace `git`, hash sha512."""
    data = signed_data(message, b"sha512")
    if isinstance(private, ed25519.Ed25519PrivateKey):
        inner = _strings(b"ssh-ed25519", private.sign(data))
    elif isinstance(private, ec.EllipticCurvePrivateKey):
        r, s = decode_dss_signature(private.sign(data, ec.ECDSA(hashes.SHA256())))
        inner = _strings(b"ecdsa-sha2-nistp256", _strings(_encode_mpint(r), _encode_mpint(s)))
    elif isinstance(private, rsa.RSAPrivateKey):
        inner = _strings(b"rsa-sha2-512", private.sign(data, padding.PKCS1v15(), hashes.SHA512()))
    else:
        raise ValueError("a kind of key that may not sign")
    return armor(PREAMBLE + _strings(blob_of(private), NAMESPACE, b"", b"sha512", inner))
