"""`bwtb show` as its users meet it: in a folder of drafts, after sign-offs, with an edit not yet committed."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from bwtb.cli.app import run
from tests.world import A, World, path_of


def show(world: World, *arguments: str) -> tuple[int, str, str]:
    return world.bwtb("show", *arguments, "--trust-root", world.pin)


def as_json(world: World) -> dict[str, Any]:
    code, out, err = show(world, A, "--format", "json")
    assert code == 0, err
    shown: dict[str, Any] = json.loads(out)
    return shown


def test_the_whole_request_in_words(world: World) -> None:
    world.sign("centre", opinion="同意列入。")
    code, out, _err = show(world, A, "--lang", "zh")
    assert code == 0
    wanted = [
        "养老服务", "申请单位：宝山区民政局", "需求类别：场景开发类", "一网通办宝山频道", "6 “宝你慧”智能填表",
        "系统目标", "建设内容", "功能应用", "数据资源", "安全保障", "运维服务", "经费预算", "480,000", "130.00 万元",
        "沈赟", "同意申报。", "联合评审", "同意列入。", "尚未签署", "历次改动",
    ]  # fmt: skip
    places = [out.index(text) for text in wanted]
    assert places[5:12] == sorted(places[5:12])


def test_json_has_content_sign_offs_and_history(world: World) -> None:
    commit = world.sign("centre", opinion="同意列入。")
    shown = as_json(world)
    assert (shown["version"], shown["id"], shown["state"], shown["committed"]) == (1, A, "in_review", True)
    assert shown["request"]["title"].startswith("养老服务")
    assert shown["parties"]["centre"]["opinion"] == "同意列入。"
    assert shown["parties"]["office"]["verdict"] == "missing"
    assert shown["history"][0]["commit"] == commit
    assert len(shown["history"]) == 2


def test_the_form_carries_the_parties_words(world: World) -> None:
    world.approve_by_all(A)
    code, out, _err = show(world, A, "--format", "html")
    assert code == 0
    assert out.startswith("<!DOCTYPE html>")
    assert out.count("（签署人：") == 3
    assert "联合评审" in out
    assert world.head()[:12] in out.split("历次改动和签署")[1]


def test_an_edit_shows_the_folders_text_without_sign_offs(world: World) -> None:
    world.approve_by_all(A)
    world.change(path_of(A), "智能填表", "改过的标题")
    code, out, err = show(world, A, "--format", "html")
    assert code == 0
    assert "改过的标题" in out
    assert "签署人" not in out
    assert "differs from the last commit" in err
    assert as_json(world)["committed"] is False


def test_a_draft_outside_git_is_shown(tmp_path: Path, world: World, capfd: pytest.CaptureFixture[str]) -> None:
    for name in ("catalog", "requests"):
        shutil.copytree(world.root / name, tmp_path / "plain" / name)
    capfd.readouterr()
    assert run(["show", A, "--registry", str(tmp_path / "plain")]) == 0
    assert "not committed" in capfd.readouterr().out


@pytest.mark.parametrize(
    ("id", "said"), [("2027-mzj-002", "Did you mean “2027-mzj-001”?"), ("../../etc/passwd", "is not a request's id")]
)
def test_what_is_not_there(world: World, id: str, said: str) -> None:
    code, _out, err = show(world, id)
    assert code == 2
    assert said in err


def test_a_file_that_cannot_be_read_is_said(world: World) -> None:
    world.write(path_of(A), "id: [\n")
    code, _out, err = show(world, A)
    assert code == 2
    assert "cannot be read" in err


def test_hostile_text_reaches_neither_terminal_nor_page(world: World) -> None:
    title = "\\e[2J<script>alert(1)</script>"
    text = world.read(path_of(A)).replace("title: 养老服务“一件事”智能填表与免申即享改造", f'title: "{title}"')
    world.write(path_of(A), text)
    _code, out, _err = show(world, A)
    assert "\x1b" not in out
    _code, out, _err = show(world, A, "--format", "html")
    assert "<script>" not in out
    assert "\x1b" not in out
