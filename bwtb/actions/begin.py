"""Begin a registry in a folder: all of its files or none, and never over a file that stands there.

Everything is built beside its place first. A new folder appears by one rename. In a folder that exists already the files
are moved in one by one; whatever interrupts that is undone, and after a kill the next run goes on where it ended.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path, PurePath

from bwtb.actions import messages
from bwtb.base import leftovers, resources
from bwtb.base.errors import UserError, os_reason
from bwtb.base.files import write_file
from bwtb.base.messages import Message
from bwtb.git import Repository, open_repository
from bwtb.git.checkout import commit_files
from bwtb.git.founding import create, identity
from bwtb.registry import catalogs, editor, layout
from bwtb.registry.worktree import WorkTree, refuse_link

# Kind of server → the files that it alone reads.
CI = {
    "gitlab": (".gitlab-ci.yml",),
    "gitea": (".gitea/workflows/registry.yml",),
    "github": (".github/workflows/registry.yml",),
}
MESSAGE = "建立需求库：各项目录、格式规范和配置"
# The folder where files wait to be moved to their places; one that is left over says that a run was cut short.
WAITING = ".bwtb-init"


@dataclass(frozen=True)
class Begun:
    """A registry as it was made: its folder, the files added, those that stood there and were left as they are."""

    root: Path
    added: tuple[str, ...]
    kept: tuple[str, ...]
    commit: str


def contents(language: str, servers: tuple[str, ...]) -> dict[str, bytes]:
    """Every file of a new registry by its path, in bytes.

    `language` (`zh` or `en`) is what its settings name; `servers`: for which of the keys of `CI` the checks are set up.
    """
    top = resources.path("starter")
    left = {path for server, paths in CI.items() if server not in servers for path in paths}
    files = {
        name: file.read_bytes()
        for file in sorted(top.rglob("*"))
        if file.is_file() and (name := file.relative_to(top).as_posix()) not in left
    }
    lists = resources.path("catalog")
    files |= {f"catalog/{kind}.yaml": (lists / f"{kind}.yaml").read_bytes() for kind in catalogs.LISTS}
    files |= editor.files(catalogs.require(WorkTree(lists.parent)))
    files["bwtb.toml"] = f'# 提示信息的语言：zh 或 en。\nlanguage = "{language}"\n'.encode()
    return files


def begin(folder: Path, language: str, servers: tuple[str, ...] = tuple(CI), algorithm: str = "sha1") -> Begun:
    """Make a registry of a folder that is not there, is empty, or is a git repository without one, and commit it.

    `language` is that of the registry's settings, `servers` as in `contents`, `algorithm` git's format of ids (`sha1` or
    `sha256`) where the repository is new.

    Raises UserError where it is anything else, where git or the user's name is missing, or the disk refuses.
    """
    files = contents(language, servers)
    leftovers.clear(folder.parent)
    try:
        if not os.path.lexists(folder):
            return _new_folder(folder, files, algorithm)
        return _existing_folder(folder, files, algorithm)
    except OSError as error:
        raise UserError(
            Message(messages.CANNOT_BECOME_REGISTRY, path=str(folder), problem=os_reason(error)),
            Message(messages.NOTHING_LEFT_BEHIND),
        ) from error


def _new_folder(folder: Path, files: Mapping[str, bytes], algorithm: str) -> Begun:
    who = identity()
    folder.parent.mkdir(parents=True, exist_ok=True)
    with leftovers.folder(folder.parent, hidden=True) as beside:
        built = beside / "registry"
        built.mkdir()
        for path, content in files.items():
            write_file(built / path, content)
        commit = _commit(create(built, algorithm), files, who)
        built.rename(folder)
    return Begun(folder, tuple(sorted(files)), (), commit)


def _existing_folder(folder: Path, files: Mapping[str, bytes], algorithm: str) -> Begun:
    """Begin in a folder that is there: an empty one, or a repository, whose own files are kept."""
    waiting = folder / WAITING
    repository = _suitable(folder, resumed=waiting.is_dir() and not waiting.is_symlink())
    who = identity(repository)
    for path in files:
        refuse_link(folder, path)
    standing = {p: folder / p for p in files if (folder / p).exists()}
    kept = [p for p, file in standing.items() if not file.is_file() or file.read_bytes() != files[p]]
    wanted = {path: content for path, content in files.items() if path not in kept}
    shutil.rmtree(waiting, ignore_errors=True)
    waiting.mkdir()
    with ExitStack() as at_the_end, ExitStack() as undo:
        at_the_end.callback(shutil.rmtree, waiting, ignore_errors=True)
        for path, content in wanted.items():
            write_file(waiting / path, content)
        commit = "" if repository else _commit(create(waiting, algorithm), wanted, who)
        for path in [p for p in wanted if p not in standing]:
            _move(waiting, folder, path, undo)
        if repository:
            commit = _commit(repository, wanted, who)
        else:
            (waiting / ".git").rename(folder / ".git")
        undo.pop_all()
    return Begun(folder, tuple(sorted(wanted)), tuple(sorted(kept)), commit)


def _commit(repository: Repository, files: Mapping[str, bytes], who: tuple[str, str]) -> str:
    return commit_files(repository, files, who, MESSAGE, int(time.time()))


def _suitable(folder: Path, *, resumed: bool) -> Repository | None:
    """The repository that is to become a registry, None in an empty folder. Raises UserError for any other folder."""
    if not folder.is_dir():
        raise UserError(
            Message(messages.NOT_A_FOLDER, path=str(folder)),
            Message(messages.NAME_ANOTHER_FOR_INIT),
        )
    if layout.is_root(folder) and not resumed:
        raise UserError(
            Message(messages.REGISTRY_ALREADY, path=str(folder)),
            Message(messages.USE_THE_REGISTRY),
        )
    entries = {entry.name for entry in folder.iterdir()} - {WAITING}
    if {"HEAD", "objects", "refs"} <= entries:
        raise UserError(
            Message(messages.BARE_REPOSITORY, path=str(folder)),
            Message(messages.CLONE_IT_FIRST, path=str(folder)),
        )
    if ".git" not in entries:
        if entries and not resumed:
            raise UserError(
                Message(messages.FOLDER_NOT_EMPTY, path=str(folder)),
                Message(messages.NEW_FOLDER_OR_REPOSITORY),
            )
        return None
    taken = sorted(entries & {"catalog", "requests"})
    if taken and not resumed:
        raise UserError(
            Message(messages.HAS_ITS_OWN, path=str(folder), name=taken[0]),
            Message(messages.NAME_A_NEW_FOLDER),
        )
    return open_repository(folder)


def _move(source: Path, target: Path, path: str, undo: ExitStack) -> None:
    """Move a file to the same path elsewhere on the disk; `undo` takes it back, and the folders that had to be made."""
    for above in reversed(PurePath(path).parents[:-1]):
        if not (target / above).is_dir():
            (target / above).mkdir()
            undo.callback(_remove_empty, target / above)
    (source / path).rename(target / path)
    undo.callback((target / path).unlink, missing_ok=True)


def _remove_empty(folder: Path) -> None:
    with suppress(OSError):  # something else has got into it
        folder.rmdir()
