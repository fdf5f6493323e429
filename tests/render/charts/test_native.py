"""Charts that Word and Excel draw: values cached, a workbook behind them, hostile text inert, shown by LibreOffice."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import openpyxl
import pytest
from openxml_audit import OpenXmlValidator

from bwtb.proposal import Proposal
from bwtb.render import docx, page, xlsx
from bwtb.render.blocks import BlockModel, Chart, Section, Series
from bwtb.render.layout.pagination import pages
from bwtb.render.markup import block_model
from tests.helpers.reviews import TIME, catalog, proposal, request_data, reviewed

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
HOSTILE = [
    '=HYPERLINK("http://a.example","甲")',
    "@SUM(A1)",
    '</c:v><c:f>Sheet1!$Z$1</c:f>"&amp;',
    "http://a.example",
    "=Sheet1!$Z$1",
    "甲",
]


def made(number: int = 20) -> Proposal:
    items = [
        {"name": "开发", "kind": "software", "amount": 300050, "borne_by": "platform"},
        {"name": "设备", "kind": "hardware", "amount": 200000, "borne_by": "unit"},
    ]
    integration = {"mode": "interface", "system": "甲系统", "operator": "unit"}
    units = catalog().codes("units")[:number]
    changes = {"category": "integration", "integration": integration, "budget": {"items": items}}
    return proposal(*(reviewed(request_data(1, u, **(changes if n % 3 == 0 else {}))) for n, u in enumerate(units)))


def word(what: Proposal) -> bytes:
    model = block_model(page.proposal_page(what, catalog()))
    return docx.write(model, author="中心", time=TIME, pages=pages(model))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def cached(xml: bytes) -> tuple[list[str], list[list[float]], list[str]]:
    """Labels, values of each series, and formulas of a chart's part."""
    root = ElementTree.fromstring(xml)  # noqa: S314 - our own output
    series = list(root.iter(f"{C}ser"))
    labels = [v.text or "" for v in series[0].findall(f"{C}cat//{C}v")]
    values = [[float(v.text or "") for v in one.findall(f"{C}val//{C}pt/{C}v")] for one in series]
    return labels, values, [f.text or "" for f in root.iter(f"{C}f")]


@pytest.fixture(scope="module")
def content() -> bytes:
    return word(made())


def test_every_chart_of_the_word_file_has_its_workbook_with_the_same_values(content: bytes) -> None:
    found = parts(content)
    charts = sorted(name for name in found if re.fullmatch(r"word/charts/chart\d+\.xml", name))
    assert len(charts) == 4
    for number, name in enumerate(charts, 1):
        labels, values, formulas = cached(found[name])
        assert f"../embeddings/workbook{number}.xlsx" in found[f"word/charts/_rels/chart{number}.xml.rels"].decode()
        assert b'<c:externalData r:id="rId1">' in found[name]
        book = openpyxl.load_workbook(io.BytesIO(found[f"word/embeddings/workbook{number}.xlsx"]))
        rows: list[Any] = list(book["Sheet1"].values)
        assert [row[0] for row in rows[1:]] == labels
        assert [[row[place] for row in rows[1:]] for place in range(1, len(values) + 1)] == values
        last = len(labels) + 1
        assert {f"Sheet1!$A$2:$A${last}", f"Sheet1!$B$2:$B${last}", "Sheet1!$B$1"} <= set(formulas)
    assert len(re.findall(rb"<c:chart [^>]*r:id=\"rChart\d\"", found["word/document.xml"])) == 4


def test_the_charts_have_captions_below_that_stay_with_them(content: bytes) -> None:
    xml = parts(content)["word/document.xml"].decode()
    captions = re.findall(r'</w:drawing></w:r></w:p><w:p><w:pPr><w:pStyle w:val="Caption"/></w:pPr>(.*?)</w:p>', xml)
    shown = ["".join(re.findall(r"<w:t [^>]*>([^<]*)<", caption)) for caption in captions]
    assert [text.split("　")[0] for text in shown] == ["图1", "图2", "图3", "图4"]
    assert "合并列示" in shown[1]
    figure = re.search(r'w:styleId="Figure">.*?</w:style>', parts(content)["word/styles.xml"].decode())
    assert figure is not None
    assert "<w:keepNext/>" in figure[0]


def test_same_input_same_bytes(content: bytes) -> None:
    assert word(made()) == content
    for name, part in parts(content).items():
        if name.endswith(".xlsx"):
            with zipfile.ZipFile(io.BytesIO(part)) as archive:
                assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
                assert {i.compress_type for i in archive.infolist()} == {zipfile.ZIP_STORED}
                assert b"2026-11-14T07:00:00Z" in archive.read("docProps/core.xml")


def test_word_and_excel_would_not_repair_them(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a.docx").write_bytes(content)
    (tmp_path / "b.xlsx").write_bytes(parts(content)["word/embeddings/workbook1.xlsx"])
    for name in ("a.docx", "b.xlsx"):
        assert [str(e) for e in OpenXmlValidator().validate(tmp_path / name).errors] == []


def test_no_request_no_chart() -> None:
    found = parts(word(proposal(reviewed(request_data(), "draft"))))
    assert not any("chart" in name or "embeddings" in name for name in found)
    assert "drawing" not in found["word/document.xml"].decode()


def test_few_things_are_counted_by_ones_and_labels_stay_on_one_line() -> None:
    found = parts(word(proposal(reviewed(request_data()))))
    counted, money = (found[f"word/charts/chart{number}.xml"] for number in (4, 1))
    assert b'<c:majorUnit val="1"/>' in counted
    assert b"<c:majorUnit" not in money
    assert b'<a:bodyPr wrap="none"/>' in money
    assert b'<a:bodyPr wrap="none"/>' in parts(xlsx.write(made(), author=""))["xl/charts/chart1.xml"]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_is_text_in_chart_and_workbook(text: str, tmp_path: Path) -> None:
    one = Chart(text, (text, "b"), (Series(text, (1.0, 2.0)), Series("c", (0.0, 1.0))), text, 0, text)
    written = docx.write(BlockModel("标题", (Section("body", (one,)),)), author="", time=TIME)
    found = parts(written)
    labels, _values, formulas = cached(found["word/charts/chart1.xml"])
    assert labels == [text, "b"]
    titles = [t.text for t in ElementTree.fromstring(found["word/charts/chart1.xml"]).iter(f"{A}t")]  # noqa: S314
    assert titles == [text]
    assert all(re.fullmatch(r"Sheet1!\$[A-C]\$[1-3](:\$[A-C]\$3)?", formula) for formula in formulas)
    book = openpyxl.load_workbook(io.BytesIO(found["word/embeddings/workbook1.xlsx"]))
    for cell in (book["Sheet1"]["A1"], book["Sheet1"]["A2"], book["Sheet1"]["B1"]):
        assert (cell.value, cell.data_type, cell.hyperlink) == (text, "s", None)
    (tmp_path / "a.docx").write_bytes(written)
    assert [str(e) for e in OpenXmlValidator().validate(tmp_path / "a.docx").errors] == []


def test_the_sheet_of_charts_follows_the_summaries() -> None:
    written = xlsx.write(made(), author="中心")
    found = parts(written)
    charts = sorted(name for name in found if name.startswith("xl/charts/chart"))
    formulas, values = (openpyxl.load_workbook(io.BytesIO(written), data_only=v) for v in (False, True))
    assert len(charts) == 4
    for name in charts:
        labels, numbers, places = cached(found[name])
        area = next(place for place in places if ":" in place).split("!")[1].replace("$", "")
        first = int(re.findall(r"\d+", area)[0])
        for column, series in zip("BC", numbers, strict=False):
            for row, number in enumerate(series, first):
                assert values["图表"][f"A{row}"].value == labels[row - first]
                assert values["图表"][f"{column}{row}"].value == pytest.approx(number)
                followed = re.match(r"='?([^'!]+)'?!([A-Z]+\d+)", formulas["图表"][f"{column}{row}"].value)
                assert followed is not None
                target = values[followed[1]][followed[2]].value
                if "-SUM(" in formulas["图表"][f"{column}{row}"].value:
                    target -= sum(series[:-1])
                assert number == pytest.approx(target)


@pytest.mark.office
def test_libreoffice_shows_the_charts_and_keeps_to_the_contents(soffice: Callable[[bytes, str], list[str]]) -> None:
    what = made()
    model = block_model(page.proposal_page(what, catalog()))
    found = pages(model)
    shown = [re.sub(r"\s", "", text) for text in soffice(word(what), ".docx")]
    start = next(i for i, text in enumerate(shown) if text.startswith("一、编制依据本"))
    for heading in model.headings():
        if heading.level <= 2:
            assert re.sub(r"\s", "", heading.text) in shown[start + found[heading.anchor] - 1], heading.text
    # What a chart alone says, on the page of its caption.
    for number, text in ((2, "其他6个单位"), (3, "经费预算（万元）"), (4, "引用的需求数（项）")):
        assert any(f"图{number}" in one and text in one for one in shown), text


def renamed(what: Proposal, name: str) -> Proposal:
    """The proposal with this name for every category, unit and cost kind: a registry's catalog is its own."""
    breakdowns = {
        key: replace(one, rows=tuple(replace(row, name=name) for row in one.rows))
        for key, one in what.totals.breakdowns.items()
    }
    return replace(what, totals=replace(what.totals, breakdowns=breakdowns))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_names_of_units_and_kinds_are_text_in_every_document(text: str, tmp_path: Path) -> None:
    what = renamed(made(3), text)
    html = page.proposal_page(what, catalog())
    for svg in re.findall("<svg .*?</svg>", html, re.DOTALL)[:3]:
        root = ElementTree.fromstring(svg)  # noqa: S314
        assert {element.tag.split("}")[1] for element in root.iter()} == {"svg", "g", "path", "rect", "text"}
    for number in (1, 2, 3):
        assert set(cached(parts(word(what))[f"word/charts/chart{number}.xml"])[0]) == {text}
    written = xlsx.write(what, author="")
    sheet = openpyxl.load_workbook(io.BytesIO(written))["图表"]
    named = [cell for (cell,) in sheet.iter_rows(max_col=1) if cell.value == text]
    assert len(named) == sum(len(what.totals.breakdowns[key].rows) for key in ("category", "unit", "kind"))
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in named)
    (tmp_path / "a.xlsx").write_bytes(written)
    assert [str(e) for e in OpenXmlValidator().validate(tmp_path / "a.xlsx").errors] == []
