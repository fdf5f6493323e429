"""The registry that a test is about: real git, real ssh-keygen keys, the public commands to act on it and to judge it.

Given a world, parties sign, engineers change its keyring, anybody edits and commits; then `verify` says what it makes of
that. Honest steps go through `bwtb`; forged ones through git's plumbing and `ssh-keygen -Y sign`, as an attacker's would.
"""

from __future__ import annotations

import json
import secrets
import shutil
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from bwtb.cli.app import run
from bwtb.registry import catalogs
from bwtb.registry.request import read_request
from bwtb.registry.worktree import WorkTree
from bwtb.signing.binding import EMPTY_CATALOG, catalog_digest
from bwtb.signing.record import Record, digest, render, render_message
from tests import REPOSITORY
from tests.helpers.checkout import Checkout
from tests.helpers.forging import SoftwareToken

A, B = "2027-mzj-001", "2027-sfj-001"
PARTIES = ("centre", "office", "bigdata")
PEOPLE = {"centre": "张三", "office": "李四", "bigdata": "王五"}
CAPABILITIES = "catalog/capabilities.yaml"
PINNED = ("verify", "status", "sign", "build-proposal")
PINNED_OF_KEYRING = ("add", "retire", "revoke", "show")


@cache
def keys(folder: Path) -> Mapping[str, Path]:
    """Throwaway key pairs, made once a run: the three parties', second ones, a unit leader's, an outsider's."""
    made = {name: folder / name for name in (*PARTIES, "centre2", "office2", "leader", "outsider", "rsa", "token")}
    for name, file in made.items():
        if name == "token":
            SoftwareToken(file).create()
        else:
            kind = ("rsa", "-b", "3072") if name == "rsa" else ("ed25519",)
            subprocess.run(["ssh-keygen", "-q", "-t", *kind, "-N", "", "-C", name, "-f", file], check=True)
    return made


def path_of(request: str) -> str:
    return f"requests/{request[:4]}/{request}.yaml"


def version_path(version: int) -> str:
    return f"catalog/keyring/{version:04d}.yaml"


class Verdict(dict[str, Any]):
    """What `bwtb verify --format json` reported, with its exit code and what it said beside that."""

    @property
    def problems(self) -> list[str]:
        """The codes of what is wrong."""
        return [p["code"] for p in self["problems"]]

    @property
    def warnings(self) -> list[str]:
        """The codes of what is worth knowing."""
        return [w["code"] for w in self["warnings"]]

    def codes(self, kind: str = "") -> list[str]:
        """The codes of the sign-offs, oldest first; `kind` leaves only those on one kind of subject."""
        return [s["code"] for s in self["signoffs"] if kind in ("", s["subject"]["kind"])]


@dataclass
class World(Checkout):
    """One registry, the keys of everybody, and the pin of its keyring."""

    keys: Mapping[str, Path]
    capture: Any
    pin: str = ""

    def clone(self, name: str, *options: str, source: str | Path = ".") -> World:
        """Somebody else's clone, beside this one."""
        made = replace(self, root=self.beside(name))
        self.git("clone", "-q", *options, str(source), str(made.root))
        return made

    def beside(self, name: str) -> Path:
        """A place outside the registry."""
        return self.root.parent / name

    def public(self, key: str) -> str:
        """The line of a public key."""
        return self.keys[key].with_suffix(".pub").read_text().strip()

    def fingerprint(self, key: str) -> str:
        listed = subprocess.run(
            ["ssh-keygen", "-lf", f"{self.keys[key]}.pub"], capture_output=True, check=True, text=True
        )
        return listed.stdout.split()[1]

    # The public commands

    def bwtb(self, *arguments: str, pin: str | None = "") -> tuple[int, str, str]:
        """Run a command on this registry; gives exit code, standard output, standard error.

        The registry's own pin goes with it where the command takes one; `pin` gives another, or None for none.
        """
        self.capture.readouterr()
        given = self.pin if pin == "" else pin
        of_keyring = arguments[0] == "keyring" and arguments[1] in PINNED_OF_KEYRING
        trust = ("--trust-root", given) if given and (arguments[0] in PINNED or of_keyring) else ()
        code = run([*arguments, *trust, "--registry", str(self.root)])
        out, err = self.capture.readouterr()
        return code, out, err

    def try_to_sign(self, party: str, *arguments: str, key: str = "") -> tuple[int, str, str]:
        """`bwtb sign` by a party with its key, whatever comes of it."""
        return self.bwtb("sign", *arguments, "--party", party, "--key", str(self.keys[key or party]), "--yes")

    def sign(self, party: str, *ids: str, key: str = "", decision: str = "approve", opinion: str = "意见") -> str:
        """An honest sign-off through the command; gives the commit."""
        code, out, err = self.try_to_sign(party, *(ids or (A,)), f"--{decision}", "--opinion", opinion, key=key)
        assert code == 0, out + err
        return self.head()

    def sign_by(self, *parties: str) -> None:
        """These parties approve request A."""
        for party in parties:
            self.sign(party)

    def approve_by_all(self, *ids: str) -> None:
        for party in PARTIES:
            self.sign(party, *ids)

    def freeze(self, key: str = "centre") -> str:
        """An honest freeze of the year through the command; gives the commit."""
        target = self.beside(f"handed-in-{self.head()}")
        how = ("--freeze", "--key", str(self.keys[key]), "--yes", "--format", "json")
        code, out, err = self.bwtb("build-proposal", "2027", *how, "-o", str(target))
        assert code == 0, out + err
        return self.head()

    # What is seen of it

    def verify(self, *arguments: str, pin: str | None = "") -> Verdict:
        code, out, err = self.bwtb("verify", "--format", "json", *arguments, pin=pin)
        return Verdict(json.loads(out), exit=code, stderr=err)

    def state(self, request: str = A) -> str:
        """Where a request stands, as `bwtb verify` says."""
        return str(self.verify()["requests"][request])

    def verdicts(self, request: str = A) -> dict[str, tuple[str, str]]:
        """Party → (verdict, code) of one request, as `bwtb status` says."""
        _code, out, _err = self.bwtb("status", request, "--format", "json")
        row = json.loads(out)["requests"][0]
        return {party: (p["verdict"], p["code"]) for party, p in row["parties"].items()}

    # What anybody may do

    def edit(self, request: str = A, old: str = "智能填表", new: str = "智能预填") -> str:
        """Somebody edits a request and commits."""
        self.change(path_of(request), old, new)
        return self.commit(f"Edit {request}")

    def reword(self, code: str, old: str, new: str) -> str:
        """Somebody changes what the catalog says of a capability, and commits."""
        before, entry = self.capability(code)
        rest = self.read(CAPABILITIES)[len(before) + len(entry) :]
        assert old in entry, old
        self.write(CAPABILITIES, before + entry.replace(old, new, 1) + rest)
        return self.commit("Reword a capability")

    def capability(self, code: str) -> tuple[str, str]:
        """What stands in the catalog before an entry, and the entry."""
        text = self.read(CAPABILITIES)
        start = text.index(f"- code: {code}\n")
        end = text.find("\n- code: ", start) + 1
        return text[:start], text[start : end or len(text)]

    def attachment(self, request: str = A) -> str:
        """The path of a request's first attachment."""
        folder = self.root / path_of(request).removesuffix(".yaml")
        return next(p for p in sorted(folder.iterdir()) if p.is_file()).relative_to(self.root).as_posix()

    def swap_attachment(self, request: str = A) -> str:
        """Somebody changes the bytes of an attachment, and commits."""
        path = self.attachment(request)
        self.write(path, (self.root / path).read_bytes() + b"%")
        return self.commit("Swap an attachment")

    # The keyring

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
        whose = ("--party", party, "--key", str(self.keys[by]), "--accept-until", accept_until, "--yes")
        code, out, err = self.bwtb("keyring", "revoke", self.fingerprint(key), *whose)
        assert code == 0, out + err
        return self.head()

    def digest_of(self, version: int) -> str:
        """The digest of a keyring version: what pins it."""
        return digest((self.root / version_path(version)).read_bytes())

    def following(self, version: int = 1) -> str:
        """A keyring version made by hand into the one after it, well chained."""
        numbered = self.read(version_path(version)).replace(f"version: {version}", f"version: {version + 1}")
        before, _previous, rest = numbered.partition("previous: ")
        return f"{before}previous: {self.digest_of(version)}\n{rest.partition(chr(10))[2]}"

    def propose(self, text: str, version: int = 2) -> str:
        """Write a keyring version by hand and commit it; gives its digest."""
        self.write(version_path(version), text)
        self.commit("Propose a keyring version")
        return self.digest_of(version)

    def rewrite_keyring(self, old: str, new: str) -> None:
        """Begin with another first version, which is pinned."""
        text = self.read(version_path(1))
        assert old in text, old
        self.write(version_path(1), text.replace(old, new))
        self.commit("Another keyring")
        self.pin = self.digest_of(1)

    # Forging

    def record(self, party: str, request: str = A, **changes: Any) -> Record:
        """The record an honest signer would make for what HEAD holds, with some of it changed."""
        source = WorkTree(self.root)
        read, _document = read_request(source, path_of(request))
        assert read is not None
        honest = Record(
            kind="request",
            path=read.path,
            digest=digest(read.raw),
            catalog=catalog_digest(read, catalogs.require(source)),
            party=party,
            decision="approve",
            opinion="同意。",
            keyring_version=1,
            keyring_digest=self.digest_of(1),
            nonce=secrets.token_hex(16),
        )
        return replace(honest, **changes)

    def record_on_version(self, party: str, version: int = 2, **changes: Any) -> Record:
        """A party's record on a keyring version."""
        what = {"kind": "keyring", "path": version_path(version), "digest": self.digest_of(version)}
        return self.record(party, **{**what, "catalog": EMPTY_CATALOG, **changes})

    def revocation(self, party: str, key: str, version: int = 1, **changes: Any) -> Record:
        """A party's revocation of a key from the registry's first commit on, under a keyring version."""
        ring = self.digest_of(version)
        how = {"decision": "revoke", "key": self.fingerprint(key), "accept_until": self.first_commit()}
        under = {"keyring_version": version, "keyring_digest": ring, "path": version_path(version), "digest": ring}
        return self.record(party, **{"kind": "revocation", "catalog": EMPTY_CATALOG, **how, **under, **changes})

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
        signature: Callable[[bytes], str] | None = None,
        spelled: Callable[[str], str] = str,
    ) -> str:
        """Make a sign-off commit by hand and move the branch to it.

        `files` changes more than the records (None deletes); `signed_message` is what gets signed where it is not what
        is written; `key` None leaves the signature out; `signature` makes another one than ssh-keygen's, and `spelled`
        changes how the header spells it.
        """
        before = parents or [self.head()]
        changed = {**(files or {}), **({r.file_path: render(r).decode() for r in records} if record_files else {})}
        text = render_message(records) if message is None else message
        head = f"tree {self.tree_with(before[0], changed)}\n" + "".join(f"parent {p}\n" for p in before)
        who = "伪造者 <forger@example.invalid> 1700000000 +0800"
        head += f"author {who}\ncommitter {who}\n{headers}"
        if key is not None or signature is not None:
            payload = (head + "\n" + (text if signed_message is None else signed_message)).encode()
            made = signature(payload) if signature else self.ssh_sign(payload, key or "", namespace)
            head += "gpgsig " + spelled(made).replace("\n", "\n ") + "\n"
        commit = self.raw_commit((head + "\n" + text).encode())
        self.rewind(commit)
        return commit

    def ssh_sign(self, payload: bytes, key: str, namespace: str = "git") -> str:
        command = ["ssh-keygen", "-q", "-Y", "sign", "-n", namespace, "-O", "hashalg=sha512", "-f", self.keys[key]]
        done = subprocess.run(command, input=payload, capture_output=True, check=True)
        return done.stdout.decode().rstrip("\n")


def lay_out(root: Path, *requests: str) -> None:
    """The files of a registry without a keyring: the catalog, and some of the sample requests with what is attached."""
    shutil.copytree(REPOSITORY / "catalog", root / "catalog", ignore=shutil.ignore_patterns("keyring"))
    (root / "requests").mkdir()
    for request in requests:
        file = root / path_of(request)
        file.parent.mkdir(exist_ok=True)
        shutil.copy(REPOSITORY / path_of(request), file)
        attached = (REPOSITORY / path_of(request)).with_suffix("")
        if attached.is_dir():
            shutil.copytree(attached, file.with_suffix(""))


def build(root: Path, key_folder: Path, capture: Any) -> World:
    """A registry with two of the sample requests and a pinned keyring, ready to be signed.

    Each party has a key; the centre has a second one, the office also an RSA key and a security key.
    """
    world = World(root, keys(key_folder), capture)
    lay_out(root, A, B)
    world.git("init", "-q", "-b", "main")
    listed = [*((p, PEOPLE[p], p) for p in PARTIES), ("centre", "赵六", "centre2")]
    listed += [("office", PEOPLE["office"], key) for key in ("rsa", "token")]
    people = (f"--person={party}:{name}:{world.keys[key]}.pub" for party, name, key in listed)
    code, out, err = world.bwtb("keyring", "init", *people)
    assert code == 0, err
    world.pin = out.split()[0]
    world.commit("Start the registry")
    return world
