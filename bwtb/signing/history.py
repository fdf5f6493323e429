"""The commits below a tip, read and re-hashed once, and who descends from whom.

Nothing that git may have cached or been told (commit-graph, grafts, replace refs) takes part: parents are those that
stand in the raw commits.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

from bwtb.git import LAST_SECOND, ObjectCorruptError, Repository, commits, trees

TIME = re.compile(rb" ([0-9]{1,12}) [+-][0-9]{4}$")


class HistoryError(Exception):
    """History that can't be judged: `code` is INCOMPLETE_HISTORY, OBJECT_CORRUPT or OBJECT_TOO_LARGE.

    `commit` is where it was noticed: a commit, an object or a path.
    """

    def __init__(self, code: str, commit: str) -> None:
        super().__init__(code)
        self.code = code
        self.commit = commit


@contextmanager
def history_errors() -> Iterator[None]:
    """Inside it, a corrupt, missing or too large object raises HistoryError: nothing can be judged then."""
    try:
        yield
    except ObjectCorruptError as error:
        raise HistoryError(error.code, str(error)) from error


@dataclass(frozen=True, kw_only=True)
class Commit:
    """One commit as far as judging needs it: `parents` are indexes in the history, `time` in seconds since 1970.

    `raw` is kept only where its message resembles a sign-off's.
    """

    id: str
    tree: str
    parents: tuple[int, ...]
    time: int
    raw: bytes | None


class History:
    """All commits reachable from a tip, parents first; a commit is known by its index in that order.

    `commits` are the commits, `index_of` gives the index of a commit's id. Ancestry is answered from chains: a chain is a
    run of commits each the first parent of the next. Within a chain the rank answers; between chains only the edges that
    lead from one to another are followed, and none that lies before the commit asked for.
    """

    def __init__(self, ordered: list[Commit]) -> None:
        self.commits = ordered
        self.index_of = {c.id: i for i, c in enumerate(ordered)}
        self._chain: list[int] = []
        self._rank: list[int] = []
        # Of each chain the edges that lead to other chains: rank and index of the commit, index of its parent.
        self._edges: list[list[tuple[int, int, int]]] = []
        tails: list[int] = []
        for index, commit in enumerate(ordered):
            if commit.parents and tails[self._chain[commit.parents[0]]] == commit.parents[0]:
                chain, rank = self._chain[commit.parents[0]], self._rank[commit.parents[0]] + 1
                tails[chain] = index
            else:
                chain, rank = len(tails), 0
                tails.append(index)
                self._edges.append([])
            self._chain.append(chain)
            self._rank.append(rank)
            self._edges[chain] += [(rank, index, p) for p in commit.parents if self._chain[p] != chain]

    def __len__(self) -> int:
        return len(self.commits)

    def is_ancestor(self, older: int, newer: int) -> bool:
        """Whether `newer` descends from `older` (a commit descends from itself)."""
        waiting, looked_at = [newer], dict[int, int]()
        while waiting:
            index = waiting.pop()
            chain, rank = self._chain[index], self._rank[index]
            before = looked_at.get(chain, -1)
            if index < older or rank <= before:
                continue
            if chain == self._chain[older]:
                if rank >= self._rank[older]:
                    return True
                continue
            looked_at[chain] = rank
            edges = self._edges[chain]
            at = bisect_right(edges, (rank, len(self.commits), len(self.commits))) - 1
            while at >= 0 and edges[at][0] > before and edges[at][1] >= older:
                waiting.append(edges[at][2])
                at -= 1
        return False


def read(repository: Repository, tip: str, wanted: Callable[[bytes], bool]) -> History:
    """The history of a tip. Raises HistoryError where commits are missing, left out of the clone, or not themselves.

    `wanted` says by its message whether a commit's raw bytes are to be kept.
    """
    if repository.is_shallow_or_partial():
        raise HistoryError("INCOMPLETE_HISTORY", tip)
    ids = repository.history(tip)
    index_of = {oid: i for i, oid in enumerate(ids)}
    if tip not in index_of:
        raise HistoryError("INCOMPLETE_HISTORY", tip)
    ordered: list[Commit] = []
    try:
        with commits(repository, ids) as stream:
            for oid, raw in stream:
                ordered.append(_commit(oid, raw, index_of, len(ordered), wanted))
    except ObjectCorruptError as error:
        raise HistoryError("OBJECT_CORRUPT", ids[len(ordered)]) from error
    return History(ordered)


def _commit(oid: str, raw: bytes, index_of: Mapping[str, int], own: int, wanted: Callable[[bytes], bool]) -> Commit:
    """A commit as git reads it: the first line names its tree, those right after it its parents; later ones name none.

    `own` is the commit's index. Every parent must have a lower one.
    """
    head, _separator, message = raw.partition(b"\n\n")
    lines = head.split(b"\n")
    tree = trees.of_commit(head)
    if tree is None:
        raise HistoryError("OBJECT_CORRUPT", oid)
    parents: list[int] = []
    for line in lines[1:]:
        if not line.startswith(b"parent "):
            break
        parent = index_of.get(line[7:].decode("ascii", "replace"), own)
        if parent >= own:  # cut off by a graft, a shallow file or a forged cache
            raise HistoryError("INCOMPLETE_HISTORY", oid)
        parents.append(parent)
    if len(parents) > 2:
        parents = list(dict.fromkeys(parents))  # a parent may be named a hundred thousand times
    match = TIME.search(next((line for line in lines if line.startswith(b"committer ")), b""))
    time = min(int(match[1]), LAST_SECOND) if match else 0  # where it can't be read: clocks decide nothing
    return Commit(id=oid, tree=tree, parents=tuple(parents), time=time, raw=raw if wanted(message) else None)
