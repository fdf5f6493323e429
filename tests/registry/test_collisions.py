"""Names that some computers cannot tell apart, from the work tree to the server."""

from __future__ import annotations

from pathlib import Path

import pytest

from bwtb.registry import collisions
from tests.helpers.server import serve
from tests.world import A, World, path_of

# At the top of a registry, what is taken for a part of it.
SQUATTERS = [f"Requests/2027/{A}.yaml", "CATALOG/units.yaml", "requeſts/2027/x.yaml", ".GitAttributes"]


@pytest.mark.parametrize("path", SQUATTERS)
def test_threat_30_a_top_folder_that_is_taken_for_another(world: World, path: str) -> None:
    top = path.split("/")[0]
    world.write(path, world.read(path_of(A)))
    assert f"{top}:1:1: error FILE_COLLISION" in world.bwtb("validate", "--format", "text", "--lang", "en")[1]
    world.git("add", "-A")
    assert f"{top}:1:1: error FILE_COLLISION" in world.bwtb("validate", "--staged")[1]
    assert f"{top}:1:1: error FILE_COLLISION" in world.bwtb("validate", "--since", "HEAD")[1]
    world.commit()
    warnings = [(w["code"], w["message"]) for w in world.verify()["warnings"]]
    assert any(code == "REQUEST_UNREADABLE" and message.startswith(f"{top} ") for code, message in warnings)
    assert world.bwtb("verify", "--require-approved")[0] == 1


def test_what_is_no_part_of_a_registry_may_stand_there(world: World) -> None:
    world.write("README.md", "x")
    world.write("Readme.md", "x")
    assert world.bwtb("validate")[0] == 0


def test_folders_that_become_one(world: World) -> None:
    """Their files have other names, and would all the same stand in one folder."""
    world.write(f"requests/2027/{A}/signoffs/a.yaml", "x")
    world.write(f"requests/2027/{A}/Signoffs/b.yaml", "x")
    world.git("add", "-A")
    for how in ([], ["--staged"], ["--since", "HEAD"]):
        found = [line for line in world.bwtb("validate", *how)[1].splitlines() if "FILE_COLLISION" in line]
        assert [line.split(":")[0] for line in found] == [f"requests/2027/{A}/signoffs"]


def test_names_alike() -> None:
    assert collisions.alike("Requests") == collisions.alike("reque\u017fts") == "requests"
    assert collisions.alike("Å") == collisions.alike("A\u030a")
    assert list(collisions.among(["requests/2027/a/Å", "requests/2027/A/A\u030a", "requests/2027/b"])) == [
        ("requests/2027/a", "requests/2027/A")
    ]


@pytest.mark.parametrize(
    "names", [("Requests/2027/note.txt",), (f"requests/2027/{A}/Signoffs/a", f"requests/2027/{A}/signoffs/b")]
)
def test_a_server_refuses_it(world: World, tmp_path: Path, names: tuple[str, ...]) -> None:
    server = serve(world, tmp_path / "server.git")
    for name in names:
        world.write(name, "x")
    world.commit()
    taken, said = server.push()
    place = names[-1].split("/")[0] if len(names) == 1 else names[-1].rpartition("/")[0]
    assert (taken, f"{place}:1:1 FILE_COLLISION" in said) == (False, True), said


def test_a_registry_that_has_it_already_can_go_on(world: World, tmp_path: Path) -> None:
    world.write("Requests/2027/note.txt", "x")
    world.commit()
    server = serve(world, tmp_path / "server.git")
    world.write("Requests/2027/more.txt", "x")
    world.commit()
    taken, said = server.push()
    assert taken, said
