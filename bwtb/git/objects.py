"""A repository's objects by path: folders, files and what differs between two trees, all within the budget."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from types import TracebackType

from bwtb.base import budget
from bwtb.git import trees
from bwtb.git.batch import Batch, MalformedTreeError, ObjectCorruptError, ObjectTooLargeError, object_id
from bwtb.git.repository import Repository
from bwtb.git.trees import Tree, TreeChange, TreeEntry
from bwtb.registry.places import most_bytes

TREE, LINK = trees.FOLDER, trees.LINK
LARGEST = {"commit": budget.COMMIT_BYTES, "tree": budget.TREE_BYTES, "blob": budget.YAML_BYTES}
# Enough for the folders of several hundred commits; a year's folder of 500 requests takes about 20 KB.
KEPT_TREES = 4000
LONGEST_NAMED = 200  # characters of a path that is too deep
# A file of a tree: its path, its mode and its object's id.
TreeFile = tuple[str, int, str]


def whole(_folder: str) -> bool:
    """Every folder is entered."""
    return True


@dataclass
class Objects:
    """Reads raw objects through one `git cat-file --batch`, re-hashing each: what comes out is what its name says."""

    repository: Repository
    _batch: Batch
    _trees: dict[str, Tree] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)

    def __enter__(self) -> Objects:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._batch.close()

    def read(self, oid: str, kind: str, most: int | None = None) -> bytes:
        """The content of an object of this kind (commit, tree, blob), of at most so many bytes, or else what its kind may have.

        Raises ObjectCorruptError, and ObjectTooLargeError where it is larger.
        """
        return self._batch.read(oid, kind, most or LARGEST[kind])

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
        """The bytes of a regular file below a tree; None where there is none, or a link, or a folder.

        Raises ObjectTooLargeError with the path where it is larger than a file at this place may be.
        """
        file = self.entry(tree, path)
        if file is None or file[0] not in trees.FILES:
            return None
        try:
            return self.read(file[1], "blob", most_bytes(path))
        except ObjectTooLargeError as error:
            raise ObjectTooLargeError(path) from error

    def file_digest(self, tree: str, path: str) -> str | None:
        """The digest (`sha256:…`) of a regular file below a tree; each blob is read once. None where there is no file.

        Raises ObjectTooLargeError for more than an attachment may have.
        """
        file = self.entry(tree, path)
        if file is None or file[0] not in trees.FILES:
            return None
        blob = file[1]
        if blob not in self._digests:
            self._digests[blob] = "sha256:" + self._batch.sha256(blob, budget.ATTACHMENT_BYTES)
        return self._digests[blob]

    def walk(self, tree: str, folder: str = "", enters: Callable[[str], bool] = whole) -> Iterator[TreeFile]:
        """Every file below a folder of a tree: (path, mode, object id), sorted as git sorts.

        A folder that `enters` says no to comes itself, with the mode TREE. Raises ObjectTooLargeError where more paths stand
        there, or deeper, than the budget has.
        """
        start = self.entry(tree, folder) if folder else (TREE, tree)
        if start is not None and start[0] == TREE:
            yield from self._walk(start[1], folder + "/" if folder else "", enters)

    def _walk(self, tree: str, prefix: str, enters: Callable[[str], bool]) -> Iterator[TreeFile]:
        waiting, looked_at = [iter([(prefix.rstrip("/"), TREE, tree)])], 0
        while waiting:
            path, mode, oid = next(waiting[-1], (None, 0, ""))
            looked_at += 1
            if path is None:
                waiting.pop()
            elif looked_at > budget.ENTRIES or len(waiting) > budget.DEPTH:
                raise ObjectTooLargeError(prefix.rstrip("/") or path)
            elif mode == TREE and enters(path):
                below = f"{path}/" if path else ""
                waiting.append(iter([(below + name, m, o) for name, (m, o) in self.tree(oid).items()]))
            else:
                yield path, mode, oid

    def changes(self, old: str, new: str) -> Iterator[TreeChange]:
        """Every path below two trees whose entry differs, folders descended into.

        Where a file was changed the path comes twice: once with what it was, once with what it is. Raises as `walk`.
        """
        waiting, looked_at = [self._differing(old, new, "")], 0
        while waiting:
            path, before, after = next(waiting[-1], ("", None, None))
            looked_at += 1
            if not path:
                waiting.pop()
            elif looked_at > budget.ENTRIES or len(waiting) > budget.DEPTH:
                raise ObjectTooLargeError(path[:LONGEST_NAMED])
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

    def _leaves(self, entry: TreeEntry | None, path: str) -> Iterator[TreeFile]:
        if entry is None:
            return
        if entry[0] == TREE:
            yield from self._walk(entry[1], path + "/", whole)
        else:
            yield path, *entry


def open_objects(repository: Repository) -> Objects:
    """Start reading objects; use as a context manager."""
    return Objects(repository, Batch(repository))
