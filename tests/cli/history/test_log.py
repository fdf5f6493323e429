"""The commits that changed a request: the same as `git log` lists where no setting is in its way."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from bwtb.cli.history.log import LogEntry, log
from bwtb.git import open_objects, open_repository
from bwtb.signing import history
from tests.helpers.checkout import Checkout

FILES = ("requests/2027/a.yaml", "requests/2027/a/x.txt", "requests/2027/a/deep/y.txt", "requests/2027/b.yaml", "other")
PATHS = ("requests/2027/a.yaml", "requests/2027/a")


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    made = Checkout(tmp_path)
    made.git("init", "-q", "-b", "main")
    return made


def ours(w: Checkout) -> list[LogEntry]:
    repository = open_repository(w.root)
    tip = w.head()
    with open_objects(repository) as objects:
        return log(objects, history.read(repository, tip, lambda _message: False), tip, *PATHS)


def gits(w: Checkout) -> list[LogEntry]:
    printed = w.try_git("log", "-z", "--format=%H%x00%ct%x00%an%x00%s", "HEAD", "--", *PATHS).stdout.decode()
    words = printed.removesuffix("\0").split("\0") if printed else []
    rows = [words[i : i + 4] for i in range(0, len(words), 4)]
    return [LogEntry(commit=c, time=int(time), author=who, subject=what) for c, time, who, what in rows]


@pytest.mark.parametrize("seed", range(6))
def test_random_histories(checkout: Checkout, seed: int) -> None:
    """Branches, merges of all kinds, files that come, go and come back, clocks that go backwards."""
    chance, clock = random.Random(seed), 1_700_000_000  # noqa: S311
    for step in range(40):
        clock += chance.choice([0, 60, 3600, -7200])
        when = {"GIT_AUTHOR_DATE": f"{clock} +0800", "GIT_COMMITTER_DATE": f"{clock} +0800"}
        branches = checkout.git("branch", "--format=%(refname:short)").split()
        if step and chance.random() < 0.25:
            checkout.git("checkout", "-q", "-b", f"branch{step}", chance.choice(branches))
        elif step and chance.random() < 0.35:
            other, strategy = chance.choice(branches), chance.choice(["ours", "theirs"])
            merge = ("merge", "-q", "--no-ff", "-m", f"Merge {step}", "-X", strategy, other)
            if checkout.try_git(*merge, **when).returncode:
                checkout.git("merge", "--abort")
        else:
            file = checkout.root / chance.choice(FILES)
            if file.exists() and chance.random() < 0.3:
                file.unlink()
            else:
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_text(chance.choice("xyz"))
            checkout.git("add", "-A")
            checkout.git("commit", "-q", "--allow-empty", "-m", f"第 {step} 次\n修改\n\nBody", **when)
        assert ours(checkout) == gits(checkout), step


def test_a_side_that_changed_nothing_in_the_end_is_not_listed(checkout: Checkout) -> None:
    checkout.write(FILES[0], "one")
    first = checkout.commit("One")
    checkout.branch("side")
    checkout.write(FILES[0], "two")
    checkout.commit("Two")
    checkout.checkout()
    checkout.merge("side", "-s", "ours")
    assert [entry.commit for entry in ours(checkout)] == [first]


@pytest.mark.parametrize(
    ("headers", "message", "author", "subject"),
    [
        (b"", "主题".encode(), "x", "主题"),
        (b"encoding GBK\n", "主题".encode("gbk"), "x", "主题"),
        (b"encoding gb18030\n", "𠮷".encode("gb18030"), "x", "𠮷"),
        (b"encoding UTF-16\n", "主题".encode(), "x", "主题"),
        (b"encoding zlib\n", "主题".encode(), "x", "主题"),
        (b"", "主题".encode("gbk"), "x", "\ufffd\ufffd\ufffd\ufffd"),
        (b"", b"\n\n  one  \ntwo\n\nthree", "x", "  one two"),
        (b"", b"", "x", ""),
        (b"gpgsig none\n author y <y>\n", b"s", "x", "s"),
    ],
    ids=ascii,
)
def test_what_a_raw_commit_says(checkout: Checkout, headers: bytes, message: bytes, author: str, subject: str) -> None:
    checkout.write(FILES[0], "one")
    checkout.git("add", "-A")
    tree = checkout.git("write-tree")
    who = b"x <x@example.invalid> 1700000000 +0800\n"
    raw = b"tree " + tree.encode() + b"\nauthor " + who + b"committer " + who + headers + b"\n" + message
    checkout.move_branch(checkout.raw_commit(raw))
    (entry,) = ours(checkout)
    assert (entry.author, entry.subject, entry.time) == (author, subject, 1_700_000_000)


def test_a_folder_that_cannot_be_read_stands_for_nothing(checkout: Checkout) -> None:
    checkout.write(FILES[0], "one")
    checkout.commit("One")
    bad = checkout.raw_tree(checkout.tree_bytes("requests") + checkout.tree_bytes("requests"))
    top = checkout.raw_tree(
        checkout.tree_bytes().replace(bytes.fromhex(checkout.blob_of("requests")), bytes.fromhex(bad))
    )
    damaged = checkout.commit_of(top, checkout.head())
    good = checkout.commit_of(checkout.git("rev-parse", "HEAD^{tree}"), damaged)
    checkout.move_branch(good)
    assert [entry.commit for entry in ours(checkout)][:2] == [good, damaged]
