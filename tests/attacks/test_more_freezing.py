"""More of row 39: freezes that a fresh look found a way round, or a way to break the reader of."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bwtb.freezing.edits import edited
from bwtb.freezing.manifest import ListedRequest, Manifest, ManifestError, parse, path_of, render
from bwtb.registry.worktree import WorkTree
from bwtb.signing.record import render_message
from tests.attacks.test_freezing import LIST, beside_a_withdrawal, forge_freeze, honest, manifest_of, record_on_list
from tests.helpers.checkout import NOBODY
from tests.helpers.server import serve
from tests.world import PARTIES, A, B, World
from tests.world import path_of as request_path


def problems(w: World, *arguments: str) -> tuple[str, ...]:
    return tuple(w.verify(*arguments).problems)


# One number, twice


def test_a_number_is_not_frozen_again_on_top(world: World) -> None:
    """The centre puts another list in the place of the one it handed in, under the same number."""
    honest(world)
    world.edit()
    world.approve_by_all(A)
    forge_freeze(world, render(manifest_of(world, A, B)))
    assert problems(world) == ("FREEZE_MISMATCH",)


def test_a_number_is_not_frozen_again_after_it_was_withdrawn(world: World) -> None:
    honest(world)
    world.sign("centre", "proposal:2027-1", decision="withdraw")
    world.edit()
    world.approve_by_all(A)
    forge_freeze(world, render(manifest_of(world, A, B)))
    assert problems(world) == ("FREEZE_MISMATCH",)
    world.freeze()
    assert problems(world) == ()


# Withdrawing, and freezing the same again


def test_what_was_withdrawn_may_be_frozen_again_as_it_stands(world: World) -> None:
    honest(world)
    world.sign("centre", "proposal:2027-1", decision="withdraw")
    world.freeze()
    report = world.verify()
    assert report.problems == []
    assert set(report["requests"].values()) == {"proposed"}


def test_what_fell_with_its_key_may_be_frozen_again_as_it_stands(world: World) -> None:
    world.approve_by_all(A, B)
    before = world.head()
    world.freeze("centre2")
    world.revoke_key("centre2", "centre", "centre", accept_until=before)
    world.freeze()
    assert set(world.verify()["requests"].values()) == {"proposed"}


# Numbers


def test_the_last_number_does_not_end_a_years_freezing(world: World) -> None:
    """A stolen key of the centre's froze 999; once that is withdrawn, the year can be frozen."""
    world.approve_by_all(A, B)
    forge_freeze(world, render(replace(manifest_of(world, A, B), number=999)), path_of(2027, 999))
    assert problems(world) == ("FREEZE_MISMATCH",)
    world.sign("centre", "proposal:2027-999", decision="withdraw")
    world.freeze()
    report = world.verify()
    assert report.problems == []
    assert set(report["requests"].values()) == {"proposed"}


def test_a_lower_number_is_not_frozen_below_one_that_stands(world: World) -> None:
    """It would not count; whoever freezes reads which version is in the way."""
    world.approve_by_all(A, B)
    forge_freeze(world, render(replace(manifest_of(world, A, B), number=999)), path_of(2027, 999))
    code, _out, err = world.bwtb(*freezing_again(world))
    assert code == 2
    assert "bwtb sign proposal:2027-999 --party centre --withdraw" in err


@pytest.mark.parametrize("year", ["0027", "1999", "2100"])
def test_years_that_no_proposal_is_made_for(world: World, year: str) -> None:
    world.approve_by_all(A, B)
    raw = render(replace(manifest_of(world, A, B), year=int(year)))
    forge_freeze(world, raw, f"requests/{year}/proposal/1/manifest.json")
    assert problems(world) == ("BINDING_MISMATCH",)


# The documents


def test_documents_other_than_what_was_approved_gives(world: World) -> None:
    """The digests of documents are the centre's word alone: what is built again says whether they are right."""
    world.approve_by_all(A, B)
    forge_freeze(world, render(replace(manifest_of(world, A, B), documents={"proposal.html": "2" * 64})))
    build = ["build-proposal", "2027", "--format", "html", "--lang", "en", "-o", str(world.beside("again"))]
    code, _out, err = world.bwtb(*build)
    assert code == 0
    assert "proposal.html, built from what was approved, is not the file" in err


def test_documents_that_are_right(world: World) -> None:
    world.approve_by_all(A, B)
    how = ["--freeze", "--key", str(world.keys["centre"]), "--yes", "--format", "html,xlsx,json"]
    assert world.bwtb("build-proposal", "2027", *how, "-o", str(world.beside("out")))[0] == 0
    world.edit()
    again = ["--format", "html,json", "--lang", "en", "-o", str(world.beside("again"))]
    code, _out, err = world.bwtb("build-proposal", "2027", *again)
    assert code == 0
    assert "is frozen as version 1" in err
    assert "is not the file" not in err


# The list


DIGEST = "sha256:" + "3" * 64
LISTED = Manifest(
    year=2027,
    number=1,
    previous="",
    rules=1,
    commit="1" * 40,
    facts="",
    requests=(ListedRequest(id=A, digest=DIGEST, catalog=DIGEST, amount=1, counted=True),),
    documents={"proposal.docx": "2" * 64},
)


@pytest.mark.parametrize(
    "change",
    [
        {"requests": ()}, {"number": True}, {"number": 1.0}, {"year": 2027.0}, {"documents": {"proposal.docx": float("nan")}},
        {"documents": {"proposal.docx": "x"}}, {"documents": {"proposal.docx": ["2" * 64]}},
        {"documents": {"../../etc/passwd": "2" * 64}}, {"documents": {"a\x1b[2J": "2" * 64}},
        {"documents": {"\ud800": "2" * 64}}, {"documents": {"": "2" * 64}},
    ],
)  # fmt: skip
def test_a_list_is_of_its_types(change: dict[str, Any]) -> None:
    assert parse(render(LISTED), LIST) == LISTED
    with pytest.raises(ManifestError):
        parse(render(replace(LISTED, **change)), LIST)


# Trees that break a reader


def deep_tree(w: World, content: bytes, depth: int = 1500) -> str:
    """A folder in a folder in a folder …, and a file in the last."""
    tree = w.git("mktree", stdin=f"100644 blob {w.blob(content)}\tf\n".encode())
    for _ in range(depth):
        tree = w.git("mktree", stdin=f"040000 tree {tree}\td\n".encode())
    return tree


def with_folder(w: World, base: str, path: str, tree: str) -> str:
    """A tree with a folder of ours in it, however git itself would think of that."""
    name, _slash, below = path.partition("/")
    rows = w.git("ls-tree", base).splitlines() if base else []
    old = next((row.split()[2] for row in rows if row.split("\t")[1] == name), "")
    new = with_folder(w, old, below, tree) if below else tree
    rest = [row for row in rows if row.split("\t")[1] != name]
    return w.git("mktree", stdin="\n".join([*rest, f"040000 tree {new}\t{name}", ""]).encode())


def with_file(w: World, base: str, path: str, content: bytes) -> str:
    """A tree with a folder of ours that holds this one file."""
    folder, _slash, name = path.rpartition("/")
    return with_folder(w, base, folder, w.git("mktree", stdin=f"100644 blob {w.blob(content)}\t{name}\n".encode()))


def test_a_list_committed_with_an_edit_in_great_depth(world: World) -> None:
    """The judge looks at what else that commit changes, and is not to run out of stack."""
    world.approve_by_all(A, B)
    world.move_branch(world.commit_of(with_folder(world, "HEAD^{tree}", "deep", deep_tree(world, b"x")), world.head()))
    raw = render(manifest_of(world, A, B))
    edited = with_file(world, with_folder(world, "HEAD^{tree}", "deep", deep_tree(world, b"y")), LIST, raw)
    world.move_branch(world.commit_of(edited, world.head()))
    record = record_on_list(world, raw)
    tree, message = with_file(world, edited, record.file_path, record.raw), render_message([record])
    head = f"tree {tree}\nparent {world.head()}\nauthor {NOBODY}\ncommitter {NOBODY}\n"
    signature = world.ssh_sign(f"{head}\n{message}".encode(), "centre").replace("\n", "\n ")
    world.move_branch(world.raw_commit(f"{head}gpgsig {signature}\n\n{message}".encode()))
    assert problems(world) == ("FREEZE_MISMATCH",)


def test_a_damaged_file_that_only_the_freeze_reads(world: World) -> None:
    world.approve_by_all(A, B)
    world.write("requests/2027/proposal.yaml", "date: '2026-11-24'\n")
    world.commit("Facts")
    world.freeze()
    blob = world.blob_of("requests/2027/proposal.yaml")
    world.write("requests/2027/proposal.yaml", "date: '2026-11-25'\n")
    world.commit("Other facts")
    world.object_file(blob).unlink()
    for command in (["verify", "--format", "json"], ["status"]):
        code, out, err = world.bwtb(*command, "--lang", "en")
        assert code == 2, (command, out, err)
        assert "OBJECT_CORRUPT" in out + err


# --year


def test_a_mismatch_of_another_year_is_said_of_its_sign_off(world: World) -> None:
    world.approve_by_all(A, B)
    forge_freeze(world, render(manifest_of(world, A)))
    report = world.verify("--year", "2026")
    assert report.codes("proposal") == ["FREEZE_MISMATCH"]
    assert report["requests"] == {}


# --check


@pytest.mark.parametrize(
    "claim",
    [
        {"year": float("inf")}, {"year": float("nan")}, {"year": True}, {"year": "2027"}, {"year": 10**400}, {"year": -1},
        {"commit": ["a"] * 40}, {"commit": "a" * 40}, {"commit": {"a": 1}}, {"files": {}}, {"files": [{"name": ["x"]}]},
        {"files": [{"name": "../../x"}]}, {"files": [{"name": "proposal.docx\x1b[2J"}]}, {"tool": []},
        {"tool": {"version": "\x1b[2J"}},
        {"files": [{"name": "proposal.html"}, {"name": "proposal.html"}]},
    ],
)  # fmt: skip
def test_hostile_proposal_json(world: World, tmp_path: Path, claim: dict[str, Any]) -> None:
    target = tmp_path / "out"
    assert world.bwtb("build-proposal", "2027", "-o", str(target), "--format", "json")[0] == 0
    listed = json.loads((target / "proposal.json").read_text(encoding="utf-8"))
    (target / "proposal.json").write_text(json.dumps(listed | claim), encoding="utf-8")
    code, out, err = world.bwtb("build-proposal", "--check", str(target), "--lang", "en")
    assert code in (0, 1, 2)
    assert "\x1b" not in out + err
    if type(claim.get("year", 1)) is not int:
        assert "is no list of a proposal's files" in err


# A server


def alter_list(w: World) -> None:
    w.write(LIST, w.read(LIST) + " ")
    w.commit("Alter the list")


def test_a_freeze_that_did_not_count_before_keeps_nobody_from_deciding(world: World, tmp_path: Path) -> None:
    """A second withdrawal beside it gives another reason, and no new trouble."""
    beside_a_withdrawal(world)
    server = serve(world, tmp_path / "server.git")
    world.branch("late", "main^1")
    world.sign("office", A, decision="withdraw")
    world.checkout()
    world.merge("late")
    assert server.push()[0]


def test_a_withdrawal_beside_a_freeze_whose_list_was_altered(world: World, tmp_path: Path) -> None:
    """What was wrong before was another thing: the freeze counted."""
    honest(world)
    alter_list(world)
    server = serve(world, tmp_path / "server.git")
    world.branch("late", "HEAD~3")
    world.sign("office", A, decision="withdraw")
    world.checkout()
    world.merge("late")
    taken, said = server.push()
    assert not taken
    assert "sign again, on top of the freeze" in said


def test_an_altered_list_is_to_be_put_back(world: World, tmp_path: Path) -> None:
    honest(world)
    server = serve(world, tmp_path / "server.git")
    alter_list(world)
    taken, said = server.push()
    assert not taken
    assert "Put the list back" in said
    assert "sign again" not in said


# The warning of the files alone


def test_a_withdrawn_freeze_warns_of_no_edit(world: World) -> None:
    honest(world)
    world.edit()
    assert [f.code for f in edited(WorkTree(world.root), [2027], None)] == ["FILE_FROZEN"]
    world.sign("centre", "proposal:2027-1", decision="withdraw")
    assert list(edited(WorkTree(world.root), [2027], None)) == []


# What keepers read


def test_a_frozen_request_that_was_edited_is_shown_as_it_is_now(world: World) -> None:
    """Committed, and by whom it is signed again; and that another text of it is frozen."""
    honest(world)
    world.edit()
    world.sign("office")
    trust = ("--trust-root", world.pin, "--lang", "en")
    code, out, err = world.bwtb("show", A, *trust, "--format", "json")
    shown = json.loads(out)
    assert (code, shown["committed"], shown["state"]) == (0, True, "in_review")
    assert {p: v["verdict"] for p, v in shown["parties"].items()} == {
        "centre": "stale",
        "office": "approved",
        "bigdata": "stale",
    }
    _code, _out, err = world.bwtb("show", A, *trust)
    assert "is in the frozen proposal, version 1" in err
    assert "differs from the last commit" not in err
    _code, _out, err = world.bwtb("form", A, "-o", str(world.beside("form")), "--format", "html", *trust)
    assert "is in the frozen proposal, version 1" in err


def test_a_frozen_request_that_was_put_back_and_not_committed(world: World) -> None:
    honest(world)
    before = world.read(request_path(A))
    world.edit()
    world.write(request_path(A), before)
    _code, out, err = world.bwtb("show", A, "--trust-root", world.pin, "--lang", "en", "--format", "json")
    assert json.loads(out)["committed"] is False
    assert err == ""


@pytest.mark.parametrize("selection", [[], ["--pending"]])
def test_status_says_how_far_a_correction_is(world: World, selection: list[str]) -> None:
    honest(world)
    assert world.bwtb("status", A, "--pending", "--lang", "en")[1] == "No request matches.\n"
    world.edit()
    world.sign("office")
    _code, out, _err = world.bwtb("status", *selection, "--lang", "en")
    assert "edited since version 1 was frozen; the new text: in review" in out
    assert out.count("stale") >= 2


def test_a_key_that_may_not_freeze(world: World) -> None:
    world.approve_by_all(A, B)
    how = ("--freeze", "--key", str(world.keys["office"]), "--yes", "--format", "json", "--lang", "en")
    code, _out, err = world.bwtb("build-proposal", "2027", *how, "-o", str(world.beside("out")))
    assert code == 2
    assert "key of the centre" in err
    assert "--party" not in err


# In the way


@pytest.mark.parametrize("place", ["", "/1", "/1/manifest.json/x"])
def test_what_stands_in_the_lists_place_is_named(world: World, place: str) -> None:
    """Anybody can commit a file there; whoever freezes reads what to do."""
    world.approve_by_all(A, B)
    world.write(f"requests/2027/proposal{place}", "x")
    before = world.commit("A file")
    code, _out, err = world.bwtb(*freezing_again(world))
    assert code == 2
    assert "git rm -r requests/2027/proposal" + place.removesuffix("/x") in err
    assert world.head() == before


def test_a_file_of_ones_own_in_the_lists_place(world: World) -> None:
    """The folder cannot hold the list: nothing is frozen until it can."""
    world.approve_by_all(A, B)
    world.write("requests/2027/proposal", "mine")
    before = world.head()
    code, _out, err = world.bwtb(*freezing_again(world))
    assert (code, "requests/2027/proposal" in err, world.head()) == (2, True, before), err
    assert set(world.verify()["requests"].values()) == {"approved"}
    world.remove("requests/2027/proposal")
    assert world.bwtb(*freezing_again(world))[0] == 0
    assert set(world.verify()["requests"].values()) == {"proposed"}
    assert world.status() == ""


def freezing_again(w: World) -> list[str]:
    how = ["--freeze", "--key", str(w.keys["centre"]), "--yes", "--format", "json", "--lang", "en"]
    return ["build-proposal", "2027", *how, "-o", str(w.beside("handed-in"))]


@pytest.mark.parametrize(
    ("old", "new"),
    [("title: 养老", "title: 三号楼 #2 养老"), ("remarks: 四个事项", "remarks: 待填  # 四个事项")],
    ids=["cut", "mark"],
)
@pytest.mark.parametrize(("rules", "state"), [(1, "proposed"), (2, "in_review")])
def test_a_later_rule_undoes_no_year_frozen_before_it(world: World, old: str, new: str, rules: int, state: str) -> None:
    """What is an error only since then is none where the list says that it is older; today it keeps from approval."""
    world.change(request_path(A), old, new)
    world.commit("Written under the rules of then")
    world.approve_by_all(B)
    for party in PARTIES:
        world.forge([world.record(party)], party)
    forge_freeze(world, render(replace(manifest_of(world, A, B), rules=rules)))
    report = world.verify()
    assert report["requests"][A] == state, report
    assert ("FREEZE_MISMATCH" in report.problems) == (rules == 2)
