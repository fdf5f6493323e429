"""What odd commits, folders and files may not do: show us other than what everybody's git shows, or make the registry red for good."""

from __future__ import annotations

import subprocess

import pytest

from tests.world import A, World, path_of


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
    code, _out, err = world.bwtb("verify", "--format", "json")
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
    words = next(x for x in raw.split(b"\n") if x.startswith(b"committer")).rsplit(b" ", 2)
    put(world, raw.replace(b" ".join(words), b" ".join([words[0], time.encode(), words[2]])))
    for command in (["verify"], ["status"], ["build-proposal", "2027", "-o", str(world.root / "out")], ["show", A]):
        assert world.bwtb(*command)[0] in (0, 1, 2), command
    world.sign("centre")


def test_a_folder_with_one_name_twice(world: World) -> None:
    """A tree object that lists the request twice: `git show` gives the first, the judge the last."""
    world.approve_by_all()
    approved = world.git("rev-parse", f"HEAD:{path_of(A)}")
    edited = world.git(
        "hash-object", "-w", "--stdin", stdin=world.read(path_of(A)).replace("智能填表", "智能预填").encode()
    )
    assert approved != edited

    def tree_of(path: str) -> bytes:
        return subprocess.run(
            ["git", "cat-file", "tree", f"HEAD:{path}"], cwd=world.root, capture_output=True, check=True
        ).stdout

    def write(raw: bytes) -> str:
        return world.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", stdin=raw)

    entry = b"100644 " + f"{A}.yaml".encode() + b"\0"
    year = tree_of("requests/2027").replace(
        entry + bytes.fromhex(approved), entry + bytes.fromhex(edited) + entry + bytes.fromhex(approved)
    )
    requests = write(
        tree_of("requests").replace(
            bytes.fromhex(world.git("rev-parse", "HEAD:requests/2027")), bytes.fromhex(write(year))
        )
    )
    top = write(tree_of("").replace(bytes.fromhex(world.git("rev-parse", "HEAD:requests")), bytes.fromhex(requests)))
    raw = f"tree {top}\nparent {world.head()}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\nx\n"
    (world.root / ".git/refs/heads/main").write_text(world.raw_commit(raw.encode()) + "\n")
    assert "智能预填" in world.git("show", f"main:{path_of(A)}")
    _code, out, _err = world.bwtb("verify", "--format", "json")
    assert '"approved"' not in out, "verify says approved of bytes that git does not show"


def test_a_copy_of_the_version_in_force(world: World) -> None:
    """A copy of version 1 under the next number: a squatter like others (41), no reason to trust nothing any more."""
    world.approve_by_all()
    world.write("catalog/keyring/0002.yaml", world.read("catalog/keyring/0001.yaml"))
    world.commit("Copy")
    report = world.verify()
    assert (report["trusted"], report["requests"][A]) == (True, "approved")


def test_a_file_of_the_same_name_in_another_year(world: World) -> None:
    """A file elsewhere with a request's name: the request itself must not vanish behind it."""
    world.approve_by_all()
    world.write(f"requests/2028/{A}.yaml", world.read(path_of(A)).replace("智能填表", "智能预填"))
    world.commit("Shadow")
    assert world.verify()["requests"][A] == "approved"


def test_a_catalog_entry_twice(world: World) -> None:
    """An entry of another meaning before the approved one of the same code: people read the first, the digest takes the last."""
    world.approve_by_all()
    text = world.read("catalog/capabilities.yaml")
    start = text.index("- code: cap-15")
    end = text.index("- code:", start + 5)
    twice = text[:start] + text[start:end].replace("电子证照库", "证照库") + text[start:]
    world.write("catalog/capabilities.yaml", twice)
    world.commit("Twice")
    assert world.verify()["requests"][A] != "approved"


def on_top(w: World, bad: str, tree: str) -> None:
    """An ordinary, honest commit after the bad one: what the registry holds is clean again."""
    raw = f"tree {tree}\nparent {bad}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\nclean\n"
    (w.root / ".git/refs/heads/main").write_text(w.raw_commit(raw.encode()) + "\n")


def test_a_malformed_folder_in_the_past(world: World) -> None:
    """One commit of the past has a root tree that is none: no registry may be red for good for it."""
    world.approve_by_all()
    tree = world.git("rev-parse", "HEAD^{tree}")
    raw = subprocess.run(["git", "cat-file", "tree", tree], cwd=world.root, capture_output=True, check=True).stdout
    first = raw[: raw.index(b"\0") + 21]
    bad_tree = world.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", stdin=first + raw)
    bad = world.raw_commit(
        f"tree {bad_tree}\nparent {world.head()}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\nx\n".encode()
    )
    on_top(world, bad, tree)
    assert world.bwtb("verify")[0] == 0


@pytest.mark.parametrize("line", [b"parent " + b"1" * 40, b"parent \xff", b"tree \xff"])
def test_a_strange_header_in_the_past(world: World, line: bytes) -> None:
    """The same for a line that git does not even read."""
    world.approve_by_all()
    tree = world.git("rev-parse", "HEAD^{tree}")
    head = f"tree {tree}\nparent {world.head()}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n".encode()
    on_top(world, world.raw_commit(head + line + b"\n\nx\n"), tree)
    assert world.bwtb("verify")[0] == 0
