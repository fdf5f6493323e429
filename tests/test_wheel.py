"""The installed wheel: the whole year works from it."""

from __future__ import annotations

import json
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests import REPOSITORY
from tests.helpers.played import Played, clean

pytestmark = pytest.mark.slow


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


def test_evidence_carries_the_page_that_explains_it(played: Played, tmp_path: Path) -> None:
    file = tmp_path / "evidence.zip"
    assert played.bwtb("verify", "2027-mzj-001", "--evidence", str(file)).returncode == 0
    with zipfile.ZipFile(file) as archive:
        assert archive.read("verify-by-hand.md") == (REPOSITORY / "docs/verify-by-hand.md").read_bytes()


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
    assert {p.name for p in played.folder.iterdir()} == {
        "registry", "keys", "trust-root", "proposal", "registry-frozen", "proposal-frozen", "proposal-corrected",
    }  # fmt: skip


def test_a_copy_shows_the_proposal_frozen_and_corrected(played: Played) -> None:
    frozen = played.folder / "registry-frozen"
    report = json.loads(played.bwtb("verify", "--format", "json", "--registry", str(frozen)).stdout)
    assert report["problems"] == []
    proposed = {i for i, state in report["requests"].items() if state == "proposed"}
    assert proposed > set(played.states()["approved"])
    assert {p.parent.name for p in frozen.rglob("manifest.json")} == {"1", "2"}
    assert "附表6　与第1版的差异" in (played.folder / "proposal-corrected/proposal.html").read_text(encoding="utf-8")


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
        "bwtb init",
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


def test_it_begins_a_registry_of_ones_own(played: Played, tmp_path: Path) -> None:
    environment = clean(tmp_path) | {"GIT_AUTHOR_NAME": "王", "GIT_AUTHOR_EMAIL": "w@example.invalid"}
    root = tmp_path / "registry"

    def bwtb(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [played.program, *arguments], cwd=tmp_path, env=environment, capture_output=True, text=True, check=False
        )

    assert bwtb("init", str(root)).returncode == 0
    assert {p.name for p in root.iterdir()} == {
        *(p.name for p in (REPOSITORY / "starter").iterdir()), ".git", "catalog", "schemas", "bwtb.toml"
    }  # fmt: skip
    drafted = bwtb("new", "--registry", str(root), "--unit", "mzj", "--category", "scenario", "--year", "2027")
    assert drafted.returncode == 0, drafted.stderr
    checked = bwtb("validate", "--registry", str(root))
    assert (checked.returncode, "0 errors" in checked.stdout) == (0, True)
    assert bwtb("catalog", "schemas", "--check", "--registry", str(root)).returncode == 0
