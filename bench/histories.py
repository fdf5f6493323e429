"""Make long registry histories fast: real objects in a real pack, as `git gc` would leave them.

A year's folder of 500 requests is a tree of 44 KB; writing one for every sign-off through git takes an hour. Here trees
are written as deltas of one another, commits are signed in process, and `git index-pack` checks every object.
"""

from __future__ import annotations

import hashlib
import os
import secrets
import struct
import subprocess
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ed25519
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bwtb.signing import keyring as keyrings
from bwtb.signing import sshsig
from bwtb.signing.binding import EMPTY_CATALOG
from bwtb.signing.record import Record, digest, render, render_message

PARTIES = ("centre", "office", "bigdata")
CHAIN = 40  # how long a chain of deltas may grow before a tree is stored whole
KINDS = {"commit": 1, "tree": 2, "blob": 3}
REF_DELTA = 7


@dataclass
class Pack:
    """A pack being written."""

    file: Path
    count: int = 0
    body: list[bytes] = field(default_factory=list)
    seen: set[bytes] = field(default_factory=set)

    def add(self, kind: str, content: bytes, base: bytes | None = None, delta: bytes = b"") -> bytes:
        """Store an object, whole or as a delta of another; gives its id."""
        oid = hashlib.sha1(b"%s %d\0" % (kind.encode(), len(content)) + content, usedforsecurity=False).digest()
        if oid in self.seen:
            return oid
        self.seen.add(oid)
        stored = content if base is None else delta
        size, head = len(stored), bytearray()
        first = (KINDS[kind] if base is None else REF_DELTA) << 4 | (size & 15)
        size >>= 4
        while size:
            head.append(first | 0x80)
            first, size = size & 0x7F, size >> 7
        head.append(first)
        self.body.append(bytes(head) + (base or b"") + zlib.compress(stored, 1))
        self.count += 1
        return oid

    def write(self) -> None:
        """Write the file: head, objects, and the digest of both at the end."""
        summed = hashlib.sha1(usedforsecurity=False)
        with self.file.open("wb") as out:
            for part in (b"PACK" + struct.pack(">II", 2, self.count), *self.body):
                out.write(part)
                summed.update(part)
            out.write(summed.digest())


def varint(number: int) -> bytes:
    """A number as git's delta format writes it: seven bits a byte, the lowest first."""
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def copied(offset: int, size: int) -> bytes:
    """Copy instructions of git's delta format, 64 KB at most each."""
    out = b""
    while size:
        step = min(size, 0xFFFF)
        out += bytes([0x80 | 0x0F | 0x30]) + offset.to_bytes(4, "little") + step.to_bytes(2, "little")
        offset, size = offset + step, size - step
    return out


def common(one: bytes, other: bytes, limit: int, *, end: bool = False) -> int:
    """How many bytes two trees share at their start, or at their end."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        same = one[-middle:] == other[-middle:] if end else one[:middle] == other[:middle]
        low, high = (middle, high) if same else (low, middle - 1)
    return low


def delta_of(base: bytes, content: bytes) -> bytes:
    """A delta that keeps the common start and end of two trees."""
    start = common(base, content, min(len(base), len(content)))
    tail = common(base, content, min(len(base), len(content)) - start, end=True)
    new = content[start : len(content) - tail]
    out = varint(len(base)) + varint(len(content)) + copied(0, start)
    for at in range(0, len(new), 127):
        piece = new[at : at + 127]
        out += bytes([len(piece)]) + piece
    return out + copied(len(base) - tail, tail)


@dataclass
class Folder:
    """A tree that changes over time, written as deltas of itself."""

    entries: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)  # name → (mode, id)
    last: tuple[bytes, bytes, int] | None = None  # id, content, how deep the delta

    def store(self, pack: Pack) -> bytes:
        """Put the tree as it is now into the pack; gives its id."""
        ordered = sorted(self.entries.items(), key=lambda e: e[0].encode() + (b"/" if e[1][0] == b"40000" else b""))
        content = b"".join(mode + b" " + name.encode() + b"\0" + oid for name, (mode, oid) in ordered)
        if self.last is not None and self.last[2] < CHAIN and len(content) > 200:
            oid = pack.add("tree", content, self.last[0], delta_of(self.last[1], content))
            self.last = (oid, content, self.last[2] + 1)
        else:
            oid = pack.add("tree", content)
            self.last = (oid, content, 0)
        return oid


@dataclass
class Registry:
    """A registry in memory, committed step by step."""

    pack: Pack
    keys: dict[str, ed25519.Ed25519PrivateKey]
    root: Folder = field(default_factory=Folder)
    requests: Folder = field(default_factory=Folder)
    years: dict[int, Folder] = field(default_factory=dict)
    folders: dict[str, tuple[Folder, Folder]] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)
    bound: str = EMPTY_CATALOG  # the digest of the catalog entries that every request means
    attached: dict[str, bytes] = field(default_factory=dict)  # what lies in every request's folder
    ring: bytes = b""
    head: bytes = b""
    time: int = 1_600_000_000

    def blob(self, content: bytes) -> tuple[bytes, bytes]:
        """Put a file into the pack; gives its entry for a tree."""
        return b"100644", self.pack.add("blob", content)

    def commit(self, message: str, key: ed25519.Ed25519PrivateKey | None = None) -> None:
        """Commit everything as it is now, a minute after the last commit, signed where a key is given."""
        self.root.entries["requests"] = (b"40000", self.requests.store(self.pack))
        tree = self.root.store(self.pack).hex()
        self.time += 60
        who = f"评审员 <x@example.invalid> {self.time} +0800"
        parent = f"parent {self.head.hex()}\n" if self.head else ""
        head = f"tree {tree}\n{parent}author {who}\ncommitter {who}\n"
        signature = ""
        if key is not None:
            signed = sshsig.sign(key, (head + "\n" + message).encode())
            signature = "gpgsig " + signed.replace("\n", "\n ") + "\n"
        self.head = self.pack.add("commit", (head + signature + "\n" + message).encode())

    def year_done(self, year: int) -> None:
        """Put a year's folder, as it is now, into the next commit."""
        self.requests.entries[str(year)] = (b"40000", self.years[year].store(self.pack))

    def draft(self, year: int, requests: int, sample: bytes) -> list[str]:
        """A year's requests, in one commit; gives their ids."""
        ids = [f"{year}-mzj-{n:03d}" for n in range(1, requests + 1)]
        self.years[year] = Folder()
        for i in ids:
            raw = sample.replace(b"2027-mzj-001", i.encode())
            self.digests[i] = digest(raw)
            self.years[year].entries[f"{i}.yaml"] = self.blob(raw)
            if self.attached:
                folder, _signoffs = self.folders[i] = (Folder(), Folder())
                folder.entries |= {name: self.blob(content) for name, content in self.attached.items()}
                self.years[year].entries[i] = (b"40000", folder.store(self.pack))
        self.year_done(year)
        self.commit(f"Requests for {year}")
        return ids

    def approval(self, year: int, party: str, request: str) -> Record:
        """The record by which a party approves a request as it was drafted."""
        return Record(
            kind="request",
            path=f"requests/{year}/{request}.yaml",
            digest=self.digests[request],
            catalog=self.bound,
            party=party,
            decision="approve",
            opinion="同意。",
            keyring_version=1,
            keyring_digest=digest(self.ring),
            nonce=secrets.token_hex(16),
        )

    def sign(self, year: int, party: str, ids: list[str]) -> None:
        """One signed commit by one party over these requests."""
        self.sign_records(year, party, ids, [self.approval(year, party, i) for i in ids])

    def sign_records(self, year: int, party: str, ids: list[str], records: list[Record]) -> None:
        """One signed commit by one party with a record of each of these requests."""
        for request, record in zip(ids, records, strict=True):
            folder, signoffs = self.folders.setdefault(request, (Folder(), Folder()))
            signoffs.entries[record.file_path.rsplit("/", 1)[1]] = self.blob(render(record))
            folder.entries["signoffs"] = (b"40000", signoffs.store(self.pack))
            self.years[year].entries[request] = (b"40000", folder.store(self.pack))
        self.year_done(year)
        self.commit(render_message(records), self.keys[party])


def start(root: Path, catalog: dict[str, bytes]) -> Registry:
    """An empty registry with a keyring of one person a party."""
    root.mkdir(parents=True)
    subprocess.run(["git", "init", "-q", "-b", "main"], cwd=root, check=True)
    keys = {p: ed25519.Ed25519PrivateKey.generate() for p in PARTIES}
    lines = {p: k.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode() for p, k in keys.items()}
    registry = Registry(Pack(root / ".git/objects/pack/new.pack"), keys)
    registry.ring = keyrings.render("22" * 16, 1, None, [keyrings.Entry(p, p, line) for p, line in lines.items()])
    folder = Folder({name: registry.blob(raw) for name, raw in catalog.items()})
    folder.entries["keyring"] = (b"40000", Folder({"0001.yaml": registry.blob(registry.ring)}).store(registry.pack))
    registry.root.entries["catalog"] = (b"40000", folder.store(registry.pack))
    registry.commit("Start the registry")
    return registry


def finish(root: Path, registry: Registry) -> None:
    """Write the pack, let git index and check it, and set the branch."""
    pack = registry.pack.file
    pack.parent.mkdir(exist_ok=True)
    registry.pack.write()
    environment = {k: v for k, v in os.environ.items() if not k.startswith("GIT_")}
    command = ["git", "index-pack", "-o", str(pack.with_suffix(".idx")), str(pack)]
    subprocess.run(command, cwd=root, check=True, stdout=subprocess.DEVNULL, env=environment)
    final = pack.with_name(f"pack-{registry.head.hex()}.pack")
    pack.with_suffix(".idx").rename(final.with_suffix(".idx"))
    pack.rename(final)
    (root / ".git/refs/heads/main").write_text(registry.head.hex() + "\n")


def build(
    root: Path,
    sample: bytes,
    catalog: dict[str, bytes],
    *,
    years: int,
    requests: int,
    meeting: int,
    bound: str = EMPTY_CATALOG,
    attached: dict[str, bytes] | None = None,
) -> tuple[str, int]:
    """Write a registry of `years` × `requests` requests with three sign-offs each, `meeting` of them to a commit.

    `sample` is a request whose id is 2027-mzj-001; `bound` the digest of the catalog entries it means, `attached` the files
    in its folder. Gives the pin and how many records there are.
    """
    registry = start(root, catalog)
    registry.bound, registry.attached = bound, attached or {}
    count = 0
    for year in range(2027, 2027 + years):
        ids = registry.draft(year, requests, sample)
        for party in PARTIES:
            for group in chunks(ids, meeting):
                registry.sign(year, party, group)
                count += len(group)
    finish(root, registry)
    return digest(registry.ring), count


def chunks(ids: list[str], size: int) -> Iterator[list[str]]:
    """The ids in groups of so many, the last perhaps smaller."""
    for at in range(0, len(ids), size):
        yield ids[at : at + size]
