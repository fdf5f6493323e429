"""A registry's files as a commit has them, and as they are staged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bwtb.git import trees
from bwtb.git.batch import ObjectTooLargeError
from bwtb.git.objects import TREE, Objects, open_objects
from bwtb.git.repository import Repository
from bwtb.git.trees import FILES
from bwtb.registry.places import enters, enters_ours, is_ours, most_bytes
from bwtb.registry.source import FILE, FOLDER, LINK, OTHER, Source, laid_out

KINDS = dict.fromkeys(FILES, FILE) | {trees.LINK: LINK, trees.FOLDER: FOLDER}


def changed_paths(repository: Repository, commit: str | None) -> list[str]:
    """The registry's paths whose staged content is not the commit's; all that are staged where there is no commit yet."""
    entries = repository.index_entries()
    staged = {path: entry for path, entry in entries.items() if is_ours(path)}
    if commit is None:
        return list(staged)
    with open_objects(repository) as objects:
        listed = objects.walk(objects.tree_of(commit), enters=enters_ours)
        standing = {path: (mode, oid) for path, mode, oid in listed if mode != TREE}
    return sorted(path for path in staged.keys() | standing.keys() if staged.get(path) != standing.get(path))


@dataclass(frozen=True)
class CommitTree(Source):
    """A registry's files as a commit has them."""

    objects: Objects
    tree: str

    def read(self, path: str) -> bytes | None:
        return self.objects.file(self.tree, path)

    def listing(self, folder: str) -> Iterator[tuple[str, str]]:
        return ((path, KINDS.get(mode, OTHER)) for path, mode, _oid in self.objects.walk(self.tree, folder, enters))

    def link_at(self, path: str) -> bool:
        entry = self.objects.entry(self.tree, path)
        return entry is not None and entry[0] == trees.LINK

    def names(self, folder: str) -> list[str]:
        entry = self.objects.entry(self.tree, folder) if folder else (TREE, self.tree)
        return [name for name, _entry in self.objects.tree(entry[1]).items()] if entry and entry[0] == TREE else []

    def sha256(self, path: str) -> str | None:
        digest = self.objects.file_digest(self.tree, path)
        return digest.removeprefix("sha256:") if digest else None


@dataclass(frozen=True)
class Index(Source):
    """A registry's files as they are staged for the next commit."""

    objects: Objects

    @cached_property
    def _entries(self) -> dict[str, tuple[int, str]]:
        return self.objects.repository.index_entries()

    def read(self, path: str) -> bytes | None:
        mode, oid = self._entries.get(path, (0, ""))
        try:
            return self.objects.read(oid, "blob", most_bytes(path)) if mode in FILES else None
        except ObjectTooLargeError as error:
            raise ObjectTooLargeError(path) from error

    def listing(self, folder: str) -> Iterator[tuple[str, str]]:
        entries = ((path, KINDS.get(mode, OTHER)) for path, (mode, _oid) in self._entries.items())
        return laid_out(entries, folder)

    def link_at(self, path: str) -> bool:
        return self._entries.get(path, (0, ""))[0] == trees.LINK

    def names(self, folder: str) -> list[str]:
        return list(self._names.get(folder, ()))

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """Folder → the names of what stands in it."""
        names: dict[str, set[str]] = {}
        for path in self._entries:
            steps = path.split("/")
            for depth, name in enumerate(steps):
                names.setdefault("/".join(steps[:depth]), set()).add(name)
        return names
