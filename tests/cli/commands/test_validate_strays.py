"""Whatever lies below `requests` and `catalog` is checked or named, and none of it ends the command."""

from __future__ import annotations

import os
from collections.abc import Callable

import pytest

from bwtb.base.budget import ATTACHMENT_BYTES
from tests.world import A, B, World, path_of

Step = Callable[[World], object]
YEAR = "requests/2027"


def fifo(w: World, path: str) -> None:
    os.mkfifo(w.root / path)


def folder_as_link(w: World) -> None:
    (w.root / YEAR).rename(w.beside("elsewhere"))
    (w.root / YEAR).symlink_to(w.beside("elsewhere"))


ROWS: dict[str, tuple[Step, str]] = {
    "saved as text": (lambda w: w.write(f"{YEAR}/{A}.yaml.txt", "x"), f"{YEAR}/{A}.yaml.txt:1:1: error FILE_PLACE"),
    "a copy of an editor's": (lambda w: w.write(f"{YEAR}/~${A}.yaml.bak", "x"), ".yaml.bak:1:1: error FILE_PLACE"),
    "in a folder of its own": (lambda w: w.write(f"{YEAR}/sub/{B}.yaml", "x"), f"{YEAR}/sub:1:1: error FILE_PLACE"),
    "in the catalog": (lambda w: w.write("catalog/old/units.yaml", "x"), "catalog/old:1:1: error FILE_PLACE"),
    "among the sign-offs": (lambda w: w.write(f"{YEAR}/{A}/signoffs/意见.docx", "x"), "意见.docx:1:1: error FILE_PLACE"),
    "a pipe": (lambda w: fifo(w, f"{YEAR}/pipe.yaml"), "pipe.yaml:1:1: error FILE_UNREADABLE"),
    "a pipe among attachments": (lambda w: fifo(w, f"{YEAR}/{A}/扫描.pdf"), "扫描.pdf:1:1: error FILE_UNREADABLE"),
    "a year that is a link": (folder_as_link, f"{YEAR}:1:1: error FILE_LINK"),
    "a request of two megabytes": (lambda w: w.write(path_of(B), "#" * 2_000_000), f"{path_of(B)}:1:1: error FILE_TOO_LARGE"),
    "a list of two megabytes": (lambda w: w.write("catalog/units.yaml", "#" * 2_000_000), "units.yaml:1:1: error FILE_TOO_LARGE"),
}  # fmt: skip


@pytest.mark.parametrize("name", ROWS)
def test_it_is_named_and_the_others_are_checked(world: World, name: str) -> None:
    step, said = ROWS[name]
    step(world)
    code, out, err = world.bwtb("validate")
    assert (code, err) == (1, "")
    assert said in out


@pytest.mark.parametrize("name", [name for name in ROWS if "pipe" not in name])
def test_it_is_named_where_it_is_staged_too(world: World, name: str) -> None:
    step, _said = ROWS[name]
    step(world)
    world.git("add", "-A")
    code, out, _err = world.bwtb("validate", "--staged")
    assert code == 1
    assert "FILE_" in out


def test_what_may_lie_beside_the_rest(world: World) -> None:
    for path in (f"{YEAR}/.gitkeep", "requests/README.md", f"{YEAR}/{A}/图纸/一层/平面图.pdf"):
        world.write(path, "x")
    assert world.bwtb("validate")[0] == 0


def test_an_attachment_beyond_the_bound_is_said_of_its_field(world: World) -> None:
    with (world.root / world.attachment()).open("r+b") as opened:
        opened.truncate(ATTACHMENT_BYTES + 1)
    code, out, _err = world.bwtb("validate")
    assert code == 1
    assert "error FILE_TOO_LARGE  path" in out
    assert f"{world.attachment()} is larger than 128 MB" in out
