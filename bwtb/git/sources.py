"""A registry's files as a commit has them, and as they are staged: each is a `catalog.Source`."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cached_property

from bwtb.git.objects import LINK, TREE, Objects


@dataclass(frozen=True)
class CommitTree:
    """A registry's files as a commit has them: a `catalog.Source`."""

    objects: Objects
    tree: str

    def read(self, path: str) -> bytes | None:
        return self.objects.file(self.tree, path)

    def files(self, folder: str) -> list[str]:
        return sorted(p for p, mode, _oid in self.objects.walk(self.tree, folder) if mode in (0o100644, 0o100755))

    def names(self, folder: str) -> list[str]:
        found = self.objects.entry(self.tree, folder) if folder else (TREE, self.tree)
        return [n for n, _entry in self.objects.tree(found[1]).items()] if found and found[0] == TREE else []

    def sha256(self, path: str) -> str | None:
        found = self.objects.file_digest(self.tree, path)
        return found.removeprefix("sha256:") if found else None

    def links(self, folder: str) -> list[str]:
        return sorted(p for p, mode, _oid in self.objects.walk(self.tree, folder) if mode == LINK)

    def is_link(self, path: str) -> bool:
        steps = path.split("/")
        places = (self.objects.entry(self.tree, "/".join(steps[:n])) for n in range(1, len(steps) + 1))
        return any(place is not None and place[0] == LINK for place in places)


@dataclass(frozen=True)
class Index:
    """A registry's files as they are staged for the next commit: a `catalog.Source`."""

    objects: Objects

    @cached_property
    def _entries(self) -> dict[str, tuple[int, str]]:
        return self.objects.repository.index_entries()

    def read(self, path: str) -> bytes | None:
        mode, oid = self._entries.get(path, (0, ""))
        return self.objects.read(oid, "blob") if mode in (0o100644, 0o100755) else None

    def files(self, folder: str) -> list[str]:
        return sorted(p for p, (mode, _oid) in self._entries.items() if p.startswith(folder + "/") and mode != LINK)

    def names(self, folder: str) -> list[str]:
        return list(self._names.get(folder, ()))

    @cached_property
    def _names(self) -> dict[str, set[str]]:
        """Folder → the names of what stands in it."""
        found: dict[str, set[str]] = {}
        for path in self._entries:
            steps = path.split("/")
            for depth, name in enumerate(steps):
                found.setdefault("/".join(steps[:depth]), set()).add(name)
        return found

    def sha256(self, path: str) -> str | None:
        raw = self.read(path)
        return hashlib.sha256(raw).hexdigest() if raw is not None else None

    def links(self, folder: str) -> list[str]:
        return sorted(p for p, (mode, _oid) in self._entries.items() if p.startswith(folder + "/") and mode == LINK)

    def is_link(self, path: str) -> bool:
        steps = path.split("/")
        return any(self._entries.get("/".join(steps[:n]), (0, ""))[0] == LINK for n in range(1, len(steps) + 1))
