"""Faults nobody foresaw: a log to send, with versions and where it happened, and without what is nobody's business.

Whoever goes on after such an exception (one bad file never ends a command) logs it here too.
"""

from __future__ import annotations

import contextlib
import os
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from bwtb import __version__
from bwtb.base.messages import N_, Fact, Message

KEPT = 20  # logs in a folder; older ones are deleted
PREFIX, SUFFIX = "fault-", ".log"
MOST_CHARACTERS = 100_000
# Options whose values are nobody's business: names of people, opinions, keys. Every other value is a code, an id or a path.
PRIVATE = ("--person", "--opinion", "--key", "--remarks", "--name", "--phone", "--password", "--token", "--secret")
# Credentials in an address: `https://me:secret@server/…`.
CREDENTIALS = re.compile(r"(?<=://)[^/@\s]*@")
_NO_LOG = N_("none could be written")


@dataclass(frozen=True)
class _Run:
    """The command line of this run, and what gives the versions of programs that this room does not know."""

    arguments: tuple[str, ...] = ()
    versions: Callable[[], Iterable[str]] = tuple


_run = _Run()
_logged: dict[str, Path] = {}  # what this process has logged already: where it happened → the file


def begin(arguments: Sequence[str], versions: Callable[[], Iterable[str]]) -> None:
    """Say what is being run, for logs to come. `versions` gives a line for each further program, and is asked only then."""
    global _run
    _run = _Run(tuple(arguments), versions)
    _logged.clear()


def log(error: BaseException, about: str = "") -> Path | None:
    """Write what is needed to find a fault into a file for the user alone. `about`: what was being done, such as a path.

    The file stands in the user's state folder, else in the folder for temporary files. Returns None where neither can be
    written. The same fault is logged once a run, however many files have it.
    """
    import hashlib  # every command imports this module, and hardly one has a fault
    import traceback

    try:
        trace = "".join(traceback.format_exception(error))[-MOST_CHARACTERS:]
        place = hashlib.sha256("".join(traceback.format_tb(error.__traceback__)).encode("utf-8", "replace")).hexdigest()
        if place not in _logged:
            content = _inert(f"{_head(about)}\n{trace}").encode("utf-8", "backslashreplace")
            written = next((file for folder in _folders() if (file := _write(folder, content))), None)
            if written is None:
                return None
            _logged[place] = written
        return _logged[place]
    except Exception:  # whatever is wrong with this computer, the first fault is what is told
        return None


def in_a_line(error: Exception) -> str:
    """An exception with the place it came from, for whoever has to mend it."""
    import traceback

    places = traceback.extract_tb(error.__traceback__)[-1:]
    where = "".join(f", {Path(place.filename).name} {place.name}" for place in places)
    return f"{type(error).__name__}: {str(error)[:200]}{where}"


class ExampleError(Exception):
    """A fault that is only shown as an example: no log of it is written."""


class Told(NamedTuple):
    """What a sentence on a fault needs: the exception in a line, and where its log is."""

    error: str
    log: Fact


def told(error: Exception, about: str) -> Told:
    """Log a fault after which the program goes on. `about`: what was being done, such as a path."""
    if isinstance(error, ExampleError):
        return Told(in_a_line(error), f"{PREFIX}…{SUFFIX}")
    return Told(in_a_line(error), str(log(error, about) or "") or Message(_NO_LOG))


def _head(about: str) -> str:
    import platform

    lines = [
        f"bwtb {__version__}",
        f"Python {sys.version.split()[0]} ({sys.executable})",
        *_run.versions(),
        f"{platform.platform()}, encoding {sys.getfilesystemencoding()}",
        f"time {time.strftime('%Y-%m-%dT%H:%M:%S%z')}",
        f"command bwtb {' '.join(_without_secrets(_run.arguments))}",
        *([f"about {about}"] if about else []),
    ]
    return "\n".join(lines)


def _without_secrets(arguments: Sequence[str]) -> Iterator[str]:
    """A command line with `…` in the place of each value that is nobody's business."""
    hidden = False
    for word in arguments:
        name, equals, _value = word.partition("=")
        if hidden:
            yield "…"
        else:
            yield f"{name}=…" if equals and name in PRIVATE else repr(word) if " " in word else word
        hidden = not hidden and word in PRIVATE


def _inert(text: str) -> str:
    """The text without credentials, the home folder as `~`, and with every character shown that a terminal would obey."""
    import unicodedata

    home = os.path.expanduser("~")  # noqa: PTH111 - where nobody knows it, this is no error
    text = CREDENTIALS.sub("…@", text)
    if len(home) > 1:
        text = text.replace(home, "~")
    return "".join(
        c if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp") else f"\\u{ord(c):04x}"
        for c in text
    )


def _folders() -> Iterator[Path]:
    import tempfile

    from platformdirs import user_state_path

    own = user_state_path("bwtb") / "logs"
    if own.is_absolute():
        yield own
    yield Path(tempfile.gettempdir())


def _write(folder: Path, content: bytes) -> Path | None:
    """Write a log into a folder (mkstemp: mode 0600, and never a name that somebody has laid there), and drop the oldest."""
    import tempfile

    name = ""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        prefix = f"{PREFIX if folder.name == 'logs' else 'bwtb-' + PREFIX}"
        # To the nanosecond: by their names the oldest are known.
        stamp = f"{time.strftime('%Y%m%dT%H%M%S')}.{time.time_ns() % 10**9:09d}"
        handle, name = tempfile.mkstemp(SUFFIX, f"{prefix}{stamp}-", folder)
        with open(handle, "wb") as file:  # noqa: PTH123 - a descriptor
            file.write(content)
    except OSError:
        if name:
            with contextlib.suppress(OSError):
                Path(name).unlink()
        return None
    _drop_oldest(folder, prefix)
    return Path(name)


def _drop_oldest(folder: Path, prefix: str) -> None:
    """Their names begin with their time. In a folder that is everybody's, only this user's own can be deleted."""
    with contextlib.suppress(OSError):
        for old in sorted(folder.glob(f"{prefix}*{SUFFIX}"))[:-KEPT]:
            with contextlib.suppress(OSError):
                if not hasattr(os, "getuid") or old.lstat().st_uid == os.getuid():
                    old.unlink()
