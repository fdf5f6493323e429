"""The built wheel, installed into an environment of its own away from the repository: the whole year works from it."""

from __future__ import annotations

import fcntl
import json
import os
import stat
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

pytestmark = pytest.mark.slow


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


def test_it_says_its_version_without_a_registry(played: Played, tmp_path: Path) -> None:
    done = subprocess.run(
        [played.program, "--version"], cwd=tmp_path, env=clean(tmp_path), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.split()[0]) == (0, "bwtb")


def test_it_speaks_both_languages(played: Played) -> None:
    assert "Usage" in played.bwtb("--help", "--lang", "en").stdout
    assert "选项" in played.bwtb("--help", "--lang", "zh").stdout


def test_the_catalog_is_listed(played: Played) -> None:
    done = played.bwtb("catalog", "list")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 38


def test_the_year_ends_as_promised(played: Played) -> None:
    states = played.states()
    assert len(states["approved"]) >= 6
    assert states["returned"]
    assert states["draft"]
    assert states["in_review"]
    units = {i.split("-")[1] for ids in states.values() for i in ids}
    assert len(units) >= 10


def test_everything_verifies_against_the_pin(played: Played) -> None:
    done = played.bwtb("verify", "--format", "json")
    verdict = json.loads(done.stdout)
    assert done.returncode == 0
    assert verdict["trusted"] is True
    assert verdict["problems"] == []
    assert played.bwtb("validate").returncode == 0


def test_the_registry_is_clean_and_has_no_hooks(played: Played) -> None:
    assert played.git("status", "--porcelain") == ""
    hooks = played.folder / "registry/.git/hooks"
    assert not hooks.exists() or all(h.suffix == ".sample" for h in hooks.iterdir())
    assert not list((played.folder / "registry/requests").rglob("manifest.json"))


def test_the_keys_are_as_ssh_keygen_writes_them(played: Played) -> None:
    for party in ("centre", "office", "bigdata"):
        key = played.folder / "keys" / party
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
        assert key.read_text().startswith("-----BEGIN OPENSSH PRIVATE KEY-----")
        assert key.with_suffix(".pub").read_text().startswith("ssh-ed25519 ")


def test_nothing_else_is_left_in_the_folder(played: Played) -> None:
    assert {p.name for p in played.folder.iterdir()} == {"registry", "keys", "trust-root", "proposal"}


def test_the_proposal_holds_the_approved_ones_and_says_why_others_are_left_out(played: Played) -> None:
    built = json.loads((played.folder / "proposal/proposal.json").read_text())
    text = json.dumps(built, ensure_ascii=False)
    for request_id in played.states()["approved"]:
        assert request_id in text
    for suffix in (".docx", ".html", ".xlsx"):
        assert list((played.folder / "proposal").glob(f"*{suffix}"))


def test_it_doubles_as_a_tutorial(played: Played) -> None:
    commands = [line for line in played.printed.splitlines() if line.startswith("$ ")]
    for start in (
        "git init",
        "ssh-keygen",
        "bwtb keyring init",
        "bwtb new",
        "bwtb validate",
        "bwtb show",
        "bwtb verify",
        "bwtb build-proposal",
        "bwtb sign",
        "bwtb status",
    ):
        assert any(c.startswith("$ " + start) for c in commands), start
    assert "stale" in played.printed
    assert "play/proposal/" in played.printed
