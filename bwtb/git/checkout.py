"""Bring a checked-out branch forward with our own writes, to a commit that is there already or to one of new files.

Never by `git merge` or `git checkout`: what they write goes through the checkout's smudge filters, which are programs.
Bytes are written as git stores them, and only where nothing was changed, staged or put in the way.
"""

from __future__ import annotations

import contextlib
import os
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bwtb.base.errors import ReasonError, UserError, os_reason
from bwtb.base.files import write_file
from bwtb.base.messages import Fact, Message
from bwtb.git import Objects, Repository, messages, open_objects
from bwtb.git.new_commit import NewCommit, header
from bwtb.git.trees import FILE, FILES, PROGRAM, TreeChange, TreeEntry
from bwtb.registry.worktree import WorkTree

# What git leaves lying while something is half done.
UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG", "rebase-merge", "rebase-apply")


class _InTheWayError(ReasonError):
    """Why the checkout is left as it is."""


@dataclass(frozen=True)
class BranchMove:
    """A branch that is checked out, the commit it is at, and the one it is to come to, which descends from that."""

    branch: str
    old: str
    new: str


def fast_forward(objects: Objects, move: BranchMove) -> Fact | None:
    """Bring branch, index and work tree to the new commit. Returns None where done, else why everything was left alone.

    Every path that the new commit does not change stays as it is, whatever its state.
    """
    repository = objects.repository
    if repository.work_tree is None:
        repository.move_branch(move.branch, move.new, move.old)
        return None
    try:
        _check_calm(repository)
        changes = _changes(objects, objects.tree_of(move.old), objects.tree_of(move.new))
        with _locked_index(repository) as index:
            entries = repository.index_entries()
            for change in changes:
                _check_untouched(repository, entries, change)
            repository.update_index(index, ((path, after) for path, _before, after in changes))
            for path, _before, after in changes:
                _write(repository.work_tree, path, objects.read(after[1], "blob") if after else None, after)
            index.replace(repository.git_dir / "index")
        repository.move_branch(move.branch, move.new, move.old)
    except _InTheWayError as error:
        return error.reason
    except UserError as error:
        return error.message
    except OSError as error:
        return str(error)
    return None


def publish(repository: Repository, branch: str, made: NewCommit) -> None:
    """Move the branch that is checked out to a commit, and add exactly the commit's files to index and work tree.

    The index is made ready and locked before the branch moves and takes its place afterwards. Killed in between, its lock
    is left, and git commits nothing from an index that would take the files out again. Raises UserError where another
    git command is at work or the branch moved meanwhile, and nothing has happened; or where a file cannot be written.
    """
    if repository.work_tree is None or not (repository.git_dir / "index").is_file():
        repository.move_branch(branch, made.commit, made.parent)  # nothing is checked out
        return
    unwritten: dict[str, Fact] = {}
    try:
        with _locked_index(repository) as index:
            tree = _blobs(repository, made)
            repository.update_index(index, ((path, (FILE, tree[path])) for path in made.files))
            try:
                repository.move_branch(branch, made.commit, made.parent)
                unwritten = _written(repository.work_tree, made.files)
            finally:
                if repository.object_at(branch) == made.commit:
                    index.replace(repository.git_dir / "index")
    except _InTheWayError as error:
        raise UserError(Message(messages.NOTHING_SIGNED, reason=error.reason), Message(messages.SIGN_LATER)) from error
    if unwritten:
        raise UserError(
            Message(messages.SIGNED_NOT_WRITTEN, commit=made.commit[:12], reason=next(iter(unwritten.values()))),
            Message(messages.RESTORE_FILES, paths=" ".join(sorted(unwritten))),
        )


def _blobs(repository: Repository, made: NewCommit) -> dict[str, str]:
    """The files that a commit adds, as it has them: path → object id."""
    listed = repository.git("ls-tree", "-r", "-z", made.commit, "--", *made.files).decode("utf-8").split("\0")
    return {path: facts.split(" ")[2] for facts, path in (row.split("\t", 1) for row in listed if row)}


def _written(root: Path, files: Mapping[str, bytes]) -> dict[str, Fact]:
    """Write files (path → content) into the work tree. Returns those that could not be written, and why."""
    failed: dict[str, Fact] = {}
    for path, content in files.items():
        if WorkTree(root).is_link(path):
            continue  # never through a link out of the registry: then only the index has it
        try:
            write_file(root / path, content)
        except OSError as error:
            failed[path] = os_reason(error)
    return failed


def taken_out(repository: Repository, paths: Iterable[str]) -> list[str]:
    """Those of these files of the last commit that the index lacks, so that the next commit would take them out."""
    if repository.work_tree is None or not (repository.git_dir / "index").is_file():
        return []
    lacking = set(paths) - repository.index_entries().keys()
    if not lacking:
        return []
    with open_objects(repository) as objects:
        tree = objects.tree_of(repository.resolve("HEAD"))
        return sorted(path for path in lacking if objects.entry(tree, path))


def commit_files(
    repository: Repository, files: Mapping[str, bytes], who: tuple[str, str], message: str, time: int
) -> str:
    """Commit exactly these files (path → content), which stand in the work tree already, on the branch checked out.

    Nothing else that is staged goes along. What needs room on the disk comes first, then the branch moves. `who` is the
    name and e-mail of the author, `time` in seconds since 1970. Returns the commit's id. Raises UserError where git is
    in the middle of something.
    """
    branch, parent = repository.branch(), repository.object_at("HEAD")
    if branch is None:
        raise UserError(Message(messages.NO_BRANCH, path=str(repository.work_tree)), Message(messages.SWITCH_BRANCH))
    try:
        _check_calm(repository)
        with _locked_index(repository, needed=False) as index:
            tree = repository.write_tree(parent, files)
            repository.update_index(index, ((path, (FILE, repository.blob_id(path))) for path in files))
            if parent and tree == _tree_of(repository, parent):
                commit = parent  # an earlier run was cut short after the branch had moved
            else:
                raw = f"{header(tree, parent, who, time)}\n{message}\n".encode()
                commit = repository.write_commit(raw)
                nowhere = "0" * len(commit)
                repository.move_branch(branch, commit, parent or nowhere, "bwtb init")
            index.replace(repository.git_dir / "index")
    except _InTheWayError as error:
        raise UserError(
            Message(messages.NOTHING_COMMITTED, path=str(repository.work_tree), reason=error.reason),
            Message(messages.COMMIT_LATER),
        ) from error
    return commit


def _changes(objects: Objects, old: str, new: str) -> list[TreeChange]:
    """What differs between two trees, with one change for each path: what stood there and what comes there."""
    changed: dict[str, tuple[TreeEntry | None, TreeEntry | None]] = {}
    for path, before, after in objects.changes(old, new):
        known = changed.get(path, (None, None))
        changed[path] = (before or known[0], after or known[1])
    return [(path, before, after) for path, (before, after) in changed.items()]


def _tree_of(repository: Repository, commit: str) -> str:
    with open_objects(repository) as objects:
        return objects.tree_of(commit)


def _check_calm(repository: Repository) -> None:
    if any((repository.git_dir / name).exists() for name in UNDER_WAY) or repository.git("ls-files", "--unmerged"):
        raise _InTheWayError(Message(messages.MERGE_UNDER_WAY))


@contextmanager
def _locked_index(repository: Repository, *, needed: bool = True) -> Iterator[Path]:
    """The index as git itself locks it: a copy that takes its place in the end, and that keeps other git commands out."""
    index, lock = repository.git_dir / "index", repository.git_dir / "index.lock"
    if needed and not index.is_file():
        raise _InTheWayError(Message(messages.NOTHING_CHECKED_OUT))
    try:
        handle = os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
    except FileExistsError as error:
        raise _InTheWayError(Message(messages.GIT_AT_WORK)) from error
    try:
        # What git calls the lock of the copy; only a run of ours that was killed leaves one.
        lock.with_name("index.lock.lock").unlink(missing_ok=True)
        with os.fdopen(handle, "wb") as copy:
            copy.write(index.read_bytes() if index.is_file() else b"")
        if not index.is_file():
            repository.git("read-tree", repository.object_at("HEAD") or "--empty", extra={"GIT_INDEX_FILE": str(lock)})
        yield lock
    finally:
        lock.unlink(missing_ok=True)


def _check_untouched(repository: Repository, entries: dict[str, TreeEntry], change: TreeChange) -> None:
    """Raises _InTheWayError unless a path is a plain file in index and work tree as the old commit has it, or nowhere."""
    path, before, after = change
    root = Path(str(repository.work_tree))
    if any(e is not None and e[0] not in FILES for e in (before, after)) or not _is_plain(path):
        raise _InTheWayError(Message(messages.NO_ORDINARY_FILE, path=path))
    if entries.get(path) != before:
        raise _InTheWayError(Message(messages.IS_STAGED, path=path))
    if any(WorkTree(root).is_link(above) or (root / above).is_file() for above in _folders_of(path)):
        raise _InTheWayError(Message(messages.FOLDER_TAKEN, path=path))
    if before is None:
        if os.path.lexists(root / path):
            raise _InTheWayError(Message(messages.STANDS_ALREADY, path=path))
    elif not _is_as_stored(repository, path, before):
        raise _InTheWayError(Message(messages.NOT_COMMITTED, path=path))


def _folders_of(path: str) -> list[str]:
    steps = path.split("/")
    return ["/".join(steps[:n]) for n in range(1, len(steps))]


def _is_as_stored(repository: Repository, path: str, entry: TreeEntry) -> bool:
    file = Path(str(repository.work_tree)) / path
    if file.is_symlink() or repository.blob_id(path) != entry[1]:
        return False
    return os.name == "nt" or bool(file.stat().st_mode & 0o100) == (entry[0] == PROGRAM)


def _is_plain(path: str) -> bool:
    """Whether a path may be written: none of its steps leads out of the work tree or into .git on any system."""
    return all(_is_plain_step(step) for step in path.split("/"))


def _is_plain_step(step: str) -> bool:
    if any(c in '\\:<>"|?*' or unicodedata.category(c) in ("Cc", "Cf", "Cs") for c in step):
        return False
    name = step.casefold()
    return name.rstrip(" .") == name != "" and name != ".git" and not name.startswith("git~")


def _write(root: Path, path: str, content: bytes | None, entry: TreeEntry | None) -> None:
    file = root / path
    if content is None or entry is None:
        file.unlink()
        for above in reversed(_folders_of(path)):
            with contextlib.suppress(OSError):  # not empty: it stays, and so do those above it
                (root / above).rmdir()
        return
    write_file(file, content)
    mode = file.stat().st_mode & 0o777
    may_run = mode | ((mode & 0o444) >> 2) if entry[0] == PROGRAM else mode & ~0o111
    if may_run != mode:
        file.chmod(may_run)
