"""Folders of ours inside a repository's own, for the time of one run, with what the next run needs to finish it.

A run that is killed leaves its folder, whose name says whose it is (`base.leftovers`). A note in it tells which branch was
about to be moved, and a file of it is the content of the lock on the index.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from bwtb.base import leftovers
from bwtb.base.errors import LOOK_AT_PLACE, writing
from bwtb.base.files import read_bounded
from bwtb.base.messages import Message
from bwtb.git import programs

# What stands in such a folder.
INDEX = "index"  # the index as it is to be
_NOTE = "move"
_LOCK = "lock"


@dataclass(frozen=True)
class BranchMove:
    """A branch by its full name, the commit it is at (zeros throughout where there is none yet), and the one it is to come to."""

    branch: str
    old: str
    new: str


@contextmanager
def folder(git_dir: Path) -> Iterator[Path]:
    """An empty folder inside a repository's own, gone afterwards. Raises UserError where it cannot be made."""
    with writing(git_dir, Message(LOOK_AT_PLACE)):
        made = tempfile.TemporaryDirectory(prefix=leftovers.prefix(), dir=git_dir, ignore_cleanup_errors=True)
    with made as name:
        yield Path(name)


def note(folder: Path, move: BranchMove) -> None:
    """Note down which branch is moved next."""
    (folder / _NOTE).write_bytes(programs.raw(f"{move.branch}\n{move.old}\n{move.new}\n"))


def noted(folder: Path) -> BranchMove | None:
    """The branch that was about to be moved; None where it had not come to that."""
    with suppress(OSError):
        lines = programs.text(read_bounded(folder / _NOTE)).split("\n")
        if len(lines) == 4 and lines[0].startswith("refs/") and ".." not in lines[0]:
            return BranchMove(*lines[:3])
    return None


def abandoned(git_dir: Path) -> Iterator[Path]:
    """The folders that killed runs have left: each is this run's own while it is looked at, and gone once that went well."""
    for left in leftovers.find(git_dir):
        if left.is_dir() and (own := leftovers.take(left)):
            yield own
            shutil.rmtree(own, ignore_errors=True)


def lock(folder: Path, place: Path) -> bool:
    """Make a lock, at once with the line that says whose it is; False where there is one. Raises OSError."""
    line = folder / _LOCK
    line.write_text(f"{folder.name}\n", encoding="utf-8")
    try:
        try:
            os.link(line, place)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            with place.open("xb") as made:
                made.write(line.read_bytes())
    except FileExistsError:
        return False
    return True


def is_locked_by(folder: Path, place: Path) -> bool:
    """Whether a lock is the one that was made with this folder."""
    with suppress(OSError):
        return read_bounded(place) == read_bounded(folder / _LOCK)
    return False


def unlock_branch(git_dir: Path, common_dir: Path, move: BranchMove, *, checked_out: bool) -> None:
    """Remove the locks that a killed git has left on a branch: it held what the note says, or had not come to that.

    `checked_out`: it is the branch that is checked out, so that git had locked HEAD as well.
    """
    branch, head = common_dir / f"{move.branch}.lock", git_dir / "HEAD.lock"
    with suppress(OSError):
        if f"{move.new}\n".encode("ascii").startswith(read_bounded(branch)):
            branch.unlink()
    with suppress(OSError):
        if checked_out and read_bounded(head) == b"":
            head.unlink()
