"""Row 26 of the threat table, one more way: programs in the checkout that bear the names of those we start.

Windows looks in the current folder first; elsewhere a PATH that names it does the same. The canaries write a file.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bwtb.base.errors import UserError
from bwtb.git import programs
from tests.helpers.server import open_server
from tests.helpers.trap import Trap
from tests.world import A, World

PROGRAMS = ("git", "ssh-keygen", "ssh", "git-upload-pack", "git-receive-pack", "git-remote-https")
# Each way in which a PATH can lead into the checkout.
PATHS = {
    "the current folder": ".",
    "an empty entry": "",
    "a relative folder": "tools",
    "the checkout by its own path": "{root}",
    "a folder of the checkout": "{root}/tools",
    "a link to it from outside": "{outside}",
}


def plant(world: World, outside: Path) -> Path:
    """Canaries under every name, at the top and in a folder, committed so that nothing is untidy."""
    canary = world.beside("canary")
    for place in ("", "tools/"):
        for name in PROGRAMS:
            world.write(place + name, f"#!/bin/sh\necho {name} >> {canary}\nexit 0\n")
            (world.root / (place + name)).chmod(0o755)
    outside.symlink_to(world.root / "tools")
    world.commit("Tools")
    return canary


@pytest.fixture
def planted(world: World) -> Path:
    """The mark of a world whose checkout is full of such programs, and has a server to push to."""
    open_server(world, world.beside("server.git"))
    world.approve_by_all()
    mark = plant(world, world.beside("bin"))
    world.git("push", "-q", "-u", "origin", "main")
    return mark


@pytest.mark.parametrize("entry", PATHS.values(), ids=list(PATHS))
def test_threat_26_no_program_of_the_checkout_runs(world: World, planted: Path, entry: str) -> None:
    shown = entry.format(root=world.root, outside=world.beside("bin"))
    environment = os.environ | {"PATH": f"{shown}{os.pathsep}{os.environ['PATH']}"}
    sign = ("sign", A, "--party", "centre", "--yes", "--key")
    for command in (
        ("verify",), ("status",), ("show", A), ("validate", "--staged"), ("validate", "--since", "HEAD"),
        (*sign, str(world.keys["centre"]), "--withdraw", "--push"),
        (*sign, f"{world.keys['centre']}.pub", "--return", "--opinion", "再议"),  # only ssh-keygen can sign with it
        ("build-proposal", "2027", "-o", str(world.beside("out"))),
    ):  # fmt: skip
        pin = () if command[0] == "validate" else ("--trust-root", world.pin)
        program = [sys.executable, "-P", "-m", "bwtb", *command, *pin]
        done = subprocess.run(program, cwd=world.root, env=environment, capture_output=True, check=False)
        assert not planted.exists(), (command, planted.read_text())
        assert done.returncode == 0, (command, done.stderr.decode())


def test_where_there_is_no_other_the_program_is_missing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(world, world.beside("bin"))
    monkeypatch.chdir(world.root)
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", str(world.root), str(world.beside("bin"))]))
    for name in ("git", "ssh-keygen"):
        with pytest.raises(UserError, match=f"{name} is not installed"):
            programs.find(name)
    assert programs.environment()["PATH"] == ""


def test_a_program_that_links_into_a_checkout_is_passed_over(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(world, world.beside("bin"))
    mine, real = world.beside("mine"), Path(programs.find("git"))
    mine.mkdir()
    (mine / "git").symlink_to(world.root / "git")
    monkeypatch.setenv("PATH", os.pathsep.join([str(mine), str(real.parent)]))
    assert programs.find("git") == str(real)


def test_the_trap_of_these_tests_is_one(world: World, trap: Trap) -> None:
    """Plain git starts what the settings name: a test that finds the trap untouched says something."""
    trap.set_in(world)
    world.try_git("status")
    assert trap.sprung
