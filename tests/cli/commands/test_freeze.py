"""`bwtb build-proposal --freeze` as the centre's keeper meets it: what is recorded, written, refused and corrected."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

import pytest

from tests.world import A, B, World, path_of

LIST = "requests/2027/proposal/1/manifest.json"


@pytest.fixture(autouse=True)
def all_approved(world: World) -> None:
    world.approve_by_all(A, B)


def proposal(world: World, target: str, *arguments: str) -> tuple[int, str, str]:
    return world.bwtb("build-proposal", "2027", "-o", str(world.root.parent / target), *arguments)


def freeze(world: World, target: str, *arguments: str, key: str = "centre") -> tuple[int, str, str]:
    return proposal(world, target, "--freeze", "--key", str(world.keys[key]), "--yes", *arguments)


def written(world: World, target: str) -> Mapping[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted((world.root.parent / target).iterdir())}


def listed(world: World, number: int = 1) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(world.read(f"requests/2027/proposal/{number}/manifest.json"))
    return found


def correct(world: World) -> None:
    """A supervision fee goes up, and all sign again."""
    world.edit(A, "kind: supervision, amount: 35000", "kind: supervision, amount: 39000")
    world.approve_by_all(A)


def test_the_list_says_what_was_handed_in(world: World) -> None:
    before = world.head()
    code, out, err = freeze(world, "out")
    assert code == 0, err
    assert "Frozen: version 1 of the proposal for 2027, 2 requests" in out
    found = listed(world)
    assert (found["year"], found["number"], found["previous"], found["commit"]) == (2027, 1, "", before)
    assert [(r["id"], r["amount"]) for r in found["requests"]] == [(A, 1300000), (B, 0)]
    files = {name: raw for name, raw in written(world, "out").items() if name != "proposal.yaml"}
    assert {d["name"]: d["sha256"] for d in found["documents"]} == {
        name: hashlib.sha256(raw).hexdigest() for name, raw in files.items()
    }
    assert world.status() == ""
    assert world.git("rev-list", "--count", f"{before}..HEAD") == "2"


def test_a_dirty_work_tree_is_left_as_it_is(world: World) -> None:
    world.write(path_of(A), world.read(path_of(A)) + "# 待定\n")
    world.write("notes.txt", "x")
    world.git("add", "notes.txt")
    code, _out, err = freeze(world, "out")
    assert code == 0
    assert "the folder differs from commit" in err
    assert sorted(world.status().split("\n")) == [f" M {path_of(A)}", "A  notes.txt"]


def test_a_frozen_year_is_built_as_it_was_frozen(world: World) -> None:
    """Whatever happens to its requests afterwards, the documents are the same bytes."""
    freeze(world, "first")
    correct(world)
    code, out, err = proposal(world, "again")
    assert code == 0
    assert "frozen as version 1" in err
    assert "differs from it in 1 request" in err
    assert written(world, "again") == written(world, "first")
    assert "1,300,000" not in out
    assert world.bwtb("build-proposal", "--check", str(world.beside("first")))[0] == 0


def test_a_correction_is_shown_before_it_is_frozen(world: World) -> None:
    freeze(world, "first")
    correct(world)
    code, _out, err = proposal(world, "next", "--next")
    assert code == 0, err
    assert not (world.root / "requests/2027/proposal/2").exists()
    html = written(world, "next")["proposal.html"].decode()
    annex = html[html.index("附表6　与第1版的差异</h2>") :]
    for words in (A, "修改", "130.00", "130.40", "预算明细"):
        assert words in annex
    assert B not in annex
    assert "年度合计由130.00万元调整为130.40万元。" in annex
    assert "本建议书为第2版" in html
    code, out, _err = freeze(world, "second")
    assert code == 0
    assert f"{A}  修改  130.00 wan yuan → 130.40 wan yuan" in out
    assert written(world, "second") == written(world, "next")
    assert listed(world, 2)["previous"] == "sha256:" + hashlib.sha256(world.read(LIST).encode()).hexdigest()
    assert world.bwtb("build-proposal", "--check", str(world.beside("second")))[0] == 0


def test_what_came_and_went_stands_in_the_difference(world: World) -> None:
    freeze(world, "first")
    world.sign("office", B, decision="withdraw")
    freeze(world, "second", "--format", "json,html")
    html = written(world, "second")["proposal.html"].decode()
    annex = html[html.index("附表6　与第1版的差异</h2>") :]
    assert B in annex
    assert "删除" in annex
    assert world.verify()["requests"] == {A: "proposed", B: "in_review"}


def test_a_correction_of_the_letter_alone(world: World) -> None:
    freeze(world, "first")
    world.write("requests/2027/proposal.yaml", "number: 宝行政中心〔2026〕31号\n")
    world.commit("The letter's number")
    assert freeze(world, "second", "--format", "json,html")[0] == 0
    assert "各项需求与第1版相同" in written(world, "second")["proposal.html"].decode()


def test_nothing_new_is_not_frozen_again(world: World) -> None:
    freeze(world, "first")
    before = world.head()
    code, out, err = freeze(world, "second")
    assert (code, world.head()) == (2, before)
    assert "frozen already, as version 1" in err
    assert "Written" not in out
    assert not world.beside("second").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--rev", "HEAD"), "leave --rev and --next out"),
        (("--next",), "leave --rev and --next out"),
    ],
)
def test_options_that_do_not_go_together(world: World, arguments: tuple[str, ...], said: str) -> None:
    code, _out, err = freeze(world, "out", *arguments)
    assert (code, said in err) == (2, True), err


def test_a_key_without_freezing_is_refused(world: World) -> None:
    code, _out, err = proposal(world, "out", "--key", str(world.keys["centre"]))
    assert (code, "--key goes with --freeze" in err) == (2, True)


@pytest.mark.parametrize(("key", "said"), [("office", "Your key belongs to"), ("outsider", "does not list your key")])
def test_only_the_centre_freezes(world: World, key: str, said: str) -> None:
    before = world.head()
    code, _out, err = freeze(world, "out", key=key)
    assert (code, said in err, world.head()) == (2, True, before), err
    assert not world.beside("out").exists()


def test_nothing_approved_is_nothing_to_freeze(world: World) -> None:
    for request in (A, B):
        world.sign("office", request, decision="withdraw")
    code, _out, err = freeze(world, "out")
    assert (code, "nothing to freeze" in err) == (2, True)


def test_without_a_terminal_it_needs_yes(world: World) -> None:
    before = world.head()
    code, _out, err = proposal(world, "out", "--freeze", "--key", str(world.keys["centre"]))
    assert (code, world.head()) == (2, before)
    assert "--yes" in err


def test_what_cannot_be_written_is_not_frozen(world: World) -> None:
    world.beside("out").write_text("a file in the way")
    before = world.head()
    code, _out, err = freeze(world, "out")
    assert (code, "cannot be written" in err, world.head()) == (2, True, before)


def test_validate_warns_of_an_edit_and_of_a_missing_file(world: World) -> None:
    freeze(world, "out", "--format", "json")
    assert "FILE_FROZEN" not in world.bwtb("validate")[1]
    world.edit()
    code, out, _err = world.bwtb("validate", str(world.root / path_of(A)))
    assert code == 0
    assert "FILE_FROZEN" in out
    world.remove(path_of(B))
    code, out, _err = world.bwtb("validate", "--format", "json")
    found = [(f["code"], f["path"]) for f in json.loads(out)["findings"] if f["code"] == "FILE_FROZEN"]
    assert (code, found) == (0, [("FILE_FROZEN", path_of(A)), ("FILE_FROZEN", path_of(B))])


def test_show_and_form_have_the_sign_offs_of_then(world: World) -> None:
    freeze(world, "out", "--format", "json")
    code, out, _err = world.bwtb("show", A, "--format", "json", "--trust-root", world.pin)
    shown = json.loads(out)
    assert (code, shown["state"]) == (0, "proposed")
    assert {p["verdict"] for p in shown["parties"].values()} == {"approved"}


def test_who_signs_a_frozen_request_is_told_that_it_stands(world: World) -> None:
    freeze(world, "out", "--format", "json")
    code, _out, err = world.bwtb(
        "sign", A, "--party", "office", "--return", "--opinion", "请补充。", "--key", str(world.keys["office"]), "--yes"
    )
    assert code == 0
    assert f"Note: {A} is frozen in the proposal for 2027, version 1" in err
    assert world.state() == "proposed"
