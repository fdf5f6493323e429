"""The three standard streams, whatever they are: closed, full, broken, or of another encoding than the program's."""

from __future__ import annotations

import contextlib
import io
import locale
import os
import select
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer as Buffer

NAMES = ("stdin", "stdout", "stderr")  # by the numbers of their descriptors


def in_utf8() -> None:
    """Start this process anew in Python's UTF-8 mode where the locale has another encoding; returns where it is in force.

    Names of files are UTF-8 in git and in a registry. Under another locale (C and POSIX with coercion switched off, GBK)
    Python would look for other names than those, in every place where a path is opened.
    """
    known = sys.flags.utf8_mode or sys.getfilesystemencoding().lower() in ("utf-8", "utf8")
    if os.name != "posix" or known or not sys.executable:
        return
    os.execv(sys.executable, [os.fsencode(sys.executable), b"-X", b"utf8", *map(_in_utf8, sys.orig_argv[1:])])  # noqa: S606 - itself


def _in_utf8(word: str) -> bytes:
    """A word of the command line: as it is where it is UTF-8, such as a name that the shell completed; else as typed."""
    raw = os.fsencode(word)
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return word.encode("utf-8", "surrogateescape")
    return raw


def open_all() -> None:
    """Make all three fit for use: none is None, and nothing that they cannot show breaks them.

    A terminal gets its own encoding. A file or a pipe gets UTF-8 on every computer, unless PYTHONIOENCODING says otherwise.
    One that was closed takes and gives nothing: writing to it fails as on a full disk, and can be told.
    """
    for name in NAMES:
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, _closed(name))
        elif isinstance(stream, io.TextIOWrapper):
            encoding = stream.encoding if "PYTHONIOENCODING" in os.environ else _encoding(stream)
            if name == "stdin":
                stream.reconfigure(encoding=encoding, errors="surrogateescape")
            elif not isinstance(stream.buffer, _Output):  # one that was made here already stays
                stream.flush()
                raw = stream.buffer.raw if isinstance(stream.buffer, io.BufferedWriter) else stream.buffer
                setattr(sys, name, _to_write(raw, encoding, stream))


def _encoding(stream: TextIO) -> str:
    if not stream.isatty():
        return "utf-8"
    own = locale.getencoding() if sys.flags.utf8_mode and "PYTHONUTF8" not in os.environ else stream.encoding
    return "utf-8" if own.lower() in ("ascii", "us-ascii", "ansi_x3.4-1968", "646") else own


def _closed(name: str) -> TextIO:
    """What stands for a closed stream; its number is taken, so that no file of ours gets it."""
    descriptor = os.open(os.devnull, os.O_RDONLY)
    os.set_inheritable(descriptor, True)
    if name != "stdin":
        return _to_write(io.FileIO(descriptor, "w", closefd=False), "utf-8")
    return io.TextIOWrapper(io.BufferedReader(io.FileIO(descriptor, "r", closefd=False)), "utf-8")


class _Output(io.BufferedWriter):
    """A stream that keeps why it failed. Not every failure can be had again by writing once more what is left to write."""

    failed: OSError | None = None

    def write(self, content: Buffer, /) -> int:
        with self._noted():
            return super().write(content)

    def flush(self) -> None:
        with self._noted():
            super().flush()

    @contextlib.contextmanager
    def _noted(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            self.failed = error
            raise


def _to_write(raw: Any, encoding: str, like: io.TextIOWrapper | None = None) -> TextIO:
    """A stream for text. It hands over every line at once where the one that it is `like` did, or did not wait at all."""
    at_once = like is None or like.line_buffering or like.write_through
    return io.TextIOWrapper(_Output(raw), encoding, "backslashreplace", line_buffering=at_once)


def flush() -> None:
    """Hand over what is still to be written, while a failure can be told. Raises OSError."""
    for stream in _outputs():
        stream.flush()


def failure() -> OSError | None:
    """Why a stream does not take what was written to it; None where both do."""
    try:
        flush()
    except OSError as error:
        return error
    return next((failed for stream in _outputs() if (failed := getattr(stream.buffer, "failed", None))), None)


def reader_gone() -> bool:
    """Whether whoever read what is printed (head, a pager) has gone. Where the system cannot say, it is taken to be so."""
    if not hasattr(select, "poll"):
        return True
    for stream in _outputs():
        poll = select.poll()
        with contextlib.suppress(OSError, ValueError):
            poll.register(stream.fileno(), 0)
            if any(event & select.POLLERR for _number, event in poll.poll(0)):
                return True
    return False


def silence() -> None:
    """Let what is left unwritten in a stream that failed go nowhere, so that the interpreter says nothing of it at its end."""
    for stream in _outputs():
        try:
            stream.flush()
        except (OSError, ValueError):
            with contextlib.suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def _outputs() -> Iterator[TextIO]:
    return (stream for stream in (sys.stdout, sys.stderr) if stream is not None)
