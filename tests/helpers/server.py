"""A bare repository that clones push to, with our hook or without."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from tests.helpers.checkout import ENVIRONMENT
from tests.world import World


@dataclass
class Server:
    """A bare repository, and the world that was cloned to it first."""

    bare: Path
    world: World

    @property
    def address(self) -> str:
        return f"file://{self.bare}"

    def git(self, *arguments: str) -> str:
        return self.world.git("--git-dir", str(self.bare), *arguments, GIT_CONFIG_COUNT="0")

    def tip(self, branch: str = "main") -> str:
        return self.git("rev-parse", branch)

    def clone(self, name: str) -> World:
        """Somebody's own clone."""
        return self.world.clone(name, source=self.address)

    def push(self, *arguments: str) -> tuple[bool, str]:
        """A plain `git push` from the world; gives whether it was taken, and what the pusher read."""
        done = subprocess.run(
            ["git", "push", "origin", *(arguments or ("HEAD:main",))],
            cwd=self.world.root, env=os.environ | ENVIRONMENT, capture_output=True, check=False,
        )  # fmt: skip
        return done.returncode == 0, done.stderr.decode()

    def states(self) -> dict[str, str]:
        """Where the requests stand for whoever clones now; nothing may be wrong with the history."""
        fresh = self.clone("fresh")
        try:
            report = fresh.verify()
            assert report["exit"] == 0, report
            return dict(report["requests"])
        finally:
            shutil.rmtree(fresh.root)

    def install(self, *arguments: str, pin: str = "", language: str = "en") -> tuple[int, str, str]:
        """`bwtb hook install` on this server, whatever comes of it."""
        pinned = ("--trust-root", pin or self.world.pin, "--lang", language)
        return self.world.bwtb("hook", "install", "--server", str(self.bare), *pinned, *arguments)


def open_server(world: World, bare: Path, *, empty: bool = False) -> Server:
    """Clone a registry to a bare repository (or make an empty one), which becomes its `origin`. No hook is installed."""
    how = ("init", "-q", "--bare", "-b", "main") if empty else ("clone", "-q", "--bare", ".")
    world.git(*how, str(bare))
    world.git("remote", "add", "origin", f"file://{bare}")
    return Server(bare, world)


def serve(world: World, bare: Path, *, pin: str = "") -> Server:
    """The same with our hook on the server."""
    server = open_server(world, bare)
    server.install(pin=pin)
    return server
