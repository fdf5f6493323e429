"""The Word file: structure, measures of GB/T 9704-2012, hostile text, the same bytes again."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import docx as python_docx
import pytest
from docx.shared import Mm, Pt
from openxml_audit import OpenXmlValidator

from bwtb.proposal import Facts, Proposal
from bwtb.render import docx, page
from bwtb.render.blocks import Block, BlockModel, Cell, Heading, Paragraph, Row, Section, Table, TextRun
from bwtb.render.layout.pagination import fits, fitted, lines, pages
from bwtb.render.markup import block_model
from tests.helpers.reviews import TIME, catalog, proposal, request_data, reviewed

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def build(made: Proposal) -> bytes:
    model = fitted(block_model(page.proposal_page(made, catalog())))
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
    assert lines("一" * 28 + "。", size, tighter, width, hanging=False) == 2
    assert lines("一" * 25 + "7×24", size, tighter, width) == 1  # × between numbers is as narrow as they are
    assert lines("一二三四五、六七八九）、十", size, 0.0, 6.2 * size, hanging=False) == 3
    assert (
        lines("一二三四五六七八九十一）。" + "二" * 4, size, 0.0, 6.2 * size, hanging=False) == 4
    )  # no closing mark begins a line


def test_headings_are_not_stretched(word: Any) -> None:
    assert [str(word.styles[f"Heading {n}"].paragraph_format.alignment) for n in (2, 3, 4)] == ["LEFT (0)"] * 3


def keeps(row: Any) -> bool:
    """Whether a row stays with what comes after it: every paragraph says so, as Word wants it."""
    found = {p.find(f"{W}pPr/{W}keepNext") is not None for p in row._tr.iter(f"{W}p")}
    assert len(found) == 1
    return found == {True}


def test_a_total_is_never_alone_on_a_page_nor_a_head() -> None:
    units = [str(code) for code in catalog().codes("units")]
    many = python_docx.Document(io.BytesIO(build(proposal(*(reviewed(request_data(1, u)) for u in units)))))
    long = next(t for t in many.tables if [c.text for c in t.rows[0].cells][1:3] == ["申请单位", "需求数"])
    assert [keeps(row) for row in long.rows] == [True, *[False] * (len(long.rows) - 3), True, False]
    short = next(t for t in many.tables if t.rows[0].cells[1].text == "需求类别")
    assert [keeps(row) for row in short.rows] == [True] * (len(short.rows) - 1) + [False]


def test_a_note_on_rounding_stays_with_its_table() -> None:
    items = [{"name": "开发", "kind": kind, "amount": 33350} for kind in ("software", "hardware", "data")]
    word = python_docx.Document(io.BytesIO(build(proposal(reviewed(request_data(budget={"items": items}))))))
    table = next(t for t in word.tables if t.rows[0].cells[1].text == "经费类别")
    assert all(keeps(row) for row in table.rows)
    gap = table._tbl.getnext()
    assert gap.find(f"{W}pPr/{W}keepNext") is not None
    assert gap.getnext().text == page.ROUNDING_NOTE


def test_the_note_below_a_form_stays_with_its_last_row(word: Any) -> None:
    """本表一式四份 … alone on a page would be an empty sheet to hand in."""
    forms = [t for t in word.tables if t.rows[-1].cells[0].text == "备注"]
    assert forms
    for table in forms:
        assert keeps(table.rows[-1])


def test_a_sentence_that_leads_to_a_table_stays_with_it(word: Any) -> None:
    leading = next(p for p in word.paragraphs if p.text.startswith("按照管理办法第七条"))
    assert leading.paragraph_format.keep_with_next


def form(*, opinion: str = "同意。", **changes: Any) -> Section:
    made = proposal(reviewed(request_data(**changes), opinion=opinion))
    return fitted(block_model(page.proposal_page(made, catalog()))).sections[-1]


def form_rows(section: Section) -> list[Row]:
    return list(next(b for b in section.blocks if isinstance(b, Table)).rows)


def test_a_form_that_needs_it_gives_up_empty_room_and_no_other_does() -> None:
    assert not any("tight" in row.classes for row in form_rows(form()))
    crowded = form(opinion="同意，但实施中请注意与市级系统做好接口版本的衔接，按期报送进度。", remarks="备注。\n" * 4)
    assert all("tight" in row.classes for row in form_rows(crowded))
    assert fits(crowded)


def test_a_forms_dates_stand_at_the_foot_of_their_rows() -> None:
    dated = [c for row in form_rows(form()) for c in row.cells if any(p.style == "date" for p in c.paragraphs)]
    assert len(dated) == 4
    assert all("bottom" in cell.classes for cell in dated)


def letter(**given: Any) -> Proposal:
    imprint = {"cc": "区政府办公室", "printed_by": "区行政服务中心办公室", "printed_on": "2026-11-20"}
    return proposal(
        reviewed(request_data()), given=Facts(True, "2026-11-14", addressee="区大数据中心", imprint=imprint, **given)
    )


@pytest.mark.office
@pytest.mark.parametrize("given", [{}, {"contact": {"name": "甲", "phone": "1234567"}, "number": "甲〔2026〕1号"}])
def test_the_imprint_stands_at_the_foot_of_the_letters_last_page(
    soffice: Any, given: dict[str, Any], tmp_path: Path
) -> None:
    shown = soffice(build(letter(**given)), ".docx")
    place = next(i for i, text in enumerate(shown) if "印发" in text)
    assert "目" in shown[place + 2], "the cover and the contents follow at once"
    command = ["pdftotext", "-bbox", "-f", str(place + 1), "-l", str(place + 1), tmp_path / "out.pdf", "-"]
    boxes = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    foot = [float(y) for y in re.findall(r'yMax="([\d.]+)">[^<]*印发', boxes)]
    assert 680 < foot[0] < 745, "points; the text of a page ends at 742"


@pytest.mark.office
def test_libreoffice_puts_the_chapters_where_the_contents_say(soffice: Any) -> None:
    texts = dict.fromkeys(("goals", "content", "functions"), "需求说明文字，用来占据版面的一段话，长度足够换行。" * 12)
    base = request_data()["description"]
    units = ["mzj", "ldz", "fgw", "rsj", "jw", "sww", "wlj", "kw"]
    made = proposal(*(reviewed(request_data(1, u, description={**base, **texts})) for u in units))
    model = block_model(page.proposal_page(made, catalog()))
    found = pages(model)
    shown = [re.sub(r"\s", "", text) for text in soffice(build(made), ".docx")]
    start = next(i for i, text in enumerate(shown) if text.startswith("一、编制依据本"))
    for heading in model.headings():
        if heading.level == 1:
            assert re.sub(r"\s", "", heading.text) in shown[start + found[heading.anchor] - 1], heading.text
    forms = [text for text in shown if "需求名称" in text and "联合评审" in text]
    assert len(forms) == len(units)
    assert all("本表一式四份" in text for text in forms), "a form takes one page"


def mixed(*texts: str) -> Paragraph:
    """A paragraph whose texts change faces, as the lines on a request's units, nature and platforms do."""
    return Paragraph(tuple(TextRun(text, "kai" if place % 2 == 0 else "") for place, text in enumerate(texts)))


def grid(rows: int, *texts: str) -> Table:
    cells = tuple(Cell((Paragraph((TextRun(text),)),)) for text in texts)
    return Table((0.17,) * len(texts), tuple(Row(cells) for _ in range(rows)))


MANY_FACES = mixed(
    "申请单位：", "区文旅局。", "项目性质：", "升级改造。", "上线平台：", f"一{'网' * 27}{'通' * 28}办。"
)
TIMES_SIGN = Paragraph((TextRun("安全运营时间7×24" * 3),))  # fits a line if × is narrow
CELL_MARKS = grid(20, "区文旅局、大场镇、杨行镇、月浦镇、罗泾镇、顾村镇", "区信息委（区大数据中心）、友谊路街道")
LINES = Paragraph((TextRun("一" * (26 + 28 * 18)),))
HALF = Paragraph((TextRun("一" * (26 + 28 * 8)),))
# Its last row would stand in what a page has for text, but not in its 22 lines.
TO_THE_EDGE = replace(grid(16, "甲"), rows=grid(16, "甲").rows + grid(1, "甲乙丙丁戊己庚辛").rows)


@pytest.mark.office
@pytest.mark.parametrize(
    "parts",
    [
        [[MANY_FACES] * 8] * 4,
        [[TIMES_SIGN] * 8] * 4,
        [[CELL_MARKS]] * 4,
        [[grid(31, "甲")], [LINES], [LINES]],  # the gap after the table begins a page
        [[HALF, TO_THE_EDGE], [LINES]],
    ],
    ids=["many faces", "multiplication", "cells", "gap", "whole lines"],
)
def test_libreoffice_breaks_lines_and_pages_as_reckoned(soffice: Any, parts: list[list[Block]]) -> None:
    blocks: list[Block] = []
    for place, part in enumerate(parts, 1):
        blocks += [Heading(2, (TextRun(f"（第{place}处）"),), f"h{place}"), *part]
    last = Heading(2, (TextRun("（末处）"),), f"h{len(parts) + 1}")
    model = BlockModel("试排", (Section("body", (*blocks, last, Paragraph((TextRun("完。"),)))),))
    found = pages(model)
    shown = soffice(docx.write(model, author="", time=TIME, pages=found), ".docx")
    for heading in model.headings():
        place = [number for number, text in enumerate(shown, 1) if heading.text in re.sub(r"\s", "", text)]
        assert place == [found[heading.anchor]], heading.text
