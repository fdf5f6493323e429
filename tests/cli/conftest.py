"""What the commands' tests are run in."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.world import lay_out


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A registry with the catalog and no request yet, outside git; commands are run in it."""
    lay_out(tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path
