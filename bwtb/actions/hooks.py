"""Put git hooks into a repository: a line of shell that starts this installation, and on a server the fingerprint it trusts."""

from __future__ import annotations

import shlex
import sys
from dataclasses import dataclass
from pathlib import Path

from bwtb.actions import messages
from bwtb.base.errors import LOOK_AT_PLACE, UserError, writing
from bwtb.base.files import write_file
from bwtb.base.messages import Message
from bwtb.git import Repository
from bwtb.signing.record import SHA256

# By this line our own hook is known again, and may be renewed without asking.
MARK = "# Written by `bwtb hook install`; run it again instead of editing this file."


@dataclass(frozen=True)
class Hook:
    """A hook as it is to stand: the file, and the arguments of the `bwtb` command that it runs."""

    file: Path
    arguments: tuple[str, ...]

    @property
    def command(self) -> str:
        """The command line, quoted for the shell. `-P`: nothing is imported from the folder that git starts it in."""
        return shlex.join([sys.executable, "-P", "-m", "bwtb", *self.arguments])

    @property
    def content(self) -> bytes:
        """What the file is to hold."""
        return f"#!/bin/sh\n{MARK}\nexec {self.command}\n".encode()

    @property
    def is_foreign(self) -> bool:
        """Whether somebody else's hook stands there."""
        return self.file.exists() and MARK.encode() not in self.file.read_bytes()

    @property
    def is_current(self) -> bool:
        """Whether the file is there already, exactly as it is to stand, and can be run."""
        return self.file.exists() and self.file.read_bytes() == self.content and bool(self.file.stat().st_mode & 0o100)


def server_hook(repository: Repository, language: str) -> Hook:
    """The hook that judges what is pushed to a bare repository. Raises UserError for one with a work tree."""
    if repository.work_tree is not None:
        raise UserError(
            Message(messages.SERVER_HAS_WORK_TREE, path=str(repository.work_tree)),
            Message(messages.CLONE_BARE),
        )
    return Hook(_folder(repository) / "pre-receive", ("hook", "pre-receive", "--lang", language))


def client_hook(repository: Repository) -> Hook:
    """The hook that checks what is staged before it is committed."""
    return Hook(_folder(repository) / "pre-commit", ("validate", "--staged"))


def _folder(repository: Repository) -> Path:
    """Where git looks for hooks. Raises UserError where a setting, whosesoever, says somewhere else."""
    if elsewhere := repository.setting_in_force("core.hooksPath"):
        path, scope = elsewhere
        remedy = Message(messages.UNSET_HOOKS_PATH, scope=scope)
        if scope == "command":
            remedy = Message(messages.UNSET_HOOKS_VARIABLE)
        raise UserError(Message(messages.HOOKS_ELSEWHERE, path=path), remedy)
    return repository.common_dir / "hooks"


def install(hook: Hook, *, replace: bool) -> None:
    """Write the hook. Somebody else's is kept beside it as `.old` with `replace`, and refused without it (UserError)."""
    if hook.is_foreign:
        if not replace:
            raise UserError(
                Message(messages.FOREIGN_HOOK, path=str(hook.file)),
                Message(messages.CALL_OR_REPLACE, command=hook.command),
            )
        # Copied, not moved: at no moment is there none, and on a full disk it stays where it is.
        kept = hook.file.with_name(hook.file.name + ".old")
        with writing(kept, Message(LOOK_AT_PLACE)):
            write_file(kept, hook.file.read_bytes(), mode=hook.file.stat().st_mode & 0o777)
    with writing(hook.file, Message(LOOK_AT_PLACE)):
        write_file(hook.file, hook.content, mode=0o755)


def pin_file(repository: Repository) -> Path:
    """Where a server's pin stands: beside objects and branches, where no push reaches."""
    return repository.git_dir / "bwtb" / "trust-root"


def read_pin(repository: Repository) -> str | None:
    """The fingerprint that a server's repository trusts; None where none is set.

    Raises UserError where the file holds anything else.
    """
    file = pin_file(repository)
    value = file.read_text(encoding="utf-8", errors="replace").strip() if file.is_file() else None
    if value is None or SHA256.fullmatch(value):
        return value
    raise UserError(
        Message(messages.NO_FINGERPRINT, path=str(file)),
        Message(messages.SET_SERVER_PIN),
    )


def write_pin(repository: Repository, pin: str) -> None:
    """Set the pin of a server's repository, readable by everyone who pushes."""
    file = pin_file(repository)
    with writing(file, Message(LOOK_AT_PLACE)):
        write_file(file, f"{pin}\n".encode("ascii"), mode=0o644)
