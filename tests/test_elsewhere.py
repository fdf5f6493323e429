"""The program starts on systems that are no POSIX: every module is imported where the modules of POSIX alone are hidden."""

from __future__ import annotations

import pkgutil
import subprocess
import sys

import bwtb
from tests import REPOSITORY

IMPORT_ALL = """
import importlib, sys, traceback
import tests.elsewhere
failed = 0
for name in sys.argv[1:]:
    try:
        importlib.import_module(name)
    except BaseException:
        failed += 1
        print(name, traceback.format_exc(limit=-1), sep=": ")
sys.exit(bool(failed))
"""


def modules() -> list[str]:
    """Every module of the program but the one whose import runs it."""
    names = [found.name for found in pkgutil.walk_packages(bwtb.__path__, "bwtb.")]
    return [name for name in names if not name.endswith("__main__")]


def test_no_module_is_left_out() -> None:
    files = {f.relative_to(REPOSITORY).with_suffix("") for f in (REPOSITORY / "bwtb").rglob("*.py")}
    expected = {".".join(f.parts).removesuffix(".__init__") for f in files if f.name != "__main__"} - {"bwtb"}
    assert set(modules()) == expected, "a folder without __init__.py hides its modules"


def test_every_module_is_imported_without_those_of_posix() -> None:
    command = [sys.executable, "-c", IMPORT_ALL, *modules()]
    done = subprocess.run(command, cwd=REPOSITORY, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_is_hidden_is_hidden() -> None:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ALL, "fcntl"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "No module named 'fcntl'" in done.stdout
