"""Public schemas, reference code and programs for the tests, brought by npm as published; nothing of it is kept here."""

from __future__ import annotations

import shutil
import subprocess
import tarfile
from pathlib import Path

import pytest


def package(name: str, folder: Path) -> Path:
    """The content of a published package, unpacked. Skips the test where npm is not there to fetch it."""
    if shutil.which("npm") is None:
        pytest.skip(f"npm is not installed, so {name} cannot be fetched: this check did not run")
    done = subprocess.run(
        ["npm", "pack", "--silent", name], cwd=folder, capture_output=True, text=True, check=False, timeout=120
    )
    if done.returncode:
        pytest.skip(f"npm could not fetch {name}: this check did not run\n{done.stderr}")
    with tarfile.open(folder / done.stdout.strip().splitlines()[-1]) as archive:
        archive.extractall(folder, filter="data")
    return folder / "package"


def program(name: str, folder: Path) -> Path:
    """A program of a published package, installed with what it needs. Skips the test where npm can't fetch it."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        pytest.skip(f"node and npm are not installed, so {name} cannot be fetched: this check did not run")
    command = [
        "npm",
        "install",
        "--silent",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefix",
        str(folder),
        name,
    ]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=300)
    if done.returncode:
        pytest.skip(f"npm could not fetch {name}: this check did not run\n{done.stderr}")
    return folder / "node_modules/.bin" / name.split("@")[0]
