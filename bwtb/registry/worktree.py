"""A registry's files as they stand on disk, and writing them there: never through a link."""

from __future__ import annotations

import contextlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bwtb.base.errors import UserError
from bwtb.base.files import write_file
from bwtb.base.messages import Message
from bwtb.registry import messages
from bwtb.registry.source import Source


@dataclass(frozen=True)
class WorkTree(Source):
    """A registry's files as they stand on disk."""

    root: Path

    shareable = True

    def read(self, path: str) -> bytes | None:
        # Called for every file of a registry: with as few calls of the system as will do.
        if self.is_link(path):
            return None
        file = f"{self.root}/{path}"
        try:
            status = os.stat(file)  # noqa: PTH116
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(status.st_mode):
            return None
        from bwtb.yaml.characters import MAX_BYTES

        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123
            # What is longer than the reader takes is not read to its end.
            too_long = path.endswith(".yaml") and status.st_size > MAX_BYTES
            return opened.read(MAX_BYTES + 1) if too_long else opened.readall()

    def listing(self, folder: str) -> Iterator[tuple[str, bool]]:
        if self.is_link(folder):
            yield folder, True
            return
        with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(self.root / folder) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}" if folder else entry.name
                if entry.is_symlink():
                    yield path, True
                elif entry.is_dir():
                    yield from self.listing(path)
                else:
                    yield path, False

    def names(self, folder: str) -> list[str]:
        if folder and self.is_link(folder):
            return []
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
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
