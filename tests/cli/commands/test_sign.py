"""`bwtb sign` as its users meet it: what it leaves alone, what it refuses and why."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bwtb.base.errors import UserError
from bwtb.base.languages import words
from bwtb.git import new_commit, open_repository
from bwtb.git.checkout import publish
from tests.helpers.server import open_server
from tests.world import PARTIES, A, B, World, path_of


def attempt(world: World, *arguments: str, key: str = "centre") -> tuple[int, str]:
    code, _out, err = world.bwtb("sign", *arguments, "--key", str(world.keys[key]), "--yes")
    return code, err


def test_only_the_record_is_added_to_a_dirty_checkout(world: World) -> None:
    """Staged, edited, untracked and deleted files all stay exactly as they were."""
    world.write("staged.txt", "staged")
    world.git("add", "staged.txt")
    world.write("staged.txt", "edited after staging")
    world.write("untracked.txt", "untracked")
    world.write(path_of(B), world.read(path_of(B)) + "# edited\n")
    world.remove("catalog/corrections.yaml")
    before = world.status()
    commit = world.sign("centre")
    added = world.git("show", "--name-status", "--format=", commit).split("\n")
    assert [line[0] for line in added] == ["A"]
    assert world.status() == before
    assert (world.root / added[0][2:]).is_file()


def test_what_is_signed_is_the_last_commit(world: World) -> None:
    world.change(path_of(A), "智能填表", "另一标题")
    code, err = attempt(world, A, "--party", "centre")
    assert code == 0
    assert "uncommitted changes" in err
    world.git("checkout", "-q", "--", ".")
    assert world.verdicts()["centre"] == ("approved", "OK")


def test_one_commit_for_a_meeting(world: World) -> None:
    before = world.head()
    code, err = attempt(world, "--pending", "--party", "centre")
    assert code == 0, err
    assert world.git("rev-list", "--count", f"{before}..HEAD") == "1"
    assert [s["subject"]["id"] for s in world.verify()["signoffs"]] == [A, B]
    code, out, _err = world.bwtb("sign", "--pending", "--party", "centre", "--key", str(world.keys["centre"]), "--yes")
    assert (code, "Nothing waits" in out) == (0, True)


def test_pending_leaves_out_what_is_excepted(world: World) -> None:
    attempt(world, "--pending", "--except", B, "--party", "office", key="office")
    assert [s["subject"]["id"] for s in world.verify()["signoffs"]] == [A]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([A], "for which party"),
        ([A, "--party", "nobody"], "takes centre"),
        (["--party", "centre"], "--pending; not both"),
        ([A, "--pending", "--party", "centre"], "not both"),
        ([A, "--except", B, "--party", "centre"], "goes with --pending"),
        ([A, "--party", "centre", "--return"], "needs an opinion"),
        ([A, "--party", "centre", "--return", "--reject", "--opinion", "x"], "Choose one"),
        ([A, "--party", "centre", "--withdraw"], "nothing to withdraw"),
        ([A, "--party", "centre", "--opinion", "好\u202e"], "invisible"),
        (["2027-mzj-999", "--party", "centre"], "no such request"),
        ([A, "--party", "office"], "Sign with --party centre"),
    ],
)
def test_refused_with_the_reason(world: World, arguments: list[str], said: str) -> None:
    before = world.head()
    code, err = attempt(world, *arguments)
    assert code == 2
    assert said in err
    assert world.head() == before


def test_an_approval_is_not_given_twice(world: World) -> None:
    world.sign("centre")
    code, err = attempt(world, A, "--party", "centre")
    assert code == 2
    assert "approved it already" in err


def test_a_draft_is_not_signed(world: World) -> None:
    text = world.read(path_of(A))
    start, end = text.index("endorsements:"), text.index("attachments:")
    world.write(path_of(A), text[:start] + text[end:])
    world.commit("Back to a draft")
    code, err = attempt(world, A, "--party", "centre")
    assert code == 2
    assert "draft" in err


def test_withdraw_and_approve_again(world: World) -> None:
    world.approve_by_all()
    world.sign("office", decision="withdraw")
    assert world.verdicts()["office"] == ("withdrawn", "OK")
    assert world.state() == "in_review"
    world.sign("office")
    assert world.state() == "approved"


@pytest.mark.parametrize(("decision", "state"), [("return", "returned"), ("reject", "rejected")])
def test_return_and_reject_show_their_opinion(world: World, decision: str, state: str) -> None:
    world.approve_by_all()
    world.sign("bigdata", decision=decision, opinion="请补充数据清单。")
    assert world.state() == state
    _code, out, _err = world.bwtb("status", A)
    assert "请补充数据清单。" in out


def test_without_a_terminal_yes_is_needed(world: World) -> None:
    code, _out, err = world.bwtb("sign", A, "--party", "centre", "--key", str(world.keys["centre"]))
    assert code == 2
    assert "--yes" in err


def test_a_detached_head_is_refused(world: World) -> None:
    world.git("checkout", "-q", "--detach")
    code, err = attempt(world, A, "--party", "centre")
    assert code == 2
    assert "No branch" in err


def test_a_key_outside_the_keyring_is_refused(world: World) -> None:
    code, err = attempt(world, A, "--party", "centre", key="outsider")
    assert code == 2
    assert "does not list your key" in err


def test_three_parties_on_three_clones(world: World, tmp_path: Path) -> None:
    """Over a real bare remote: each party signs in a clone of its own, one after the other."""
    server = open_server(world, tmp_path / "bare.git")
    for party in PARTIES:
        clone = server.clone(party)
        clone.sign(party)
        clone.git("push", "-q", "origin", "main")
    assert server.states()[A] == "approved"


def test_the_key_of_the_users_own_git_configuration(
    world: World, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`user.signingkey` is taken from the user's configuration, and never from the checkout's."""
    world.git("config", "user.signingkey", str(world.keys["centre"]))
    code, _out, err = world.bwtb("sign", A, "--party", "centre", "--yes")
    assert code == 2
    assert "No key to sign with" in err
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    (tmp_path / "gitconfig").write_text(f"[user]\n\tsigningkey = {world.keys['centre']}\n")
    assert world.bwtb("sign", A, "--party", "centre", "--yes")[0] == 0
    assert world.verdicts()["centre"] == ("approved", "OK")


def killed_at(world: World, tmp_path: Path, *, after: bool) -> int:
    """`bwtb sign` in a process of its own that is killed right before, or right after, the branch moves."""
    git, folder = shutil.which("git"), tmp_path / "bin"
    folder.mkdir()
    first = f'"{git}" "$@"; ' if after else ""
    wrapper = f'#!/bin/sh\ncase "$*" in *update-ref*) {first}kill -9 $PPID; exit;; esac\nexec "{git}" "$@"\n'
    (folder / "git").write_text(wrapper)
    (folder / "git").chmod(0o755)
    how = ("--party", "centre", "--key", str(world.keys["centre"]), "--yes", "--trust-root", world.pin)
    done = subprocess.run(
        [sys.executable, "-m", "bwtb", "sign", A, *how, "--registry", str(world.root)],
        env=os.environ | {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"},
        check=False,
    )
    return done.returncode


def test_killed_before_the_branch_moves_nothing_is_signed(world: World, tmp_path: Path) -> None:
    before, status = world.head(), world.status()
    assert killed_at(world, tmp_path, after=False) == -9
    assert world.head() == before
    assert (world.root / ".git/index.lock").exists()
    world.sign("centre")
    assert world.status() == status
    assert world.git("rev-parse", "HEAD~1") == before


def test_killed_after_the_branch_moved_all_of_it_is_signed(world: World, tmp_path: Path) -> None:
    """No commit can take the record out unawares, and whichever command is run next finishes it."""
    before = world.head()
    assert killed_at(world, tmp_path, after=True) == -9
    signed = world.head()
    assert world.git("rev-parse", "HEAD~1") == before
    assert b"index.lock" in world.try_git("commit", "-q", "-a", "-m", "x").stderr
    code, err = attempt(world, A, "--party", "centre")
    assert (code, "approved it already" in err) == (2, True), err
    assert (world.head(), world.status()) == (signed, "")
    assert world.verify().codes() == ["OK"]
    assert world.commit("Nothing") == world.head()


def test_a_lock_removed_by_hand_after_a_kill(world: World, tmp_path: Path) -> None:
    """As git's own message says. Then the index is left alone, and `bwtb status` says how to put the record back."""
    assert killed_at(world, tmp_path, after=True) == -9
    world.remove(".git/index.lock")
    _code, _out, err = world.bwtb("status")
    command = err.split("`")[err.split("`").index("git restore --staged --worktree " + record_of(world))]
    world.git(*command.split()[1:])
    assert world.status() == ""
    assert "git restore" not in world.bwtb("status")[2]


def test_a_lock_of_gits_own_stays(world: World, tmp_path: Path) -> None:
    """Removed by hand, and another git command has made its own: what our killed run left says nothing about that one."""
    before = world.head()
    assert killed_at(world, tmp_path, after=False) == -9
    world.remove(".git/index.lock")
    (world.root / ".git/index.lock").touch()
    code, err = attempt(world, A, "--party", "centre")
    assert (code, "another git command" in err) == (2, True), err
    assert ((world.root / ".git/index.lock").read_bytes(), world.head()) == (b"", before)


def test_files_that_changed_since_the_kill_are_kept(world: World, tmp_path: Path) -> None:
    """What is finished later takes nobody's work away: a file at the record's place stays as it is."""
    assert killed_at(world, tmp_path, after=True) == -9
    record = record_of(world)
    world.write(record, "mine")
    world.bwtb("status")
    assert world.read(record) == "mine"
    assert world.status() == f" M {record}"
    assert world.verify().codes() == ["OK"]


def test_objects_that_went_with_the_power(world: World, tmp_path: Path) -> None:
    """The note of a killed run names a commit that never got to the disk: the next run goes on without it."""
    before = world.head()
    assert killed_at(world, tmp_path, after=False) == -9
    (note,) = (world.root / ".git").glob("bwtb-*/move")
    world.object_file(note.read_text().splitlines()[2]).unlink()
    world.sign("centre")
    assert world.git("rev-parse", "HEAD~1") == before
    assert world.status() == ""
    assert list((world.root / ".git").glob("bwtb-*")) == []


def record_of(world: World) -> str:
    """The one file that the last commit adds."""
    return world.git("diff-tree", "-r", "--no-commit-id", "--name-only", "HEAD")


def test_while_another_git_command_is_at_work_nothing_is_signed(world: World) -> None:
    before = world.head()
    (world.root / ".git/index.lock").touch()
    code, err = attempt(world, A, "--party", "centre")
    assert (code, "Nothing was signed" in err) == (2, True), err
    assert world.head() == before
    assert (world.root / ".git/index.lock").read_bytes() == b""


def test_a_conflict_stays_one(world: World) -> None:
    """Signed in the middle of a merge: what is in conflict is neither settled nor touched."""
    world.branch("side")
    world.edit()
    world.checkout()
    world.edit(new="智能代填")
    assert world.try_git("merge", "side").returncode == 1
    file = world.root / path_of(A)
    stamp = (world.root / ".git/index").stat().st_mtime
    os.utime(file, (stamp, stamp))  # as a merge leaves it: written in the second in which the index was
    before = world.status()
    assert before.startswith("UU")
    world.sign("centre")
    assert world.status() == before


def test_where_a_file_has_no_place_nothing_is_signed(world: World) -> None:
    """What stands in a folder's place is said, and once it is out of the way the same command goes on."""
    before = world.head()
    world.git("rm", "-q", "-r", f"requests/2027/{A}")
    world.git("reset", "-q")
    world.write(f"requests/2027/{A}", "in the way")
    code, err = attempt(world, A, "--party", "centre")
    assert (code, "Nothing was signed: " in err, "not a folder" in err) == (2, True, True), err
    assert (world.head(), world.verify().codes()) == (before, [])
    world.remove(f"requests/2027/{A}")
    world.git("restore", f"requests/2027/{A}")
    world.sign("centre")
    assert world.status() == ""


def test_a_file_that_cannot_be_put_in_its_place_is_said(world: World) -> None:
    """The branch has moved by then: the sign-off stands, and how to fetch its file is said."""
    repository, head = open_repository(world.root), world.head()
    files = {"requests/new.txt": b"x", "catalog/new.txt": b"y"}
    made = new_commit.write(repository, head, files, ("x", "x@example.invalid"), 1, "Two files")
    (world.root / "requests/new.txt").mkdir()
    with pytest.raises(UserError) as told:
        publish(repository, "refs/heads/main", made)
    assert "git restore --staged --worktree requests/new.txt" in words(told.value.hint)
    assert (world.head(), world.read("catalog/new.txt")) == (made.commit, "y")
    (world.root / "requests/new.txt").rmdir()
    world.git("restore", "--staged", "--worktree", "requests/new.txt")
    assert world.status() == ""


def test_where_nothing_is_checked_out_only_the_branch_moves(world: World) -> None:
    clone = world.clone("bare-bones", "--no-checkout")
    for folder in ("catalog", "requests"):
        (clone.root / folder).mkdir()
    clone.sign("centre")
    assert not (clone.root / ".git/index").exists()
    clone.checkout()
    assert clone.verify().codes() == ["OK"]


def test_why_the_keyring_is_not_relied_on_is_said(world: World) -> None:
    world.write("catalog/keyring/revocations/centre-0.yaml", "x")
    world.commit("Garbage among the revocations")
    code, err = attempt(world, A, "--party", "centre")
    assert (code, "centre-0.yaml" in err, "no keyring is pinned" in err) == (0, True, False), err
    world.pin = ""
    code, err = attempt(world, A, "--party", "office", key="office")
    assert (code, "no keyring is pinned" in err) == (0, True), err


def test_what_is_dated_after_today_is_not_approved(world: World) -> None:
    """The reviewer may return it: that is how the unit comes to know."""
    world.edit(A, "date: 2026-", "date: 2126-")
    code, _out, err = world.try_to_sign("centre", A, "--approve", "--opinion", "同意")
    assert (code, "签署日期" in err, "2126-08-20, after today" in err) == (2, True, True), err
    world.sign("centre", decision="return")
    world.edit(A, "date: 2126-", "date: 2026-")
    world.sign("centre")
    assert world.verdicts()["centre"][0] == "approved"
