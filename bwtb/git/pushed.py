"""What a push brings: how many objects, how many bytes, and which of them are larger than anything of ours."""

from __future__ import annotations

import re
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass

from bwtb.base import budget, leftovers
from bwtb.git.batch import ObjectCorruptError, pipe
from bwtb.git.objects import LARGEST
from bwtb.git.repository import Repository
from bwtb.registry.places import most_bytes

_LISTED = re.compile(rb"([0-9a-f]{40,64})(?: (.*))?\n", re.DOTALL)


@dataclass(frozen=True)
class Pushed:
    """The objects that a server does not have yet: the paths of those that are too large ("" for a commit), and whether
    all of them together are few enough for one push."""

    too_large: tuple[str, ...]
    whole: bool


def measure(repository: Repository, tip: str) -> Pushed:
    """Size everything that a commit reaches and no branch does, without reading it. Raises ObjectCorruptError."""
    count = size = 0
    too_large: dict[str, None] = {}
    for path, kind, length in _sized(repository, tip):
        count, size = count + 1, size + length
        if length > _most(path, kind) and len(too_large) < budget.FINDINGS:
            too_large[path] = None
    return Pushed(tuple(too_large), count <= budget.PUSHED_OBJECTS and size <= budget.PUSHED_BYTES)


def _most(path: str, kind: str) -> int:
    if kind != "blob":
        return LARGEST.get(kind, budget.COMMIT_BYTES)
    return most_bytes(path) if path.startswith(("requests/", "catalog/")) else budget.ATTACHMENT_BYTES


def _sized(repository: Repository, tip: str) -> Iterator[tuple[str, str, int]]:
    """Path, kind and bytes of each new object. git lists them into a file first: two pipes at once could wait for each other."""
    with (
        tempfile.TemporaryFile(prefix=leftovers.prefix()) as listed,
        tempfile.TemporaryFile(prefix=leftovers.prefix()) as ids,
    ):
        paths: list[str] = []
        done = subprocess.run(
            repository.command(["rev-list", "--objects", tip, "--not", "--branches", "--"]),
            stdout=listed, stderr=subprocess.DEVNULL, env=repository.environment(), cwd=repository.git_dir, check=False,
        )  # fmt: skip
        if done.returncode:  # some object that git itself does not get past
            raise ObjectCorruptError(tip)
        listed.seek(0)
        for line in listed:
            match = _LISTED.fullmatch(line)
            if match:
                paths.append((match[2] or b"").decode("utf-8", "surrogateescape"))
                ids.write(match[1] + b"\n")
        ids.seek(0)
        command = repository.command(["cat-file", "--batch-check=%(objecttype) %(objectsize)", "--buffer"])
        with subprocess.Popen(
            command, stdin=ids, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=repository.environment(), cwd=repository.git_dir,
        ) as process:  # fmt: skip
            for path, line in zip(paths, pipe(process.stdout), strict=False):
                kind, _blank, length = line.decode("ascii").strip().partition(" ")
                yield path, kind, int(length) if length.isdecimal() else 0
