"""A disk that is full, to several levels of free bytes, or read-only: the old state stays whole, and it is said what is the matter.

Once there is room again the same command goes on.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from tests.cli.test_boundary import mounted
from tests.cli.test_streams import assert_in_words
from tests.faults.commands import COMMANDS, Stage, leavings, stage_at
from tests.world import World

pytestmark = [pytest.mark.posix, pytest.mark.long]

FREE = [0, 4, 16, 64, 256]  # KiB
SAID = {"en": ("the disk is full", "the disk is read-only"), "zh": ("磁盘已满", "磁盘只读")}
# What git says itself, where it is git that is run, and where another computer's disk is full.
GITS = ("No space left on device", "Read-only file system", "unpacker error", "remote rejected", "unable to create")


@contextmanager
def on_a_disk(world: World, top: Path) -> Iterator[Stage]:
    """The world, its server, its output and its temporary files on a small disk; home is elsewhere."""
    top.mkdir()
    with mounted(["-t", "tmpfs", "-o", "size=12m", "tmpfs", top], top):
        stage = stage_at(world, top / "stage")
        (top.with_name("home")).mkdir(exist_ok=True)
        yield replace(stage, home=top.with_name("home"))


def fill(place: Path, free: int) -> Path:
    """A file that takes all the room there is, but for so many KiB."""
    filler = place / "filler"
    with filler.open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            file.truncate(max(0, file.tell() - free * 1024))
    return filler


def assert_told(done: subprocess.CompletedProcess[str], name: str, language: str, number: int) -> None:
    """What a clerk reads: one error, what is the matter, what to do; no traceback."""
    said = done.stdout + done.stderr
    assert_in_words(done.stderr)
    if name == "hook":
        assert any(text in said for text in (*GITS, *SAID["en"])), said
        return
    assert done.returncode == 2, said
    texts = (SAID[language][number], *GITS) if "push" in name else (SAID[language][number],)
    assert any(text in said for text in texts), said
    assert re.search("^(What to do: |处理办法：|怎么办)", done.stderr, re.MULTILINE), said


@pytest.mark.parametrize("free", FREE)
@pytest.mark.parametrize("name", COMMANDS)
def test_a_full_disk(world: World, tmp_path: Path, name: str, free: int) -> None:
    command = COMMANDS[name]
    command.prepare(world)
    language = "zh" if FREE.index(free) % 2 else "en"
    stage_at(world, tmp_path / "whole").run(command.line)
    with on_a_disk(world, tmp_path / "disk") as stage:
        filler = fill(tmp_path / "disk", free)
        done = replace(stage, language=language).run(command.line)
        state = command.state(stage)
        if done.returncode:
            assert_told(done, name, language, 0)
            assert state in ("old", command.middle), state
        else:
            assert state in ("new", command.middle), state
        assert leavings(stage) == []
        assert stage.world.status() == before_and_after(stage, state), stage.world.status()
        filler.unlink()
        goes_on(stage, name)


def before_and_after(stage: Stage, state: str) -> str:
    """What differs from the last commit: nothing, or the one new file of a command that commits nothing."""
    return stage.world.status() if state == "new" else ""


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_read_only_disk(world: World, tmp_path: Path, name: str, language: str) -> None:
    command = COMMANDS[name]
    command.prepare(world)
    stage_at(world, tmp_path / "whole").run(command.line)
    with on_a_disk(world, tmp_path / "disk") as stage:
        remount(tmp_path / "disk", "ro")
        done = replace(stage, language=language).run(command.line)
        remount(tmp_path / "disk", "rw")
        assert done.returncode != 0
        assert_told(done, name, language, 1)
        assert command.state(stage) == "old"
        assert leavings(stage) == []
        goes_on(stage, name)


def remount(place: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", place], check=True)


def goes_on(stage: Stage, name: str) -> None:
    """With room again, the same command does what was wanted."""
    command = COMMANDS[name]
    assert stage.world.try_git("fsck", "--no-dangling").stderr.decode().strip() == ""
    again = stage.run(command.line)
    said = again.stdout + again.stderr
    assert again.returncode == 0 or any(text in said for text in command.again), said
    assert command.state(stage) in ("new", command.middle)
    assert leavings(stage) == []


@pytest.mark.parametrize("free", [0, 16])
def test_the_servers_disk_is_full(world: World, tmp_path: Path, free: int) -> None:
    """Said once and as it is, not tried twenty times and laid to others who were quicker."""
    command = COMMANDS["sign --push"]
    command.prepare(world)
    with on_a_disk(world, tmp_path / "disk") as small:
        stage = stage_at(world, tmp_path / "here")
        stage.world.git("remote", "set-url", "origin", f"file://{small.bare}")
        filler = fill(tmp_path / "disk", free)
        done = stage.run(command.line)
        assert done.returncode == 2, done.stderr
        assert_in_words(done.stderr)
        assert "The server" in done.stderr
        assert stage.world.status() == ""
        assert leavings(stage) == []
        filler.unlink()
        again = stage.run(command.line)
        assert again.returncode == 0, again.stderr
        assert small.server_codes() == ["OK"]
        shutil.rmtree(stage.top)
