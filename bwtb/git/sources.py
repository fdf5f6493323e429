"""A registry's files as a commit has them, and as they are staged."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from bwtb.git.objects import LINK, TREE, Objects
from bwtb.git.trees import FILES
from bwtb.registry.source import Source


@dataclass(frozen=True)
class CommitTree(Source):
    """A registry's files as a commit has them."""

    objects: Objects
    tree: str

    def read(self, path: str) -> bytes | None:
        return self.objects.file(self.tree, path)

    def listing(self, folder: str) -> Iterator[tuple[str, bool]]:
        entries = self.objects.walk(self.tree, folder)
        return ((path, mode == LINK) for path, mode, _oid in entries if mode == LINK or mode in FILES)

    def link_at(self, path: str) -> bool:
        entry = self.objects.entry(self.tree, path)
        return entry is not None and entry[0] == LINK

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
        return self.objects.read(oid, "blob") if mode in FILES else None

    def listing(self, folder: str) -> Iterator[tuple[str, bool]]:
        inside = folder + "/" if folder else ""
        return (
            (path, mode == LINK)
            for path, (mode, _oid) in self._entries.items()
            if path.startswith(inside) and (mode == LINK or mode in FILES)
        )

    def link_at(self, path: str) -> bool:
        return self._entries.get(path, (0, ""))[0] == LINK

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
