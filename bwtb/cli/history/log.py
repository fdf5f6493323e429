"""Which commits changed some files, as `git log` would list them: read from the raw commits, so that no setting plays a part."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

from bwtb.git import TREE, ObjectCorruptError, Objects, commits
from bwtb.git.trees import TreeEntry
from bwtb.signing.history import Commit, History

# What a commit's `encoding` header may say. Whatever else it names, the text is read as UTF-8.
ENCODINGS = ("gbk", "gb2312", "gb18030", "big5", "iso-8859-1", "latin1", "windows-1252")
LONGEST = 1000  # characters of an author's name or a subject


@dataclass(frozen=True, kw_only=True)
class LogEntry:
    """A commit as people read it; `time` in seconds since 1970. It is for showing only."""

    commit: str
    time: int
    author: str
    subject: str


def log(objects: Objects, history: History, tip: str, *paths: str) -> list[LogEntry]:
    """The commits below a tip that changed any of these paths, newest first.

    A merge that took a side over as it was is not listed, nor is the other side, which changed nothing in the end: what
    git calls history simplification. `history` holds the tip.
    """
    standing = _reader(objects, paths)
    tip_index = history.index_of[tip]
    waiting, seen, found = [(0, 0, tip_index)], {tip_index}, []
    while waiting:
        _time, _order, index = heappop(waiting)
        commit = history.commits[index]
        own = standing(commit.tree)
        parents: Sequence[int] = commit.parents
        same = next((p for p in parents if standing(history.commits[p].tree) == own), None)
        if same is not None:
            parents = (same,)
        elif parents or any(own):
            found.append(commit)
        for parent in parents:
            if parent not in seen:
                seen.add(parent)
                heappush(waiting, (-history.commits[parent].time, len(seen), parent))
    with commits(objects.repository, [commit.id for commit in found]) as stream:
        return [_entry(commit, raw) for commit, (_id, raw) in zip(found, stream, strict=True)]


def _reader(objects: Objects, paths: Sequence[str]) -> Callable[[str], tuple[TreeEntry | None, ...]]:
    """What gives the entries at the paths by a commit's tree. A folder that many commits have is looked into once."""
    known: dict[tuple[str, str], TreeEntry | None] = {}

    def look(tree: str, path: str) -> TreeEntry | None:
        folder, slash, name = path.rpartition("/")
        if slash:
            above = look(tree, folder)
            return look(above[1], name) if above is not None and above[0] == TREE else None
        if (tree, name) not in known:
            try:
                known[tree, name] = objects.entry(tree, name)
            except ObjectCorruptError:  # what cannot be read stands for nothing here; `bwtb verify` tells of it
                known[tree, name] = None
        return known[tree, name]

    return lambda tree: tuple(look(tree, path) for path in paths)


def _entry(commit: Commit, raw: bytes) -> LogEntry:
    head, _blank, message = raw.partition(b"\n\n")
    lines = head.split(b"\n")
    encoding = _header(lines, b"encoding").decode("ascii", "replace").strip().lower()
    author = _text(_header(lines, b"author").partition(b"<")[0], encoding)
    return LogEntry(
        commit=commit.id, time=commit.time, author=author.strip()[:LONGEST], subject=_subject(_text(message, encoding))
    )


def _header(lines: Sequence[bytes], name: bytes) -> bytes:
    return next((line.partition(b" ")[2] for line in lines if line.startswith(name + b" ")), b"")


def _text(raw: bytes, encoding: str) -> str:
    """Bytes of a commit as text: in UTF-8, or as its header says."""
    if encoding in ENCODINGS:
        return raw.decode(encoding, "replace")
    return raw.decode("utf-8", "replace")


def _subject(message: str) -> str:
    """The first paragraph of a message, as one line."""

    def paragraph() -> Iterator[str]:
        for line in message.lstrip("\n").split("\n"):
            if not line.strip():
                return
            yield line.rstrip()

    return " ".join(paragraph())[:LONGEST]
