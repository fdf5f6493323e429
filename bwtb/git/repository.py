"""A repository: git run hardened, and writes that happen whole or not at all."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

from bwtb.base import leftovers
from bwtb.base.errors import LOOK_AT_PLACE, UserError, disk_error_in, unwritable
from bwtb.base.messages import Message
from bwtb.git import messages, programs

# What git may see of the caller's environment. The quarantine variables let a server's hook read what is being pushed.
ALLOWED = (
    "SYSTEMROOT",
    "TEMP",
    "TMP",
    "TMPDIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_QUARANTINE_PATH",
)
OVERRIDES = (
    "core.fsmonitor=false",
    "core.fsync=committed,reference",  # if the power goes, what a branch names is on the disk before it
    "core.hooksPath=" + os.devnull,
    "core.commitGraph=false",
    "core.attributesFile=" + os.devnull,
    "core.pager=cat",
    "log.showSignature=false",
    "advice.graftFileDeprecated=false",
    "protocol.allow=never",
    "gc.auto=0",
    "maintenance.auto=false",
)

COMMIT_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
LAST_SECOND = 253_402_214_400  # the last day of the year 9999 that every time zone has


@dataclass(frozen=True)
class Repository:
    """A git repository: its own folder, and the work tree beside it (None in a bare one)."""

    git_dir: Path
    work_tree: Path | None

    def environment(self, extra: Mapping[str, str] | None = None) -> dict[str, str]:
        """The whole environment that git runs in, with `extra` in it; nothing else of the caller's gets through."""
        kept = {name: os.environ[name] for name in ALLOWED if name in os.environ}
        return kept | {
            **programs.environment(),
            "GIT_DIR": str(self.git_dir),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_SYSTEM": os.devnull,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_GRAFT_FILE": os.devnull,
            "GIT_ALLOW_PROTOCOL": "none",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_LITERAL_PATHSPECS": "1",
            "HOME": os.devnull,
            "LC_ALL": "C",
            "GIT_WORK_TREE": _nowhere(),
            **(extra or {}),
        }

    def command(self, arguments: Iterable[str]) -> list[str]:
        """The command line of a git call. Every setting that could start a program or trust a cache is overridden."""
        return [programs.find("git"), *(word for setting in OVERRIDES for word in ("-c", setting)), *arguments]

    def git(self, *arguments: str, stdin: bytes = b"", extra: Mapping[str, str] | None = None) -> bytes:
        """Run one git command and return what it printed. Raises UserError with git's own words where it fails."""
        done = self._run(arguments, stdin, extra)
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip()
            if (refusal := disk_error_in(said)) is not None:
                raise unwritable(self.git_dir, refusal, Message(LOOK_AT_PLACE))
            raise UserError(
                Message(messages.GIT_FAILED, command=" ".join(arguments[:2]), said=said),
                Message(messages.LOOK_AT_REPOSITORY),
            )
        return done.stdout

    def _run(
        self, arguments: Iterable[str], stdin: bytes, extra: Mapping[str, str] | None
    ) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run(
            self.command(arguments),
            input=stdin,
            capture_output=True,
            env=self.environment(extra),
            cwd=self.git_dir,
            check=False,
        )

    def resolve(self, revision: str) -> str:
        """The full id of the commit that a revision names: of the branch, where a tag bears the same name.

        Raises UserError where there is none.
        """
        plain = revision == "HEAD" or COMMIT_ID.fullmatch(revision)
        for name in (revision,) if plain else (f"refs/heads/{revision}", f"refs/remotes/{revision}", revision):
            done = self._run(["rev-parse", "--verify", "--quiet", "--end-of-options", name + "^{commit}"], b"", None)
            if not done.returncode:
                return done.stdout.decode("ascii").strip()
        raise UserError(Message(messages.NO_SUCH_COMMIT, revision=revision), Message(messages.NAME_A_COMMIT))

    def branch(self) -> str | None:
        """The full name of the branch that is checked out, None for a detached HEAD."""
        done = self._run(["symbolic-ref", "--quiet", "HEAD"], b"", None)
        return programs.text(done.stdout).rstrip("\n") or None

    def is_shallow_or_partial(self) -> bool:
        """Whether history or objects are left out of this clone, so that nothing can be judged (INCOMPLETE_HISTORY)."""
        if (self.common_dir / "shallow").exists():
            return True
        done = self._run(["config", "--get-regexp", r"^(extensions\.partialclone|remote\..*\.promisor)$"], b"", None)
        return done.returncode == 0

    @cached_property
    def common_dir(self) -> Path:
        """The folder that holds objects, branches and settings: `git_dir` itself, unless this is a linked work tree."""
        file = self.git_dir / "commondir"
        return (self.git_dir / _pointer(file)) if file.is_file() else self.git_dir

    @cached_property
    def algorithm(self) -> str:
        """The name of the hash that names objects: sha1, or sha256 where the repository was made so."""
        return self.git("rev-parse", "--show-object-format").decode("ascii").strip()

    def settings(self, name: str) -> list[str]:
        """All values of a setting in the repository's own configuration (`remote.origin.url`), which is only read."""
        done = self._run(["config", "--local", "-z", "--get-all", name], b"", None)
        return programs.text(done.stdout).split("\0")[:-1]

    def setting_in_force(self, name: str) -> tuple[str, str] | None:
        """The value that the user's own git goes by here, and where it is set; None where it is set nowhere.

        Where: `local`, `worktree`, `global`, `system`, or `command` for the environment. Nothing is run by it, only read.
        """
        environment = os.environ | programs.environment() | {"GIT_DIR": str(self.git_dir)}
        command = [programs.find("git"), "config", "--show-scope", "--includes", "-z", "--get", name]
        done = subprocess.run(command, capture_output=True, check=False, env=environment, cwd=self.git_dir)
        scope, _zero, value = programs.text(done.stdout).partition("\0")
        return (value.rstrip("\0"), scope) if scope else None

    def missing(self, tip: str, other: str) -> list[str]:
        """The commits that `other` reaches and `tip` does not, newest first; none where `tip` descends from it."""
        return self.git("rev-list", f"{tip}..{other}", "--").decode("ascii").split()

    def missing_everywhere(self, commit: str) -> list[str]:
        """The commits that this one reaches and no branch does, newest first."""
        return self.git("rev-list", commit, "--not", "--branches", "--").decode("ascii").split()

    def object_at(self, ref: str) -> str | None:
        """The object that a ref, by its full name, is at; None where there is no such ref."""
        done = self._run(["rev-parse", "--verify", "--quiet", "--end-of-options", ref], b"", None)
        return done.stdout.decode("ascii").strip() or None

    def history(self, tip: str) -> list[str]:
        """Every commit reachable from the tip, parents before children."""
        return self.git("rev-list", "--topo-order", "--reverse", tip, "--").decode("ascii").split()

    def bundle(self, tip: str, name: str) -> bytes:
        """A git bundle of a commit and its whole history; in it the commit is on a branch called `name`.

        It is packed anew with fixed settings and one thread, so that it does not depend on how this clone is packed.
        """
        fixed = ("-c", "pack.useBitmaps=false", "-c", "pack.windowMemory=0", "-c", "core.bigFileThreshold=512m")
        how = ("--no-reuse-delta", "--no-reuse-object", "--threads=1", "--window=10", "--depth=50", "--compression=6")
        pack = self.git(
            *fixed, "pack-objects", "--stdout", "--revs", "-q", "--delta-base-offset", *how, stdin=f"{tip}\n".encode()
        )
        head = "# v2 git bundle\n" if self.algorithm == "sha1" else "# v3 git bundle\n@object-format=sha256\n"
        return f"{head}{tip} refs/heads/{name}\n{tip} HEAD\n\n".encode("ascii") + pack

    def unstaged_paths(self) -> list[str]:
        """Paths of the work tree whose content is not what is staged, and new ones that nothing ignores.

        Content is hashed here: git would send it through filters of the checkout's choosing.
        """
        if self.work_tree is None:
            return []
        rows = self._index_rows(announced=True)
        changed = [path for path, _mode, oid, _stage in rows if self.blob_id(path) != oid]
        listed = ("-C", str(self.work_tree), "ls-files", "--others", "--exclude-standard", "-z", "--")
        new = self.git(*listed, extra={"GIT_WORK_TREE": str(self.work_tree)})
        return changed + [p for p in programs.text(new).split("\0") if p]

    def blob_id(self, path: str) -> str:
        """The id git would give a file of the work tree (a link: its target) as it stands; "" where there is none."""
        file = f"{self.work_tree or self.git_dir}/{path}"  # as text: called for every file of a registry
        try:
            if os.path.islink(file):  # noqa: PTH114
                content = programs.raw(os.readlink(file))  # noqa: PTH115
            else:
                with open(file, "rb", buffering=0) as opened:  # noqa: PTH123
                    content = opened.readall()
        except OSError:
            return ""
        return hashlib.new(self.algorithm, b"blob %d\0" % len(content) + content, usedforsecurity=False).hexdigest()

    def index_entries(self) -> dict[str, tuple[int, str]]:
        """What is staged: path → (mode, object id)."""
        return {path: (mode, oid) for path, mode, oid, _stage in self._index_rows()}

    def _index_rows(self, *, announced: bool = False) -> list[tuple[str, int, str, str]]:
        """What is staged: path, mode, object id and stage, which is 0 for all that is not in conflict.

        What `git add -N` has only announced is no part of the next commit; with `announced` it is in it, as an empty file.
        """
        out = programs.text(self.git("ls-files", "--stage", "-z", extra=_index_of_hook()))
        rows = []
        for row in filter(None, out.split("\0")):
            facts, path = row.split("\t", 1)
            mode, oid, stage = facts.split(" ")
            rows.append((path, int(mode, 8), oid, stage))
        nothing = self._id_of_nothing("blob")
        if announced or all(oid != nothing for _path, _mode, oid, _stage in rows):
            return rows
        # The index shows both as empty files; only a comparison with nothing at all tells them apart.
        how = (
            "--cached",
            "--ita-invisible-in-index",
            "--no-ext-diff",
            "--no-textconv",
            "--no-renames",
            "--name-only",
            "-z",
        )
        listed = self.git("diff-index", *how, self._id_of_nothing("tree"), "--", extra=_index_of_hook())
        staged = set(programs.text(listed).split("\0"))
        return [row for row in rows if row[2] != nothing or row[0] in staged]

    def _id_of_nothing(self, kind: str) -> str:
        """The id of an empty object, which git knows without having it."""
        return hashlib.new(self.algorithm, f"{kind} 0\0".encode("ascii"), usedforsecurity=False).hexdigest()

    def write_tree(self, base: str | None, files: Mapping[str, bytes]) -> str:
        """Store the tree of the commit `base` (None: an empty one) with these files added; returns its id.

        It is made in an index of its own. `files`: path → content.
        """
        with leftovers.folder() as folder:
            own = {"GIT_INDEX_FILE": str(folder / "index")}
            if base:
                self.git("read-tree", base, extra=own)
            self.git("update-index", "--add", "-z", "--index-info", stdin=self._index_info(files), extra=own)
            return self.git("write-tree", extra=own).decode("ascii").strip()

    def _index_info(self, files: Mapping[str, bytes]) -> bytes:
        blobs = zip(files, self._write_blobs(list(files.values())), strict=True)
        return b"".join(programs.raw(f"100644 {blob}\t{path}\0") for path, blob in blobs)

    def _write_blobs(self, contents: list[bytes]) -> list[str]:
        """Store bytes exactly as they are, all at once: a meeting signs forty records. Gives the objects' ids."""
        with leftovers.folder() as folder:
            files = [folder / str(number) for number in range(len(contents))]
            for file, content in zip(files, contents, strict=True):
                file.write_bytes(content)
            named = programs.raw("".join(f"{file}\n" for file in files))
            hashed = self.git("hash-object", "-t", "blob", "-w", "--no-filters", "--stdin-paths", stdin=named)
        return hashed.decode("ascii").split()

    def update_index(self, index: Path, entries: Iterable[tuple[str, tuple[int, str] | None]]) -> None:
        """Put paths into a copy of the index, each with its entry, or take it out where the entry is None."""
        nowhere = (0, "0" * (40 if self.algorithm == "sha1" else 64))
        rows = ((path, *(entry or nowhere)) for path, entry in entries)
        info = programs.raw("".join(f"{mode:o} {oid}\t{path}\0" for path, mode, oid in rows))
        own = {"GIT_INDEX_FILE": str(index)}
        self.git("update-index", "--add", "-z", "--index-info", stdin=self._recheck() + info, extra=own)

    def write_commit(self, raw: bytes) -> str:
        """Store a raw commit object and return its id. No ref moves."""
        return self.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=raw).decode("ascii").strip()

    def move_branch(self, branch: str, new: str, old: str, why: str = "bwtb sign") -> None:
        """Move a branch from the commit `old` to `new`; `why` is for git's reflog.

        Raises UserError where the branch is at another commit than `old`: somebody else moved it first.
        """
        try:
            self.git("update-ref", "--no-deref", "-m", why, branch, new, old)
        except UserError as error:
            if self.object_at(branch) in (old, None):
                raise
            short = branch.removeprefix("refs/heads/")
            raise UserError(Message(messages.BRANCH_ELSEWHERE, branch=short), Message(messages.RUN_AGAIN)) from error

    def _recheck(self) -> bytes:
        """The index entries whose file may have changed in the second the index was last written, entered anew.

        git would compare those with their files when it writes the index, through filters of the checkout's choosing;
        entered anew they are compared when the user's own git next looks.
        """
        index = self.git_dir / "index"
        if self.work_tree is None or not index.exists():
            return b""
        written = int(index.stat().st_mtime)
        rows = []
        for path, mode, oid, stage in self._index_rows():
            if stage != "0":
                continue  # git compares none that is in conflict, and entered anew it would be settled
            with suppress(OSError):
                if int((self.work_tree / path).lstat().st_mtime) >= written:
                    rows.append(programs.raw(f"{mode:o} {oid}\t{path}\0"))
        return b"".join(rows)


def _index_of_hook() -> dict[str, str]:
    """The index that git tells its hooks to look at: what `git commit -a` or `git commit FILE` is about to commit."""
    named = os.environ.get("GIT_INDEX_FILE")
    return {"GIT_INDEX_FILE": str(Path(named).absolute())} if named else {}


@cache
def _nowhere() -> str:
    """An empty folder that git is told is the work tree: it never looks at the real one, so no filter ever runs."""
    return str(leftovers.lasting())


def user_setting(name: str) -> str:
    """A setting of the user's own git configuration (never a repository's), "" where it is not set."""
    command = [programs.find("git"), "config", "--global", "--get", name]
    done = subprocess.run(command, capture_output=True, check=False, env=os.environ | programs.environment())
    return programs.text(done.stdout).strip()


def open_repository(root: Path) -> Repository:
    """The repository whose top is `root` (or that is the bare repository `root`).

    Nothing is asked of git: the folder is looked at, so that neither `safe.directory` nor a setting in the checkout
    plays a part. Raises UserError where `root` is not the top of a repository.
    """
    dot_git = root / ".git"
    if dot_git.is_dir():
        return Repository(dot_git.resolve(), root.resolve())
    if dot_git.is_file():
        pointer = _pointer(dot_git)
        if pointer.startswith("gitdir: "):
            return Repository((root / pointer.removeprefix("gitdir: ")).resolve(), root.resolve())
    if (root / "HEAD").is_file() and (root / "objects").is_dir():
        return Repository(root.resolve(), None)
    raise UserError(Message(messages.NO_REPOSITORY, path=str(root)), Message(messages.MAKE_REPOSITORY))


def _pointer(file: Path) -> str:
    """The one line of a file by which a linked work tree or a submodule names its folder: bytes, of whatever encoding."""
    return programs.text(file.read_bytes()).rstrip("\r\n")
