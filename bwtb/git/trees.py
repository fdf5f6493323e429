"""One folder as git stores it: a tree object's entries, and the tree that it becomes when entries are added.

A tree with one more entry can be named without asking git: that is how it is checked that a commit adds its records
and nothing else, however large the folder beside them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

FOLDER, LINK, FILE, PROGRAM = 0o040000, 0o120000, 0o100644, 0o100755
FILES = (FILE, PROGRAM)
TREE_LINE = re.compile(rb"tree ([0-9a-f]{40}(?:[0-9a-f]{24})?)")
NO_NAMES = (b"", b".", b"..", b".git")
ENTRY = {
    20: re.compile(rb"([0-7]+) ([^\0]+)\0(.{20})", re.DOTALL),
    32: re.compile(rb"([0-7]+) ([^\0]+)\0(.{32})", re.DOTALL),
}


@dataclass(frozen=True)
class Tree:
    """Entries in git's order: `keys` are the names as git sorts them (a folder's with `/`), `rows` the raw entries.

    `width` is the length of an object id in bytes.
    """

    keys: list[bytes]
    rows: list[bytes]
    width: int

    @property
    def raw(self) -> bytes:
        """The object's content."""
        return b"".join(self.rows)

    def _find(self, name: bytes) -> int | None:
        for key in (name, name + b"/"):
            place = bisect_left(self.keys, key)
            if place < len(self.keys) and self.keys[place] == key:
                return place
        return None

    def get(self, name: str) -> tuple[int, str] | None:
        """What stands under a name: (mode, object id)."""
        place = self._find(name.encode("utf-8", "surrogateescape"))
        return self._entry(self.rows[place]) if place is not None else None

    def _entry(self, row: bytes) -> tuple[int, str]:
        return int(row[: row.index(b" ")], 8), row[-self.width :].hex()

    def items(self) -> Iterator[tuple[str, tuple[int, str]]]:
        """Every entry: name, (mode, object id)."""
        for key, row in zip(self.keys, self.rows, strict=True):
            yield key.rstrip(b"/").decode("utf-8", "surrogateescape"), self._entry(row)

    def with_entry(self, name: str, mode: int, oid: str) -> Tree:
        """The tree in which a name stands for this instead, or besides."""
        raw = name.encode("utf-8", "surrogateescape")
        keys, rows = self.keys.copy(), self.rows.copy()
        if (old := self._find(raw)) is not None:
            del keys[old], rows[old]
        key = raw + b"/" if mode == FOLDER else raw
        place = bisect_left(keys, key)
        keys.insert(place, key)
        rows.insert(place, b"%o %s\0%s" % (mode, raw, bytes.fromhex(oid)))
        return Tree(keys, rows, self.width)


def parse(raw: bytes, width: int) -> Tree:
    """Read a tree object's content. Raises ValueError where it is none, or out of order."""
    keys: list[bytes] = []
    rows: list[bytes] = []
    place = 0
    for match in ENTRY[width].finditer(raw):
        if match.start() != place:
            raise ValueError("not a tree")
        place = match.end()
        keys.append(match[2] + b"/" if match[1] in (b"40000", b"040000") else match[2])
        rows.append(match[0])
    proper = all(key.find(b"/") in (-1, len(key) - 1) and key.rstrip(b"/") not in NO_NAMES for key in keys)
    in_order = all(one < other for one, other in pairwise(keys))
    if place != len(raw) or not proper or not in_order or len({k.rstrip(b"/") for k in keys}) < len(keys):
        raise ValueError("not a tree")
    return Tree(keys, rows, width)


def of_commit(raw: bytes) -> str | None:
    """The id of the tree that a raw commit names in its first line; None where that line names none."""
    line = TREE_LINE.fullmatch(raw.partition(b"\n")[0])
    return line[1].decode("ascii") if line else None


def empty(width: int) -> Tree:
    """The folder with nothing in it."""
    return Tree([], [], width)
