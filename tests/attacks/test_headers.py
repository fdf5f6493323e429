"""What odd commits, folders and files may not do: show us other than what everybody's git shows, or make the registry red for good."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.world import A, World, path_of


def with_line(raw: bytes, line: bytes) -> bytes:
    """A commit with one more line at the end of its header."""
    head, _, message = raw.partition(b"\n\n")
    return head + b"\n" + line + b"\n\n" + message


def test_two_tree_headers_show_other_files_than_git_has(world: World) -> None:
    """git reads the first `tree` line: what is approved is what everybody's checkout holds."""
    world.approve_by_all()
    approved = world.blob_of("").encode()
    world.edit()
    world.move_branch(world.raw_commit(with_line(world.commit_bytes(), b"tree " + approved)))
    world.rewind("HEAD")
    assert "智能预填" in world.read(path_of(A))
    assert world.state() == "submitted"


def test_a_parent_after_the_committer_is_no_parent(world: World) -> None:
    """git does not follow such a line, and so neither do we: both have the same history."""
    world.approve_by_all()
    tip = world.head()
    world.branch("old", "HEAD~3")
    beside = world.raw_commit(with_line(world.commit_bytes(world.commit("Beside")), b"parent " + tip.encode()))
    world.checkout()
    world.merge(beside, "-s", "ours")
    report = world.verify()
    assert (report["exit"], report["requests"][A]) == (0, "approved")


@pytest.mark.parametrize("line", [b"tree \xff", b"parent \xff", b"tree HEAD"])
def test_an_odd_line_after_the_committer_is_passed_over(world: World, line: bytes) -> None:
    world.move_branch(world.raw_commit(with_line(world.commit_bytes(), line)))
    world.commit("An ordinary commit on top")
    world.approve_by_all()
    assert world.state() == "approved"


@pytest.mark.parametrize(
    "time", [b"99999999999999999", b"9" * 5000, b"253402300800"], ids=["large", "endless", "10000"]
)
@pytest.mark.parametrize("where", ["tip", "forged sign-off"])
def test_an_odd_time_of_a_commit_stops_nobody(world: World, time: bytes, where: str) -> None:
    """No key is needed to make such a commit: every command has an answer, and each party can still sign."""
    if where == "forged sign-off":
        world.forge([world.record("centre")], "outsider")
    before, _committer, after = world.commit_bytes().partition(b"\ncommitter ")
    who, _time, rest = after.partition(b"> ")
    world.move_branch(world.raw_commit(b"%b\ncommitter %b> %b %b" % (before, who, time, rest.split(b" ", 1)[1])))
    for command in (["verify"], ["status"], ["build-proposal", "2027", "-o", str(world.beside("out"))], ["show", A]):
        assert world.bwtb(*command)[0] in (0, 1, 2), command
    world.sign("centre")


def test_a_folder_with_one_name_twice(world: World) -> None:
    """A tree that lists the request twice, an edit before what was approved: `git show` gives the first."""
    world.approve_by_all()
    approved = bytes.fromhex(world.blob_of(path_of(A)))
    edited = bytes.fromhex(world.blob(world.read(path_of(A)).replace("智能填表", "智能预填").encode()))
    entry = f"100644 {A}.yaml".encode() + b"\0"
    listed = world.tree_bytes("requests/2027")
    year = world.raw_tree(listed.replace(entry + approved, entry + edited + entry + approved))
    world.move_branch(world.commit_of(root_with_year(world, year), world.head()))
    assert "智能预填" in world.git("show", f"main:{path_of(A)}")
    assert world.verify()["requests"].get(A) != "approved"


def root_with_year(w: World, year: str) -> str:
    """The tree of HEAD with another folder of a year's requests, however odd that folder is."""
    requests = w.tree_bytes("requests").replace(bytes.fromhex(w.blob_of("requests/2027")), bytes.fromhex(year))
    old, new = bytes.fromhex(w.blob_of("requests")), bytes.fromhex(w.raw_tree(requests))
    return w.raw_tree(w.tree_bytes().replace(old, new))


@pytest.mark.parametrize("number", ["0002", "0009"])
def test_a_copy_of_the_version_in_force(world: World, number: str) -> None:
    """A copy under another number: a squatter like others (41), no reason to trust nothing any more."""
    world.approve_by_all()
    world.write(f"catalog/keyring/{number}.yaml", world.read("catalog/keyring/0001.yaml"))
    world.commit("Copy")
    report = world.verify()
    assert (report["trusted"], report["requests"][A]) == (True, "approved")


def an_entry_twice(w: World) -> str:
    raw = w.tree_bytes()
    return w.commit_of(w.raw_tree(raw[: raw.index(b"\0") + 21] + raw), w.head())


def entries_out_of_order(w: World) -> str:
    raw = w.tree_bytes()
    end = raw.index(b"\0") + 21
    return w.commit_of(w.raw_tree(raw[end:] + raw[:end]), w.head())


def a_line_more(line: bytes) -> Callable[[World], str]:
    return lambda w: w.commit_of(w.blob_of(""), w.head(), headers=line + b"\n")


@pytest.mark.parametrize(
    "odd",
    [an_entry_twice, entries_out_of_order, *map(a_line_more, (b"parent " + b"1" * 40, b"parent \xff", b"tree \xff"))],
    ids=["an entry twice", "entries out of order", "a parent nowhere", "no parent", "no tree"],
)
def test_an_odd_commit_in_the_past_is_not_red_for_good(world: World, odd: Callable[[World], str]) -> None:
    """Folders that git would not write, or a line that it does not read: an ordinary commit on top, and all is well."""
    world.approve_by_all()
    good = world.blob_of("")
    world.move_branch(world.commit_of(good, odd(world)))
    report = world.verify()
    assert (report["exit"], report["requests"][A]) == (0, "approved")


@pytest.mark.parametrize("after", [b"\ncommitter ", b"\n\n", b"\nauthor "], ids=["author", "committer", "parent"])
@pytest.mark.parametrize("line", [b" and more", b" ", b" gpgsig x"])
def test_a_header_that_goes_on_is_no_form_of_a_sign_off(world: World, after: bytes, line: bytes) -> None:
    """Signed by the party itself: some programs read such a line as part of the name, others leave it out."""
    world.forge([world.record("centre")], None)
    before, found, rest = world.commit_bytes().partition(after)
    raw = before + b"\n" + line + found + rest
    head, _, message = raw.partition(b"\n\n")
    signature = world.ssh_sign(raw, "centre").replace("\n", "\n ").encode()
    world.rewind(world.raw_commit(b"%b\ngpgsig %b\n\n%b" % (head, signature, message)))
    assert world.verify().codes("request") == ["COMMIT_FORMAT"]
