"""Sources for tests: a registry's files in memory."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path


@dataclass
class Memory:
    """A `catalog.Source` of files in memory; `linked` are the paths that are symbolic links."""

    content: dict[str, bytes]
    linked: set[str] = field(default_factory=set)

    def read(self, path: str) -> bytes | None:
        return None if self.is_link(path) else self.content.get(path)

    def files(self, folder: str) -> list[str]:
        return sorted(p for p in self.content if p.startswith(folder + "/") and not self.is_link(p))

    def links(self, folder: str) -> list[str]:
        return sorted(p for p in self.linked if p.startswith(folder + "/"))

    def sha256(self, path: str) -> str | None:
        raw = self.read(path)
        return None if raw is None else hashlib.sha256(raw).hexdigest()

    def is_link(self, path: str) -> bool:
        return any(path == link or path.startswith(link + "/") for link in self.linked)


def catalog_files(repository: Path) -> dict[str, bytes]:
    """The catalog of a checkout, by path."""
    return {f"catalog/{f.name}": f.read_bytes() for f in sorted((repository / "catalog").glob("*.yaml"))}
