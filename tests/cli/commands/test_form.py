"""`bwtb form` as its users meet it: copies, ticks, sign-offs, an empty form, the 整合意见, what is refused."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx as python_docx
import pytest
from openxml_audit import OpenXmlValidator

from bwtb.cli.app import run
from tests import REPOSITORY
from tests.world import A, B, World, path_of

NOTE = "本表一式四份，项目需求单位、区府办、区大数据中心、区行政服务中心各执一份。"
HOLDERS = ["项目需求单位（区民政局）存", "区府办存", "区大数据中心存", "区行政服务中心存"]


def form(world: World, target: Path, *arguments: str, pin: bool = True) -> tuple[int, str, str]:
    trust = ["--trust-root", world.pin] if pin else []
    return world.bwtb("form", *arguments, "-o", str(target), *trust)


def page(world: World, target: Path, *arguments: str, pin: bool = True) -> str:
    code, _out, err = form(world, target, A, "--format", "html", *arguments, pin=pin)
    assert code == 0, err
    return (target / f"form-{A}.html").read_text(encoding="utf-8").split("</style>")[1]


def rows(document: Any) -> list[list[str]]:
    return [[c.text for c in row.cells] for row in document.tables[0].rows]


def test_four_copies_each_saying_whose(world: World, tmp_path: Path) -> None:
    code, out, err = form(world, tmp_path / "out", A)
    assert code == 0, err
    assert f"form-{A}.docx" in out
    word = python_docx.Document(str(tmp_path / f"out/form-{A}.docx"))
    marked = [p.text for p in word.paragraphs if p.style.name == "申请表存执"]
    assert list(dict.fromkeys(marked)) == HOLDERS
    assert [p.text for p in word.paragraphs].count(NOTE) == len(word.tables) == 4
    names = list(dict.fromkeys(re.sub(r"\s", "", row[0]) for row in rows(word)))
    assert names == [
        "需求名称",
        "申请单位",
        "申请类型",
        "上线平台",
        "需求描述",
        "联系人",
        "分管领导意见",
        "联合评审意见",
        "备注",
    ]
    assert len(word.sections) == 4
    assert all(s.different_first_page_header_footer for s in word.sections)
    assert [str(e) for e in OpenXmlValidator().validate(tmp_path / f"out/form-{A}.docx").errors] == []


def test_each_applying_unit_has_a_copy_and_a_line_for_its_leader(world: World, tmp_path: Path) -> None:
    text = world.read(path_of(A)).replace("unit: mzj\n", "unit: mzj\njoint_units: [wjw, ldz]\n", 1)
    entry = "  - {unit: wjw, name: 钱六, opinion: 卫健同意。, date: 2026-08-22}\n"
    world.write(path_of(A), re.sub(r"(?m)^endorsements:\n", "endorsements:\n" + entry, text))
    world.commit("Apply together")
    html = page(world, tmp_path / "out")
    copies = re.findall(r'class="form-copy">([^<]*)<', html)
    units = [f"项目需求单位（{unit}）存" for unit in ("区民政局", "区卫生健康委", "罗店镇")]
    assert list(dict.fromkeys(copies)) == [*units, *HOLDERS[1:]]
    assert "<p>区卫生健康委：卫健同意。</p>" in html
    assert "罗店镇：" not in html


def test_cells_hold_verified_sign_offs_and_are_empty_without(world: World, tmp_path: Path) -> None:
    assert "（签署人：" not in page(world, tmp_path / "none")
    world.sign("centre", opinion="同意列入。")
    html = page(world, tmp_path / "one")
    assert html.count("<p>同意列入。</p>") == html.count("（签署人：张三）") == 4
    assert html.count("（签署人：") == 4
    world.edit(A)
    assert "（签署人：" not in page(world, tmp_path / "stale")


def test_without_a_pin_nothing_counts_as_signed(world: World, tmp_path: Path) -> None:
    world.approve_by_all(A)
    code, _out, err = form(world, tmp_path / "out", A, "--format", "html", pin=False)
    assert code == 0
    assert "no keyring is pinned" in err
    assert "（签署人：" not in (tmp_path / f"out/form-{A}.html").read_text(encoding="utf-8")


def test_a_typed_endorsement_is_shown_for_what_it_is(world: World, tmp_path: Path) -> None:
    typed = page(world, tmp_path / "typed")
    assert "（登记的分管领导：" in typed
    assert "签字盖章件已扫描存档）" in typed
    assert "密钥签署" not in typed
    world.write(path_of(A), re.sub(r", scan: \{[^}]*\}", "", world.read(path_of(A))))
    world.commit("Leave the scan out")
    unscanned = page(world, tmp_path / "unscanned")
    assert "（登记的分管领导：" in unscanned
    assert "已扫描存档" not in unscanned


def test_an_endorsement_by_key_takes_its_place_until_the_request_is_edited(world: World, tmp_path: Path) -> None:
    world.add_key("mzj", "孙局", "leader")
    world.adopt()
    commit = world.sign("mzj", A, key="leader", opinion="同意，请尽快建设。")
    signed = page(world, tmp_path / "signed")
    assert "<p>同意，请尽快建设。</p>" in signed
    assert re.search(rf"（孙局，\d+年\d+月\d+日用本单位密钥签署，核验编号{commit[:12]}）", signed)
    assert "登记的分管领导" not in signed
    world.edit(A)
    assert "密钥签署" not in page(world, tmp_path / "stale")


def test_an_uncommitted_file_is_printed_as_it_is(world: World, tmp_path: Path) -> None:
    world.approve_by_all(A)
    world.change(path_of(A), "智能填表", "改过的标题")
    code, _out, err = form(world, tmp_path / "out", A, "--format", "html")
    assert code == 0
    assert "differs from the last commit" in err
    html = (tmp_path / f"out/form-{A}.html").read_text(encoding="utf-8")
    assert "改过的标题" in html
    assert "（签署人：" not in html


def test_confirmation_and_other_texts_stand_in_the_remarks(world: World, tmp_path: Path) -> None:
    text = world.read(path_of(A))
    world.write(path_of(A), text.replace("\nplatforms:", "\nplatform_other: 社区自助服务点\nplatforms:", 1))
    remarks = page(world, tmp_path / "out").split('class="remarks"')[1].split("</tr>")[0]
    assert "予以确认的情形：" in remarks
    assert "其他上线平台：社区自助服务点" in remarks


def test_an_empty_form(world: World, tmp_path: Path) -> None:
    code, _out, err = form(world, tmp_path / "out", "--blank")
    assert code == 0, err
    word = python_docx.Document(str(tmp_path / "out/form-blank.docx"))
    text = "".join(c for row in rows(word) for c in row)
    assert "☑" not in text
    assert len(word.tables) == 4
    assert "万元" not in text
    assert [p.text for p in word.paragraphs if p.style.name == "申请表存执"] == ["项目需求单位存", *HOLDERS[1:]]
    assert [str(e) for e in OpenXmlValidator().validate(tmp_path / "out/form-blank.docx").errors] == []


def test_the_opinion_on_an_interface(world: World, tmp_path: Path) -> None:
    id = "2027-zgh-001"
    world.write(path_of(id), (REPOSITORY / path_of(id)).read_bytes())
    code, _out, err = form(world, tmp_path / "out", id, "--opinion")
    assert code == 0, err
    word = python_docx.Document(str(tmp_path / f"out/opinion-{id}.docx"))
    text = [p.text for p in word.paragraphs]
    assert text[:2] == ["“一网通办”系统整合意见", "宝山区总工会："]
    assert any(t.startswith("同意按接口方式整合。") for t in text)
    assert any("整合费用16.00万元" in t and "46.40万元由你单位承担" in t for t in text)
    assert "上海市宝山区行政服务中心" in text
    assert "2026年9月10日" in text
    world.write(path_of(id), re.sub(r"  opinion:\n(    .*\n)+", "", world.read(path_of(id))))
    code, _out, err = form(world, tmp_path / "blank", id, "--opinion")
    assert code == 0
    assert "integration.opinion.date, integration.opinion.summary" in err
    assert "　　　年　　月　　日" in [
        p.text for p in python_docx.Document(str(tmp_path / f"blank/opinion-{id}.docx")).paragraphs
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "Which requests"),
        ([A, "--blank"], "--blank"),
        (["--blank", "--opinion"], "--blank"),
        ([A, "--opinion"], "no 整合意见"),
        ([A, "--format", "doc"], "docx | html | pdf"),
        (["2027-mzj-099"], "There is no request"),
        ([A, "../../etc/passwd"], "is not a request's id"),
    ],
)
def test_what_cannot_be_printed_is_said_and_nothing_is_written(
    world: World, tmp_path: Path, arguments: list[str], said: str
) -> None:
    code, _out, err = form(world, tmp_path / "out", *arguments)
    assert code == 2
    assert said in err
    assert not (tmp_path / "out").exists()


def test_same_commit_same_bytes(world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world.approve_by_all(A)
    form(world, tmp_path / "one", A, B)
    monkeypatch.setenv("TZ", "America/New_York")
    code, _out, _err = world.bwtb("form", B, A, "-o", str(tmp_path / "two"), "--trust-root", world.pin, "--lang", "zh")
    assert code == 0
    for name in (f"form-{A}.docx", f"form-{B}.docx"):
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_draft_outside_git_has_its_form(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    shutil.copytree(REPOSITORY / "catalog", tmp_path / "plain/catalog")
    (tmp_path / "plain" / path_of(A)).parent.mkdir(parents=True)
    (tmp_path / "plain" / path_of(A)).write_text(f"id: {A}\ntitle: 只有标题\nunit: mzj\n", encoding="utf-8")
    assert run(["form", A, "--registry", str(tmp_path / "plain"), "-o", str(tmp_path / "out")]) == 0
    assert rows(python_docx.Document(io.BytesIO((tmp_path / f"out/form-{A}.docx").read_bytes())))[0][1] == "只有标题"


@pytest.mark.office
def test_a_copy_takes_one_page_and_its_attached_ones(
    world: World, tmp_path: Path, soffice: Callable[[bytes, str], list[str]]
) -> None:
    """On LibreOffice's pages: the form on one, the description beside it where it is long; an empty form on one."""
    form(world, tmp_path / "out", A)
    form(world, tmp_path / "out", "--blank")
    shown = [re.sub(r"\s", "", text) for text in soffice((tmp_path / f"out/form-{A}.docx").read_bytes(), ".docx")]
    forms = [place for place, text in enumerate(shown) if "需求名称" in text and "联合评审" in text]
    assert len(forms) == 4
    assert all(NOTE in shown[place] for place in forms), "a form takes one page"
    assert all("需求描述附页" in shown[place + 1] for place in forms)
    assert all(holder in shown[place] for holder, place in zip(HOLDERS, forms, strict=True))
    blank = [re.sub(r"\s", "", text) for text in soffice((tmp_path / "out/form-blank.docx").read_bytes(), ".docx")]
    assert [NOTE in text for text in blank] == [True] * 4


def test_the_form_as_pdf_takes_one_page_a_copy(world: World, tmp_path: Path) -> None:
    pytest.importorskip("typst", reason="the extra pdf is missing: pip install -e '.[pdf]'")
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is missing")
    code, _out, err = form(world, tmp_path / "out", "--blank", "--format", "pdf")
    assert code == 0, err
    text = subprocess.run(["pdftotext", tmp_path / "out/form-blank.pdf", "-"], check=True, capture_output=True).stdout
    shown = [re.sub(r"\s", "", one) for one in text.decode().split("\f")[:-1]]
    assert [NOTE in one for one in shown] == [True] * 4
