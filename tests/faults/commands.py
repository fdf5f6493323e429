"""The commands that write, each with a copy of a registry to run it on, and how what is left is told."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from tests import REPOSITORY
from tests.helpers.server import serve
from tests.world import A, Verdict, World, version_path

BUILT = ("--format", "html,json")


@dataclass(frozen=True)
class Stage:
    """A copy of the prepared registry (and of its server), in a folder of its own, with its own home and temporary folder."""

    top: Path
    world: World
    home: Path
    language: str = "en"

    @property
    def bare(self) -> Path:
        return self.top / "server.git"

    @property
    def environment(self) -> dict[str, str]:
        return os.environ | {
            "PYTHONPATH": str(REPOSITORY), "PYTHONDONTWRITEBYTECODE": "1", "HOME": str(self.home),
            "TMPDIR": str(self.top / "tmp"), "BWTB_TRUST_ROOT": self.world.pin, "BWTB_LANG": self.language,
        }  # fmt: skip

    def words(self, line: str) -> list[str]:
        """A command of ours, or of git's, as a list of words."""
        keys = {party: str(key) for party, key in self.world.keys.items()}
        words = [word.format(out=self.top / "out", bare=self.bare, pin=self.world.pin, **keys) for word in line.split()]
        return words if words[0] == "git" else [sys.executable, "-P", "-m", "bwtb", *words]

    def run(self, line: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.words(line), cwd=self.world.root, env=self.environment, capture_output=True, text=True, check=False
        )

    def verify(self, repository: Path) -> Verdict:
        """What somebody else makes of a repository; so nothing is put right in it by being looked at."""
        fresh = replace(self.world, root=self.home / "fresh")
        self.world.git("clone", "-q", f"file://{repository}", str(fresh.root))
        try:
            return fresh.verify("--allow-rewind")  # what was seen in another copy says nothing of this one
        finally:
            shutil.rmtree(fresh.root)

    def server_codes(self) -> list[str]:
        """What the sign-offs that the server has are worth."""
        return self.verify(self.bare).codes()


@dataclass(frozen=True)
class Command:
    """A command to kill: its line, what it needs, how its state is told, and what may be said by the next run.

    `state` gives "old", "new" or the name of the one middle; `again` are texts of which the next run says one where it
    does not succeed.
    """

    line: str
    prepare: Callable[[World], None]
    state: Callable[[Stage], str]
    middle: str = ""
    again: tuple[str, ...] = ()


def nothing(_world: World) -> None:
    pass


def with_server(world: World) -> None:
    hook = serve(world, world.beside("server.git")).bare / "hooks/pre-receive"
    # What is pushed to is judged by this tree, wherever the program was installed from.
    hook.write_text(hook.read_text().replace("exec ", f"PYTHONPATH={shlex.quote(str(REPOSITORY))} exec "))


def with_commit_to_push(world: World) -> None:
    with_server(world)
    world.git("fetch", "-q", "origin")
    world.sign("centre")


def approved(world: World) -> None:
    world.approve_by_all()


def signed(stage: Stage) -> str:
    codes = stage.verify(stage.world.root).codes()
    assert codes in ([], ["OK"])
    return "new" if codes else "old"


def pushed(stage: Stage) -> str:
    codes = stage.server_codes()
    assert codes in ([], ["OK"])
    if not codes:
        return "old"
    return "new" if stage.verify(stage.world.root).codes() else "on the server, not here"


def drafted(stage: Stage) -> str:
    found = sorted((stage.world.root / "requests/2031").glob("[!.]*"))
    for file in found:
        text = file.read_text()  # whole, from the first field to the last
        assert text.startswith("# ")
        assert f"\nid: {file.stem}\n" in text
        assert text.endswith("\n#remarks: …\n")
    return "new" if found else "old"


def next_version(stage: Stage) -> str:
    file = stage.world.root / version_path(2)
    if not file.exists():
        return "old"
    assert stage.run("keyring fingerprint 2").returncode == 0
    return "new"


def frozen(stage: Stage) -> str:
    verdict = stage.verify(stage.world.root)
    assert verdict.problems == []
    if verdict.codes("proposal") == ["OK"]:
        return "new"
    return "documents, nothing frozen" if (stage.top / "out").is_dir() and any((stage.top / "out").iterdir()) else "old"


def taken(stage: Stage) -> str:
    return "new" if stage.server_codes() else "old"


def hooked(stage: Stage) -> str:
    hook, pin = stage.bare / "hooks/pre-receive", stage.bare / "bwtb/trust-root"
    if not hook.exists():
        return "old"
    assert hook.stat().st_mode & 0o100, "a hook that git passes over"
    return "new" if pin.exists() else "a hook that takes nothing yet"


COMMANDS = {
    "sign": Command(
        f"sign {A} --party centre --key {{centre}} --yes", nothing, signed, again=("approved it already",)
    ),
    "sign --push": Command(
        f"sign {A} --party centre --key {{centre}} --yes --push", with_server, pushed,
        middle="on the server, not here", again=("approved it already",),
    ),
    "new": Command("new --unit mzj --category scenario --year 2031 --title 养老", nothing, drafted),
    "keyring": Command(
        "keyring add --person office:丁:{outsider}.pub", nothing, next_version, again=("is listed twice",)
    ),
    "build-proposal --freeze": Command(
        f"build-proposal 2027 --freeze --key {{centre}} --yes -o {{out}} {' '.join(BUILT)}", approved, frozen,
        middle="documents, nothing frozen", again=("is frozen already",),
    ),
    "hook": Command("git push -q origin main", with_commit_to_push, taken),
    "hook install": Command(
        "hook install --server {bare} --trust-root {pin} --yes",
        lambda w: w.git("clone", "-q", "--bare", ".", str(w.beside("server.git"))) and None,
        hooked,
        middle="a hook that takes nothing yet",
    ),
}  # fmt: skip


def stage_at(world: World, top: Path) -> Stage:
    """A copy of the world and its server in a new folder."""
    for folder in ("home", "tmp"):
        (top / folder).mkdir(parents=True)
    copied = replace(world, root=top / "registry")
    shutil.copytree(world.root, copied.root, symlinks=True)
    if world.beside("server.git").is_dir():
        shutil.copytree(world.beside("server.git"), top / "server.git")
        copied.try_git("remote", "set-url", "origin", f"file://{top / 'server.git'}")
    return Stage(top, copied, top / "home")


def leavings(stage: Stage) -> list[str]:
    """Locks, and temporary files of ours, wherever they may stand."""
    found = (path.relative_to(stage.top) for path in stage.top.rglob("*") if "home" not in path.parts)
    return sorted(str(p) for p in found if p.suffix == ".lock" or "bwtb-" in p.name)
