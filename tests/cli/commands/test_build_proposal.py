"""`bwtb build-proposal` as its users meet it: what goes in, what is said, what is written, what is refused."""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.world import A, B, World

DATE = "2026-11-14T15:00:00+08:00"


@pytest.fixture(autouse=True)
def in_season(monkeypatch: pytest.MonkeyPatch) -> None:
    """All commits are of a day on which proposals are made."""
    for role in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{role}_DATE", DATE)


def run(world: World, target: Path, *arguments: str, pin: str | None = "") -> tuple[int, str, str]:
    return world.bwtb("build-proposal", *arguments, "-o", str(target), pin=pin)


def manifest(target: Path) -> dict[str, Any]:
    listed: dict[str, Any] = json.loads((target / "proposal.json").read_bytes())
    return listed


def contents(target: Path) -> Mapping[str, bytes]:
    return {p.name: p.read_bytes() for p in sorted(target.iterdir())}


def test_what_is_approved_goes_in_and_the_rest_is_listed_with_reasons(world: World, tmp_path: Path) -> None:
    world.approve_by_all(A)
    world.sign("centre", B)
    code, out, err = run(world, tmp_path / "out")
    assert code == 0, err
    listed = manifest(tmp_path / "out")
    assert (listed["version"], listed["year"], listed["commit"]) == (1, 2027, world.head())
    assert [i["id"] for i in listed["included"]] == [A]
    assert [(e["id"], e["state"]) for e in listed["excluded"]] == [(B, "in_review")]
    assert listed["excluded"][0]["reasons"] == ["区政府办公室尚未签署意见", "区信息委（区大数据中心）尚未签署意见"]
    assert "Left out: 1" in out
    assert B in out
    html = (tmp_path / "out/proposal.html").read_text(encoding="utf-8")
    assert A in html
    assert B not in html


def test_the_manifest_has_every_files_digest_and_the_totals_in_yuan(world: World, tmp_path: Path) -> None:
    world.approve_by_all(A)
    run(world, tmp_path / "out")
    listed, written = manifest(tmp_path / "out"), contents(tmp_path / "out")
    assert {f["name"] for f in listed["files"]} == set(written) - {"proposal.json"}
    for entry in listed["files"]:
        assert hashlib.sha256(written[entry["name"]]).hexdigest() == entry["sha256"]
        assert len(written[entry["name"]]) == entry["bytes"]
    raw = (world.root / f"requests/2027/{A}.yaml").read_bytes()
    assert listed["included"][0]["digest"] == "sha256:" + hashlib.sha256(raw).hexdigest()
    assert listed["totals"]["total"] == listed["included"][0]["amount"] == 1300000
    assert sum(r["total"] for r in listed["totals"]["by_kind"]) == 1300000
    assert {i["path"] for i in listed["inputs"]} >= {"catalog/units.yaml", "catalog/capabilities.yaml"}


def test_an_edit_after_approval_drops_the_request_with_the_reason(world: World, tmp_path: Path) -> None:
    world.approve_by_all(A)
    world.edit(A)
    code, out, _err = run(world, tmp_path / "out")
    assert code == 0
    listed = manifest(tmp_path / "out")
    assert listed["included"] == []
    excluded = {e["id"]: e for e in listed["excluded"]}
    assert excluded[A]["parties"]["office"] == {"verdict": "stale", "code": "STALE"}
    assert "earlier version" in out


def test_it_is_built_from_the_commit_and_says_so_when_the_folder_differs(world: World, tmp_path: Path) -> None:
    world.approve_by_all(A)
    run(world, tmp_path / "clean")
    world.change(f"requests/2027/{A}.yaml", "智能填表", "改了没有提交")
    world.write("requests/2027/2027-mzj-009.yaml", "id: 2027-mzj-009\n")
    world.write("elsewhere.txt", "nothing to do with it")
    code, _out, err = run(world, tmp_path / "dirty")
    assert code == 0
    assert "differs from commit" in err
    assert "2027-mzj-009.yaml" in err
    assert "elsewhere" not in err
    assert contents(tmp_path / "clean") == contents(tmp_path / "dirty")


def test_same_commit_same_bytes_in_another_language_zone_and_umask(world: World, tmp_path: Path) -> None:
    world.approve_by_all(A)
    run(world, tmp_path / "one", "--lang", "en")
    command = [
        sys.executable,
        "-m",
        "bwtb",
        "build-proposal",
        "-o",
        tmp_path / "two",
        "--lang",
        "zh",
        "--registry",
        world.root,
    ]
    environment = {"PATH": os.environ["PATH"], "TZ": "America/New_York", "LC_ALL": "C", "PYTHONHASHSEED": "7"}
    done = subprocess.run(
        [*command, "--trust-root", world.pin], env=environment, capture_output=True, check=False, umask=0o077
    )
    assert done.returncode == 0, done.stderr.decode()
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_no_pin_builds_nothing(world: World, tmp_path: Path) -> None:
    world.approve_by_all(A)
    code, _out, err = run(world, tmp_path / "out", pin=None)
    assert code == 2
    assert "UNTRUSTED_ROOT" in err
    assert not (tmp_path / "out").exists()


def test_a_draft_of_the_facts_is_left_and_never_overwritten(world: World, tmp_path: Path) -> None:
    world.approve_by_all(A)
    _code, out, _err = run(world, tmp_path / "out")
    draft = tmp_path / "out/proposal.yaml"
    assert "requests/2027/proposal.yaml" in out
    assert "发文字号" in draft.read_text(encoding="utf-8")
    draft.write_text("number: 宝行政中心〔2026〕18号\n", encoding="utf-8")
    run(world, tmp_path / "out")
    assert draft.read_text(encoding="utf-8") == "number: 宝行政中心〔2026〕18号\n"
    world.write("requests/2027/proposal.yaml", draft.read_bytes())
    world.commit("Give the facts of the proposal")
    _code, out, _err = run(world, tmp_path / "given")
    assert "proposal.yaml" not in out
    assert not (tmp_path / "given/proposal.yaml").exists()
    assert "宝行政中心〔2026〕18号" in (tmp_path / "given/proposal.html").read_text(encoding="utf-8")


def test_the_registrys_own_templates_are_read_from_the_commit(world: World, tmp_path: Path) -> None:
    own = '{% extends "default/proposal.html.j2" %}{% block principles %}<p>我区的话。</p>{% endblock %}'
    world.write("templates/proposal.html.j2", own)
    world.commit("Use our own words")
    world.approve_by_all(A)
    world.write("templates/proposal.html.j2", "{{ broken")
    code, _out, err = run(world, tmp_path / "out", "--format", "html,json")
    assert code == 0, err
    assert "我区的话。" in (tmp_path / "out/proposal.html").read_text(encoding="utf-8")
    assert "templates/proposal.html.j2" in {i["path"] for i in manifest(tmp_path / "out")["inputs"]}


@pytest.mark.parametrize(("date", "year"), [("2026-03-14T15:00:00+08:00", "2027"), (DATE, "2026")])
def test_out_of_season_is_a_warning(
    world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, date: str, year: str
) -> None:
    monkeypatch.setenv("GIT_COMMITTER_DATE", date)
    world.write(f"requests/{year}/{year}-mzj-002.yaml", f"id: {year}-mzj-002\n")
    world.commit("A draft")
    code, _out, err = run(world, tmp_path / "out", year)
    assert code == 0, err
    assert "article 6" in err


def test_only_the_formats_asked_for(world: World, tmp_path: Path) -> None:
    world.approve_by_all(A)
    run(world, tmp_path / "out", "--format", "docx, json")
    assert set(contents(tmp_path / "out")) == {"proposal.docx", "proposal.json", "proposal.yaml"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--format", "rtf"], "--format"),
        (["--format", ""], "--format"),
        (["2031"], "no requests for 2031"),
        (["1"], "not a year"),
        (["--rev", "nowhere"], "nowhere"),
    ],
)
def test_what_cannot_be_built_is_said_and_nothing_is_written(
    world: World, tmp_path: Path, arguments: list[str], said: str
) -> None:
    code, _out, err = run(world, tmp_path / "out", *arguments)
    assert code == 2
    assert said in err
    assert not (tmp_path / "out").exists()


def test_a_place_that_cannot_be_written_is_an_error_without_traceback(world: World, tmp_path: Path) -> None:
    world.approve_by_all(A)
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    code, _out, err = run(world, tmp_path / "file")
    assert code == 2
    assert "cannot be written" in err


def test_an_unreadable_request_is_left_out_and_listed(world: World, tmp_path: Path) -> None:
    world.write("requests/2027/2027-mzj-007.yaml", "id: [\n")
    world.commit("Break a file")
    world.approve_by_all(A)
    code, out, err = run(world, tmp_path / "out")
    assert code == 0, err
    assert "2027-mzj-007" in out
    assert {e["state"] for e in manifest(tmp_path / "out")["excluded"] if e["id"] == "2027-mzj-007"} == {"unreadable"}


def check(world: World, folder: Path, *arguments: str) -> tuple[int, str, str]:
    return world.bwtb("build-proposal", "--check", str(folder), *arguments)


def test_a_proposal_is_that_of_its_commit_until_a_byte_changes(world: World, tmp_path: Path) -> None:
    world.approve_by_all(A)
    run(world, tmp_path / "out")
    built_at = world.head()
    world.edit(A)
    code, out, err = check(world, tmp_path / "out", "--lang", "en")
    assert code == 0, err
    assert f"of commit {built_at[:12]}" in out
    before = contents(tmp_path / "out")
    for name in ("proposal.docx", "proposal.html", "proposal.xlsx", "proposal.json"):
        raw = bytearray(before[name])
        raw[-2] ^= 1
        (tmp_path / "out" / name).write_bytes(raw)
        code, out, err = check(world, tmp_path / "out")
        if name == "proposal.json" and code == 2:
            assert "no list of a proposal" in err
        else:
            assert (code, f"{name} is not what the commit gives" in out) == (1, True)
        (tmp_path / "out" / name).write_bytes(before[name])
    (tmp_path / "out/proposal.html").unlink()
    assert "proposal.html is not there" in check(world, tmp_path / "out")[1]


def test_a_list_that_names_other_digests_or_another_commit_does_not_pass(world: World, tmp_path: Path) -> None:
    before = world.head()
    world.approve_by_all(A)
    run(world, tmp_path / "out", "--format", "html,json")
    listed = manifest(tmp_path / "out")
    html = (tmp_path / "out/proposal.html").read_bytes().replace("一、编制依据".encode(), "一、编造依据".encode())
    (tmp_path / "out/proposal.html").write_bytes(html)
    listed["files"][0]["sha256"] = hashlib.sha256(html).hexdigest()
    (tmp_path / "out/proposal.json").write_text(json.dumps(listed), encoding="utf-8")
    assert check(world, tmp_path / "out")[0] == 1
    listed["commit"] = before
    (tmp_path / "out/proposal.json").write_text(json.dumps(listed), encoding="utf-8")
    assert check(world, tmp_path / "out")[0] == 1


def test_the_edited_draft_of_the_facts_is_no_difference(world: World, tmp_path: Path) -> None:
    world.approve_by_all(A)
    run(world, tmp_path / "out", "--format", "html,json")
    (tmp_path / "out/proposal.yaml").write_text("number: 宝行政中心〔2026〕18号\n", encoding="utf-8")
    assert check(world, tmp_path / "out")[0] == 0
    run(world, tmp_path / "out", "--format", "html,json")
    assert check(world, tmp_path / "out")[0] == 0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[]", "no list"),
        ('{"year": 2027, "commit": "' + "0" * 40 + '", "tool": {"version": "1"}, "files": []}', "names no commit"),
    ],
)  # fmt: skip
def test_what_is_no_proposal_is_said(world: World, tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out/proposal.json").write_text(text, encoding="utf-8")
    code, _out, err = check(world, tmp_path / "out")
    assert (code, said in err) == (2, True)


def test_check_takes_no_other_word_for_it(world: World, tmp_path: Path) -> None:
    for arguments in (["2027"], ["--rev", "HEAD"], ["--format", "html"]):
        code, _out, err = check(world, tmp_path, *arguments)
        assert (code, "--check takes" in err) == (2, True)
    code, _out, err = check(world, tmp_path / "nowhere")
    assert (code, "cannot be read" in err) == (2, True)
