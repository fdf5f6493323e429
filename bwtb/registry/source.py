"""Where a registry's files are read from: the work tree, the index or a commit look alike to whoever reads them."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from bwtb.base.budget import OverBudgetError
from bwtb.registry.places import outermost

# What stands at a path: a file, a link, a folder of ours that the layout does not have, or what can't be read as any of them.
FILE, LINK, FOLDER, OTHER = "file", "link", "folder", "other"


class SourceError(Exception):
    """What a source holds cannot be relied on: nothing can be said of any of its files."""


class Source(ABC):
    """Files of a registry as they stand somewhere. Paths are relative to the registry's root, with `/`.

    A kind of source gives the bytes of a file, the listing of a folder and what is a link; the rest follows from these.
    Links are never followed: what is a link, or lies below one, reads as no file.
    """

    shareable = False  # whether another process can read from it too

    @abstractmethod
    def read(self, path: str) -> bytes | None:
        """The bytes of a regular file, None where there is none.

        Raises OverBudgetError with the path where it is larger than a file at that place may be (`places.most_bytes`).
        """

    def read_bounded(self, path: str) -> bytes | None:
        """The same, and None too where the file is larger than it may be: it is none of ours then."""
        try:
            return self.read(path)
        except OverBudgetError:
            return None

    @abstractmethod
    def listing(self, folder: str) -> Iterator[tuple[str, str]]:
        """Every path below a folder ("": of all), in any order, and what stands there: FILE, LINK, FOLDER or OTHER.

        Folders are entered as `places.enters` says; those that are not come themselves, as FOLDER.
        """

    def link_at(self, path: str) -> bool:
        """True where a symbolic link stands at this very path."""
        return False

    def files(self, folder: str) -> list[str]:
        """The paths of all regular files below a folder, sorted."""
        return self.of_kind(folder, FILE)

    def links(self, folder: str) -> list[str]:
        """The paths of all symbolic links below a folder, sorted."""
        return self.of_kind(folder, LINK)

    def of_kind(self, folder: str, *kinds: str) -> list[str]:
        """The paths below a folder at which something of these kinds stands, sorted."""
        return sorted(path for path, kind in self.listing(folder) if kind in kinds)

    def kind_at(self, path: str) -> str | None:
        """What stands at this very path, as a listing names it; None for nothing, or a folder that was entered."""
        return dict(self.listing(path.rpartition("/")[0])).get(path)

    def names(self, folder: str) -> list[str]:
        """The names of what stands in a folder ("": at the top), files, links and folders alike, in any order."""
        inside = len(folder) + 1 if folder else 0
        return list({path[inside:].partition("/")[0] for path, _kind in self.listing(folder)})

    def sha256(self, path: str) -> str | None:
        """The digest (64 hex digits) of a regular file's bytes, None where there is none. Raises as `read`."""
        raw = self.read(path)
        return None if raw is None else hashlib.sha256(raw).hexdigest()

    def is_link(self, path: str) -> bool:
        """True where the path, or a folder on the way to it, is a symbolic link: such files are refused."""
        end = path.find("/")
        while end >= 0:
            if self.link_at(path[:end]):
                return True
            end = path.find("/", end + 1)
        return self.link_at(path)


def laid_out(entries: Iterable[tuple[str, str]], folder: str) -> Iterator[tuple[str, str]]:
    """A listing of what lies below a folder, out of all paths and kinds of a source that has them side by side."""
    inside = folder + "/" if folder else ""
    left: set[str] = set()
    for path, kind in entries:
        if path.startswith(inside):
            outside = outermost(path)
            if outside == path:
                yield path, kind
            elif outside not in left:
                left.add(outside)
                yield max(outside, folder, key=len), FOLDER


class Seen(Source):
    """A source seen through another: it gives what the other gives, but for what a subclass takes over."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def read(self, path: str) -> bytes | None:
        return self.source.read(path)

    def listing(self, folder: str) -> Iterator[tuple[str, str]]:
        return self.source.listing(folder)

    def link_at(self, path: str) -> bool:
        return self.source.link_at(path)

    def names(self, folder: str) -> list[str]:
        return self.source.names(folder)


class ReadOnce(Seen):
    """A source of which each file is read once, however often it is asked for: what is shown is what was checked.

    The files of `source` that other processes have read are read here when they are asked for.
    """

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.shareable = source.shareable
        self._content: dict[str, bytes | None] = {}

    def read(self, path: str) -> bytes | None:
        if path not in self._content:
            self._content[path] = self.source.read(path)
        return self._content[path]

    def sha256(self, path: str) -> str | None:
        return self.source.sha256(path)  # attachments are large, and nothing but their digest is asked for

    def __reduce__(self) -> tuple[type[ReadOnce], tuple[Source]]:
        return ReadOnce, (self.source,)  # another process begins with nothing read


def differing_paths(one: Source, other: Source, folders: tuple[str, ...] = ("catalog", "requests")) -> list[str]:
    """The registry's files that differ between two sources: the catalog and everything below `requests/`."""
    paths = {p for source in (one, other) for folder in folders for p in source.files(folder)}
    return sorted(p for p in paths if one.read_bounded(p) != other.read_bounded(p))
