"""Sources for tests: a registry's files in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from bwtb.registry.source import FILE, LINK, Source, laid_out


@dataclass
class Memory(Source):
    """Files in memory; `linked` are the paths that are symbolic links."""

    content: dict[str, bytes]
    linked: set[str] = field(default_factory=set)

    def read(self, path: str) -> bytes | None:
        return None if self.is_link(path) else self.content.get(path)

    def listing(self, folder: str) -> Iterator[tuple[str, str]]:
        links = [(path, LINK) for path in self.linked]
        return laid_out([*links, *((path, FILE) for path in self.content if not self.is_link(path))], folder)

    def link_at(self, path: str) -> bool:
        return path in self.linked


def catalog_files(repository: Path) -> dict[str, bytes]:
    """The catalog of a checkout, by path."""
    return {f"catalog/{f.name}": f.read_bytes() for f in sorted((repository / "catalog").glob("*.yaml"))}
