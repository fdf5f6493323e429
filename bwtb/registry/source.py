"""Where a registry's files are read from: the work tree, the index or a commit look alike to whoever reads them."""

from __future__ import annotations

from typing import Protocol


class Source(Protocol):
    """Files of a registry as they stand somewhere: in the work tree, or in a commit."""

    def read(self, path: str) -> bytes | None:
        """The bytes of a regular file (path with `/`, relative to the root), None where there is none."""

    def files(self, folder: str) -> list[str]:
        """The paths of all regular files below a folder, sorted."""

    def sha256(self, path: str) -> str | None:
        """The digest (64 hex digits) of a regular file's bytes, None where there is none."""

    def is_link(self, path: str) -> bool:
        """True where the path, or a folder on the way to it, is a symbolic link: such files are refused."""

    def links(self, folder: str) -> list[str]:
        """The paths of all symbolic links below a folder, sorted."""


def differing_paths(one: Source, other: Source, folders: tuple[str, ...] = ("catalog", "requests")) -> list[str]:
    """The registry's files that differ between two sources: the catalog and everything below `requests/`."""
    paths = {p for source in (one, other) for folder in folders for p in source.files(folder)}
    return sorted(p for p in paths if one.read(p) != other.read(p))
