"""Folders of ours inside a repository's own, for the time of one run; those that killed runs have left are cleared away."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

PREFIX = "bwtb-push-"
OWNER = "bwtb-owner"  # the file in such a folder that says which process, on which computer, it belongs to
LONGEST = 3600  # seconds after which one whose owner cannot be asked after is nobody's


@contextmanager
def folder(git_dir: Path) -> Iterator[Path]:
    """An empty folder inside a repository's own, gone afterwards."""
    clear(git_dir)
    with tempfile.TemporaryDirectory(prefix=PREFIX, dir=git_dir, ignore_cleanup_errors=True) as name:
        (Path(name) / OWNER).write_text(f"{os.getpid()} {socket.gethostname()}\n", encoding="utf-8", errors="replace")
        yield Path(name)


def clear(git_dir: Path) -> None:
    """Delete the folders that killed runs have left; never one that a run is still using."""
    for left in git_dir.glob(PREFIX + "*"):
        with contextlib.suppress(OSError, ValueError):
            if left.is_dir() and not left.is_symlink() and _is_nobodys(left):
                shutil.rmtree(left, ignore_errors=True)


def _is_nobodys(left: Path) -> bool:
    """Whether the process that it belonged to is gone; where that cannot be known, whether it is old."""
    with contextlib.suppress(OSError, ValueError, OverflowError):
        number, _space, host = (left / OWNER).read_text(encoding="utf-8", errors="replace").strip().partition(" ")
        if os.name == "posix" and host == socket.gethostname() and number.isdecimal():
            try:
                os.kill(int(number), 0)
            except ProcessLookupError:
                return True
            except PermissionError:
                return False  # another user's, and alive
            return False
    return time.time() - left.lstat().st_mtime > LONGEST
