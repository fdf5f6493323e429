"""The documents keep to the program: the README's tour is played, its twin has the same commands, links lead somewhere."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from tests import REPOSITORY
from tests.helpers.played import Played, clean

BLOCK = re.compile(r"```\n(.*?)```", re.DOTALL)
LINK = re.compile(r"\]\(([^)#:]+)\)")
DOCUMENTS = sorted([*REPOSITORY.glob("*.md"), *(REPOSITORY / "docs").glob("*.md")])


def read(name: str) -> str:
    return (REPOSITORY / name).read_text(encoding="utf-8")


def blocks(name: str) -> list[str]:
    return BLOCK.findall(read(name))


def commands(name: str) -> list[str]:
    """Every command of a README without its comment, in order; the languages' own words left out."""
    lines = [line.removeprefix("$ ") for block in blocks(name) for line in block.splitlines()]
    starts = ("bwtb ", "make ", "git ", "pip ", "export ", "cd ", "sed ", ". ")
    return [re.sub(r"  +#.*|BWTB_LANG=..|'[^']*'", "", line) for line in lines if line.startswith(starts)]


def test_both_readmes_show_the_same_commands() -> None:
    assert commands("README.md") == commands("README.zh-CN.md")


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md"])
def test_the_commands_to_begin_with_stand_on_lines_of_their_own(name: str) -> None:
    lines = read(name).splitlines()
    assert "make demo" in lines
    assert "make test" in lines
    assert any(line.startswith("git clone ") for line in lines)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda p: p.name)
def test_links_lead_somewhere(document: Path) -> None:
    for target in LINK.findall(document.read_text(encoding="utf-8")):
        assert (document.parent / target).exists(), target


@pytest.mark.slow
@pytest.mark.parametrize(("name", "language"), [("README.md", "en"), ("README.zh-CN.md", "zh")])
def test_the_tour_shows_what_the_program_says(played: Played, tmp_path: Path, name: str, language: str) -> None:
    registry = tmp_path / "registry"
    subprocess.run(["git", "clone", "-q", str(played.folder / "registry"), str(registry)], check=True)
    environment = clean(tmp_path) | {
        "PATH": f"{played.program.parent}:{clean(tmp_path)['PATH']}",
        "BWTB_LANG": language,
        "BWTB_TRUST_ROOT": (played.folder / "trust-root").read_text().split()[0],
        **{f"GIT_{role}_{what}": "x@example.invalid" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")},
    }
    steps = [block for block in blocks(name) if block.startswith("$ ")]
    assert len(steps) >= 5
    for step in steps:
        for part in re.split(r"^\$ ", step, flags=re.MULTILINE)[1:]:
            command, _newline, wanted = part.partition("\n")
            done = subprocess.run(
                ["sh", "-c", command], cwd=registry, env=environment, capture_output=True, text=True, check=False
            )
            said = (done.stdout + done.stderr).splitlines()
            missing = [line for line in wanted.strip().splitlines() if line and line not in said]
            assert not missing, f"{command}\n{done.stdout}{done.stderr}"
