"""`git cat-file --batch`: raw objects by their ids, each re-hashed, and none larger than the caller allows."""

from __future__ import annotations

import hashlib
import re
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

from bwtb.base import leftovers
from bwtb.base.budget import COMMIT_BYTES, PIECE_BYTES, STREAMED_BYTES, OverBudgetError
from bwtb.registry.source import SourceError

if TYPE_CHECKING:
    from bwtb.git.repository import Repository

PARENT = re.compile(rb"^parent [0-9a-f]+$", re.MULTILINE)


class ObjectCorruptError(SourceError):
    """An object whose content is not what its name says, or that is missing."""

    code = "OBJECT_CORRUPT"


class MalformedTreeError(ObjectCorruptError):
    """A tree object that is what its name says and yet no proper folder: out of order, or one name twice."""


class ObjectTooLargeError(MalformedTreeError, OverBudgetError):
    """An object, or all that stands below a folder, is more than may be read; `what` names it."""

    code = "OBJECT_TOO_LARGE"


class Batch:
    """One running `git cat-file --batch`.

    git says an object's size before it reads it: of one that is too large nothing is read, and git is ended. Large blobs
    it streams.
    """

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self._process = self._start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            self.repository.command(["-c", f"core.bigFileThreshold={STREAMED_BYTES}", "cat-file", "--batch"]),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=self.repository.environment(),
            cwd=self.repository.git_dir,
        )

    def close(self) -> None:
        """End the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process.wait()

    def read(self, oid: str, kind: str, most: int) -> bytes:
        """The content of an object of this kind. Raises ObjectCorruptError; of more than `most` bytes ObjectTooLargeError."""
        size = self._announced(oid, kind, most)
        stream = pipe(self._process.stdout)
        content = stream.read(size)
        stream.read(1)
        if object_id(content, kind, self.repository.algorithm) != oid:
            raise ObjectCorruptError(oid)
        return content

    def sha256(self, oid: str, most: int) -> str:
        """The SHA-256 (hex) of a blob, which is read in pieces. Raises as `read`."""
        size = self._announced(oid, "blob", most)
        stream = pipe(self._process.stdout)
        named, wanted = _named("blob", size, self.repository.algorithm), hashlib.sha256()
        for piece in _pieces(stream, size):
            named.update(piece)
            wanted.update(piece)
        stream.read(1)
        if named.hexdigest() != oid:
            raise ObjectCorruptError(oid)
        return wanted.hexdigest()

    def _announced(self, oid: str, kind: str, most: int) -> int:
        """Ask for an object; gives its size, and leaves its content to be read."""
        wanted = pipe(self._process.stdin)
        wanted.write(oid.encode("ascii") + b"\n")
        wanted.flush()
        header = pipe(self._process.stdout).readline().split()
        if len(header) != 3 or header[1] != kind.encode("ascii"):
            self._restart()  # whatever follows belongs to this object
            raise ObjectCorruptError(oid)
        if (size := int(header[2])) > most:
            self._restart()
            raise ObjectTooLargeError(oid)
        return size

    def _restart(self) -> None:
        """Leave an object unread, however large: git is ended in the midst of it, and begun anew."""
        self._process.kill()
        self.close()
        self._process = self._start()


@contextmanager
def commits(repository: Repository, ids: list[str]) -> Iterator[Iterator[tuple[str, bytes]]]:
    """Read many commits in one stream: yields (id, raw content) in the order given, each re-hashed.

    Of a commit of more than COMMIT_BYTES only what comes before its message is given: it is no sign-off.
    """
    with tempfile.TemporaryFile(prefix=leftovers.prefix()) as wanted:
        wanted.write("".join(i + "\n" for i in ids).encode("ascii"))
        wanted.seek(0)
        process = subprocess.Popen(
            repository.command(["cat-file", "--batch", "--buffer"]),
            stdin=wanted,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=repository.environment(),
            cwd=repository.git_dir,
        )
        stream, algorithm = pipe(process.stdout), repository.algorithm
        try:
            yield ((oid, _next_commit(stream, oid, algorithm)) for oid in ids)
        finally:
            stream.close()
            process.terminate()
            process.wait()


def _next_commit(stream: IO[bytes], oid: str, algorithm: str) -> bytes:
    header = stream.readline().split()
    if len(header) != 3 or header[1] != b"commit":
        raise ObjectCorruptError(oid)
    if (size := int(header[2])) > COMMIT_BYTES:
        content, own = _head_of(stream, size, algorithm)
    else:
        content = stream.read(size)
        own = object_id(content, "commit", algorithm)
    stream.read(1)
    if own != oid:
        raise ObjectCorruptError(oid)
    return content


def _head_of(stream: IO[bytes], size: int, algorithm: str) -> tuple[bytes, str]:
    """What stands before the message of a commit that is read in pieces, and its id.

    Where not even that is short, it is its tree and its parents, each once, in their order.
    """
    named = _named("commit", size, algorithm)
    first = rest = b""
    parents: dict[bytes, None] = {}
    ended = False
    for piece in _pieces(stream, size):
        named.update(piece)
        if ended:
            continue
        first = first or piece
        rest += piece
        head, separator, _message = rest.partition(b"\n\n")
        ended = bool(separator)
        rest = rest[max(rest.rfind(b"\n"), len(rest) - 200, 0) :] if not ended else b""  # no parent's line is as long
        parents |= dict.fromkeys(PARENT.findall(head[: None if ended else head.rfind(b"\n")]))
    if b"\n\n" in first:
        return first.partition(b"\n\n")[0] + b"\n\n", named.hexdigest()
    return b"\n".join([first.partition(b"\n")[0], *parents]) + b"\n\n", named.hexdigest()


def _pieces(stream: IO[bytes], size: int) -> Iterator[bytes]:
    while size > 0 and (piece := stream.read(min(size, PIECE_BYTES))):
        size -= len(piece)
        yield piece


def _named(kind: str, size: int, algorithm: str) -> hashlib._Hash:
    return hashlib.new(algorithm, b"%s %d\0" % (kind.encode("ascii"), size), usedforsecurity=False)


def object_id(content: bytes, kind: str, algorithm: str) -> str:
    """The id that git gives to a content."""
    named = _named(kind, len(content), algorithm)
    named.update(content)
    return named.hexdigest()


def pipe(of_process: IO[bytes] | None) -> IO[bytes]:
    """A pipe that the process was started with."""
    if of_process is None:
        raise RuntimeError("the process was started without this pipe")
    return of_process
