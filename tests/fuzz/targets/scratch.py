"""A repository of git's own, for objects that no honest program makes: written where git looks for them, and taken away again."""

from __future__ import annotations

import os
import subprocess
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bwtb.git import Objects, Repository, object_id, open_objects
from tests.helpers.checkout import ENVIRONMENT


class Scratch:
    """A bare repository that holds what is written, and one git process that reads from it."""

    def __init__(self, algorithm: str = "sha1") -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="bwtb-fuzz-", ignore_cleanup_errors=True)
        root = Path(self._folder.name)
        command = ["git", "init", "-q", "--bare", f"--object-format={algorithm}", str(root)]
        subprocess.run(command, check=True, env=os.environ | ENVIRONMENT)
        self.repository = Repository(root, None)
        self.objects: Objects = open_objects(self.repository)
        self._written: list[Path] = []

    def write(self, kind: str, content: bytes) -> str:
        """Write an object, as it is; gives its id."""
        oid = object_id(content, kind, self.repository.algorithm)
        file = self.repository.git_dir / "objects" / oid[:2] / oid[2:]
        if not file.exists():
            file.parent.mkdir(exist_ok=True)
            file.write_bytes(zlib.compress(b"%s %d\0" % (kind.encode(), len(content)) + content, 1))
            self._written.append(file)
        return oid

    @contextmanager
    def for_one(self) -> Iterator[None]:
        """Inside it, what is written is of one input: it is taken away at the end."""
        before, self._written = self._written, []
        try:
            yield
        finally:
            for file in self._written:
                file.unlink()
            self._written = before
