"""Every way to hold a key: files of each kind, with a passphrase, in an ssh-agent, named by git's own setting."""

from __future__ import annotations

import base64
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from bwtb.base.errors import UserError
from bwtb.signing import keyfile, sshsig

MESSAGE = b"tree 1\n\nx\n"


def make(file: Path, *arguments: str, passphrase: str = "") -> Path:
    subprocess.run(["ssh-keygen", "-q", *arguments, "-N", passphrase, "-f", file], check=True)
    return file


def nobody() -> str:
    raise AssertionError("no passphrase should be asked for")


def signs(signer: keyfile.Signer) -> bool:
    signature = sshsig.parse(signer.sign(MESSAGE).encode())
    sshsig.verify(signature, MESSAGE)
    return signature.key == signer.blob


@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_a_private_key_file(tmp_path: Path, kind: str) -> None:
    file = make(tmp_path / "key", "-t", kind, *(["-b", "3072"] if kind == "rsa" else []))
    assert signs(keyfile.load(file, nobody))


def test_a_passphrase_is_asked_for(tmp_path: Path) -> None:
    file = make(tmp_path / "key", "-t", "ed25519", passphrase="口令 1")
    assert signs(keyfile.load(file, lambda: "口令 1"))
    with pytest.raises(UserError, match="passphrase is wrong"):
        keyfile.load(file, lambda: "another")


@pytest.mark.parametrize("form", ["PEM", "PKCS8"])
@pytest.mark.parametrize("arguments", [("-t", "rsa", "-b", "3072"), ("-t", "ecdsa", "-b", "256")])
def test_a_file_in_an_older_form(tmp_path: Path, form: str, arguments: tuple[str, ...]) -> None:
    """As ssh-keygen wrote RSA and ECDSA keys before OpenSSH 7.8."""
    assert signs(keyfile.load(make(tmp_path / "key", *arguments, "-m", form), nobody))
    locked = make(tmp_path / "locked", *arguments, "-m", form, passphrase="open sesame")
    assert signs(keyfile.load(locked, lambda: "open sesame"))
    with pytest.raises(UserError, match="passphrase is wrong"):
        keyfile.load(locked, lambda: "another")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(("-t", "rsa", "-b", "2048"), "RSA key of 2048 bits"), (("-t", "ecdsa", "-b", "384"), "nistp384 may not sign")],
)
def test_a_kind_that_may_not_sign(tmp_path: Path, arguments: tuple[str, ...], said: str) -> None:
    with pytest.raises(UserError, match=said):
        keyfile.load(make(tmp_path / "key", *arguments), nobody)


def test_a_point_in_a_form_that_the_library_does_not_read(tmp_path: Path) -> None:
    file = make(tmp_path / "key", "-t", "ecdsa")
    begin, *lines, end = file.read_text().splitlines()
    uncompressed, compressed = (b"\0\0\0\x41" + form for form in (b"\4", b"\2"))  # how a point of 65 bytes begins
    content = base64.b64decode("".join(lines)).replace(uncompressed, compressed)
    file.write_text("\n".join([begin, base64.b64encode(content).decode(), end, ""]))
    with pytest.raises(UserError, match="file is damaged"):
        keyfile.load(file, nobody)


def test_what_is_no_key(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("hello")
    for file in (tmp_path / "text", tmp_path / "missing", tmp_path):
        with pytest.raises(UserError):
            keyfile.load(file, nobody)


@pytest.fixture
def agent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A real ssh-agent, for this test alone."""
    socket = tmp_path / "agent"
    process = subprocess.Popen(["ssh-agent", "-D", "-a", socket], stdout=subprocess.DEVNULL)
    while not socket.exists():
        assert process.poll() is None
    monkeypatch.setenv("SSH_AUTH_SOCK", str(socket))
    yield
    process.terminate()
    process.wait()


@pytest.mark.usefixtures("agent")
@pytest.mark.parametrize("kind", ["ed25519", "ecdsa", "rsa"])
def test_a_key_in_an_agent(tmp_path: Path, kind: str) -> None:
    file = make(tmp_path / "key", "-t", kind, *(["-b", "3072"] if kind == "rsa" else []))
    subprocess.run(["ssh-add", "-q", file], check=True, env=os.environ)
    file.unlink()
    assert signs(keyfile.load(tmp_path / "key.pub", nobody))


@pytest.mark.usefixtures("agent")
def test_a_key_that_the_agent_does_not_hold(tmp_path: Path) -> None:
    file = make(tmp_path / "key", "-t", "ed25519")
    file.unlink()
    with pytest.raises(UserError, match="could not sign"):
        keyfile.load(tmp_path / "key.pub", nobody).sign(MESSAGE)


@pytest.mark.usefixtures("agent")
def test_what_git_names_as_signing_key(tmp_path: Path) -> None:
    file = make(tmp_path / "key", "-t", "ed25519")
    assert signs(keyfile.from_git_setting(str(file), nobody, tmp_path))
    subprocess.run(["ssh-add", "-q", file], check=True, env=os.environ)
    literal = (tmp_path / "key.pub").read_text().strip()
    assert signs(keyfile.from_git_setting(literal, nobody, tmp_path))
    assert signs(keyfile.from_git_setting("key::" + literal, nobody, tmp_path))
