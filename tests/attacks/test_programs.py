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
    canary = world.root.parent / "canary"
    for place in ("", "tools/"):
        for name in PROGRAMS:
            world.write(place + name, f"#!/bin/sh\necho {name} >> {canary}\nexit 0\n")
            (world.root / (place + name)).chmod(0o755)
    outside.symlink_to(world.root / "tools")
    world.commit("Tools")
    return canary


@pytest.mark.parametrize("entry", PATHS.values(), ids=list(PATHS))
def test_threat_26_no_program_of_the_checkout_runs(world: World, entry: str) -> None:
    outside, server = world.root.parent / "bin", world.root.parent / "server.git"
    canary = plant(world, outside)
    subprocess.run(["git", "clone", "-q", "--bare", world.root, server], check=True)
    world.git("remote", "add", "origin", str(server))
    world.approve_by_all()
    world.git("push", "-q", "origin", "main")
    pub = f"{world.keys['centre']}.pub"  # only ssh-keygen can sign with it
    shown = entry.format(root=world.root, outside=outside)
    environment = os.environ | {"PATH": f"{shown}{os.pathsep}{os.environ['PATH']}"}
    sign = ("sign", A, "--party", "centre", "--yes", "--trust-root", world.pin)
    for expected, command in (
        (0, ("verify", "--trust-root", world.pin)),
        (0, ("status", "--trust-root", world.pin)),
        (0, ("show", A, "--trust-root", world.pin)),
        (0, ("validate", "--staged")),
        (0, ("validate", "--since", "HEAD")),
        (0, (*sign, "--withdraw", "--push", "--key", str(world.keys["centre"]))),
        (0, (*sign, "--return", "--opinion", "再议", "--key", pub)),
        (0, ("build-proposal", "2027", "-o", str(world.root.parent / "out"), "--trust-root", world.pin)),
    ):
        done = subprocess.run(
            [sys.executable, "-P", "-m", "bwtb", *command],
            cwd=world.root,
            env=environment,
            capture_output=True,
            check=False,
        )
        assert not canary.exists(), (command, canary.read_text())
        assert done.returncode == expected, (command, done.stderr.decode())


def test_where_there_is_no_other_the_program_is_missing(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(world, world.root.parent / "bin")
    monkeypatch.chdir(world.root)
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", str(world.root), str(world.root.parent / "bin")]))
    for name in ("git", "ssh-keygen"):
        with pytest.raises(UserError, match=f"{name} is not installed"):
            programs.find(name)
    assert programs.environment()["PATH"] == ""


def test_a_program_that_links_into_a_checkout_is_passed_over(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    plant(world, world.root.parent / "bin")
    mine, real = world.root.parent / "mine", Path(programs.find("git"))
    mine.mkdir()
    (mine / "git").symlink_to(world.root / "git")
    monkeypatch.setenv("PATH", os.pathsep.join([str(mine), str(real.parent)]))
    assert programs.find("git") == str(real)
