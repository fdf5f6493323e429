"""Files and folders for the time of one run: their names say whose they are, so that what killed runs have left is cleared."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

LONGEST = 3600  # seconds after which one whose owner cannot be asked after is nobody's
_HOST = re.sub(
    r"[^A-Za-z0-9.-]", "_", os.uname().nodename if os.name == "posix" else os.environ.get("COMPUTERNAME", "")
)
# The second form is that of older versions, inside a repository's own folder.
_NAME = re.compile(r"\.?bwtb-([0-9]{1,10})@([^@]*)@(.+)|bwtb-push-\w+")
_OWN = os.urandom(3).hex()  # tells this run from an earlier one of the same number, as containers give them


def prefix() -> str:
    """What the names of this run's own begin with: which process they belong to, on which computer."""
    return f"bwtb-{os.getpid()}@{_HOST}@{_OWN}-"


@contextmanager
def folder(beside: Path | None = None, *, hidden: bool = False) -> Iterator[Path]:
    """An empty folder, among the system's temporary ones or in the folder `beside`, gone afterwards."""
    import tempfile

    clear_once(beside or Path(tempfile.gettempdir()))
    dot = "." if hidden else ""
    with tempfile.TemporaryDirectory(prefix=dot + prefix(), dir=beside, ignore_cleanup_errors=True) as name:
        yield Path(name)


def lasting() -> Path:
    """An empty folder among the system's temporary ones, gone when the program ends."""
    import atexit

    until_the_end = contextlib.ExitStack()
    atexit.register(until_the_end.close)
    return until_the_end.enter_context(folder())


@cache
def clear_once(place: Path) -> None:
    """The same as `clear`, once a run: a command may write a thousand files into one folder."""
    clear(place)


def clear(place: Path) -> None:
    """Delete what killed runs have left in a folder; never what a run is still using."""
    import shutil

    for left in find(place):
        with contextlib.suppress(OSError):
            if left.is_dir():
                shutil.rmtree(left, ignore_errors=True)
            else:
                left.unlink()


def find(place: Path) -> list[Path]:
    """The files and folders that killed runs have left in a folder."""
    with contextlib.suppress(OSError), os.scandir(place) as entries:
        return [Path(entry) for entry in entries if _NAME.fullmatch(entry.name) and _is_left(entry)]
    return []


def take(left: Path) -> Path | None:
    """Make what a killed run has left this run's own, with all that is in it; None where another was quicker."""
    own = left.with_name(f"{prefix()}{left.name.rpartition('@')[2]}")
    try:
        return left.rename(own)
    except OSError:
        return None


def _is_left(entry: os.DirEntry[str]) -> bool:
    """Whether the process that it belonged to is gone; where that cannot be known, whether it is old."""
    match = _NAME.fullmatch(entry.name)
    with contextlib.suppress(OSError):
        status = entry.stat(follow_symlinks=False)
        if match is None or entry.is_symlink() or (os.name == "posix" and status.st_uid != os.getuid()):
            return False
        if os.name == "posix" and match[2] == _HOST:
            return not match[3].startswith(_OWN) if int(match[1]) == os.getpid() else _is_gone(int(match[1]))
        return time.time() - status.st_mtime > LONGEST
    return False


def _is_gone(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return True
    except (OSError, OverflowError):
        return False  # another user's, and alive
    # Killed, and nobody has asked yet how it ended: in containers nobody may ever ask.
    with contextlib.suppress(OSError):
        return Path(f"/proc/{process}/stat").read_bytes().rpartition(b")")[2].split()[0] in (b"Z", b"X")
    return False
