"""`bwtb catalog` on the repository's own registry."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import REPOSITORY

Run = Callable[..., tuple[int, str, str]]


def test_no_registry_is_a_clear_error(
    bwtb: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    code, out, err = bwtb("catalog", "list")
    assert (code, out) == (2, "")
    assert "not inside a registry" in err
    assert "--registry" in err


def test_unknown_list_names_the_lists(bwtb: Run) -> None:
    code, _out, err = bwtb("catalog", "list", "capabilites", "--registry", str(REPOSITORY))
    assert code == 2
    assert "capabilities" in err


def test_list_as_json(bwtb: Run) -> None:
    code, out, _err = bwtb("catalog", "list", "units", "--format", "json", "--registry", str(REPOSITORY))
    assert code == 0
    assert json.loads(out)["version"] == 1


@pytest.mark.parametrize(
    ("language", "code", "said"),
    [
        (
            "zh",
            "cap-15",
            ["[capabilities] 赋能清单", "  属于确认情况：是", "  应用渠道：portal（“一网通办”总门户）、channel（"],
        ),
        (
            "en",
            "cap-15",
            ["  confirmation (属于确认情况): yes", "  channels (应用渠道): portal (“一网通办”总门户), channel ("],
        ),
        ("zh", "wp-2026-03", ["  级别：city（市级）", "  示例：是"]),
        ("zh", "centre", ["[parties] 联合会商三方", "  单位代码：zwzx（区行政服务中心）"]),
    ],
)
def test_an_entry_is_shown_by_its_labels(bwtb: Run, language: str, code: str, said: list[str]) -> None:
    exit_code, out, _err = bwtb("catalog", "show", code, "--lang", language, "--registry", str(REPOSITORY))
    assert exit_code == 0
    assert [line for line in said if line not in out] == []
    assert "True" not in out


def test_samples_are_marked_in_a_new_registry(bwtb: Run, tmp_path: Path) -> None:
    """A work point that only shows what one looks like is not to be taken for one that was issued: wherever it is named."""
    assert bwtb("init", str(tmp_path / "r"))[0] == 0
    here = ("--registry", str(tmp_path / "r"))
    title = "拓展“免申即享”政策服务〔示例〕"
    assert f"wp-2026-03  {title}" in bwtb("catalog", "list", "work_points", *here)[1]
    assert bwtb("new", "--unit", "mzj", "--category", "work_point", "--year", "2027", *here)[0] == 0
    draft = tmp_path / "r/requests/2027/2027-mzj-001.yaml"
    assert title in draft.read_text(encoding="utf-8")
    assert title in (tmp_path / "r/schemas/request.schema.json").read_text(encoding="utf-8")
    wrong = (REPOSITORY / "tests/corpus/invalid/code-short-work-point.yaml").read_bytes()
    draft.write_bytes(wrong)
    assert title in bwtb("validate", str(draft), *here)[1]
    draft.write_bytes((REPOSITORY / "tests/corpus/valid/scenario.yaml").read_bytes())
    assert title in bwtb("show", "2027-mzj-001", *here)[1]
    assert "〔示例〕" in bwtb("show", "2027-mzj-001", "--format", "html", *here)[1]


def test_only_samples_are_marked(bwtb: Run) -> None:
    for kind in ("units", "capabilities", "bases", "scopes"):
        assert "示例" not in bwtb("catalog", "list", kind, "--registry", str(REPOSITORY))[1]
