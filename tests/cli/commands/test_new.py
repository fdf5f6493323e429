"""`bwtb new` in a registry of its own, piped: it never asks. At a terminal: test_new_at_terminal."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bwtb.yaml import loader
from tests import REPOSITORY

Run = Callable[..., tuple[int, str, str]]
NEXT = date.today().year + 1


def files(root: Path) -> list[str]:
    return sorted(p.relative_to(root).as_posix() for p in (root / "requests").rglob("*") if p.is_file())


def test_a_draft_is_written_for_next_year_and_its_path_printed(bwtb: Run, root: Path) -> None:
    code, out, err = bwtb("new", "--unit", "mzj", "--category", "scenario", "--title", "养老服务“一件事”: 一")
    assert code == 0
    assert out == f"requests/{NEXT}/{NEXT}-mzj-001.yaml\n"
    assert "bwtb validate" in err
    data = loader.load((root / out.strip()).read_bytes(), out.strip()).data
    assert (data["title"], data["category"]) == ("养老服务“一件事”: 一", "scenario")
    assert "classified" not in data["scope"]  # nobody was asked, so nothing is said


def test_numbers_go_on_by_unit_and_year_and_nothing_is_overwritten(bwtb: Run, root: Path) -> None:
    paths = [
        bwtb("new", "--unit", unit, "--year", year)[1].strip()
        for unit, year in [("mzj", "2027"), ("mzj", "2027"), ("ldz", "2027"), ("mzj", "2028")]
    ]
    names = [Path(p).stem for p in paths]
    assert names == ["2027-mzj-001", "2027-mzj-002", "2027-ldz-001", "2028-mzj-001"]
    (root / "requests/2027/2027-mzj-007").mkdir()
    (root / "requests/2027/2027-mzj-007/附件.pdf").write_bytes(b"x")
    assert "2027-mzj-008" in bwtb("new", "--unit", "mzj", "--year", "2027")[1]
    assert len(files(root)) == 6


def test_a_number_taken_meanwhile_is_passed_over(bwtb: Run, root: Path) -> None:
    folder = root / "requests/2027"
    folder.mkdir()
    (folder / "2027-mzj-001.yaml").symlink_to("nowhere")  # not a request, but the name is taken
    assert "2027-mzj-002" in bwtb("new", "--unit", "mzj", "--year", "2027")[1]
    assert (folder / "2027-mzj-001.yaml").is_symlink()


def test_no_number_left(bwtb: Run, root: Path) -> None:
    (root / "requests/2027/2027-mzj-999").mkdir(parents=True)
    (root / "requests/2027/2027-mzj-999/a.pdf").write_bytes(b"x")
    code, _out, err = bwtb("new", "--unit", "mzj", "--year", "2027")
    assert code == 2
    assert "999" in err


@pytest.mark.parametrize("unit", ["mzj", "MZJ", "区民政局", "民政局", "宝山区民政局"])
def test_a_unit_goes_by_code_or_name(bwtb: Run, root: Path, unit: str) -> None:
    assert "-mzj-001" in bwtb("new", "--unit", unit)[1]


@pytest.mark.parametrize(
    ("arguments", "hint"),
    [
        (("--unit", "mjz"), "mzj (区民政局)"),
        (("--unit", "民正局"), "mzj (区民政局)"),
        (("--unit", "火星办事处"), "bwtb catalog list units"),
        (("--unit", "mzj", "--category", "scenarios"), "scenario (场景开发类)"),
        (("--unit", "mzj", "--category", "xyz"), "work_point (工作要点类)"),
        (("--unit", "mzj", "--title", "a\x1b[31mb"), "U+001B"),
        (("--unit", "mzj", "--title", "长" * 101), "101"),
        (("--unit", "mzj", "--year", "27"), "--year"),
        ((), "--unit"),
        (("--category", "scenario"), "--unit"),
    ],
)
def test_what_cannot_be_meant_is_refused_with_a_hint(
    bwtb: Run, root: Path, arguments: tuple[str, ...], hint: str
) -> None:
    code, out, err = bwtb("new", *arguments)
    assert (code, out) == (2, "")
    assert hint in err
    assert "\x1b" not in err
    assert files(root) == []


def test_requests_are_not_written_through_a_link(
    bwtb: Run, root: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    (root / "requests/2027").symlink_to(elsewhere)
    code, _out, err = bwtb("new", "--unit", "mzj", "--year", "2027")
    assert code == 2
    assert "link" in err
    assert list(elsewhere.iterdir()) == []


def test_from_a_folder_below_the_root(bwtb: Run, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(root / "catalog")
    code, out, _err = bwtb("new", "--unit", "mzj", "--year", "2027")
    assert code == 0
    assert Path(out.strip()).is_file()


def answers(tmp_path: Path, text: str) -> str:
    file = tmp_path / "answers.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


def test_values_from_a_file_are_copied_to_their_fields(bwtb: Run, root: Path, tmp_path: Path) -> None:
    sample = (REPOSITORY / "requests/2027/2027-mzj-001.yaml").read_text(encoding="utf-8")
    code, out, err = bwtb("new", "--from", answers(tmp_path, sample), "--year", "2028", "--title", "另一个")
    assert code == 0, err
    assert out == "requests/2028/2028-mzj-001.yaml\n"
    before = loader.load(sample.encode(), "").data
    after = loader.load((root / out.strip()).read_bytes(), "").data
    assert after["id"] == "2028-mzj-001"
    assert after["title"] == "另一个"  # what is said on the line goes before the file
    assert "endorsements" not in after
    assert "attachments" not in after
    assert "attachments" in err
    for key in set(before) - {"id", "title", "endorsements", "attachments"}:
        assert after[key] == before[key], key


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unit: mzj\ntitel: 养老\n", ("answers.yaml:2:1", "FIELD_UNKNOWN", "title")),
        ("unit: mzj\ntitle: [1]\n", ("answers.yaml:2:8", "title")),
        ("unit: mzj\ncapabilities: [cap-99]\n", ("answers.yaml:2:16", "cap-99")),
        ("unit: mzjj\n", ("answers.yaml:1:7", "mzj")),
        ("unit: mzj\ntitle: “养老\n  : x\n", ("answers.yaml:",)),
        ("unit: mzj\nunit: jtw\n", ("answers.yaml:2:1", "YAML_DUPLICATE_KEY")),
        ("- a\n- b\n", ("answers.yaml:1:1",)),
        ("", ("answers.yaml:1:1", "FILE_EMPTY")),
        ("unit: mzj\ntitle: a\u202eb\n", ("answers.yaml:2:", "TEXT_BIDI")),
    ],
)
def test_what_is_wrong_with_the_file_is_said_with_its_place(
    bwtb: Run, root: Path, tmp_path: Path, text: str, said: tuple[str, ...]
) -> None:
    code, out, err = bwtb("new", "--from", answers(tmp_path, text))
    assert (code, out) == (1, "")
    for words in said:
        assert words in err
    assert "\u202e" not in err
    assert files(root) == []


def test_a_classified_project_in_the_file_writes_nothing(bwtb: Run, root: Path, tmp_path: Path) -> None:
    code, out, err = bwtb(
        "new", "--from", answers(tmp_path, "unit: mzj\nscope: {funding: [district], classified: true}\n")
    )
    assert (code, out) == (1, "")
    assert "非涉密" in err
    assert files(root) == []


def test_a_file_that_is_not_there(bwtb: Run, root: Path) -> None:
    code, _out, err = bwtb("new", "--from", "nowhere.yaml")
    assert code == 2
    assert "nowhere.yaml" in err


@pytest.mark.parametrize("category", ["work_point", "scenario", "integration", "supplementary", ""])
def test_a_fresh_draft_is_valid_but_for_what_is_missing(bwtb: Run, root: Path, category: str) -> None:
    chosen = ("--category", category) if category else ()
    path = bwtb("new", "--unit", "mzj", "--year", "2027", *chosen)[1].strip()
    code, out, _err = bwtb("validate", path, "--format", "json")
    assert code == 0
    assert {(f["code"], f["severity"]) for f in json.loads(out)["findings"]} == {("DRAFT_INCOMPLETE", "warning")}
