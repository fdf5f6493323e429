"""Raw objects through `git cat-file --batch`, each re-hashed: what comes out is what its name says."""

from __future__ import annotations

import hashlib
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import TracebackType
from typing import IO

from bwtb.git import trees
from bwtb.git.repository import Repository
from bwtb.git.trees import Tree, TreeChange, TreeEntry

TREE, LINK = trees.FOLDER, trees.LINK
# Enough for the folders of several hundred commits; a year's folder of 500 requests takes about 20 KB.
KEPT_TREES = 4000


class ObjectCorruptError(Exception):
    """An object whose content is not what its name says (OBJECT_CORRUPT), or that is missing."""


class MalformedTreeError(ObjectCorruptError):
    """A tree object that is what its name says and yet no proper folder: out of order, or one name twice."""


@dataclass
class Objects:
    """Reads raw objects through one `git cat-file --batch`, re-hashing each: what comes out is what its name says."""

    repository: Repository
    _process: subprocess.Popen[bytes]
    _trees: dict[str, Tree] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Objects:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process.wait()

    def read(self, oid: str, kind: str) -> bytes:
        """The content of an object of this kind (commit, tree, blob). Raises ObjectCorruptError."""
        wanted = _pipe(self._process.stdin)
        wanted.write(oid.encode("ascii") + b"\n")
        wanted.flush()
        return _read_object(_pipe(self._process.stdout), oid, kind, self.repository.algorithm)

    def tree_of(self, commit: str) -> str:
        """The id of a commit's tree. Raises ObjectCorruptError."""
        tree = trees.of_commit(self.read(commit, "commit"))
        if tree is None:
            raise ObjectCorruptError(commit)
        return tree

    def tree(self, oid: str) -> Tree:
        """A folder's entries. The trees looked at last are kept."""
        known = self._trees.get(oid)
        if known is None:
            try:
                known = trees.parse(self.read(oid, "tree"), self._width)
            except ValueError as error:
                raise MalformedTreeError(oid) from error
            self._keep(oid, known)
        return known

    @property
    def _width(self) -> int:
        return 20 if self.repository.algorithm == "sha1" else 32

    def _keep(self, oid: str, tree: Tree) -> None:
        if len(self._trees) >= KEPT_TREES:
            for old in list(self._trees)[: KEPT_TREES // 2]:
                del self._trees[old]
        self._trees[oid] = tree

    def with_added(self, root: str, files: Mapping[str, str]) -> str | None:
        """The id of the tree that is `root` with these new files (path → blob id) and nothing else.

        None where a path is taken already. Git is not asked, and the new trees are kept as if they had been read.
        """
        return self._added(self.tree(root), [(path.split("/"), blob) for path, blob in files.items()])

    def _added(self, tree: Tree, files: list[tuple[list[str], str]]) -> str | None:
        below: dict[str, list[tuple[list[str], str]]] = {}
        for steps, blob in files:
            if len(steps) > 1:
                below.setdefault(steps[0], []).append((steps[1:], blob))
                continue
            if tree.get(steps[0]) is not None:
                return None
            tree = tree.with_entry(steps[0], trees.FILE, blob)
        for name, inner in below.items():
            known = tree.get(name)
            if known is not None and known[0] != trees.FOLDER:
                return None
            folder = self._added(self.tree(known[1]) if known else trees.empty(self._width), inner)
            if folder is None:
                return None
            tree = tree.with_entry(name, trees.FOLDER, folder)
        oid = object_id(tree.raw, "tree", self.repository.algorithm)
        self._keep(oid, tree)
        return oid

    def entry(self, tree: str, path: str) -> TreeEntry | None:
        """What stands at a path below a tree; None where nothing does."""
        reached: TreeEntry = (TREE, tree)
        for step in path.split("/"):
            if reached[0] != TREE:
                return None
            below = self.tree(reached[1]).get(step)
            if below is None:
                return None
            reached = below
        return reached

    def file(self, tree: str, path: str) -> bytes | None:
        """The bytes of a regular file below a tree; None where there is none, or a link, or a folder."""
        file = self.entry(tree, path)
        if file is None or file[0] not in trees.FILES:
            return None
        return self.read(file[1], "blob")

    def file_digest(self, tree: str, path: str) -> str | None:
        """The digest (`sha256:…`) of a regular file below a tree; each blob is read once. None where there is no file."""
        file = self.entry(tree, path)
        if file is None or file[0] not in trees.FILES:
            return None
        blob = file[1]
        if blob not in self._digests:
            self._digests[blob] = "sha256:" + hashlib.sha256(self.read(blob, "blob")).hexdigest()
        return self._digests[blob]

    def walk(self, tree: str, folder: str = "") -> Iterator[tuple[str, int, str]]:
        """Every file below a folder of a tree: (path, mode, object id), sorted as git sorts."""
        start = self.entry(tree, folder) if folder else (TREE, tree)
        if start is not None and start[0] == TREE:
            yield from self._walk(start[1], folder + "/" if folder else "")

    def _walk(self, tree: str, prefix: str) -> Iterator[tuple[str, int, str]]:
        waiting = [iter([(prefix.rstrip("/"), TREE, tree)])]
        while waiting:  # not recursive: a hostile tree may be thousands deep
            path, mode, oid = next(waiting[-1], (None, 0, ""))
            if path is None:
                waiting.pop()
            elif mode == TREE:
                below = f"{path}/" if path else ""
                waiting.append(iter([(below + name, m, o) for name, (m, o) in self.tree(oid).items()]))
            else:
                yield path, mode, oid

    def changes(self, old: str, new: str) -> Iterator[TreeChange]:
        """Every path below two trees whose entry differs, folders descended into.

        Where a file was changed the path comes twice: once with what it was, once with what it is.
        """
        waiting = [self._differing(old, new, "")]
        while waiting:  # not recursive: a hostile tree may be thousands deep
            path, before, after = next(waiting[-1], ("", None, None))
            if not path:
                waiting.pop()
            elif before and after and before[0] == after[0] == TREE:
                waiting.append(self._differing(before[1], after[1], path + "/"))
            else:
                yield from ((p, (mode, oid), None) for p, mode, oid in self._leaves(before, path))
                yield from ((p, None, (mode, oid)) for p, mode, oid in self._leaves(after, path))

    def _differing(self, old: str, new: str, prefix: str) -> Iterator[TreeChange]:
        """The entries of two folders that are not the same in both."""
        before, after = dict(self.tree(old).items()), dict(self.tree(new).items())
        for name in sorted(before.keys() | after.keys()):
            if before.get(name) != after.get(name):
                yield prefix + name, before.get(name), after.get(name)

    def _leaves(self, entry: TreeEntry | None, path: str) -> Iterator[tuple[str, int, str]]:
        if entry is None:
            return
        if entry[0] == TREE:
            yield from self._walk(entry[1], path + "/")
        else:
            yield path, *entry


def open_objects(repository: Repository) -> Objects:
    """Start reading objects; use as a context manager."""
    process = subprocess.Popen(
        repository.command(["cat-file", "--batch"]),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=repository.environment(),
        cwd=repository.git_dir,
    )
    return Objects(repository, process)


@contextmanager
def commits(repository: Repository, ids: list[str]) -> Iterator[Iterator[tuple[str, bytes]]]:
    """Read many commits in one stream: yields (id, raw content) in the order given, each re-hashed."""
    with tempfile.TemporaryFile(prefix="bwtb-") as wanted:
        wanted.write("".join(i + "\n" for i in ids).encode("ascii"))
        wanted.seek(0)
        process = subprocess.Popen(
            repository.command(["cat-file", "--batch", "--buffer"]),
            stdin=wanted,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=repository.environment(),
            cwd=repository.git_dir,
        )
        stream, algorithm = _pipe(process.stdout), repository.algorithm
        try:
            yield ((oid, _read_object(stream, oid, "commit", algorithm)) for oid in ids)
        finally:
            stream.close()
            process.terminate()
            process.wait()


def object_id(content: bytes, kind: str, algorithm: str) -> str:
    """The id that git gives to a content."""
    named = hashlib.new(algorithm, b"%s %d\0" % (kind.encode("ascii"), len(content)), usedforsecurity=False)
    named.update(content)
    return named.hexdigest()


def _pipe(pipe: IO[bytes] | None) -> IO[bytes]:
    if pipe is None:
        raise RuntimeError("the process was started without this pipe")
    return pipe


def _read_object(stream: IO[bytes], oid: str, kind: str, algorithm: str) -> bytes:
    header = stream.readline().split()
    if len(header) != 3 or header[1] != kind.encode("ascii"):
        raise ObjectCorruptError(oid)
    content = stream.read(int(header[2]))
    stream.read(1)
    if object_id(content, kind, algorithm) != oid:
        raise ObjectCorruptError(oid)
    return content
