"""On a corpus of signatures, good and bad, we never accept one that `ssh-keygen -Y verify` refuses.

The other direction is not asked for: we are stricter. How many each side accepted is checked too, so that a verifier
which refuses everything does not pass.
"""

from __future__ import annotations

import base64
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

from bwtb.signing import sshsig
from tests.helpers.forging import Forge, SoftwareToken, armor
from tests.world import keys

MESSAGE = "tree 0\n\nbwtb sign-off v1: centre 同意\n".encode()
KINDS = ("centre", "rsa", "ecdsa")


def ours(text: str) -> bool:
    try:
        sshsig.verify(sshsig.parse(text.encode("utf-8", "surrogateescape")), MESSAGE)
    except sshsig.SignatureError:
        return False
    return True


def theirs(text: str, allowed: Path, place: Path) -> bool:
    place.write_bytes(text.encode("utf-8", "surrogateescape") + b"\n")
    done = subprocess.run(
        ["ssh-keygen", "-Y", "verify", "-n", "git", "-I", "someone", "-f", allowed, "-s", place],
        input=MESSAGE, capture_output=True, check=False,
    )  # fmt: skip
    return done.returncode == 0


def signed(file: Path, namespace: str = "git", hash_name: str = "sha512") -> str:
    done = subprocess.run(
        ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-O", f"hashalg={hash_name}", "-f", file],
        input=MESSAGE, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout.decode().rstrip("\n")


def corpus(made: dict[str, Path]) -> Iterator[tuple[str, str]]:
    """(what it is, the armored text): at least 300."""
    chance = random.Random(20260901)  # noqa: S311 - the same corpus in every run
    token = SoftwareToken(made["token"])
    for kind in KINDS:
        good = signed(made[kind])
        yield f"good {kind}", good
        yield f"good {kind}, sha256", signed(made[kind], hash_name="sha256")
        yield f"{kind}, namespace file", signed(made[kind], namespace="file")
        blob = base64.b64decode("".join(good.split("\n")[1:-1]))
        for _ in range(45):
            damaged = bytearray(blob)
            damaged[chance.randrange(len(blob))] ^= 1 << chance.randrange(8)
            yield f"{kind}, a bit of the blob", armor(bytes(damaged))
        for _ in range(30):
            text = bytearray(good.encode())
            text[chance.randrange(len(text))] = chance.choice(b"ABCxyz019+/=\n -")
            yield f"{kind}, a character of the text", text.decode()
        for cut in range(1, 12):
            yield f"{kind}, {cut} bytes short", armor(blob[:-cut])
            yield f"{kind}, {cut} bytes more", armor(blob + bytes(cut))
        for width in (64, 76, 100):
            yield f"{kind}, lines of {width}", armor(blob, width)
        yield f"{kind}, CRLF", good.replace("\n", "\r\n")
        yield f"{kind}, space before", " " + good
        yield f"{kind}, no BEGIN", good.split("\n", 1)[1]
    for hash_name in ("sha1", "md5", "sha224", "sha384"):
        yield f"hash {hash_name}", armor(Forge(made["centre"]).blob(MESSAGE, hash_name=hash_name))
    yield "RSA-SHA1", armor(Forge(made["rsa"]).blob(MESSAGE, rsa_hash="sha1"))
    yield "token, touched", armor(token.blob(MESSAGE))
    yield "token, untouched", armor(token.blob(MESSAGE, flags=0))
    yield "token, another flag", armor(token.blob(MESSAGE, flags=4))
    yield "empty", ""
    yield "another message", armor(Forge(made["centre"]).blob(MESSAGE + b" "))


def test_never_more_lenient_than_ssh_keygen(key_folder: Path, tmp_path: Path) -> None:
    made = dict(keys(key_folder))
    made["ecdsa"] = tmp_path / "ecdsa"
    subprocess.run(["ssh-keygen", "-q", "-t", "ecdsa", "-b", "256", "-N", "", "-f", made["ecdsa"]], check=True)
    allowed = tmp_path / "allowed"
    lines = [made[k].with_suffix(".pub").read_text() for k in (*KINDS, "token")]
    allowed.write_text("".join(f"someone {line}" for line in lines))
    judged = [(what, ours(text), theirs(text, allowed, tmp_path / "sig")) for what, text in corpus(made)]
    assert len(judged) >= 300
    assert [what for what, we, they in judged if we and not they] == []
    accepted = [what for what, we, _they in judged if we]
    assert {f"good {k}" for k in KINDS} | {"token, touched"} <= set(accepted)
