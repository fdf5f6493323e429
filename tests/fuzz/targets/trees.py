"""Folders of git: a tree's own bytes, and walks through several of them by the real git."""

from __future__ import annotations

from contextlib import suppress
from functools import cache

from bwtb.base.budget import ENTRIES
from bwtb.base.messages import Message
from bwtb.checking import check
from bwtb.freezing import edits
from bwtb.git import CommitTree, ObjectCorruptError, Objects, trees
from bwtb.git.trees import FILE, Tree
from bwtb.registry import collisions, layout
from bwtb.registry.places import enters_ours
from bwtb.review import request_files
from bwtb.signing import keyring
from tests.fuzz.targets.scratch import Scratch

# An input holds trees, one after the other; instead of an id it may name an earlier one, or the file that is there.
BETWEEN = b"\n==\n"
EARLIER = [b"an earlier tree, no%d" % number for number in range(8)]
A_FILE = b"a file that is there"
TREE_WORDS = (
    b"40000 ", b"100644 ", b"100755 ", b"120000 ", b"160000 ", b"040000 ", b"0 ", b"\0", b"catalog\0", b"requests\0", b"keyring\0",
    b"2027\0", b"proposal\0", b"signoffs\0", b"1\0", b"manifest.json\0", b"0001.yaml\0", b"2027-mzj-001.yaml\0", b"2027-mzj-001\0",
    b".git\0", b"..\0", b".gitattributes\0", b"Requests\0", b"\xff\xfe\0", "ﬁ\0".encode(), "é\0".encode(), BETWEEN, A_FILE, *EARLIER,
)  # fmt: skip


def tree(data: bytes) -> None:
    """One tree, and what follows from it; then all trees of the input, the last of which is a commit's."""
    for width in (20, 32):
        with suppress(ValueError):
            _one(trees.parse(data, width), data, width)
    with _scratch().for_one():
        root = _written(data)
        for look in (_walk, _registry, _readers):
            with suppress(ObjectCorruptError):
                look(_scratch().objects, root)


def _one(tree: Tree, data: bytes, width: int) -> None:
    assert tree.raw == data
    names = [name for name, entry in tree.items() if tree.get(name) == entry]
    assert len(set(names)) == len(tree.rows)
    oid = "1" * (2 * width)
    for name in (*names[:2], "new"):
        for mode in (FILE, trees.FOLDER):
            other = tree.with_entry(name, mode, oid)
            assert trees.parse(other.raw, width).get(name) == (mode, oid)


def _written(data: bytes) -> str:
    """Write the trees of an input; gives the last one's id."""
    scratch = _scratch()
    blob = bytes.fromhex(scratch.write("blob", b"version: 1\n"))
    known: list[str] = []
    for raw in data.split(BETWEEN):
        whole = raw.replace(A_FILE, blob)
        for name, oid in zip(EARLIER, known, strict=False):
            whole = whole.replace(name, bytes.fromhex(oid))
        known.append(scratch.write("tree", whole))
    return known[-1]


def _walk(objects: Objects, root: str) -> None:
    paths = [path for path, _mode, _oid in objects.walk(root)]
    assert len(paths) == len(set(paths)) <= ENTRIES
    changed = list(objects.changes(root, objects.with_added(root, {}) or root))
    assert changed == []
    empty = _scratch().write("tree", b"")
    assert {path for path, _old, _new in objects.changes(empty, root)} == set(paths)


def _registry(objects: Objects, root: str) -> None:
    source = CommitTree(objects, root)
    listed = list(source.listing(""))
    assert all(kind in ("file", "link", "folder", "other") for _path, kind in listed)
    list(collisions.at_top(source))
    list(collisions.among([path for path, _kind in listed]))
    list(collisions.beside(source, [path for path, _kind in listed[:20]]))
    check.targets(source)
    layout.next_id(source, 2027, "mzj")
    list(edits.edited(source, layout.frozen_years(source, layout.request_paths(source)), None))


def _readers(objects: Objects, root: str) -> None:
    listed = request_files.list_files(objects, root)
    assert all(isinstance(said, Message) for said in listed.misnamed.values())
    objects.entry(root, keyring.FOLDER)
    for path in listed.paths[:20]:
        objects.file(root, path)
        objects.file_digest(root, path)
    list(objects.walk(root, "requests", enters_ours))


@cache
def _scratch() -> Scratch:
    return Scratch()
