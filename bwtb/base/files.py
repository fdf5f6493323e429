"""Writing files whole or not at all, whatever happens in the middle; reading small ones."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from bwtb.base import leftovers
from bwtb.base.budget import SETTINGS_BYTES


def read_bounded(file: Path, most: int = SETTINGS_BYTES) -> bytes:
    """The bytes of a regular file. Raises OSError for what is none, so that no pipe or device is waited for, and for more than
    `most` bytes."""
    status = file.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError(errno.ENXIO, "no regular file", str(file))
    if status.st_size > most:
        raise OSError(errno.EFBIG, "too large", str(file))
    return file.read_bytes()


def write_file(file: Path, content: bytes, *, private: bool = False, mode: int | None = None) -> None:
    """Write a file whole or not at all: a kill or a full disk leaves the old content, and its mode stays.

    `private`: for the user alone; `mode`: what it is to have from the first moment. Raises OSError, which names `file`.
    """
    with _naming(file):
        temporary = _temporary(file, content, 0o600 if private else mode)
        try:
            temporary.replace(file)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def create_file(file: Path, content: bytes) -> None:
    """Write a new file whole or not at all. Raises FileExistsError where there is one, whoever has just made it."""
    with _naming(file):
        temporary = _temporary(file, content, None)
        try:
            os.link(temporary, file, follow_symlinks=False)
        except FileExistsError:
            raise
        except OSError:
            # A file system without hard links: claim the name first, then fill it.
            file.touch(exist_ok=False)
            temporary.replace(file)
        finally:
            temporary.unlink(missing_ok=True)


@contextmanager
def prepared(files: Iterable[tuple[Path, bytes]]) -> Iterator[Mapping[Path, Path]]:
    """Many files (place, content) on disk beside their places (place → where it is), so that only renames are left to do.

    Of the contents one at a time is asked for. Those that were not renamed are gone afterwards. Raises OSError, which names the place, where one does not fit.
    """
    ready: dict[Path, Path] = {}
    with contextlib.ExitStack() as at_the_end:
        for file, content in files:
            at_the_end.enter_context(_folders_undone(file))
            with _naming(file):
                ready[file] = _temporary(file, content, None)
            at_the_end.callback(ready[file].unlink, missing_ok=True)
        yield ready


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Inside it, an error names the file that was to be written, not the one beside it, and no empty folder is left."""
    with _folders_undone(file):
        try:
            yield
        except OSError as error:
            error.filename = str(file)
            raise


@contextmanager
def _folders_undone(file: Path) -> Iterator[None]:
    """After an error, the folders above a file that were made inside it are gone where nothing stands in them."""
    missing = [folder for folder in file.parents if not os.path.lexists(folder)]
    try:
        yield
    except BaseException:
        for folder in missing:  # the innermost first
            with contextlib.suppress(OSError):
                folder.rmdir()
        raise


def _temporary(file: Path, content: bytes, mode: int | None) -> Path:
    """The content on disk beside where it is to stand. `mode`: None for what the file has there, or a new one gets."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:  # that a file stands in the place of the folder, not of the file to be written
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(file)) from error
    import tempfile

    leftovers.clear_once(file.parent)
    handle, name = tempfile.mkstemp(dir=file.parent, prefix="." + leftovers.prefix())
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        temporary.chmod(_mode(file) if mode is None else mode)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary


def _mode(file: Path) -> int:
    """The mode a file keeps, or gets where there is none yet: mkstemp makes a private one, a registry's are for everyone."""
    with contextlib.suppress(OSError):
        if file.is_file() and not file.is_symlink():
            return file.stat().st_mode & 0o777
    umask = os.umask(0)
    os.umask(umask)
    return 0o666 & ~umask
