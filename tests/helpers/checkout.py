"""A work tree that a test changes with plain git, as a person or an attacker would, down to its raw objects."""

from __future__ import annotations

import os
import subprocess
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

# What anybody's own git would know: enough to commit, nothing of the person running the tests.
ENVIRONMENT = {
    "GIT_AUTHOR_NAME": "测试员", "GIT_AUTHOR_EMAIL": "test@example.invalid", "GIT_COMMITTER_NAME": "测试员",
    "GIT_COMMITTER_EMAIL": "test@example.invalid", "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
}  # fmt: skip
NOBODY = "x <x@example.invalid> 1700000000 +0800"


@dataclass
class Checkout:
    """One work tree, its files and its git."""

    root: Path

    def try_git(self, *arguments: str, stdin: bytes = b"", **environment: str) -> subprocess.CompletedProcess[bytes]:
        """Run git here, whatever comes of it."""
        return subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            input=stdin,
            capture_output=True,
            check=False,
            env=os.environ | ENVIRONMENT | environment,
        )

    def git(self, *arguments: str, stdin: bytes = b"", **environment: str) -> str:
        """Run git here, which must succeed; gives what it printed."""
        done = self.try_git(*arguments, stdin=stdin, **environment)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def write(self, path: str, content: str | bytes) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def change(self, path: str, old: str, new: str) -> None:
        """Replace the first place of a text in a file; nothing is committed."""
        text = self.read(path)
        assert old in text, old
        self.write(path, text.replace(old, new, 1))

    def remove(self, path: str) -> None:
        (self.root / path).unlink()

    def link(self, path: str, target: str | Path) -> None:
        """Put a symbolic link in the place of whatever file stands there."""
        (self.root / path).unlink(missing_ok=True)
        (self.root / path).symlink_to(target)

    # History

    def head(self) -> str:
        return self.git("rev-parse", "HEAD")

    def first_commit(self) -> str:
        return self.git("rev-list", "--max-parents=0", "HEAD")

    def commit(self, message: str = "Edit") -> str:
        """Commit everything as it stands; gives the commit."""
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)
        return self.head()

    def branch(self, name: str, start: str = "HEAD") -> None:
        """Begin a branch, and go on working on it."""
        self.git("checkout", "-q", "-B", name, start)

    def checkout(self, branch: str = "main") -> None:
        self.git("checkout", "-q", branch)

    def rewind(self, commit: str) -> None:
        """Let the branch and the work tree stand at a commit."""
        self.git("reset", "-q", "--hard", commit)

    def merge(self, other: str, *options: str) -> str:
        self.git("merge", "-q", "--no-ff", "-m", "Merge", *options, other)
        return self.head()

    def status(self) -> str:
        """What differs from the last commit; "" for nothing."""
        return self.try_git("status", "--porcelain").stdout.decode().rstrip("\n")

    # Raw objects, as no honest tool makes them

    def blob(self, content: bytes) -> str:
        return self.git("hash-object", "-w", "--stdin", stdin=content)

    def blob_of(self, path: str) -> str:
        """The id that a file or folder has at HEAD."""
        return self.git("rev-parse", f"HEAD:{path}")

    def tree_bytes(self, path: str = "") -> bytes:
        """A folder of HEAD as git stores it."""
        return self.try_git("cat-file", "tree", f"HEAD:{path}").stdout

    def raw_tree(self, raw: bytes) -> str:
        return self.git("hash-object", "-t", "tree", "-w", "--stdin", "--literally", stdin=raw)

    def commit_bytes(self, commit: str = "HEAD") -> bytes:
        return self.git("cat-file", "commit", commit).encode() + b"\n"

    def raw_commit(self, raw: bytes) -> str:
        return self.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw)

    def commit_of(self, tree: str, *parents: str, headers: bytes = b"") -> str:
        """A commit by nobody in particular, with lines of its own below its header."""
        head = f"tree {tree}\n" + "".join(f"parent {p}\n" for p in parents)
        return self.raw_commit(f"{head}author {NOBODY}\ncommitter {NOBODY}\n".encode() + headers + b"\nx\n")

    def move_branch(self, commit: str) -> None:
        """Let main name a commit, though git itself might not take it; the work tree stays."""
        (self.root / ".git/refs/heads/main").write_text(commit + "\n")

    def tree_with(self, base: str, files: Mapping[str, str | None]) -> str:
        """The tree of a commit with some files changed; None takes one out."""
        index = self.root / ".git/forge-index"
        own = {"GIT_INDEX_FILE": str(index)}
        self.git("read-tree", base, **own)
        for path, content in files.items():
            if content is None:
                self.git("update-index", "--force-remove", path, **own)
            else:
                entry = f"100644,{self.blob(content.encode())},{path}"
                self.git("update-index", "--add", "--cacheinfo", entry, **own)
        tree = self.git("write-tree", **own)
        index.unlink()
        return tree

    def object_file(self, id: str) -> Path:
        return self.root / ".git/objects" / id[:2] / id[2:]

    def damage_object(self, id: str, content: bytes = b"bad") -> None:
        """Let a loose object hold another file's content."""
        file = self.object_file(id)
        file.chmod(0o644)
        file.write_bytes(zlib.compress(b"blob %d\0" % len(content) + content))
