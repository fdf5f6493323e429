"""The one exception that means "the user must act", and what exceptions inside the program have in common."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bwtb.base.messages import N_, Fact, Message

# What the system says of files, for the errors that people meet; the system's own words are English.
_REASONS = {
    errno.ENOENT: N_("no such file or folder"),
    errno.EACCES: N_("no permission"),
    errno.EPERM: N_("no permission"),
    errno.EEXIST: N_("a file of this name is there already"),
    errno.EISDIR: N_("it is a folder"),
    errno.ENOTDIR: N_("part of the path is a file, not a folder"),
    errno.ENOSPC: N_("the disk is full"),
    errno.EDQUOT: N_("your share of the disk is used up"),
    errno.EMFILE: N_("too many files are open"),
    errno.ENAMETOOLONG: N_("the name is too long"),
    errno.EIO: N_("the disk, or the connection to it, fails"),
    errno.ENOMEM: N_("there is not enough memory"),
    errno.EBADF: N_("the output is closed"),
    errno.EROFS: N_("the disk is read-only"),
    errno.ENXIO: N_("it is no regular file"),
    errno.EFBIG: N_("it is too large"),
    errno.ELOOP: N_("too many links"),
}
_OF_THE_DISK = (errno.ENOSPC, errno.EROFS, errno.EDQUOT)
_CANNOT_BE_READ = N_("{path} cannot be read: {reason}.")
_CANNOT_BE_WRITTEN = N_("{path} cannot be written: {reason}.")
_CANNOT_BE_USED = N_("{path} cannot be read or written: {reason}.")
_REFUSED = N_("The system refused: {reason}.")
LOOK_AT_PLACE = N_("See that it is there, that you may read and write it, and that the disk has room; then try again.")


class UserError(Exception):
    """Raised where the program cannot go on until somebody does something: usage, configuration, environment.

    `message` says what is the matter, `hint` what to do. Caught in `cli.app`, exit code 2.
    """

    def __init__(self, message: Fact, hint: Fact = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint


class ReasonError(Exception):
    """Base of exceptions that are caught inside the program; `reason`, a clause, becomes part of what people are told."""

    def __init__(self, reason: Fact) -> None:
        super().__init__(str(reason))
        self.reason = reason


def os_reason(error: OSError) -> Fact:
    """Why the system refused; in the system's own words where it is a rare reason."""
    known = _REASONS.get(error.errno or 0)
    return Message(known) if known else error.strerror or str(error)


def disk_error_in(said: str) -> OSError | None:
    """What the disk refused another program, by its words (in English); None where they tell of another trouble."""
    return next((OSError(number, "") for number in _OF_THE_DISK if os.strerror(number) in said), None)


def unwritable(path: Path | str, error: OSError, hint: Fact) -> UserError:
    """The error for a file or folder that the system did not let us write. `hint`: what the person can do about it."""
    return UserError(Message(_CANNOT_BE_WRITTEN, path=str(path), reason=os_reason(error)), hint)


def refused(error: OSError) -> UserError:
    """The error for whatever the system refused where nobody expected it; the path is named where the system names it."""
    reason = os_reason(error)
    if error.filename is None or isinstance(error.filename, int):
        return UserError(Message(_REFUSED, reason=reason), Message(LOOK_AT_PLACE))
    named = error.filename
    path = named.decode("utf-8", "surrogateescape") if isinstance(named, bytes) else str(named)
    return UserError(Message(_CANNOT_BE_USED, path=path, reason=reason), Message(LOOK_AT_PLACE))


@contextmanager
def writing(path: Path, hint: Fact) -> Iterator[None]:
    """Inside it, whatever keeps the system from writing is raised as a UserError that names `path` and the reason."""
    try:
        yield
    except OSError as error:
        raise unwritable(path, error, hint) from error


@contextmanager
def reading(path: Path, hint: Fact) -> Iterator[None]:
    """Inside it, whatever keeps the system from reading is raised as a UserError that names `path` and the reason."""
    try:
        yield
    except OSError as error:
        raise UserError(Message(_CANNOT_BE_READ, path=str(path), reason=os_reason(error)), hint) from error
