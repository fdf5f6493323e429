"""Where the tool's own data lies: beside the package in a checkout, inside it in an installed wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def path(name: str) -> Path:
    """The folder `schemas`, `catalog`, `templates`, `starter` or `requests` that came with this installation of the tool.

    These decide what is valid; a registry's own copies serve editors and decide nothing.
    """
    packaged = Path(__file__).parent.parent / "data" / name
    return packaged if packaged.is_dir() else Path(__file__).parent.parent.parent / name
