"""A new repository, and the name and address of whoever commits to it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from bwtb.base.errors import UserError
from bwtb.base.messages import Message
from bwtb.git import messages, programs
from bwtb.git.repository import Repository, user_setting


def identity(repository: Repository | None = None) -> tuple[str, str]:
    """Name and e-mail of whoever commits, from where git takes them: environment, repository, the user's own settings.

    Raises UserError where one of the two is not set anywhere: made-up authors help nobody.
    """
    name_and_email = []
    for variable, setting in (("NAME", "user.name"), ("EMAIL", "user.email")):
        own = repository.settings(setting) if repository else []
        given = os.environ.get(f"GIT_AUTHOR_{variable}") or os.environ.get(f"GIT_COMMITTER_{variable}")
        name_and_email.append(_legible((given or (own[-1] if own else "") or user_setting(setting)).strip()))
    if not all(name_and_email):
        raise UserError(Message(messages.NO_IDENTITY), Message(messages.SET_IDENTITY))
    return name_and_email[0], name_and_email[1]


def _legible(name: str) -> str:
    """A name out of a configuration that an editor may have saved in GBK."""
    raw = programs.raw(name)
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def create(folder: Path, algorithm: str = "sha1") -> Repository:
    """An empty repository in an existing folder, on a branch `main`, without hooks or anything else of a template.

    `algorithm` names its objects: sha1 or sha256. Raises UserError in git's own words where it cannot be made.
    """
    made = Repository(folder / ".git", folder)
    environment = made.environment()
    for name in ("GIT_DIR", "GIT_WORK_TREE"):  # with them git would write down where the work tree is
        del environment[name]
    words = ["init", "--quiet", "--template=", "--initial-branch=main", f"--object-format={algorithm}", "--"]
    done = subprocess.run(
        made.command([*words, str(folder)]), env=environment, cwd=folder, capture_output=True, check=False
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip()
        raise UserError(Message(messages.GIT_FAILED, command="init", said=said))
    return made
