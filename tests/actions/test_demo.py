"""The demonstration: where it may be played, and what its commands see. It is played whole in tests/test_wheel.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from bwtb.actions import demo
from bwtb.base.errors import UserError


@pytest.fixture
def folders(tmp_path: Path) -> demo.Folders:
    return demo.prepare(tmp_path / "play")


def test_commands_see_nothing_of_the_callers_settings(monkeypatch: pytest.MonkeyPatch, folders: demo.Folders) -> None:
    for name in ("GIT_DIR", "SSH_AUTH_SOCK", "XDG_CONFIG_HOME", "BWTB_TRUST_ROOT", "BWTB_KEY"):
        monkeypatch.setenv(name, "/elsewhere")
    environment = demo.environment(folders, demo.TypedCommand(("git", "status")), "zh")
    assert "/elsewhere" not in environment.values()
    assert environment["HOME"].startswith(str(folders.top))


@pytest.mark.parametrize("language", ["zh", "en"])
def test_commands_speak_the_language_they_are_told(folders: demo.Folders, language: str) -> None:
    assert demo.environment(folders, demo.TypedCommand(("bwtb", "status")), language)["BWTB_LANG"] == language


def test_a_folder_in_use_is_not_played_in(folders: demo.Folders) -> None:
    with pytest.raises(UserError, match="is not an empty folder"):
        demo.prepare(folders.top)
