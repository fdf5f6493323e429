"""The built wheel, installed into an environment of its own away from the repository, and the demonstration it played."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests import REPOSITORY


@dataclass(frozen=True)
class Played:
    """An installed program, the demonstration it played, what that printed, and the home it was given."""

    program: Path
    folder: Path
    printed: str
    home: Path

    def bwtb(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = clean(self.home) | {"BWTB_TRUST_ROOT": (self.folder / "trust-root").read_text().split()[0]}
        return subprocess.run(
            [self.program, *arguments],
            cwd=self.folder / "registry",
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def git(self, *arguments: str) -> str:
        return subprocess.run(
            ["git", "-C", str(self.folder / "registry"), *arguments],
            env=clean(self.home),
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    def states(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for request in json.loads(self.bwtb("status", "--format", "json").stdout)["requests"]:
            found.setdefault(request["state"], []).append(request["id"])
        return found


def clean(home: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(home), "BWTB_LANG": "en", "LC_ALL": "C.UTF-8"}


@pytest.fixture(scope="session")
def played(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """Built and played once, though several processes share the tests out among them."""
    import fcntl  # of POSIX systems alone; the other tests of a run elsewhere read this module too

    shared = tmp_path_factory.getbasetemp()
    top = (shared.parent if "PYTEST_XDIST_WORKER" in os.environ else shared) / "wheel"
    with (shared.parent / "wheel.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not top.exists():
            install(top)
            play(top)
    assert (top / "printed").is_file(), "another process failed to install or play it"
    return Played(top / "venv/bin/bwtb", top / "play", (top / "printed").read_text(), top / "home")


def install(top: Path) -> None:
    (top / "home").mkdir(parents=True)
    pip = [sys.executable, "-m", "pip", "-q", "--disable-pip-version-check"]
    subprocess.run([*pip, "wheel", "--no-deps", "-w", str(top), str(REPOSITORY)], check=True)
    wheel = next(top.glob("bwtb-*.whl"))
    subprocess.run([sys.executable, "-m", "venv", str(top / "venv")], check=True)
    subprocess.run([*pip, "--python", str(top / "venv/bin/python"), "install", str(wheel)], check=True)


def play(top: Path) -> None:
    before = snapshot(top)
    done = subprocess.run(
        [top / "venv/bin/bwtb", "demo", "-o", "play"],
        cwd=top,
        env=clean(top / "home"),
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr
    assert snapshot(top) == before, "the demonstration wrote outside its folder"
    (top / "printed").write_text(done.stdout)


def snapshot(top: Path) -> set[Path]:
    return {p for p in top.rglob("*") if not p.is_relative_to(top / "play")}
