"""Small files of our own: a pipe is not waited for, an endless device not read, and too much is refused unread."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bwtb.base.budget import MANIFEST_BYTES, SETTINGS_BYTES
from bwtb.base.files import read_bounded
from tests.world import A, World

NOT_READ: dict[str, tuple[Callable[[Path], object], int]] = {
    "a pipe": (os.mkfifo, errno.ENXIO),
    "a link to an endless device": (lambda file: file.symlink_to("/dev/zero"), errno.ENXIO),
    "a folder": (Path.mkdir, errno.ENXIO),
    "too much": (lambda file: file.write_bytes(bytes(SETTINGS_BYTES + 1)), errno.EFBIG),
    "nothing": (lambda _file: None, errno.ENOENT),
}


@pytest.mark.parametrize("name", NOT_READ)
def test_what_is_not_read(tmp_path: Path, name: str) -> None:
    make, why = NOT_READ[name]
    make(tmp_path / "file")
    with pytest.raises(OSError, match="file") as caught:
        read_bounded(tmp_path / "file")
    assert caught.value.errno == why


def test_what_is_just_small_enough(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(bytes(SETTINGS_BYTES))
    assert read_bounded(tmp_path / "file") == bytes(SETTINGS_BYTES)


@pytest.mark.parametrize("name", ["a pipe", "a link to an endless device", "too much"])
def test_a_memory_that_is_none_is_named_and_the_rest_is_judged(world: World, name: str) -> None:
    world.approve_by_all()
    world.verify()
    (memory,) = Path(os.environ["HOME"]).rglob("*.json")
    memory.unlink()
    if name == "too much":
        memory.write_bytes(bytes(MANIFEST_BYTES + 1))
    else:
        NOT_READ[name][0](memory)
    report = world.verify()
    assert (report["requests"][A], report.warnings) == ("approved", ["REWIND_UNCHECKED"])


@pytest.mark.parametrize("name", ["a pipe", "a folder", "too much"])
def test_a_setting_of_the_registrys_that_is_none(world: World, name: str) -> None:
    NOT_READ[name][0](world.root / "bwtb.toml")
    assert world.bwtb("validate")[0] == 0
