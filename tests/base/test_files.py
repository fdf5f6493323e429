"""Files appear whole or not at all, and keep their mode."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from bwtb.base.files import create_file, write_file

pytestmark = pytest.mark.posix


@pytest.mark.parametrize("mode", [0o755, 0o664, 0o644, 0o600, 0o440])
def test_a_file_keeps_its_mode(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(mode)
    write_file(file, b"new")
    assert (file.read_bytes(), file.stat().st_mode & 0o7777) == (b"new", mode)


@pytest.mark.parametrize(("umask", "mode"), [(0o022, 0o644), (0o002, 0o664), (0o077, 0o600)])
def test_a_new_file_has_what_the_user_gives_new_files(tmp_path: Path, umask: int, mode: int) -> None:
    before = os.umask(umask)
    try:
        write_file(tmp_path / "a", b"")
        create_file(tmp_path / "b", b"")
    finally:
        os.umask(before)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in "ab"] == [mode, mode]


def test_what_is_private_stays_so(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"old")
    file.chmod(0o666)
    write_file(file, b"new", private=True)
    assert file.stat().st_mode & 0o777 == 0o600


def test_special_bits_and_the_mode_of_a_links_target_are_not_taken_over(tmp_path: Path) -> None:
    (tmp_path / "target").write_bytes(b"x")
    (tmp_path / "target").chmod(0o777)
    (tmp_path / "link").symlink_to("target")
    (tmp_path / "special").write_bytes(b"x")
    (tmp_path / "special").chmod(0o4755)
    for name in ("link", "special"):
        write_file(tmp_path / name, b"new")
    assert (tmp_path / "link").stat().st_mode & 0o111 == 0
    assert (tmp_path / "special").stat().st_mode & 0o7777 == 0o755


@pytest.mark.parametrize("write", [write_file, create_file])
def test_a_failure_names_the_file_and_leaves_no_folder(tmp_path: Path, write: object) -> None:
    assert callable(write)
    file = tmp_path / "a/b" / ("x" * 300)
    with pytest.raises(OSError, match="name too long") as caught:
        write(file, b"")
    assert caught.value.filename == str(file)
    assert list(tmp_path.iterdir()) == []
