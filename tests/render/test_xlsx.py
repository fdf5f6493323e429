"""The workbook: sheets, sums with cached values, text that stays text, charts, the same bytes again."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from bwtb.proposal import Proposal
from bwtb.render import xlsx
from tests.helpers.reviews import proposal, request_data, reviewed

ITEM = {"name": "开发", "kind": "software"}


def made() -> Proposal:
    items = [
        {**ITEM, "amount": 300050, "borne_by": "platform", "quantity": 2, "unit": "套", "price": 150025},
        {**ITEM, "amount": 200000, "borne_by": "unit", "kind": "hardware"},
        {**ITEM, "amount": 100000, "borne_by": "platform", "year": 2028},
    ]
    integration = {"mode": "interface", "system": "甲系统", "operator": "unit"}
    one = request_data(category="integration", integration=integration, budget={"items": items})
    approval = {"level": "municipal", "approval": {"date": "2026-07-01", "authority": "区政府"}}
    supplementary = request_data(9, category="supplementary", supplementary=approval)
    return proposal(reviewed(one), reviewed(request_data(2)), reviewed(supplementary))


@pytest.fixture(scope="module")
def content() -> bytes:
    return xlsx.write(made(), author="中心")


def load(content: bytes, *, values: bool) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values)


def column(sheet: Any, letter: str) -> list[Any]:
    return [cell.value for cell in sheet[letter]]


def test_sheets_titles_and_frozen_headers(content: bytes) -> None:
    book = load(content, values=True)
    names = ["需求汇总表", "预算明细", "预算汇总", "图表", "赋能清单引用", "会商意见", "后续年度", "补充需求"]
    assert book.sheetnames == names
    assert [s.freeze_panes for s in book] == ["A3", "A3", "A3", None, "E3", "A3", "A3", "A3"]
    assert all(s.page_setup.orientation == "landscape" for s in book)
    assert all(s.print_title_rows for s in book if s.title != "图表")
    assert [c.value for c in book["需求汇总表"][2]][:4] == ["序号", "编号", "申请单位", "需求名称"]


def test_sums_are_formulas_that_carry_their_values(content: bytes) -> None:
    formulas, values = load(content, values=False), load(content, values=True)
    assert formulas["需求汇总表"]["I5"].value == "=SUM(I3:I4)"
    assert values["需求汇总表"]["I5"].value == pytest.approx(78.005)
    assert values["需求汇总表"]["J5"].value == 20
    assert formulas["预算明细"]["J7"].value == "=SUM(J3:J6)"
    assert values["预算明细"]["J7"].value == 1080050
    assert formulas["预算明细"]["J8"].value == '=SUMIF(N3:N6,"是",J3:J6)'
    assert values["预算明细"]["J8"].value == 780050
    assert values["补充需求"]["I4"].value == 48


def test_every_cached_value_is_what_the_formula_gives(content: bytes) -> None:
    formulas, values = load(content, values=False), load(content, values=True)
    for sheet in formulas:
        for row in sheet.iter_rows():
            for cell in row:
                if isinstance(cell.value, str) and cell.value.startswith("=SUM("):
                    area = values[sheet.title][cell.value[5:-1]]
                    lines = area if isinstance(area, tuple) else ((area,),)
                    total = sum(c.value or 0 for line in lines for c in line)
                    assert values[sheet.title][cell.coordinate].value == pytest.approx(total), cell.coordinate


def test_the_matrix_marks_what_is_cited(content: bytes) -> None:
    sheet = load(content, values=True)["赋能清单引用"]
    assert [c.value for c in sheet[2]][4:] == ["2027-mzj-002", "2027-mzj-001"]
    assert [c.value for c in sheet[17]] == [15, "场景应用", "电子证照", 2, "√", "√"]
    assert sheet.max_row == 40


def test_a_matrix_of_many_requests_prints_on_several_pages_and_others_on_one_page_across(content: bytes) -> None:
    few = load(content, values=True)
    assert all(sheet.sheet_properties.pageSetUpPr.fitToPage for sheet in few)
    many = load(xlsx.write(proposal(*(reviewed(request_data(n)) for n in range(1, 41))), author=""), values=True)
    matrix = many["赋能清单引用"]
    assert not matrix.sheet_properties.pageSetUpPr.fitToPage
    assert (matrix.page_setup.scale, matrix.print_title_cols) == (85, "$A:$D")


def test_a_fingerprint_has_the_lines_that_it_takes(content: bytes) -> None:
    """Width of a column in digits of the usual font, 5.25 points; a letter of 8-point Courier is 4.8 points wide."""
    sheet = load(content, values=True)["会商意见"]
    for row in range(3, sheet.max_row + 1):
        for letter in "JK":
            a_line = int((sheet.column_dimensions[letter].width * 5.25) / 4.8)
            taken = -(-len(sheet[f"{letter}{row}"].value) // a_line)
            assert sheet[f"{letter}{row}"].font.name == "Courier New"
            assert sheet.row_dimensions[row].height >= taken * 14


def test_charts_of_category_unit_and_cost_kind_hold_their_values(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        charts = [archive.read(n).decode() for n in archive.namelist() if n.startswith("xl/charts/chart")]
    assert len(charts) == 4
    assert all("<c:numCache>" in chart and "<c:strCache>" in chart for chart in charts)
    assert "场景开发类" in charts[0]


@pytest.mark.parametrize(
    "text", ["=1+1", "@SUM(A1)", "+1", "-1", "http://a.example", '=HYPERLINK("http://a.example")', "_x0041_"]
)
def test_text_stays_text(text: str) -> None:
    data = request_data(title=text, budget={"items": [{**ITEM, "name": text, "amount": 1, "note": text}]})
    sheet = load(xlsx.write(proposal(reviewed(data, opinion=text)), author=text), values=False)["需求汇总表"]
    assert (sheet["D3"].value, sheet["D3"].data_type, sheet["D3"].hyperlink) == (text, "s", None)


def test_control_characters_are_gone() -> None:
    book = load(xlsx.write(proposal(reviewed(request_data(title="甲\x00\x0b乙"))), author=""), values=True)
    assert book["需求汇总表"]["D3"].value == "甲乙"


def test_excel_would_not_repair_it(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "proposal.xlsx").write_bytes(content)
    assert [str(e) for e in OpenXmlValidator().validate(tmp_path / "proposal.xlsx").errors] == []


def test_same_input_same_bytes(content: bytes) -> None:
    assert xlsx.write(made(), author="中心") == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert b"2026-11-14T07:00:00Z" in archive.read("docProps/core.xml")
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_empty_proposal_makes_a_workbook_too() -> None:
    book = load(xlsx.write(proposal(reviewed(request_data(), "draft")), author=""), values=True)
    assert book["需求汇总表"]["I3"].value == 0
    assert "图表" not in book.sheetnames


@pytest.mark.office
def test_libreoffice_opens_it(soffice: Any, content: bytes) -> None:
    shown = soffice(content, ".xlsx")
    assert any("2027年度需求汇总表" in text.replace(" ", "") for text in shown)
