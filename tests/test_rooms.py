"""The contracts of the rooms are kept, and each of them fails where somebody breaks it."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import REPOSITORY

LINTER = Path(sys.executable).with_name("lint-imports")


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"PYTHONPATH": str(folder)}
    return subprocess.run(
        [LINTER, "--no-cache", "--no-logo"], cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A copy of the program that a test may spoil."""
    shutil.copytree(REPOSITORY / "bwtb", tmp_path / "bwtb", ignore=shutil.ignore_patterns("__pycache__", "locale"))
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("git/trees.py", "from bwtb.signing import record", "Rooms import those below them only"),
        ("render/blocks.py", "from bwtb.interview import fields", "Rooms import those below them only"),
        ("review/states.py", "from bwtb.base.languages import words", "Words are made in"),
        ("cli/commands/show.py", "from bwtb.cli.commands import status", "A command imports no other command"),
        ("cli/terminal.py", "from bwtb.cli.views import sign", "In cli, too, imports run downward"),
        ("signing/record.py", "from bwtb.signing import judge", "No circle of imports inside a room"),
    ],
)
def test_an_import_that_breaks_a_contract_is_found(house: Path, module: str, line: str, contract: str) -> None:
    spoilt = house / "bwtb" / module
    spoilt.write_text(spoilt.read_text(encoding="utf-8") + f"\n\ndef later() -> None:\n    {line}\n", encoding="utf-8")
    found = lint(house)
    assert found.returncode == 1
    broken = found.stdout.partition("Broken contracts")[2]
    assert contract in " ".join(broken.split())


def test_no_contract_is_broken_today(house: Path) -> None:
    assert lint(house).returncode == 0


def test_two_files_lie_flat() -> None:
    assert sorted(f.name for f in (REPOSITORY / "bwtb").glob("*.py")) == ["__init__.py", "__main__.py"]
