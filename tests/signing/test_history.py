"""Ancestry from chains agrees with git and with plain search, on histories with many merges."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bwtb.signing.history import Commit, History


@st.composite
def graphs(draw: st.DrawFn) -> list[Commit]:
    """Up to 25 commits, each with 0 to 3 parents among the earlier ones."""
    commits: list[Commit] = []
    for index in range(draw(st.integers(1, 25))):
        parents = draw(st.lists(st.integers(0, index - 1), max_size=3, unique=True)) if index else []
        commits.append(Commit(id=str(index), tree="", parents=tuple(parents), time=0, raw=None))
    return commits


def reaches(commits: list[Commit], older: int, newer: int) -> bool:
    waiting, seen = [newer], set()
    while waiting:
        index = waiting.pop()
        if index == older:
            return True
        if index not in seen:
            seen.add(index)
            waiting += commits[index].parents
    return False


@given(graphs())
def test_ancestry_is_that_of_plain_search(commits: list[Commit]) -> None:
    history = History(commits)
    for older in range(len(commits)):
        for newer in range(len(commits)):
            assert history.is_ancestor(older, newer) == reaches(commits, older, newer)
