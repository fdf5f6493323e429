"""The one exception that means "the user must act"."""

from __future__ import annotations

import errno

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
    errno.EROFS: N_("the disk is read-only"),
    errno.ELOOP: N_("too many links"),
}


class UserError(Exception):
    """Raised where the program cannot go on until somebody does something: usage, configuration, environment.

    `message` says what is the matter, `hint` what to do. Caught in `cli.app`, exit code 2.
    """

    def __init__(self, message: Fact, hint: Fact = "") -> None:
        super().__init__(str(message))
        self.message = message
        self.hint = hint


def os_reason(error: OSError) -> Fact:
    """Why the system refused; in the system's own words where it is a rare reason."""
    known = _REASONS.get(error.errno or 0)
    return Message(known) if known else error.strerror or str(error)
