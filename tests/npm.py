"""Public schemas and reference code for the tests, brought by npm as it is published; nothing of it is kept here."""

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
