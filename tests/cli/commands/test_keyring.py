"""`bwtb keyring show`: keys that were put out of use, versions that wait, and what to do next."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.world import PARTIES, World


def shown(w: World) -> tuple[str, str]:
    code, out, err = w.bwtb("keyring", "show")
    assert code == 0, err
    return out, err


def as_data(w: World) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(w.bwtb("keyring", "show", "--format", "json")[1])
    return data


def state_of(w: World, key: str) -> tuple[str, str]:
    row = next(k for k in as_data(w)["keys"] if k["fingerprint"] == w.fingerprint(key))
    return row["state"], row["stands_until"]


def test_a_keyring_at_rest(world: World) -> None:
    out, err = shown(world)
    assert "centre  区行政服务中心" in out
    assert f"张三  {world.fingerprint('centre')}\n" in out
    assert "not in force" not in out
    assert err == ""
    assert as_data(world)["pending"] == []
    assert {k["state"] for k in as_data(world)["keys"]} == {"active"}


def test_a_version_that_waits(world: World) -> None:
    """Who has approved it, who not, and the command that each of the others has to run."""
    digest = world.add_key("office", "孙八", "office2")
    assert as_data(world)["pending"][0]["parties"] == dict.fromkeys(PARTIES, "missing")
    world.sign("centre", "keyring:0002")
    world.sign("bigdata", "keyring:0002", decision="return", opinion="请写明用途。")
    out, _err = shown(world)
    assert "Version 2 is not in force: catalog/keyring/0002.yaml" in out
    assert digest in out
    assert "区行政服务中心 ✓ approved　区政府办公室 · missing　区信息委（区大数据中心） ↩ returned" in out
    assert "→ bwtb sign keyring:0002 --party office" in out
    assert "--party centre" not in out
    (row,) = as_data(world)["pending"]
    assert (row["version"], row["digest"], row["unfit"]) == (2, digest, "")
    world.sign("office", "keyring:0002")
    world.sign("bigdata", "keyring:0002")
    assert as_data(world)["pending"] == []
    assert as_data(world)["keyring"]["version"] == 2


def test_an_approval_of_other_bytes_is_stale(world: World) -> None:
    world.add_key("office", "孙八", "office2")
    world.sign("centre", "keyring:0002")
    world.change("catalog/keyring/0002.yaml", "孙八", "孙九")
    world.commit("Another name")
    assert as_data(world)["pending"][0]["parties"]["centre"] == "stale"
    world.forge([], None, message="x", files={"catalog/keyring/0002.yaml": "no: keyring\n"})
    (row,) = as_data(world)["pending"]
    assert row["unfit"]
    assert "must not be used" in shown(world)[0]


def test_retired_and_revoked_keys_say_so(world: World) -> None:
    mark = world.head()
    world.retire_key("centre2", mark)
    assert state_of(world, "centre2") == ("active", "")
    world.adopt()
    assert state_of(world, "centre2") == ("retired", mark)
    assert f"retired, accepted until {mark[:12]}" in shown(world)[0]
    by = world.revoke_key("rsa", "office", "office", accept_until=mark)
    assert state_of(world, "rsa") == ("revoked", mark)
    assert f"revoked by commit {by[:12]}, accepted until {mark[:12]}" in shown(world)[0]
    world.branch("side", mark)
    elsewhere = world.commit("Elsewhere")
    world.checkout()
    world.forge([world.revocation("office", "token", version=2, accept_until=elsewhere)], "office")
    assert state_of(world, "token") == ("revoked", "")
    assert "no approval by it stands" in shown(world)[0]


@pytest.mark.parametrize(("revoked", "said"), [(["centre2"], "a second key"), (["centre2", "centre"], "no active key")])
def test_what_a_party_is_told_that_lost_keys(world: World, revoked: list[str], said: str) -> None:
    for key in revoked:
        world.revoke_key(key, "centre", "centre")
    out, _err = shown(world)
    assert said in out.split("office")[0]


def test_what_is_wrong_with_the_keyring_is_said(world: World) -> None:
    world.retire_key("centre2")
    world.adopt()
    world.git("rm", "-q", "catalog/keyring/0002.yaml")
    world.commit("Go back")
    assert "KEYRING_ROLLBACK" in shown(world)[1]


def test_the_fingerprint_of_a_later_version_comes_with_a_warning(world: World) -> None:
    assert world.bwtb("keyring", "fingerprint")[1:] == (f"{world.pin}  catalog/keyring/0001.yaml\n", "")
    digest = world.add_key("office", "孙八", "office2")
    _code, out, err = world.bwtb("keyring", "fingerprint")
    assert out == f"{digest}  catalog/keyring/0002.yaml\n"
    assert "only once the three parties have approved it" in err


@pytest.mark.parametrize("command", ["retire", "revoke"])
def test_a_mark_on_another_branch_is_refused(world: World, command: str) -> None:
    """It would let every approval by the key fall, and nothing undoes a revocation."""
    world.branch("side")
    elsewhere = world.commit("Elsewhere")
    world.checkout()
    how = ("--party", "centre", "--key", str(world.keys["centre"]), "--yes") if command == "revoke" else ()
    before = world.head()
    code, _out, err = world.bwtb("keyring", command, world.fingerprint("centre2"), "--accept-until", elsewhere, *how)
    assert (code, elsewhere[:12] in err, world.head()) == (2, True, before), err
    assert not (world.root / "catalog/keyring/0002.yaml").exists()


def test_a_version_is_not_approved_twice(world: World) -> None:
    world.add_key("office", "孙八", "office2")
    code, _out, err = world.try_to_sign("centre", "keyring:0002", "--withdraw")
    assert (code, "nothing to withdraw" in err) == (2, True), err
    signed = world.sign("centre", "keyring:0002")
    code, _out, err = world.try_to_sign("centre", "keyring:0002")
    assert (code, "approved it already" in err, world.head()) == (2, True, signed), err
    world.sign("centre", "keyring:0002", decision="withdraw")
    world.adopt()
    assert world.verify()["keyring"]["version"] == 2
