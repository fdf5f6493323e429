"""The Word file: structure, measures of GB/T 9704-2012, hostile text, the same bytes again."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx as python_docx
import pytest
from docx.shared import Mm, Pt
from openxml_audit import OpenXmlValidator

from bwtb.proposal import Proposal
from bwtb.render import docx, page
from bwtb.render.docx.pagination import lines, pages
from bwtb.render.markup import document
from tests.reviews import TIME, catalog, proposal, request_data, reviewed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def build(made: Proposal) -> bytes:
    model = document(page.proposal_page(made, catalog()))
    return docx.write(model, author="上海市宝山区行政服务中心", time=TIME, pages=pages(model))


@pytest.fixture(scope="module")
def content() -> bytes:
    units = ["mzj", "ldz", "fgw", "rsj"]
    categories = ["scenario", "work_point", "scenario", "scenario"]
    made = [reviewed(request_data(1, u, category=c)) for u, c in zip(units, categories, strict=True)]
    return build(proposal(*made))


@pytest.fixture(scope="module")
def word(content: bytes) -> Any:
    return python_docx.Document(io.BytesIO(content))


def test_every_part_is_well_formed_xml(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        for name in (n for n in archive.namelist() if not n.endswith(".xlsx")):
            ElementTree.fromstring(archive.read(name))  # noqa: S314 - our own output


def test_word_would_not_repair_it(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "proposal.docx").write_bytes(content)
    assert [str(e) for e in OpenXmlValidator().validate(tmp_path / "proposal.docx").errors] == []


def test_same_input_same_bytes_and_no_clock(content: bytes) -> None:
    units = ["mzj", "ldz", "fgw", "rsj"]
    categories = ["scenario", "work_point", "scenario", "scenario"]
    made = [reviewed(request_data(1, u, category=c)) for u, c in zip(units, categories, strict=True)]
    assert build(proposal(*made)) == content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {i.date_time for i in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert {i.compress_type for i in archive.infolist()} == {zipfile.ZIP_STORED}
        assert b"2026-11-14T07:00:00Z" in archive.read("docProps/core.xml")


def test_page_margins_grid_and_orientation(word: Any) -> None:
    body = next(
        s
        for s in word.sections
        if s._sectPr.find(f"{W}pgNumType") is not None and not s.different_first_page_header_footer
    )
    assert abs(body.page_width - Mm(210)) < Mm(0.1)
    assert abs(body.page_height - Mm(297)) < Mm(0.1)
    assert abs(body.top_margin - Mm(37)) < Mm(1)
    assert abs(body.left_margin - Mm(28)) < Mm(1)
    assert abs(body.page_width - body.left_margin - body.right_margin - Mm(156)) < Mm(1)
    assert abs(body.page_height - body.top_margin - body.bottom_margin - Mm(225)) < Mm(1)
    grid = body._sectPr.find(f"{W}docGrid")
    assert (grid.get(f"{W}type"), grid.get(f"{W}linePitch")) == ("lines", "579")
    assert [s.orientation for s in word.sections].count(1) == 4
    assert word.settings.odd_and_even_pages_header_footer


def test_fonts_by_name(word: Any) -> None:
    def face(style: str) -> str | None:
        fonts = word.styles[style].element.rPr.rFonts if word.styles[style].element.rPr is not None else None
        return None if fonts is None else fonts.get(f"{W}eastAsia")

    assert face("Heading 1") == "黑体"
    assert face("Heading 2") == "楷体_GB2312"
    assert face("Title") == "方正小标宋简体"
    defaults = word.styles.element.find(f"{W}docDefaults").find(f".//{W}rFonts")
    assert defaults.get(f"{W}eastAsia") == "仿宋_GB2312"
    assert defaults.get(f"{W}ascii") == "Times New Roman"
    assert word.styles["Title"].font.size == Pt(22)
    assert not any(s.font.bold for s in word.styles if s.type == 1)


def test_real_headings_in_order(word: Any) -> None:
    first = [p.text for p in word.paragraphs if p.style.name == "Heading 1"]
    assert first == [
        "一、编制依据", "二、系统目标", "三、建设内容", "四、功能应用", "五、数据资源", "六、安全保障", "七、运维服务", "八、经费预算",
    ]  # fmt: skip
    assert next(p.text for p in word.paragraphs if p.style.name == "附表标题").startswith("附表1")
    assert any(p.text.startswith("（一）工作要点类") for p in word.paragraphs if p.style.name == "Heading 2")
    assert any(p.text.startswith("1.养老服务") for p in word.paragraphs if p.style.name == "Heading 3")


def test_the_contents_show_entries_and_pages_without_an_update(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        xml = archive.read("word/document.xml").decode()
    entries = re.findall(r'<w:pStyle w:val="TOC1"/>.*?</w:p>', xml)
    shown = ["".join(re.findall(r"<w:t [^>]*>([^<]*)</w:t>", e)) for e in entries]
    assert shown[0] == "一、编制依据1"
    assert len(shown) == 13
    assert all(re.fullmatch(r".*\D\d+|附表\d　\D+\d+|附表1　2027年度需求汇总表\d+", s) for s in shown)
    marks = set(re.findall(r'bookmarkStart w:id="\d+" w:name="(\w+)"', xml))
    assert set(re.findall(r"PAGEREF (\w+) ", xml)) <= marks
    assert xml.count('fldCharType="begin"') == xml.count('fldCharType="end"')


def test_header_rows_repeat_and_rows_do_not_split(word: Any) -> None:
    tables = [t for t in word.tables if len(t.columns) == 12]
    assert len(tables) == 1
    properties = tables[0].rows[0]._tr.trPr
    assert properties.find(f"{W}tblHeader") is not None
    assert properties.find(f"{W}cantSplit") is not None
    assert [c.text for c in tables[0].rows[0].cells][:4] == ["序号", "编号", "申请单位", "需求名称"]


def test_page_numbers_have_different_places_on_odd_and_even_pages(content: bytes) -> None:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        odd, even = (archive.read(f"word/footer{side}.xml").decode() for side in ("Odd", "Even"))
        wide = archive.read("word/footerWideOdd.xml").decode()
    assert 'w:jc w:val="right"' in odd
    assert 'w:rightChars="100"' in odd
    assert 'w:jc w:val="left"' in even
    assert "PAGE" in odd
    assert 'w:textDirection w:val="tbRl"' in wide


def test_hostile_text_is_text(content: bytes) -> None:
    hostile = '</w:t></w:r><w:r><w:instrText>INCLUDETEXT "/etc/passwd"</w:instrText></w:r>\x01{{ 7*7 }}&#x202e;'
    made = build(proposal(reviewed(request_data(title=hostile, remarks=hostile))))
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        xml = archive.read("word/document.xml").decode()
    ElementTree.fromstring(xml)  # noqa: S314
    codes = set(re.findall(r"<w:instrText[^>]*>([^<]*)<", xml))
    ours = {c for c in codes if re.fullmatch(r" PAGEREF _Toc\d{8} \\h | TOC \\o &quot;1-2&quot; \\h \\z \\u ", c)}
    assert codes == ours
    assert any(hostile.replace("\x01", "") in p.text for p in python_docx.Document(io.BytesIO(made)).paragraphs)


def test_lines_are_counted_as_on_the_grid() -> None:
    size, tighter, width = 320.0, -5.0, 28 * 315.0
    assert lines("一" * 28, size, tighter, width) == 1
    assert lines("一" * 29, size, tighter, width) == 2
    assert lines("一" * 28 + "。", size, tighter, width) == 1  # a stop hangs
    assert lines("一" * 27 + "（一", size, tighter, width) == 2
    assert lines("一" * 26, size, tighter, width, first=640) == 1
    assert lines("一\n二", size, tighter, width) == 2


@pytest.mark.office
def test_libreoffice_puts_the_chapters_where_the_contents_say(soffice: Any) -> None:
    texts = dict.fromkeys(("goals", "content", "functions"), "需求说明文字，用来占据版面的一段话，长度足够换行。" * 12)
    base = request_data()["description"]
    units = ["mzj", "ldz", "fgw", "rsj", "jw", "sww", "wlj", "kw"]
    made = proposal(*(reviewed(request_data(1, u, description={**base, **texts})) for u in units))
    model = document(page.proposal_page(made, catalog()))
    found = pages(model)
    shown = [re.sub(r"\s", "", text) for text in soffice(build(made), ".docx")]
    start = next(i for i, text in enumerate(shown) if text.startswith("一、编制依据本"))
    for heading in model.headings():
        if heading.level == 1:
            assert re.sub(r"\s", "", heading.text) in shown[start + found[heading.anchor] - 1], heading.text
    forms = [text for text in shown if "需求名称" in text and "联合评审" in text]
    assert len(forms) == len(units)
    assert all("本表一式四份" in text for text in forms), "a form takes one page"
