"""A registry's files as they stand on disk, and writing them there: never through a link."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bwtb.base.budget import OverBudgetError
from bwtb.base.errors import UserError
from bwtb.base.files import create_file, write_file
from bwtb.base.messages import Message
from bwtb.registry import messages
from bwtb.registry.places import enters, most_bytes
from bwtb.registry.source import FILE, FOLDER, LINK, OTHER, Source


@dataclass(frozen=True)
class WorkTree(Source):
    """A registry's files as they stand on disk."""

    root: Path

    shareable = True

    def read(self, path: str) -> bytes | None:
        # Called for every file of a registry: with as few calls of the system as will do.
        size = self._size(path)
        if size is None:
            return None
        if size > most_bytes(path):
            raise OverBudgetError(path)
        with open(f"{self.root}/{path}", "rb", buffering=0) as opened:  # noqa: PTH123
            return opened.readall()

    def _size(self, path: str) -> int | None:
        """The bytes of a regular file, None where there is none."""
        if self.is_link(path):
            return None
        try:
            status = os.stat(f"{self.root}/{path}")  # noqa: PTH116
        except (OSError, ValueError):
            return None
        return status.st_size if stat.S_ISREG(status.st_mode) else None

    def sha256(self, path: str) -> str | None:
        size = self._size(path)
        if size is None:
            return None
        if size > most_bytes(path):
            raise OverBudgetError(path)
        with (self.root / path).open("rb") as opened:
            return hashlib.file_digest(opened, "sha256").hexdigest()

    def listing(self, folder: str) -> Iterator[tuple[str, str]]:
        if self.is_link(folder):
            yield folder, LINK
            return
        if not enters(folder):
            yield folder, FOLDER
            return
        try:
            with os.scandir(self.root / folder) as entries:
                for entry in entries:
                    path = f"{folder}/{entry.name}" if folder else entry.name
                    if entry.is_symlink():
                        yield path, LINK
                    elif entry.is_dir():
                        yield from self.listing(path)
                    else:
                        yield path, FILE if entry.is_file() else OTHER
        except (FileNotFoundError, NotADirectoryError):
            pass
        except PermissionError:
            yield folder, OTHER

    def names(self, folder: str) -> list[str]:
        if folder and self.is_link(folder):
            return []
        with contextlib.suppress(OSError):
            return [entry.name for entry in (self.root / folder).iterdir()]
        return []

    def link_at(self, path: str) -> bool:
        return os.path.islink(f"{self.root}/{path}")  # noqa: PTH114 - called for every file of a registry


def refuse_link(root: Path, path: str) -> None:
    """Raises UserError where a link would lead a registry's file (path relative to the root) out of its place."""
    if WorkTree(root).is_link(path):
        raise UserError(
            Message(messages.BELOW_A_LINK, path=path),
            Message(messages.PUT_AN_ORDINARY_FOLDER),
        )


def write_below(root: Path, path: str, content: bytes) -> None:
    """Write a registry's file, never through a link. Raises UserError as `refuse_link`."""
    refuse_link(root, path)
    write_file(root / path, content)


def create_below(root: Path, path: str, content: bytes) -> None:
    """Write a new file of a registry, never through a link. Raises FileExistsError where there is one, and as `refuse_link`."""
    refuse_link(root, path)
    create_file(root / path, content)
