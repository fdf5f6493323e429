"""A registry's files as they stand on disk, and writing them there: never through a link."""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bwtb.base.errors import UserError
from bwtb.base.files import write_file
from bwtb.base.languages import _


@dataclass(frozen=True)
class WorkTree:
    """A registry's files as they stand on disk. Links are not followed: a link reads as no file."""

    root: Path

    def read(self, path: str) -> bytes | None:
        # Called for every file of a registry: with as few calls of the system as will do.
        if self.is_link(path):
            return None
        file = f"{self.root}/{path}"
        try:
            found = os.stat(file)  # noqa: PTH116
        except (OSError, ValueError):
            return None
        if not stat.S_ISREG(found.st_mode):
            return None
        from bwtb.yaml.characters import MAX_BYTES

        with open(file, "rb", buffering=0) as opened:  # noqa: PTH123
            # What is longer than the reader takes is not read to its end.
            too_long = path.endswith(".yaml") and found.st_size > MAX_BYTES
            return opened.read(MAX_BYTES + 1) if too_long else opened.readall()

    def files(self, folder: str) -> list[str]:
        return sorted(path for path, link in self._walk(folder) if not link)

    def links(self, folder: str) -> list[str]:
        return sorted(path for path, link in self._walk(folder) if link)

    def _walk(self, folder: str) -> Iterator[tuple[str, bool]]:
        """Every file and link below a folder, and whether it is a link. Links are not followed."""
        if self.is_link(folder):
            yield folder, True
            return
        with contextlib.suppress(FileNotFoundError, NotADirectoryError), os.scandir(self.root / folder) as entries:
            for entry in entries:
                path = f"{folder}/{entry.name}"
                if entry.is_symlink():
                    yield path, True
                elif entry.is_dir():
                    yield from self._walk(path)
                else:
                    yield path, False

    def names(self, folder: str) -> list[str]:
        if folder and self.is_link(folder):
            return []
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            return [entry.name for entry in (self.root / folder).iterdir()]
        return []

    def sha256(self, path: str) -> str | None:
        raw = self.read(path)
        return hashlib.sha256(raw).hexdigest() if raw is not None else None

    def is_link(self, path: str) -> bool:
        place = str(self.root)
        for step in path.split("/"):
            place = f"{place}/{step}"
            if os.path.islink(place):  # noqa: PTH114 - called for every file of a registry
                return True
        return False


def refuse_link(root: Path, path: str) -> None:
    """Raises UserError where a link would lead a registry's file (path relative to the root) out of its place."""
    if WorkTree(root).is_link(path):
        raise UserError(
            _("{path} is, or lies below, a symbolic link; nothing was written.").format(path=path),
            _("Put an ordinary folder or file in its place."),
        )


def write_below(root: Path, path: str, content: bytes) -> None:
    """Write a registry's file, never through a link. Raises UserError as `refuse_link`."""
    refuse_link(root, path)
    write_file(root / path, content)
