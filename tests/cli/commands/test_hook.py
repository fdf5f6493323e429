"""`bwtb hook install` where hooks would not run, what the client's hook looks at, and names of bytes that are no UTF-8."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import REPOSITORY
from tests.base.test_leftovers import left_by
from tests.helpers.server import open_server, serve
from tests.world import A, World, path_of

pytestmark = pytest.mark.posix

GBK = os.fsdecode("中文".encode("gbk"))
EMPTY = "requests/2027/2027-mzj-009.yaml"


@pytest.mark.parametrize("scope", ["global", "local", "worktree", "command", "included", "system"])
@pytest.mark.parametrize("where", ["client", "server"])
def test_hooks_that_would_not_run_are_not_installed(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, scope: str, where: str
) -> None:
    w = world if where == "client" else open_server(world, tmp_path / "server.git")
    top = world.root if where == "client" else w.bare
    git = ("git", "-C", str(top), "config")
    own = Path(os.environ["HOME"]) / ".gitconfig"
    if scope == "command":
        for name, value in {"COUNT": "1", "KEY_0": "core.hooksPath", "VALUE_0": "/elsewhere"}.items():
            monkeypatch.setenv(f"GIT_CONFIG_{name}", value)
    elif scope == "included":
        (own.parent / "more").write_text("[core]\n\thooksPath = /elsewhere\n")
        own.write_text("[include]\n\tpath = more\n")
    elif scope == "system":
        (own.parent / "system").write_text("[core]\n\thooksPath = /elsewhere\n")
        monkeypatch.setenv("GIT_CONFIG_SYSTEM", str(own.parent / "system"))
        monkeypatch.delenv("GIT_CONFIG_NOSYSTEM")
    else:
        if scope == "worktree":
            subprocess.run([*git, "extensions.worktreeConfig", "true"], check=True)
        subprocess.run([*git, f"--{scope}", "core.hooksPath", "/elsewhere"], check=True)
    code, out, err = world.bwtb("hook", "install") if where == "client" else w.install()
    assert (code, out, "Git takes this repository's hooks from /elsewhere" in err) == (2, "", True)
    told = {"included": "--global", "command": "GIT_CONFIG_"}.get(scope, f"--{scope}")
    assert told in err
    assert not list(top.rglob("pre-commit")) + list(top.rglob("pre-receive"))


def commit(w: World, *options: str) -> tuple[int, str]:
    done = w.try_git("commit", "-q", "-m", "x", *options, PYTHONPATH=str(REPOSITORY))
    return done.returncode, done.stderr.decode()


@pytest.fixture
def hooked(world: World) -> World:
    world.bwtb("hook", "install")
    return world


def test_what_is_only_announced_is_not_checked(hooked: World) -> None:
    """`git add -N`, and then a commit of something else."""
    hooked.write(EMPTY, "")
    hooked.git("add", "-N", EMPTY)
    hooked.write("README.md", "x")
    hooked.git("add", "README.md")
    assert commit(hooked)[0] == 0
    assert hooked.status() == f" A {EMPTY}"


def test_what_is_only_announced_stays_so_when_something_is_signed(hooked: World) -> None:
    hooked.write(EMPTY, "x: y\n")
    hooked.git("add", "-N", EMPTY)
    hooked.sign("office")
    assert hooked.status() == f" A {EMPTY}"


def test_what_is_only_announced_is_a_new_file_to_since(hooked: World) -> None:
    hooked.write(EMPTY, "x: y\n")
    hooked.git("add", "-N", EMPTY)
    code, out, _err = hooked.bwtb("validate", "--since", "HEAD")
    assert (code, EMPTY in out) == (1, True)


@pytest.mark.parametrize("how", ["staged", "commit -a", "commit FILE"])
def test_an_empty_file_that_is_staged_is_refused(hooked: World, how: str) -> None:
    hooked.write(EMPTY, "")
    hooked.git("add", *(["-N"] if how != "staged" else []), EMPTY)
    code, err = commit(hooked, *{"staged": (), "commit -a": ("-a",), "commit FILE": ("--", EMPTY)}[how])
    assert (code, "FILE_EMPTY" in err) == (1, True)


@pytest.mark.usefixtures("sha256_names")
def test_an_announced_file_in_a_sha256_repository(hooked: World) -> None:
    test_what_is_only_announced_is_not_checked(hooked)


# Names that are not UTF-8


@pytest.mark.parametrize("name", [GBK, f"部门/{GBK}", "\udcff"], ids=ascii)
def test_a_branch_is_judged_like_any_other(world: World, name: str) -> None:
    plain = world.verify()
    world.branch(name)
    assert world.verify() == plain
    world.sign_by("office")
    assert world.verify().problems == []
    assert world.verdicts()["office"][0] == "approved"
    world.rewind("HEAD~1")
    assert "HISTORY_REWOUND" in world.verify().problems
    code, out, _err = world.bwtb("show", A, "--format", "json")
    assert (code, json.loads(out)["trusted"]) == (0, False)


@pytest.mark.parametrize("name", [GBK, "\udcff", "x\u2028y", "x\x85y"], ids=ascii)
def test_a_branch_is_signed_on_and_pushed_like_any_other(world: World, tmp_path: Path, name: str) -> None:
    world.branch(name)
    server = serve(world, tmp_path / "server.git")
    taken, said = server.push(name)
    assert taken, said
    code, out, err = world.try_to_sign("office", A, "--push")
    assert code == 0, out + err
    assert server.git("rev-parse", f"refs/heads/{name}") == world.head()


@pytest.mark.parametrize("name", ["m\u202eain", "ｍain", "maⅰn", "mаin", "main\u200b"], ids=ascii)
@pytest.mark.parametrize("kind", ["heads", "tags"])
def test_a_name_that_looks_like_the_branchs_is_refused(world: World, tmp_path: Path, name: str, kind: str) -> None:
    server = serve(world, tmp_path / "server.git")
    taken, said = server.push(f"HEAD:refs/{kind}/{name}")
    ours = "".join(line for line in said.splitlines() if line.startswith("remote:"))
    assert (taken, "REF_AMBIGUOUS" in ours, "\u202e" in ours) == (False, True, False), said


@pytest.mark.parametrize("ended", ["\u2028", "\x85", "\x0b"], ids=ascii)
def test_a_name_with_what_python_ends_lines_at(world: World, tmp_path: Path, ended: str) -> None:
    """It is one line of the hook's, and one name."""
    server = serve(world, tmp_path / "server.git")
    line = f"{'0' * 40} {world.head()} refs/heads/x{ended}y\n"
    done = subprocess.run(
        [sys.executable, "-P", "-m", "bwtb", "hook", "pre-receive"],
        input=line.encode(), cwd=server.bare, capture_output=True, check=False,
        env=os.environ | {"GIT_DIR": ".", "PYTHONPATH": str(REPOSITORY)},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()


def test_another_hook_stays_where_it_cannot_be_kept(world: World) -> None:
    """At no moment is there no hook: it is copied to `.old` before ours takes its place."""
    hook = world.root / ".git/hooks/pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 0\n")
    hook.chmod(0o755)
    hook.with_name("pre-commit.old").mkdir()
    code, _out, err = world.bwtb("hook", "install", "--replace", "--yes")
    assert (code, "pre-commit.old cannot be written: it is a folder" in err) == (2, True), err
    assert (hook.read_text(), hook.stat().st_mode & 0o777) == ("#!/bin/sh\nexit 0\n", 0o755)
    hook.with_name("pre-commit.old").rmdir()
    assert world.bwtb("hook", "install", "--replace", "--yes")[0] == 0
    assert "bwtb" in hook.read_text()
    assert (hook.stat().st_mode & 0o777, hook.with_name("pre-commit.old").stat().st_mode & 0o777) == (0o755, 0o755)


# What a kill has left


@pytest.mark.parametrize("command", ["sign", "sign --push", "freeze"])
def test_what_a_killed_push_has_left_is_cleared_by_whatever_writes_next(
    world: World, tmp_path: Path, command: str
) -> None:
    if command == "sign --push":
        serve(world, tmp_path / "server.git")
    if command == "freeze":
        world.approve_by_all()
    left = world.root / ".git" / left_by("gone here")
    left.mkdir()
    if command == "freeze":
        world.freeze()
    else:
        code, _out, err = world.try_to_sign("office", A, *command.split()[1:])
        assert code == 0, err
    assert not left.exists()


@pytest.mark.parametrize("mode", [0o755, 0o664, 0o600])
def test_a_repaired_file_keeps_its_mode(world: World, mode: int) -> None:
    world.change(path_of(A), "\ncontact: ", "\ncontact:\u2002")
    (world.root / path_of(A)).chmod(mode)
    code, out, err = world.bwtb("validate", "--fix", str(world.root / path_of(A)))
    assert code == 0, out + err
    assert (world.root / path_of(A)).stat().st_mode & 0o777 == mode
    assert "\u2002" not in world.read(path_of(A))
