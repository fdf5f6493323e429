"""History that somebody pushes on top of a registry: judged, kept as evidence, and shown to the server's hook.

An input holds commits, each of them files, record files, lines of its header. Whoever makes one has the keys of all three
parties, so that what only good signatures reach is reached; what a record leaves out as zeros is put in as it should be.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from bwtb.actions.receiving import Update, refusals
from bwtb.base.errors import UserError
from bwtb.base.pack import unpack
from bwtb.freezing.states import judge_with_frozen
from bwtb.git import CommitTree, ObjectCorruptError, trees
from bwtb.registry import catalogs
from bwtb.registry.catalogs import PARTIES, Catalog
from bwtb.registry.request import read_request
from bwtb.signing import evidence, sshsig
from bwtb.signing import keyring as keyrings
from bwtb.signing import record as records
from bwtb.signing.binding import EMPTY_CATALOG, catalog_digest
from bwtb.signing.history import HistoryError
from bwtb.signing.keyring import Entry
from bwtb.signing.record import Record, RecordError
from tests import REPOSITORY
from tests.fuzz.targets.scratch import Scratch
from tests.helpers.corpus import AT, CATALOG

# Bytes that no text has part one commit from the next, and in a commit one part from the next. The first line of a part says
# what it is: `record`, `message` or `headers`, or else the path of a file.
COMMIT, PART = b"\xfe", b"\xff"
OPEN = "sha256:" + "0" * 64  # stands for the digest that belongs there
HISTORY_WORDS = (
    COMMIT, PART, b"record\n", b"message\n", b"headers\n", OPEN.encode(), b"catalog/keyring/0002.yaml", AT.encode(),
    b"requests/2027/proposal/1/manifest.json", b"gpgsig ", b"parent ", b"bwtb sign-off v1: ",
)  # fmt: skip
WHO = b"x <x@example.invalid> 1790000000 +0800"
BRANCH = "refs/heads/main"
MOST_COMMITS = 6


def history(data: bytes) -> None:
    """Whatever is pushed, it can be judged or it is said why not; the evidence holds what its list of sums says."""
    registry = _registry()
    with registry.scratch.for_one():
        tip = registry.base
        with suppress(ObjectCorruptError):
            for commit in data.split(COMMIT)[:MOST_COMMITS]:
                tip = registry.commit(tip, commit.split(PART))
        objects = registry.scratch.objects
        with suppress(HistoryError, ObjectCorruptError, UserError):
            judgement, _review = judge_with_frozen(objects, tip, registry.pin)
            _holds(evidence.build(objects, judgement, {}, None))
        with suppress(UserError):
            refusals(registry.scratch.repository, [Update(registry.base, tip, BRANCH)], registry.pin)


def _holds(content: bytes) -> None:
    parts = unpack(content)
    listed = dict(reversed(line.split("  ", 1)) for line in parts["SHA256SUMS"].decode().splitlines())
    assert set(parts) == set(listed) | {"SHA256SUMS", "README.md"}
    assert all(hashlib.sha256(parts[name]).hexdigest() == digest for name, digest in listed.items())
    steps = [step for name in parts for step in name.split("/")]
    assert all(evidence.PLAIN.fullmatch(step) for step in steps)


class _Registry:
    """The repository that is pushed to: the catalog, one request, and a keyring of three people."""

    def __init__(self) -> None:
        self.scratch = Scratch()
        self._catalogs: dict[str, Catalog] = {}
        self.keys = {party: Ed25519PrivateKey.from_private_bytes(party[:1].encode() * 32) for party in PARTIES}
        ring = keyrings.render("1" * 32, 1, None, [Entry(p, p, _line(self.keys[p])) for p in PARTIES])
        self.pin = records.digest(ring)
        request = (REPOSITORY / AT).read_bytes()
        folder = REPOSITORY / Path(AT).with_suffix("")
        attached = {
            f"{folder.relative_to(REPOSITORY)}/{f.name}": f.read_bytes() for f in folder.glob("*") if f.is_file()
        }
        files = {**CATALOG, **attached, AT: request, keyrings.path_of(1): ring}
        tree = self._with(self.scratch.write("tree", b""), files)
        self.base = self.scratch.write("commit", f"tree {tree}\n".encode() + _head() + b"\nBegin\n")
        (self.scratch.repository.git_dir / BRANCH).write_text(self.base + "\n")
        (self.scratch.repository.git_dir / "HEAD").write_text(f"ref: {BRANCH}\n")

    def commit(self, parent: str, parts: Sequence[bytes]) -> str:
        """A commit on top of another, made of the parts of an input, and signed by the party of its first record."""
        objects = self.scratch.objects
        files: dict[str, bytes] = {}
        said = headers = b""
        named: list[Record] = []
        below = objects.tree_of(parent)
        for part in parts:
            kind, _newline, content = part.partition(b"\n")
            if kind == b"record":
                with suppress(RecordError, UnicodeEncodeError):
                    named.append(self._closed(below, records.parse(content, "x.yaml")))
            elif kind == b"message":
                said = content
            elif kind == b"headers":
                headers = content
            else:
                files[kind.decode("utf-8", "surrogateescape")] = content
        files |= {one.file_path: one.raw for one in named}
        message = said or (records.render_message(named).encode() if named else b"x\n")
        tree = self._with(below, files)
        head = f"tree {tree}\nparent {parent}\n".encode() + _head() + headers
        key = self.keys.get(named[0].party if named else "", self.keys["centre"])
        signature = sshsig.sign(key, head + b"\n" + message).replace("\n", "\n ").encode()
        return self.scratch.write("commit", head + b"gpgsig " + signature + b"\n\n" + message)

    def _closed(self, tree: str, record: Record) -> Record:
        """The record with what it is about, as it stands below a tree, where it leaves that open."""
        source = CommitTree(self.scratch.objects, tree)
        found = {"keyring_digest": self.pin}
        with suppress(ObjectCorruptError):
            found["digest"] = self.scratch.objects.file_digest(tree, record.path) or OPEN
            request, _document = read_request(source, record.path) if record.path.endswith(".yaml") else (None, None)
            found["catalog"] = catalog_digest(request, self._catalog(source)) if request else EMPTY_CATALOG
        return replace(record, **{name: value for name, value in found.items() if getattr(record, name) == OPEN})

    def _catalog(self, source: CommitTree) -> Catalog:
        folder = str(source.objects.entry(source.tree, "catalog"))
        if folder not in self._catalogs:
            self._catalogs = {folder: catalogs.lazily(source)[0]}
        return self._catalogs[folder]

    def _with(self, tree: str, files: Mapping[str, bytes]) -> str:
        for path, content in files.items():
            tree = self._put(tree, path.split("/"), self.scratch.write("blob", content))
        return tree

    def _put(self, tree: str, steps: Sequence[str], blob: str) -> str:
        folder = self.scratch.objects.tree(tree)
        if len(steps) > 1:
            known = folder.get(steps[0])
            inside = known[1] if known and known[0] == trees.FOLDER else self.scratch.write("tree", b"")
            made = folder.with_entry(steps[0], trees.FOLDER, self._put(inside, steps[1:], blob))
        else:
            made = folder.with_entry(steps[0], trees.FILE, blob)
        return self.scratch.write("tree", made.raw)


def _line(key: Ed25519PrivateKey) -> str:
    return key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()


def _head() -> bytes:
    return b"author " + WHO + b"\ncommitter " + WHO + b"\n"


@cache
def _registry() -> _Registry:
    return _Registry()
