"""A file is read once: what is shown of it is what was checked."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bwtb.checking import check
from bwtb.checking.report import text
from bwtb.cli.checked import check_targets
from bwtb.registry.source import ReadOnce, Seen
from bwtb.registry.worktree import WorkTree
from bwtb.yaml import characters
from tests.helpers.checkout import Checkout
from tests.world import A, path_of

ONE = path_of(A)


class Counted(Seen):
    """A registry on disk that counts how often each of its files was read."""

    def __init__(self, root: Path) -> None:
        super().__init__(WorkTree(root))
        self.reads: Counter[str] = Counter()

    def read(self, path: str) -> bytes | None:
        self.reads[path] += 1
        return super().read(path)


@pytest.mark.parametrize("paths", [[ONE], None], ids=["one file", "everything"])
def test_each_file_is_read_once(samples: Checkout, paths: list[str] | None) -> None:
    samples.change(ONE, "unit: mzj", "unit: 民政局")
    counted = Counted(samples.root)
    source = ReadOnce(counted)
    chosen = paths and [path for path in check.targets(source, paths) if source.read(path) is not None]
    files, findings = check_targets(source, chosen)
    shown = list(text.render(findings, lambda path: characters.lines(source.read(path) or b""), str))
    assert any("unit: 民政局" in line for line in shown)
    assert counted.reads.keys() >= set(files)
    assert set(counted.reads.values()) == {1}
