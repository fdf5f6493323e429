"""Holes: what a commit's headers can do. Copy into tests/attacks/ and run; each test fails where the hole is open."""

from __future__ import annotations

import pytest

from tests.attacks.world import PARTIES, A, World, path_of


def raw_of(w: World, commit: str) -> bytes:
    return w.git("cat-file", "commit", commit).encode() + b"\n"


def put(w: World, raw: bytes) -> str:
    commit = w.raw_commit(raw)
    (w.root / ".git/refs/heads/main").write_text(commit + "\n")
    return commit


def test_two_tree_headers_show_other_files_than_git_has(world: World) -> None:
    """git reads the first `tree` line, history._commit the last: verify says approved of bytes that are not at the tip."""
    world.approve_by_all()
    good = world.git("rev-parse", "HEAD^{tree}")
    world.edit()
    evil = raw_of(world, "HEAD")
    head, _, message = evil.partition(b"\n\n")
    put(world, head + b"\ntree " + good.encode() + b"\n\n" + message)
    world.git("fsck")
    world.git("reset", "-q", "--hard")
    assert "智能预填与" in world.read(path_of(A))  # what everybody's checkout holds
    report = world.verify()
    assert report["requests"].get(A) != "approved"


def test_hidden_parent_after_committer(world: World) -> None:
    """A `parent` line after the committer: git does not follow it, ours does (ancestry differs from git's)."""
    world.approve_by_all()
    tip = world.head()
    world.branch("old", "HEAD~3")
    old = world.commit("beside")
    raw = raw_of(world, old)
    head, _, message = raw.partition(b"\n\n")
    world.git("checkout", "-q", "main")
    side = world.raw_commit(head + b"\nparent " + tip.encode() + b"\n\n" + message)
    world.git("reset", "-q", "--hard", tip)
    world.merge(side, "-s", "ours")
    code, out, err = world.bwtb("verify", "--format", "json")
    assert code in (0, 1), err


@pytest.mark.parametrize("line", [b"tree \xff", b"parent \xff", b"tree HEAD"])
def test_odd_header_after_committer_is_no_traceback(world: World, line: bytes) -> None:
    raw = raw_of(world, "HEAD")
    head, _, message = raw.partition(b"\n\n")
    put(world, head + b"\n" + line + b"\n\n" + message)
    world.git("fsck")
    world.commit("An ordinary commit on top")
    world.approve_by_all()
    assert world.verify()["requests"][A] == "approved"


@pytest.mark.parametrize("time", ["99999999999999999", "9" * 5000, "253402300800"])
@pytest.mark.parametrize("where", ["tip", "forged sign-off"])
def test_odd_committer_time(world: World, time: str, where: str) -> None:
    """Nobody's key needed: verify, status and sign end in a traceback, so that party cannot even sign to cure it."""
    if where == "tip":
        raw = raw_of(world, "HEAD")
    else:
        world.forge([world.record("centre")], "outsider")
        raw = raw_of(world, "HEAD")
    words = [x for x in raw.split(b"\n") if x.startswith(b"committer")][0].rsplit(b" ", 2)
    put(world, raw.replace(b" ".join(words), b" ".join([words[0], time.encode(), words[2]])))
    for command in (["verify"], ["status"], ["build-proposal", "2027", "-o", str(world.root / "out")], ["show", A]):
        assert world.bwtb(*command)[0] in (0, 1, 2), command
    world.sign("centre")
