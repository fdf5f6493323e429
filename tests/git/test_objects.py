"""git, hardened: what a checkout's own settings can't do, and what is not what its name says."""

from __future__ import annotations

import os
import subprocess
import zlib
from pathlib import Path

import pytest

from bwtb.git import CommitTree, Index, ObjectCorruptError, Repository, open_objects, open_repository
from bwtb.git.checkout import publish
from bwtb.git.new_commit import NewCommit


def git(folder: Path, *arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True, text=True).stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "目录").mkdir()
    (tmp_path / "目录" / "甲.txt").write_bytes("甲\r\n".encode())
    (tmp_path / "link").symlink_to("目录/甲.txt")
    (tmp_path / ".gitattributes").write_text("*.txt filter=evil eol=lf\n")
    git(tmp_path, "-c", "filter.evil.clean=cat", "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "One")
    return open_repository(tmp_path)


def test_bytes_come_as_stored_and_links_are_no_files(repository: Repository) -> None:
    with open_objects(repository) as objects:
        tree = CommitTree(objects, git(Path(str(repository.work_tree)), "rev-parse", "HEAD^{tree}"))
        assert tree.files("目录") == ["目录/甲.txt"]
        assert (tree.read("目录/甲.txt") or b"").decode().strip() == "甲"
        assert tree.read("link") is None
        assert tree.is_link("link")
        assert tree.read("目录") is None
        assert tree.read("目录/乙.txt") is None


def test_the_index_is_a_source_too(repository: Repository) -> None:
    root = Path(str(repository.work_tree))
    (root / "新.yaml").write_text("a: 1\n")
    git(root, "add", "新.yaml")
    (root / "新.yaml").write_text("a: 2\n")
    with open_objects(repository) as objects:
        assert Index(objects).read("新.yaml") == b"a: 1\n"
        assert repository.changed_paths("HEAD") == ["新.yaml"]


def test_a_loose_object_with_other_content_is_corrupt(repository: Repository) -> None:
    root = Path(str(repository.work_tree))
    blob = git(root, "rev-parse", "HEAD:目录/甲.txt")
    file = root / ".git/objects" / blob[:2] / blob[2:]
    file.chmod(0o644)
    file.write_bytes(zlib.compress(b"blob 3\0bad"))
    with open_objects(repository) as objects, pytest.raises(ObjectCorruptError):
        objects.read(blob, "blob")


def test_nothing_in_the_checkout_runs(repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings, hooks and filters that would each leave a mark if git ever started them."""
    canary = tmp_path / "canary"
    script = tmp_path / "evil.sh"
    script.write_text(f"#!/bin/sh\necho ran >> {canary}\ncat\n")
    script.chmod(0o755)
    root = Path(str(repository.work_tree))
    for setting in (
        "core.fsmonitor", "core.editor", "core.sshCommand", "core.pager", "gpg.program", "gpg.ssh.program", "filter.evil.clean",
        "filter.evil.smudge", "filter.evil.process", "diff.external", "core.askPass", "credential.helper", "core.alternateRefsCommand",
    ):  # fmt: skip
        git(root, "config", setting, str(script))
    hooks = root / ".git/hooks"
    hooks.mkdir(exist_ok=True)
    for name in ("reference-transaction", "post-index-change", "pre-commit", "post-checkout", "post-commit"):
        (hooks / name).write_bytes(script.read_bytes())
        (hooks / name).chmod(0o755)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "core.fsmonitor")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", str(script))
    monkeypatch.setenv("GIT_EXTERNAL_DIFF", str(script))
    monkeypatch.setenv("GIT_SSH_COMMAND", str(script))
    (root / "目录" / "甲.txt").write_text("edited\n")
    head = repository.resolve("HEAD")
    tree = repository.write_tree(head, {"目录/乙.txt": b"x"})
    commit = repository.write_commit(
        f"tree {tree}\nparent {head}\nauthor a <a> 1 +0000\ncommitter a <a> 1 +0000\n\nx\n".encode()
    )
    publish(repository, "refs/heads/main", NewCommit(commit, head, {"目录/乙.txt": b"x"}))
    assert repository.changed_paths(head, commit) == ["目录/乙.txt"]
    assert repository.changed_paths("HEAD") == []
    assert repository.history(commit) == [head, commit]
    with open_objects(repository) as objects:
        assert Index(objects).read("目录/乙.txt") == b"x"
    assert not canary.exists()


def test_another_owner_is_no_obstacle(repository: Repository) -> None:
    """A CI container often owns the checkout as somebody else; the repository is named, so git does not balk."""
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    root = Path(str(repository.work_tree))
    for file in [root, *root.rglob("*")]:
        os.chown(file, 12345, 12345, follow_symlinks=False)
    assert repository.resolve("HEAD")
    assert repository.changed_paths("HEAD") == []


def test_a_shallow_clone_is_known(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> None:
    root = Path(str(repository.work_tree))
    git(root, "commit", "-q", "--allow-empty", "-m", "Two")
    place = tmp_path_factory.mktemp("clones")
    git(place, "clone", "-q", "--depth", "1", f"file://{root}", "shallow")
    git(place, "clone", "-q", "--filter=blob:none", f"file://{root}", "partial")
    git(place, "clone", "-q", f"file://{root}", "full")
    assert open_repository(place / "shallow").is_shallow_or_partial()
    assert open_repository(place / "partial").is_shallow_or_partial()
    assert not open_repository(place / "full").is_shallow_or_partial()
