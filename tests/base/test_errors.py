"""What the system refuses is said in one way: which path, why, and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from bwtb.base.errors import UserError, reading, writing
from bwtb.base.files import write_file
from bwtb.base.languages import words


def test_a_file_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    missing = tmp_path / "missing.yaml"
    with pytest.raises(UserError) as caught, reading(missing, "Name another."):
        missing.read_bytes()
    assert words(caught.value.message, "en") == f"{missing} cannot be read: no such file or folder."
    assert words(caught.value.message, "zh") == f"{missing} 无法读取：没有这个文件或文件夹。"
    assert caught.value.hint == "Name another."


def test_a_file_in_place_of_a_folder_keeps_from_writing(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file")
    with pytest.raises(UserError) as caught, writing(tmp_path / "taken", "Name another folder."):
        write_file(tmp_path / "taken/below/file", b"content")
    assert words(caught.value.message, "en").startswith(f"{tmp_path / 'taken'} cannot be written: ")
