"""The world each attack starts from."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.world import World, build


@pytest.fixture(scope="session")
def key_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys")


@pytest.fixture
def world(tmp_path: Path, key_folder: Path, capfd: pytest.CaptureFixture[str]) -> World:
    return build(tmp_path / "registry", key_folder, capfd)
