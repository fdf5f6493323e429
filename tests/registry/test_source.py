"""What every kind of source gives from its reads and listing: the same whether files lie on disk, in a commit or in the index."""

from __future__ import annotations

import pickle
from collections import Counter
from pathlib import Path

import git
import pytest

from bwtb.git import CommitTree, Index, open_objects, open_repository
from bwtb.registry.source import FOLDER, ReadOnce, Seen, Source
from bwtb.registry.worktree import WorkTree
from tests.helpers.sources import Memory

A = "requests/2027/2027-mzj-001"
CONTENT = {
    f"{A}.yaml": b"a\n",
    f"{A}/scan.pdf": b"%PDF\n",
    "requests/b.yaml": b"b\n",
    "requests/2027/sub/c.yaml": b"c\n",
}
LINK = "requests/2027/link.yaml"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for path, raw in CONTENT.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(raw)
    (tmp_path / LINK).symlink_to("2027-mzj-001.yaml")
    repository = git.Repo.init(tmp_path)
    repository.git.add(all=True)
    repository.git.execute(
        ["git", "-c", "user.name=x", "-c", "user.email=x@y", "-c", "commit.gpgsign=false", "commit", "-qm", "x"]
    )
    return tmp_path


def said(source: Source) -> dict[str, object]:
    return {
        "read": [source.read(path) for path in (*CONTENT, LINK, "requests/none.yaml", "requests/2027")],
        "files": source.files("requests"),
        "links": source.links("requests"),
        "folders": source.of_kind("requests", FOLDER),
        "below": source.of_kind("requests/2027/sub", FOLDER),
        "names": sorted(source.names("requests/2027")),
        "digests": [source.sha256(path) for path in (*CONTENT, LINK)],
        "is_link": [source.is_link(path) for path in (LINK, f"{LINK}/below", *CONTENT)],
    }


def test_every_source_says_the_same(root: Path) -> None:
    expected = said(WorkTree(root))
    assert expected["links"] == [LINK]
    assert expected["folders"] == expected["below"] == ["requests/2027/sub"]
    assert expected["names"] == ["2027-mzj-001", "2027-mzj-001.yaml", "link.yaml", "sub"]
    repository = open_repository(root)
    with open_objects(repository) as objects:
        tree = objects.read(repository.resolve("HEAD"), "commit").split(b"\n", 1)[0].removeprefix(b"tree ").decode()
        assert said(CommitTree(objects, tree)) == expected
        assert said(Index(objects)) == expected
    assert said(Memory(dict(CONTENT), {LINK})) == expected
    assert said(ReadOnce(WorkTree(root))) == expected


class Counted(Seen):
    """A source that counts how often each file was read."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.reads: Counter[str] = Counter()

    def read(self, path: str) -> bytes | None:
        self.reads[path] += 1
        return self.source.read(path)


def test_a_file_is_read_once_however_often_it_is_asked_for(root: Path) -> None:
    counted = Counted(WorkTree(root))
    source = ReadOnce(counted)
    for _time in range(3):
        assert source.read("requests/b.yaml") == b"b\n"
        assert source.read("requests/none.yaml") is None
    assert counted.reads == {"requests/b.yaml": 1, "requests/none.yaml": 1}


def test_another_process_begins_with_nothing_read(root: Path) -> None:
    source = ReadOnce(WorkTree(root))
    source.read("requests/b.yaml")
    (root / "requests/b.yaml").write_bytes(b"new\n")
    assert source.shareable
    assert pickle.loads(pickle.dumps(source)).read("requests/b.yaml") == b"new\n"  # noqa: S301 - our own
