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

from bwtb.base import leftovers
from bwtb.base.errors import LOOK_AT_PLACE, ReasonError, UserError, os_reason, writing
from bwtb.base.files import prepared
from bwtb.base.messages import Fact, Message
from bwtb.git import Objects, Repository, messages, open_objects, scratch
from bwtb.git.new_commit import NewCommit, header
from bwtb.git.repository import COMMIT_ID
from bwtb.git.scratch import BranchMove
from bwtb.git.trees import FILE, FILES, PROGRAM, TreeChange, TreeEntry
from bwtb.registry.source import SourceError
from bwtb.registry.worktree import WorkTree

# What git leaves lying while something is half done.
UNDER_WAY = ("MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD", "BISECT_LOG", "rebase-merge", "rebase-apply")


class _InTheWayError(ReasonError):
    """Why the checkout is left as it is."""


def fast_forward(objects: Objects, move: BranchMove) -> Fact | None:
    """Bring branch, index and work tree to the new commit. Returns None where done, else why everything was left alone.

    Every path that the new commit does not change stays as it is, whatever its state.
    """
    repository = objects.repository
    if repository.work_tree is None:
        _move_alone(repository, move)
        return None
    try:
        _check_calm(repository)
        with _locked_index(repository) as held:
            changes = _changes(objects, objects.tree_of(move.old), objects.tree_of(move.new))
            entries = repository.index_entries()
            for path, before, after in changes:
                if entries.get(path) != before:
                    raise _InTheWayError(Message(messages.IS_STAGED, path=path))
                _check_place(repository, (path, before, after))
            contents = ((path, objects.read(after[1], "blob")) for path, _before, after in changes if after)
            _carry_out(held, move, changes, contents)
    except _InTheWayError as error:
        return error.reason
    except UserError as error:
        return error.message
    except OSError as error:
        return _unwritable(error)
    return None


def publish(repository: Repository, branch: str, made: NewCommit) -> None:
    """Move the branch that is checked out to a commit, and add exactly the commit's files to index and work tree.

    The index is made ready and locked before the branch moves and takes its place afterwards. Killed in between, its lock
    is left, and git commits nothing from an index that would take the files out again; the next run finishes it. Raises
    UserError where another git command is at work, the branch moved meanwhile, or the files have no room, and nothing has
    happened; or where a file, though it had room, cannot be put in its place.
    """
    move = BranchMove(branch, made.parent, made.commit)
    if repository.work_tree is None or not (repository.git_dir / "index").is_file():
        _move_alone(repository, move)  # nothing is checked out
        return
    try:
        with _locked_index(repository) as held:
            tree = _blobs(repository, made)
            _carry_out(held, move, [(path, None, (FILE, tree[path])) for path in made.files], made.files.items())
    except _InTheWayError as error:
        raise UserError(Message(messages.NOTHING_SIGNED, reason=error.reason), Message(messages.SIGN_LATER)) from error
    except OSError as error:
        raise UserError(Message(messages.NOTHING_SIGNED, reason=_unwritable(error)), Message(LOOK_AT_PLACE)) from error


def _unwritable(error: OSError) -> Message:
    """What the system did not let us write, and why: part of a sentence."""
    return Message(messages.CANNOT_BE_WRITTEN, path=str(error.filename or ""), reason=os_reason(error))


def _move_alone(repository: Repository, move: BranchMove) -> None:
    finish(repository)
    with scratch.folder(repository.git_dir) as folder:
        scratch.note(folder, move)
        repository.move_branch(move.branch, move.new, move.old)


def _carry_out(held: _Held, move: BranchMove, changes: list[TreeChange], contents: Iterable[tuple[str, bytes]]) -> None:
    """Move the branch, with the files (path, content) and the index that go with it.

    All that needs room on the disk comes first. Raises OSError where it has none, UserError where the branch is elsewhere,
    and nothing has happened; or UserError where a file cannot be put in its place, which is the last thing to go wrong.
    """
    repository, root = held.repository, Path(str(held.repository.work_tree))
    repository.update_index(held.index, ((path, after) for path, _before, after in changes))
    # Never through a link out of the registry: then only the index has it.
    there = ((root / path, content) for path, content in contents if not WorkTree(root).is_link(path))
    scratch.note(held.folder, move)
    with prepared(there) as ready:
        repository.move_branch(move.branch, move.new, move.old)
        failed: dict[str, Fact] = {}
        for path, _before, after in changes:
            try:
                _place(root, path, ready.get(root / path), after)
            except OSError as error:
                failed[path] = os_reason(error)
        held.put_in_place()
    if failed:
        raise UserError(
            Message(messages.SIGNED_NOT_WRITTEN, commit=move.new[:12], reason=next(iter(failed.values()))),
            Message(messages.RESTORE_FILES, paths=" ".join(sorted(failed))),
        )


def finish(repository: Repository) -> None:
    """Finish what killed runs have left: index and files of a branch that moved, and the locks of one that did not.

    Where the repository cannot be written, or has no room, all is left for the next run.
    """
    with contextlib.suppress(OSError, UserError):
        for left in scratch.abandoned(repository.git_dir):
            _finish(repository, left)


def _finish(repository: Repository, left: Path) -> None:
    lock, move = repository.git_dir / "index.lock", scratch.noted(left)
    holds = scratch.is_locked_by(left, lock)
    if move is not None:
        here = repository.branch() == move.branch
        scratch.unlock_branch(repository.git_dir, repository.common_dir, move, checked_out=here)
        moved = here and repository.object_at(move.branch) == move.new
        if repository.work_tree is not None and COMMIT_ID.fullmatch(move.old) and set(move.old) != {"0"}:
            _finish_files(repository, repository.work_tree, move, moved=holds and moved)
        if holds and moved and (left / scratch.INDEX).is_file():
            (left / scratch.INDEX).replace(repository.git_dir / "index")
    if holds:
        lock.unlink()


def _finish_files(repository: Repository, root: Path, move: BranchMove, *, moved: bool) -> None:
    """Clear away what lies ready beside the files' places; once the branch has moved, write those that nobody has changed."""
    # Where the power went, objects may be gone with it: then `git fsck` and `bwtb verify` name them.
    with contextlib.suppress(SourceError), open_objects(repository) as objects:
        for change in _changes(objects, objects.tree_of(move.old), objects.tree_of(move.new)):
            path, _before, after = change
            if WorkTree(root).is_link(path):
                continue
            leftovers.clear((root / path).parent)
            with contextlib.suppress(_InTheWayError):
                if moved:
                    _check_place(repository, change)
                    content = [(root / path, objects.read(after[1], "blob"))] if after else []
                    with prepared(content) as ready:
                        _place(root, path, ready.get(root / path), after)
            _remove_empty(root, path)


def _blobs(repository: Repository, made: NewCommit) -> dict[str, str]:
    """The files that a commit adds, as it has them: path → object id."""
    listed = repository.git("ls-tree", "-r", "-z", made.commit, "--", *made.files).decode("utf-8").split("\0")
    return {path: facts.split(" ")[2] for facts, path in (row.split("\t", 1) for row in listed if row)}


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
        with _locked_index(repository, needed=False) as held:
            tree = repository.write_tree(parent, files)
            repository.update_index(held.index, ((path, (FILE, repository.blob_id(path))) for path in files))
            if parent and tree == _tree_of(repository, parent):
                commit = parent  # an earlier run was cut short after the branch had moved
            else:
                raw = f"{header(tree, parent, who, time)}\n{message}\n".encode()
                commit = repository.write_commit(raw)
                nowhere = "0" * len(commit)
                scratch.note(held.folder, BranchMove(branch, parent or nowhere, commit))
                repository.move_branch(branch, commit, parent or nowhere, "bwtb init")
            held.put_in_place()
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


@dataclass(frozen=True)
class _Held:
    """The index while it is locked. `folder` is ours inside the repository's own and holds the index as it is to be."""

    repository: Repository
    folder: Path

    @property
    def index(self) -> Path:
        return self.folder / scratch.INDEX

    def put_in_place(self) -> None:
        self.index.replace(self.repository.git_dir / "index")


@contextmanager
def _locked_index(repository: Repository, *, needed: bool = True) -> Iterator[_Held]:
    """The index, locked as git locks it, which keeps other git commands out, by a lock that the next run knows for ours."""
    index, lock = repository.git_dir / "index", repository.git_dir / "index.lock"
    if needed and not index.is_file():
        raise _InTheWayError(Message(messages.NOTHING_CHECKED_OUT))
    finish(repository)
    with scratch.folder(repository.git_dir) as folder:
        held = _Held(repository, folder)
        with writing(repository.git_dir, Message(LOOK_AT_PLACE)):
            if not scratch.lock(folder, lock):
                raise _InTheWayError(Message(messages.GIT_AT_WORK))
        try:
            if index.is_file():
                with writing(repository.git_dir, Message(LOOK_AT_PLACE)):
                    held.index.write_bytes(index.read_bytes())
            else:
                own = {"GIT_INDEX_FILE": str(held.index)}
                repository.git("read-tree", repository.object_at("HEAD") or "--empty", extra=own)
            yield held
        finally:
            lock.unlink(missing_ok=True)


@contextmanager
def alone(repository: Repository) -> Iterator[None]:
    """Inside it no other command, of ours or of git's, changes index or branch. Raises UserError where one is at work."""
    try:
        with _locked_index(repository, needed=False):
            yield
    except _InTheWayError as error:
        raise UserError(Message(messages.NOTHING_WRITTEN, reason=error.reason), Message(messages.SIGN_LATER)) from error


def _check_place(repository: Repository, change: TreeChange) -> None:
    """Raises _InTheWayError unless a path is a plain file in the work tree as the old commit has it, or nowhere."""
    path, before, after = change
    root = Path(str(repository.work_tree))
    if any(e is not None and e[0] not in FILES for e in (before, after)) or not _is_plain(path):
        raise _InTheWayError(Message(messages.NO_ORDINARY_FILE, path=path))
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


def _place(root: Path, path: str, ready: Path | None, entry: TreeEntry | None) -> None:
    """Put a file that is on the disk already (`ready`, None for nothing) in its place, or take it away where it is no more."""
    file = root / path
    if entry is None:
        file.unlink()
        _remove_empty(root, path)
    elif ready is not None:
        mode = ready.stat().st_mode & 0o777
        may_run = mode | ((mode & 0o444) >> 2) if entry[0] == PROGRAM else mode & ~0o111
        if may_run != mode:
            ready.chmod(may_run)
        ready.replace(file)


def _remove_empty(root: Path, path: str) -> None:
    """Remove the folders above a path in which nothing stands."""
    for above in reversed(_folders_of(path)):
        with contextlib.suppress(OSError):  # not empty: it stays, and so do those above it
            (root / above).rmdir()
