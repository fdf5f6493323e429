"""Writing files: whole or not at all, whatever happens in the middle."""

from __future__ import annotations

import os
from pathlib import Path


def write_file(file: Path, content: bytes, *, private: bool = False) -> None:
    """Write a file whole or not at all: a kill or a full disk leaves the old content. `private`: for the user alone."""
    temporary = _temporary(file, content, private=private)
    try:
        temporary.replace(file)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def create_file(file: Path, content: bytes) -> None:
    """Write a new file whole or not at all. Raises FileExistsError where there is one, whoever has just made it."""
    temporary = _temporary(file, content, private=False)
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


def _temporary(file: Path, content: bytes, *, private: bool) -> Path:
    """The content on disk beside where it is to stand."""
    file.parent.mkdir(parents=True, exist_ok=True)
    import tempfile

    handle, name = tempfile.mkstemp(dir=file.parent, prefix=".bwtb-")
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as target:
            target.write(content)
            target.flush()
            os.fsync(target.fileno())
        if not private:
            # mkstemp makes a private file; a registry's files are for everyone who may read the folder.
            umask = os.umask(0)
            os.umask(umask)
            temporary.chmod(0o666 & ~umask)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return temporary
