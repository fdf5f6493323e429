"""No pattern of the program takes time that doubles with each letter: a stranger's file would hang every command.

Every pattern that a module keeps is tried on long runs of what it may be made of. It is done in another process, which would
not end.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import subprocess
import sys

import bwtb
from tests import REPOSITORY

LETTERS = 60
# Pieces that patterns repeat, and what comes behind the run and does not fit.
PIECES = (
    "9", "a", "A", "-", " ", "_", ".", ",", "/", ":", "#", '"', "甲", "：", "，", "、", "“", "…", "\u3000", "\t", "\n", "a9", "-9", "9,",
    "9_", "- ", "a: ", "a/", "a.", "9-", "[a,", "{a", " #", "’'", "×", "a×", "x, ", "9 ", "<a", "a=",
)  # fmt: skip
BEFORE, BEHIND = ("", "a", "a: ", "- ", "人民币", "/"), ("\0", "!", "\n!")


def patterns() -> dict[str, re.Pattern[str] | re.Pattern[bytes]]:
    """Every pattern that a module of the program keeps by name, alone or in a mapping, and those of the schemas."""
    found: dict[str, re.Pattern[str] | re.Pattern[bytes]] = {}
    for module in pkgutil.walk_packages(bwtb.__path__, "bwtb."):
        if not module.name.endswith("__main__"):
            for name, kept in vars(importlib.import_module(module.name)).items():
                inside = kept.items() if isinstance(kept, dict) else [("", kept)]
                found |= {f"{module.name}.{name}{key}": one for key, one in inside if isinstance(one, re.Pattern)}
    for file in (REPOSITORY / "schemas").rglob("*.json"):
        for number, text in enumerate(re.findall(r'"pattern": "((?:[^"\\]|\\.)*)"', file.read_text(encoding="utf-8"))):
            found[f"{file.name} {number}"] = re.compile(text.replace("\\\\", "\\"))
    return found


def try_all() -> None:
    for name, pattern in patterns().items():
        print(name, flush=True)
        for piece in PIECES:
            for text in (before + piece * LETTERS + behind for before in BEFORE for behind in BEHIND):
                subject = text.encode() if isinstance(pattern.pattern, bytes) else text
                pattern.fullmatch(subject)  # type: ignore[arg-type]
                pattern.search(subject)  # type: ignore[arg-type]


def test_no_pattern_tries_every_way_to_part_a_text() -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from tests.test_patterns import try_all; try_all()"],
        capture_output=True, check=True, text=True, cwd=REPOSITORY, timeout=300,
    )  # fmt: skip
    assert len(done.stdout.splitlines()) > 80
