"""Where git and ssh-keygen are: programs of this computer, never of the registry that is being looked at.

Windows looks in the current folder first, and on other systems PATH may name it (`.`, or nothing between two colons).
The current folder is a checkout, with files of whoever can commit. So programs are started by their absolute path, what
they start in turn is looked for in the same places, and what lies in a registry is never one.
"""

from __future__ import annotations

import os
import subprocess
from functools import cache
from pathlib import Path

from bwtb.base.errors import UserError
from bwtb.base.messages import Message
from bwtb.git import messages
from bwtb.registry.layout import is_root


def find(name: str) -> str:
    """The absolute path of git or ssh-keygen. Raises UserError where there is none outside a registry."""
    program = _file_of(name, os.environ.get("PATH", os.defpath))
    if program is None:
        hints = {
            "git": Message(messages.INSTALL_GIT),
            "ssh-keygen": Message(messages.INSTALL_SSH),
        }
        raise UserError(Message(messages.NOT_INSTALLED, program=name), hints[name])
    return program


def environment() -> dict[str, str]:
    """The variables that tell a program where it may look for other programs: nowhere in a registry."""
    path = os.pathsep.join(_folders(os.environ.get("PATH", os.defpath)))
    return {"PATH": path, "NoDefaultCurrentDirectoryInExePath": "1"}


def text(raw: bytes) -> str:
    """Bytes from git as text, whatever the locale: UTF-8, and each byte that is none as git would have it back."""
    return raw.decode("utf-8", "surrogateescape")


def raw(text: str) -> bytes:
    """The bytes that `text` was given."""
    return text.encode("utf-8", "surrogateescape")


def version(name: str) -> str:
    """The line by which a program says its version, "" where there is no such program or it says nothing."""
    program = _file_of(name, os.environ.get("PATH", os.defpath))
    if program is None:
        return ""
    try:
        done = subprocess.run(
            [program, "--version"], capture_output=True, stdin=subprocess.DEVNULL, timeout=10, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return text(done.stdout).partition("\n")[0]


@cache
def _file_of(name: str, path: str) -> str | None:
    for folder in _folders(path):
        for file in (Path(folder, name + ending) for ending in _endings()):
            if file.is_file() and os.access(file, os.X_OK) and not _in_registry(file.resolve().parent):
                return str(file)
    return None


def _endings() -> tuple[str, ...]:
    return (".exe",) if os.name == "nt" else ("",)


@cache
def _folders(path: str) -> tuple[str, ...]:
    """The folders of a PATH in which programs are looked for."""
    return tuple(f for f in path.split(os.pathsep) if Path(f).is_absolute() and not _in_registry(Path(f).resolve()))


def _in_registry(folder: Path) -> bool:
    return any(is_root(above) for above in (folder, *folder.parents))
