"""git's objects as they are stored, whoever owns them; what is not what its name says; commits made beside a checkout."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bwtb.git import CommitTree, Index, ObjectCorruptError, changed_paths, open_objects, open_repository
from bwtb.git.checkout import publish
from bwtb.git.new_commit import NewCommit
from tests.helpers.checkout import NOBODY, Checkout


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    """A file in a folder, a link to it, and attributes that would change the file on its way in."""
    made = Checkout(tmp_path / "checkout")
    made.write("目录/甲.txt", "甲\r\n")
    made.link("link", "目录/甲.txt")
    made.write(".gitattributes", "*.txt filter=evil eol=lf\n")
    made.git("init", "-q", "-b", "main")
    made.git("config", "filter.evil.clean", "cat")
    made.commit("One")
    return made


def test_bytes_come_as_stored_and_links_are_no_files(checkout: Checkout) -> None:
    with open_objects(open_repository(checkout.root)) as objects:
        tree = CommitTree(objects, checkout.blob_of(""))
        assert tree.files("目录") == ["目录/甲.txt"]
        assert (tree.read("目录/甲.txt") or b"").decode().strip() == "甲"
        assert tree.read("link") is None
        assert tree.is_link("link")
        assert tree.read("目录") is None
        assert tree.read("目录/乙.txt") is None


def test_the_index_is_a_source_too(checkout: Checkout) -> None:
    checkout.write("新.yaml", "a: 1\n")
    checkout.git("add", "新.yaml")
    checkout.write("新.yaml", "a: 2\n")
    repository = open_repository(checkout.root)
    with open_objects(repository) as objects:
        assert Index(objects).read("新.yaml") == b"a: 1\n"
        assert changed_paths(repository, repository.resolve("HEAD")) == ["新.yaml"]


def test_a_loose_object_with_other_content_is_corrupt(checkout: Checkout) -> None:
    blob = checkout.blob_of("目录/甲.txt")
    checkout.damage_object(blob)
    with open_objects(open_repository(checkout.root)) as objects, pytest.raises(ObjectCorruptError):
        objects.read(blob, "blob")


def test_a_commit_made_beside_the_checkout_is_published_into_it(checkout: Checkout) -> None:
    """What stands edited there stays so. That nothing of the checkout runs: attacks/test_format_threats.py, threat 26."""
    checkout.write("目录/甲.txt", "edited\n")
    repository, head = open_repository(checkout.root), checkout.head()
    tree = repository.write_tree(head, {"目录/乙.txt": b"x"})
    head_lines = f"tree {tree}\nparent {head}\nauthor {NOBODY}\ncommitter {NOBODY}\n"
    commit = repository.write_commit(f"{head_lines}\nx\n".encode())
    publish(repository, "refs/heads/main", NewCommit(commit, head, {"目录/乙.txt": b"x"}))
    assert repository.history(commit) == [head, commit]
    assert changed_paths(repository, repository.resolve("HEAD")) == []
    with open_objects(repository) as objects:
        assert Index(objects).read("目录/乙.txt") == b"x"
    assert checkout.read("目录/甲.txt") == "edited\n"


def test_another_owner_is_no_obstacle(checkout: Checkout) -> None:
    """A CI container often owns the checkout as somebody else; the repository is named, so git does not balk."""
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    for file in [checkout.root, *checkout.root.rglob("*")]:
        os.chown(file, 12345, 12345, follow_symlinks=False)
    repository = open_repository(checkout.root)
    assert repository.resolve("HEAD")
    assert changed_paths(repository, repository.resolve("HEAD")) == []


@pytest.mark.parametrize(("how", "whole"), [("--depth=1", False), ("--filter=blob:none", False), ("--no-local", True)])
def test_a_shallow_or_partial_clone_is_known(checkout: Checkout, tmp_path: Path, how: str, whole: bool) -> None:
    checkout.commit("Two")
    checkout.git("config", "uploadpack.allowFilter", "true")
    checkout.git("clone", "-q", how, f"file://{checkout.root}", str(tmp_path / "clone"))
    assert open_repository(tmp_path / "clone").is_shallow_or_partial() == (not whole)
