"""What a run notes in a repository's own folder, so that the next run finishes what it began."""

from __future__ import annotations

from pathlib import Path

import pytest

from bwtb.git import scratch
from bwtb.git.scratch import BranchMove
from tests.base.test_leftovers import left_by

pytestmark = pytest.mark.posix

OLD, NEW = "1" * 40, "2" * 40
MOVE = BranchMove("refs/heads/主\udcff", OLD, NEW)  # a name that is no UTF-8


def test_what_was_about_to_be_moved(tmp_path: Path) -> None:
    with scratch.folder(tmp_path) as folder:
        assert scratch.noted(folder) is None
        scratch.note(folder, MOVE)
        assert scratch.noted(folder) == MOVE
        whole = (folder / "move").read_bytes()
        for length in range(len(whole)):  # killed while it was written
            (folder / "move").write_bytes(whole[:length])
            assert scratch.noted(folder) is None


@pytest.mark.parametrize("branch", ["refs/../../../x", "/etc/x", "HEAD", ""])
def test_a_note_that_names_no_branch_is_none(tmp_path: Path, branch: str) -> None:
    """A repository with its own folder may come from anybody, in an archive; a note in it leads nowhere else."""
    scratch.note(tmp_path, BranchMove(branch, OLD, NEW))
    assert scratch.noted(tmp_path) is None


def test_each_that_was_left_is_gone_once_it_was_looked_at(tmp_path: Path) -> None:
    for name in ("a", "b"):
        (tmp_path / left_by("gone here").replace("x1", name)).mkdir()
    with scratch.folder(tmp_path) as own:
        assert len([left for left in scratch.abandoned(tmp_path) if left.is_dir()]) == 2
        assert list(tmp_path.iterdir()) == [own]


def test_one_that_could_not_be_finished_is_left(tmp_path: Path) -> None:
    (tmp_path / left_by("gone here")).mkdir()
    for _left in scratch.abandoned(tmp_path):
        break
    assert len(list(tmp_path.iterdir())) == 1


def test_a_lock_says_whose_it_is(tmp_path: Path) -> None:
    lock = tmp_path / "index.lock"
    with scratch.folder(tmp_path) as folder, scratch.folder(tmp_path) as other:
        assert scratch.lock(folder, lock)
        assert (scratch.is_locked_by(folder, lock), scratch.is_locked_by(other, lock)) == (True, False)
        assert not scratch.lock(other, lock)
        lock.unlink()
        lock.touch()  # git's own
        assert not scratch.is_locked_by(folder, lock)
        lock.unlink()
        assert not scratch.is_locked_by(folder, lock)


@pytest.mark.parametrize(
    ("branch", "head", "stay"),
    [
        (f"{NEW}\n", "", []),
        (NEW[:7], None, []),
        ("", "", []),
        (f"{OLD}\n", "", ["main.lock"]),  # somebody else's
        ("x", "ref: refs/heads/side\n", ["HEAD.lock", "main.lock"]),
    ],
)
def test_locks_that_a_killed_git_has_left(tmp_path: Path, branch: str, head: str | None, stay: list[str]) -> None:
    (tmp_path / "refs/heads").mkdir(parents=True)
    (tmp_path / "refs/heads/main.lock").write_text(branch)
    if head is not None:
        (tmp_path / "HEAD.lock").write_text(head)
    scratch.unlock_branch(tmp_path, tmp_path, BranchMove("refs/heads/main", OLD, NEW), checked_out=True)
    assert sorted(path.name for path in tmp_path.rglob("*.lock")) == stay


def test_head_stays_locked_where_another_branch_was_moved(tmp_path: Path) -> None:
    (tmp_path / "HEAD.lock").touch()
    scratch.unlock_branch(tmp_path, tmp_path, BranchMove("refs/remotes/origin/main", "", NEW), checked_out=False)
    assert (tmp_path / "HEAD.lock").exists()
