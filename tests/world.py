"""A registry that a test can attack: real git, real ssh-keygen keys, the public commands to judge it.

Honest steps go through `bwtb sign`; forged ones through git's plumbing and `ssh-keygen -Y sign`, as an attacker's would.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path
from typing import Any

from bwtb.cli.app import run
from bwtb.registry import catalogs
from bwtb.registry.request import read_request
from bwtb.registry.worktree import WorkTree
from bwtb.signing.binding import catalog_digest
from bwtb.signing.record import Record, digest, render, render_message
from tests.conftest import REPOSITORY
from tests.helpers.forging import SoftwareToken

A, B = "2027-mzj-001", "2027-sfj-001"
PARTIES = ("centre", "office", "bigdata")
PEOPLE = {"centre": "张三", "office": "李四", "bigdata": "王五"}
TAKE_PIN = [("keyring", "add"), ("keyring", "retire"), ("keyring", "revoke"), ("keyring", "show")]
# What an attacker's own tools would set: enough to commit, nothing of the person running the tests.
ENVIRONMENT = {
    "GIT_AUTHOR_NAME": "测试员", "GIT_AUTHOR_EMAIL": "test@example.invalid", "GIT_COMMITTER_NAME": "测试员",
    "GIT_COMMITTER_EMAIL": "test@example.invalid", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
}  # fmt: skip


@cache
def keys(folder: Path) -> Mapping[str, Path]:
    """Throwaway key pairs, made once a run: the three parties', a second one of the centre, an outsider's."""
    made = {}
    for name in (*PARTIES, "centre2", "office2", "leader", "outsider"):
        made[name] = folder / name
        if not made[name].exists():
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-C", name, "-f", made[name]], check=True)
    made["rsa"], made["token"] = folder / "rsa", folder / "token"
    if not made["rsa"].exists():
        subprocess.run(
            ["ssh-keygen", "-q", "-t", "rsa", "-b", "3072", "-N", "", "-C", "rsa", "-f", made["rsa"]], check=True
        )
        SoftwareToken(made["token"]).create()
    return made


def path_of(request: str) -> str:
    return f"requests/2027/{request}.yaml"


@dataclass
class World:
    """One registry, with the pin of its keyring."""

    root: Path
    keys: Mapping[str, Path]
    capture: Any
    pin: str = ""
    registry_id: str = "11" * 16
    marks: dict[str, str] = field(default_factory=dict)

    # Plain git

    def git(self, *arguments: str, stdin: bytes = b"", **environment: str) -> str:
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            input=stdin,
            capture_output=True,
            check=False,
            env=os.environ | ENVIRONMENT | environment,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def write(self, path: str, content: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def commit(self, message: str = "Edit") -> str:
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.head()

    def edit(self, request: str = A, old: str = "智能填表", new: str = "智能预填") -> str:
        """Anybody edits a request and commits."""
        text = self.read(path_of(request))
        assert old in text
        self.write(path_of(request), text.replace(old, new, 1))
        return self.commit(f"Edit {request}")

    # The public commands

    def bwtb(self, *arguments: str, pin: str | None = "") -> tuple[int, str, str]:
        self.capture.readouterr()
        trust = ["--trust-root", self.pin] if pin == "" and self.pin else ["--trust-root", pin] if pin else []
        takes_pin = arguments[0] in ("verify", "status", "sign", "build-proposal") or arguments[:2] in TAKE_PIN
        code = run([*arguments, *(trust if takes_pin else []), "--registry", str(self.root)])
        out, err = self.capture.readouterr()
        return code, out, err

    def sign(self, party: str, *ids: str, key: str = "", decision: str = "approve", opinion: str = "意见") -> str:
        """An honest sign-off through the command; gives the commit."""
        which = ids or (A,)
        code, out, err = self.bwtb(
            "sign",
            *which,
            "--party",
            party,
            f"--{decision}",
            "--opinion",
            opinion,
            "--key",
            str(self.keys[key or party]),
            "--yes",
        )
        assert code == 0, out + err
        return self.head()

    def approve_by_all(self, *ids: str) -> None:
        for party in PARTIES:
            self.sign(party, *ids)

    def freeze(self, key: str = "centre") -> str:
        """An honest freeze of the year through the command; gives the commit."""
        target = self.root.parent / f"handed-in-{self.head()}"
        how = ("--freeze", "--key", str(self.keys[key]), "--yes", "--format", "json")
        code, out, err = self.bwtb("build-proposal", "2027", *how, "-o", str(target))
        assert code == 0, out + err
        return self.head()

    def verify(self, *arguments: str, pin: str | None = "") -> dict[str, Any]:
        code, out, err = self.bwtb("verify", "--format", "json", *arguments, pin=pin)
        report: dict[str, Any] = json.loads(out)
        return report | {"exit": code, "stderr": err}

    def verdicts(self, request: str = A) -> dict[str, tuple[str, str]]:
        """Party → (verdict, code) of one request, as `bwtb status` says."""
        _code, out, _err = self.bwtb("status", request, "--format", "json")
        row = json.loads(out)["requests"][0]
        return {party: (p["verdict"], p["code"]) for party, p in row["parties"].items()}

    # The keyring

    def fingerprint(self, key: str) -> str:
        listed = subprocess.run(
            ["ssh-keygen", "-lf", f"{self.keys[key]}.pub"], capture_output=True, check=True, text=True
        )
        return listed.stdout.split()[1]

    def add_key(self, owner: str, name: str, key: str) -> str:
        """Write the next keyring version with one more key and commit it; nobody has approved it yet."""
        code, out, err = self.bwtb("keyring", "add", f"--person={owner}:{name}:{self.keys[key]}.pub")
        assert code == 0, err
        self.commit("Propose a key")
        return out.split()[0]

    def retire_key(self, key: str, accept_until: str = "HEAD") -> str:
        code, out, err = self.bwtb("keyring", "retire", self.fingerprint(key), "--accept-until", accept_until)
        assert code == 0, err
        self.commit("Propose to retire a key")
        return out.split()[0]

    def adopt(self, version: int = 2, parties: tuple[str, ...] = PARTIES) -> None:
        """The parties approve a pending keyring version."""
        for party in parties:
            self.sign(party, f"keyring:{version:04d}")

    def revoke_key(self, key: str, by: str, party: str, accept_until: str = "HEAD") -> str:
        code, out, err = self.bwtb(
            "keyring",
            "revoke",
            self.fingerprint(key),
            "--party",
            party,
            "--key",
            str(self.keys[by]),
            "--accept-until",
            accept_until,
            "--yes",
        )
        assert code == 0, out + err
        return self.head()

    def branch(self, name: str, start: str = "HEAD") -> None:
        self.git("checkout", "-q", "-B", name, start)

    def merge(self, other: str, *options: str) -> str:
        self.git("merge", "-q", "--no-ff", "-m", "Merge", *options, other)
        return self.head()

    # Forging

    def record(self, party: str, request: str = A, **changes: Any) -> Record:
        """The record an honest signer would make for what HEAD holds, with some of it changed."""
        source = WorkTree(self.root)
        read, _document = read_request(source, path_of(request))
        assert read is not None
        version = (self.root / "catalog/keyring/0001.yaml").read_bytes()
        honest = Record(
            "request", read.path, digest(read.raw), catalog_digest(read, catalogs.require(source)), party, "approve", "同意。",
            1, digest(version), secrets.token_hex(16),
        )  # fmt: skip
        return replace(honest, **changes)

    def forge(
        self,
        records: list[Record],
        key: str | None,
        *,
        files: Mapping[str, str | None] | None = None,
        record_files: bool = True,
        message: str | None = None,
        signed_message: str | None = None,
        namespace: str = "git",
        parents: list[str] | None = None,
        headers: str = "",
        hash_name: str = "sha512",
        signature: Callable[[bytes], str] | None = None,
        spelled: Callable[[str], str] = str,
    ) -> str:
        """Make a sign-off commit by hand and move the branch to it.

        `files` changes more than the records (None deletes); `signed_message` is what gets signed where it is not what
        is written; `key` None leaves the signature out; `signature` makes another one than ssh-keygen's, and `spelled`
        changes how the header spells it.
        """
        before = parents or [self.head()]
        changed: dict[str, str | None] = dict(files or {})
        if record_files:
            changed |= {r.file_path: render(r).decode() for r in records}
        tree = self.tree_with(before[0], changed)
        text = render_message(records) if message is None else message
        head = f"tree {tree}\n" + "".join(f"parent {p}\n" for p in before)
        who = "伪造者 <forger@example.invalid> 1700000000 +0800"
        head += f"author {who}\ncommitter {who}\n{headers}"
        header = ""
        if key is not None or signature is not None:
            payload = (head + "\n" + (text if signed_message is None else signed_message)).encode()
            made = signature(payload) if signature else self.ssh_sign(payload, key or "", namespace, hash_name)
            header = "gpgsig " + spelled(made).replace("\n", "\n ") + "\n"
        commit = self.raw_commit((head + header + "\n" + text).encode())
        self.git("reset", "-q", "--hard", commit)
        return commit

    def raw_commit(self, raw: bytes) -> str:
        return self.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw)

    def tree_with(self, base: str, files: Mapping[str, str | None]) -> str:
        index = self.root / ".git/forge-index"
        env = {"GIT_INDEX_FILE": str(index)}
        self.git("read-tree", base, **env)
        for path, content in files.items():
            if content is None:
                self.git("update-index", "--force-remove", path, **env)
            else:
                blob = self.git("hash-object", "-w", "--stdin", stdin=content.encode())
                self.git("update-index", "--add", "--cacheinfo", f"100644,{blob},{path}", **env)
        tree = self.git("write-tree", **env)
        index.unlink()
        return tree

    def ssh_sign(self, payload: bytes, key: str, namespace: str = "git", hash_name: str = "sha512") -> str:
        done = subprocess.run(
            ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-O", f"hashalg={hash_name}", "-f", self.keys[key]],
            input=payload, capture_output=True, check=True,
        )  # fmt: skip
        return done.stdout.decode().rstrip("\n")


def build(root: Path, key_folder: Path, capture: Any) -> World:
    """A registry with two of the sample requests and a pinned keyring, ready to be signed."""
    world = World(root, keys(key_folder), capture)
    shutil.copytree(REPOSITORY / "catalog", root / "catalog", ignore=shutil.ignore_patterns("keyring"))
    for request in (A, B):
        (root / "requests/2027").mkdir(parents=True, exist_ok=True)
        shutil.copy(REPOSITORY / path_of(request), root / path_of(request))
        attached = REPOSITORY / "requests/2027" / request
        if attached.is_dir():
            shutil.copytree(attached, root / "requests/2027" / request)
    world.git("init", "-q", "-b", "main")
    people = [f"--person={p}:{PEOPLE[p]}:{world.keys[p]}.pub" for p in PARTIES]
    spare = [
        f"--person=centre:赵六:{world.keys['centre2']}.pub",
        *(f"--person=office:李四:{world.keys[k]}.pub" for k in ("rsa", "token")),
    ]
    code, out, err = world.bwtb("keyring", "init", *people, *spare)
    assert code == 0, err
    world.pin = out.split()[0]
    world.commit("Start the registry")
    return world
