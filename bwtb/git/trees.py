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

# The modes that git knows. FILES are those of regular files.
FOLDER, LINK, FILE, PROGRAM = 0o040000, 0o120000, 0o100644, 0o100755
FILES = (FILE, PROGRAM)
# What stands under a name: its mode, and its object's id as hexadecimal digits.
TreeEntry = tuple[int, str]
# A path, and what stands there before and after; None for nothing.
TreeChange = tuple[str, TreeEntry | None, TreeEntry | None]
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

    def _row_of(self, name: bytes) -> int | None:
        for key in (name, name + b"/"):
            row = bisect_left(self.keys, key)
            if row < len(self.keys) and self.keys[row] == key:
                return row
        return None

    def get(self, name: str) -> TreeEntry | None:
        """What stands under a name; None where nothing does."""
        row = self._row_of(name.encode("utf-8", "surrogateescape"))
        return self._entry(self.rows[row]) if row is not None else None

    def _entry(self, raw: bytes) -> TreeEntry:
        return int(raw[: raw.index(b" ")], 8), raw[-self.width :].hex()

    def items(self) -> Iterator[tuple[str, TreeEntry]]:
        """Every name with what stands under it, in git's order."""
        for key, row in zip(self.keys, self.rows, strict=True):
            yield key.rstrip(b"/").decode("utf-8", "surrogateescape"), self._entry(row)

    def with_entry(self, name: str, mode: int, oid: str) -> Tree:
        """The same tree with this entry added, or put in the place of the one that has its name."""
        raw = name.encode("utf-8", "surrogateescape")
        keys, rows = self.keys.copy(), self.rows.copy()
        if (old := self._row_of(raw)) is not None:
            del keys[old], rows[old]
        key = raw + b"/" if mode == FOLDER else raw
        row = bisect_left(keys, key)
        keys.insert(row, key)
        rows.insert(row, b"%o %s\0%s" % (mode, raw, bytes.fromhex(oid)))
        return Tree(keys, rows, self.width)


def parse(raw: bytes, width: int) -> Tree:
    """Read a tree object's content; `width` is the length of an object id in bytes.

    Raises ValueError where it is no tree, out of order, or has a name twice or one that git refuses.
    """
    keys: list[bytes] = []
    rows: list[bytes] = []
    end = 0
    for match in ENTRY[width].finditer(raw):
        if match.start() != end:
            raise ValueError("not a tree")
        end = match.end()
        keys.append(match[2] + b"/" if match[1] in (b"40000", b"040000") else match[2])
        rows.append(match[0])
    proper = all(key.find(b"/") in (-1, len(key) - 1) and key.rstrip(b"/") not in NO_NAMES for key in keys)
    in_order = all(one < other for one, other in pairwise(keys))
    if end != len(raw) or not proper or not in_order or len({k.rstrip(b"/") for k in keys}) < len(keys):
        raise ValueError("not a tree")
    return Tree(keys, rows, width)


def of_commit(raw: bytes) -> str | None:
    """The id of the tree that a raw commit names in its first line; None where that line names none."""
    line = TREE_LINE.fullmatch(raw.partition(b"\n")[0])
    return line[1].decode("ascii") if line else None


def empty(width: int) -> Tree:
    """The folder with nothing in it; `width` is the length of an object id in bytes."""
    return Tree([], [], width)
