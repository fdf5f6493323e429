"""What people hand in as a public key: each wrong thing is named as what it is, with what to do instead."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from bwtb.base.errors import UserError
from bwtb.signing import keyfile, public_key


def ssh_keygen(*arguments: str | Path) -> bytes:
    return subprocess.run(["ssh-keygen", *arguments], check=True, capture_output=True).stdout


def made(folder: Path, *kind: str) -> Path:
    """A key pair of a kind; gives the public key's file."""
    ssh_keygen("-q", "-N", "", "-C", "somebody", "-f", folder / "key", "-t", *(kind or ("ed25519",)))
    return folder / "key.pub"


def edited(file: Path, edit: Callable[[bytes], bytes]) -> Path:
    file.write_bytes(edit(file.read_bytes()))
    return file


def certificate(folder: Path) -> Path:
    made(folder)
    ssh_keygen("-q", "-s", folder / "key", "-I", "somebody", folder / "key.pub")
    return folder / "key-cert.pub"


def in_other_form(folder: Path, *form: str) -> Path:
    file = folder / "other.pub"
    file.write_bytes(ssh_keygen("-e", *form, "-f", made(folder, "rsa", "-b", "3072")))
    return file


CASES: dict[str, tuple[Callable[[Path], Path], str, str]] = {
    "RSA, too short": (
        lambda folder: made(folder, "rsa", "-b", "2048"),
        "this is an RSA key of 2048 bits, and at least 3072 are needed",
        "ed25519, ECDSA P-256",
    ),
    "a kind that may not sign": (
        lambda folder: made(folder, "ecdsa", "-b", "384"),
        "keys of the kind ecdsa-sha2-nistp384 may not sign",
        "ed25519, ECDSA P-256",
    ),
    "a certificate": (certificate, "this is a certificate, not a key", "key.pub."),
    "options before the key": (
        lambda folder: edited(made(folder), lambda raw: b'from="10.0.0.1",no-pty ' + raw),
        '“from="10.0.0.1",no-pty” stands before the key',
        "Delete what stands before “ssh-ed25519”",
    ),
    "a host before the key": (
        lambda folder: edited(made(folder), lambda raw: b"server.example " + raw),
        "“server.example” stands before the key",
        "Delete what stands before “ssh-ed25519”",
    ),
    "UTF-16": (
        lambda folder: edited(made(folder), lambda raw: raw.decode().encode("utf-16")),
        "is saved as UTF-16",
        "save it as “UTF-8”",
    ),
    "UTF-16 without its mark": (
        lambda folder: edited(made(folder), lambda raw: raw.decode().encode("utf-16-be")),
        "is saved as UTF-16",
        "save it as “UTF-8”",
    ),
    "the private key": (lambda folder: made(folder).with_suffix(""), "is a private key", "Name its public key: "),
    "an empty file": (lambda folder: edited(made(folder), lambda _raw: b"\n"), "is empty", "Name the .pub file"),
    "two keys": (lambda folder: edited(made(folder), lambda raw: raw * 2), "holds 2 lines", "file of its own"),
    "the form of RFC 4716": (in_other_form, "in another form than OpenSSH's", "`ssh-keygen -i -f "),
    "the form of PKCS8": (
        lambda folder: in_other_form(folder, "-m", "PKCS8"),
        "in another form than OpenSSH's",
        "`ssh-keygen -i -m PKCS8 -f ",
    ),
    "half of a key": (
        lambda folder: edited(made(folder), lambda raw: raw[:50]),
        "the key is damaged",
        "Name the .pub file",
    ),
    "no key at all": (lambda folder: edited(made(folder), lambda _raw: b"hello\n"), "“hello” is no public key", "ssh-"),
    "no file": (lambda folder: folder / "nothing.pub", "cannot be read: no such file", "Name the .pub file"),
}


@pytest.mark.parametrize("case", CASES)
def test_a_file_that_is_no_public_key_is_named_as_what_it_is(tmp_path: Path, case: str) -> None:
    make, said, hint = CASES[case]
    with pytest.raises(UserError) as caught:
        public_key.read(make(tmp_path))
    assert said in str(caught.value.message)
    assert hint in str(caught.value.hint)


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "key.pub")
    with pytest.raises(UserError, match="it is no regular file"):
        public_key.read(tmp_path / "key.pub")


@pytest.mark.parametrize("edit", [lambda raw: b"\xef\xbb\xbf" + raw, lambda raw: b"# mine\n\n" + raw + b"\n"])
def test_what_does_no_harm_around_a_key_is_passed_over(tmp_path: Path, edit: Callable[[bytes], bytes]) -> None:
    file = made(tmp_path)
    plain = file.read_text().strip()
    assert public_key.read(edited(file, edit)) == plain


@pytest.mark.parametrize("case", ["RSA, too short", "a certificate", "two keys", "UTF-16"])
def test_a_key_to_sign_with_is_told_the_same(tmp_path: Path, case: str) -> None:
    """`--key` takes the .pub file of a key in the agent too."""
    make, said, _hint = CASES[case]
    file = make(tmp_path)
    with pytest.raises(UserError) as caught:
        keyfile.load(file, lambda: "")
    assert said in str(caught.value.message)


def test_a_private_key_that_may_not_sign_is_told_apart_from_a_wrong_passphrase(tmp_path: Path) -> None:
    short = made(tmp_path, "rsa", "-b", "2048").with_suffix("")
    with pytest.raises(UserError, match="an RSA key of 2048 bits"):
        keyfile.load(short, lambda: "")
    ssh_keygen("-q", "-t", "ed25519", "-N", "right", "-f", tmp_path / "locked")
    with pytest.raises(UserError, match="the passphrase is wrong"):
        keyfile.load(tmp_path / "locked", lambda: "wrong")
