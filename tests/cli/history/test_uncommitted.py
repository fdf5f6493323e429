"""What stands in the folder and is not committed yet: every command that looks at the last commit says so, and what to type."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.world import PARTIES, A, World, path_of

NEW = "2027-wjw-001"
COMMIT = f"`git add {path_of(NEW)}`, then `git commit -m {NEW}`"


@pytest.fixture
def drafted(world: World) -> World:
    """A world with a request that `bwtb new` has just written."""
    code, _out, err = world.bwtb("new", "--unit", "wjw", "--category", "scenario", "--title", "甲", "--year", "2027")
    assert code == 0, err
    return world


@pytest.mark.parametrize(
    "command",
    [
        ("status", NEW),
        ("status", A, NEW),
        ("sign", NEW, "--party", "centre", "--yes"),
        ("verify", NEW),
        ("verify", "--require-approved", NEW),
    ],
)
def test_a_request_right_after_new(drafted: World, command: tuple[str, ...]) -> None:
    key = ("--key", str(drafted.keys["centre"])) if command[0] == "sign" else ()
    code, out, err = drafted.bwtb(*command, *key)
    assert (code, out) == (2, ""), err
    assert f"Not committed yet: {NEW}." in err
    assert f"`bwtb validate {path_of(NEW)}`" in err
    assert COMMIT in err
    code, _out, err = drafted.bwtb(*command, *key, "--lang", "zh")
    assert f"尚未提交：{NEW}" in err


def test_it_is_shown_with_what_to_do(drafted: World) -> None:
    code, out, err = drafted.bwtb("show", NEW)
    assert code == 0
    assert "not committed" in out
    assert COMMIT in err


def test_the_list_says_what_it_leaves_out(drafted: World) -> None:
    code, out, err = drafted.bwtb("status")
    assert (code, NEW in out) == (0, False)
    assert f"Not committed yet, so not shown: {NEW}. `bwtb status {NEW}`" in err
    drafted.git("add", path_of(NEW))
    assert NEW in drafted.bwtb("status")[2]  # announced to git, and no commit either
    drafted.commit()
    code, out, err = drafted.bwtb("status")
    assert (NEW in out, NEW in err) == (True, False)


def test_its_attachments_are_committed_with_it(drafted: World) -> None:
    drafted.write(f"requests/2027/{NEW}/说明.pdf", b"%PDF-1.4\n")
    assert f"`git add {path_of(NEW)} requests/2027/{NEW}`" in drafted.bwtb("status", NEW)[2]


def test_what_is_nowhere_is_told_apart(drafted: World) -> None:
    code, _out, err = drafted.bwtb("status", "2027-wjw-002")
    assert (code, "There is no request 2027-wjw-002" in err) == (2, True)
    code, _out, err = drafted.bwtb("status", "../../etc/passwd")
    assert (code, "There is no request" in err) == (2, True)


def persons(world: World) -> list[str]:
    return [f"--person={party}:{party}的人:{world.keys[party]}.pub" for party in PARTIES]


def test_a_keyring_before_it_is_made_right_after_and_once_committed(world: World) -> None:
    for file in (world.root / "catalog/keyring").iterdir():
        file.unlink()
    world.commit("No keyring")
    world.pin = ""
    sign = ("sign", A, "--party", "centre", "--key", str(world.keys["centre"]), "--yes")
    for command in (("keyring", "show"), sign, ("keyring", "add", *persons(world)[:1])):
        code, _out, err = world.bwtb(*command)
        assert code == 2
        assert "This registry has no keyring yet" in err
        assert "`bwtb keyring init --person centre:NAME:centre.pub --person office:" in err
    code, out, err = world.bwtb("keyring", "init", *persons(world))
    assert code == 0, err
    assert "`git add catalog/keyring/0001.yaml`, then `git commit -m Keyring`" in err
    assert f"`bwtb keyring trust {out.strip()}`" in err
    for command in (("keyring", "show"), sign, ("keyring", "add", *persons(world)[:1])):
        code, _out, err = world.bwtb(*command)
        assert code == 2
        assert "The keyring catalog/keyring/0001.yaml is not committed yet" in err
        assert "`git add catalog/keyring/0001.yaml`, then `git commit -m Keyring`" in err
    world.commit()
    code, _out, err = world.bwtb("keyring", "show")
    assert (code, "type `bwtb keyring trust sha256:…`" in err) == (0, True)
    for command in (("status",), ("verify",)):
        code, said, err = world.bwtb(*command)
        assert "type `bwtb keyring trust sha256:…`" in said + err


def test_a_keyring_that_is_there_and_wrong_is_not_called_missing(world: World) -> None:
    world.propose("no: keyring\n", version=1)
    code, _out, err = world.bwtb("keyring", "show", pin=None)
    assert (code, "0001.yaml must not be used" in err, "not committed" in err) == (2, True, False), err


@pytest.mark.parametrize("lacking", [PARTIES, PARTIES[1:], PARTIES[:1]])
def test_parties_that_nobody_was_named_for(world: World, tmp_path: Path, lacking: tuple[str, ...]) -> None:
    (world.root / "catalog/keyring/0001.yaml").unlink()
    named = [person for party, person in zip(PARTIES, persons(world), strict=True) if party not in lacking]
    named = named or [f"--person=mzj:甲:{world.keys['leader']}.pub"]
    code, _out, err = world.bwtb("keyring", "init", *named)
    assert code == 2
    assert " ".join(f"--person {party}:NAME:{party}.pub" for party in lacking) in err
    assert not (world.root / "catalog/keyring/0001.yaml").exists()


def test_json_says_it_too(drafted: World) -> None:
    _code, out, _err = drafted.bwtb("verify", NEW, "--format", "json")
    assert "Not committed yet" in json.loads(out)["error"]


def test_what_is_committed_and_cannot_be_read_is_not_called_uncommitted(world: World) -> None:
    world.write(path_of(A), "id: [\n")
    world.commit()
    for command in (("status", A), ("verify", A)):
        code, _out, err = world.bwtb(*command)
        assert (code, "Not committed" in err) == (2, False), err
    assert "Not committed" not in world.bwtb("status")[2]
    world.write(path_of(A), "id: [ \n")
    assert "1 file differs" in world.bwtb("status")[2]


def test_a_request_of_another_year_is_not_called_uncommitted(world: World) -> None:
    code, _out, err = world.bwtb("verify", A, "--year", "2031")
    assert (code, "Not committed" in err) == (2, False), err
