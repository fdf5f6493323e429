"""A template's page as the block model."""

from __future__ import annotations

from bwtb.render.blocks import Break, Contents, Heading, Paragraph, Table, TextRun
from bwtb.render.markup import block_model


def test_sections_blocks_and_classes() -> None:
    page = """<head><title>标题</title></head><section class="letter"><p class="signature" data-right="1.5">署名</p></section>
    <section class="body"><nav class="toc"></nav><h2>一、编制依据</h2><div><p>正文</p></div></section>
    <section class="body more"><h2 class="annex">附表1</h2></section>"""
    made = block_model(page)
    assert made.title == "标题"
    assert [(s.layout, s.more) for s in made.sections] == [("letter", False), ("body", False), ("body", True)]
    assert made.sections[0].blocks == (Paragraph((TextRun("署名"),), "signature", 1.5),)
    assert made.sections[1].blocks[0] == Contents()
    assert [(h.level, h.text, h.anchor, h.style) for h in made.headings()] == [
        (1, "一、编制依据", "h1", ""),
        (1, "附表1", "h2", "annex"),
    ]


def test_headings_have_the_ids_that_the_page_gives_them() -> None:
    page = """<section><h2 id="h2" id="own">甲</h2><h3>乙</h3><h3 id="own">丙</h3><h3 id="h1">丁</h3></section>"""
    assert [(h.text, h.anchor) for h in block_model(page).headings()] == [
        ("甲", "h2"),
        ("乙", "h3"),
        ("丙", "h4"),
        ("丁", "h1"),
    ]


def test_spaces_collapse_as_in_a_browser_and_full_width_ones_stay() -> None:
    (paragraph,) = block_model("<section><p>\n 甲　乙 \n <u>丙</u> <br> 丁 </p></section>").sections[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.inlines == (TextRun("甲　乙 "), TextRun("丙", underline=True), Break(), TextRun("丁"))


def test_tables_have_spans_widths_and_heads() -> None:
    page = """<section><table class="grid"><colgroup><col style="width:25%"><col style="width:75%"></colgroup>
    <thead><tr><th>甲</th><th>乙</th></tr></thead>
    <tbody><tr class="total"><td colspan="2" class="num"><p>一</p><p>二</p></td></tr></tbody></table></section>"""
    (table,) = block_model(page).sections[0].blocks
    assert isinstance(table, Table)
    assert table.widths == (0.25, 0.75)
    assert [(r.head, len(r.cells)) for r in table.rows] == [(True, 2), (False, 1)]
    cell = table.rows[1].cells[0]
    assert (cell.columns, [p.text for p in cell.paragraphs], cell.classes) == (2, ["一", "二"], frozenset({"num"}))


def test_escaped_text_stays_text_and_scripts_are_dropped() -> None:
    made = block_model("<section><p>&lt;b&gt;甲&amp;乙</p><script>丙</script><p>x<style>丁</style></p></section>")
    assert [b.text for b in made.sections[0].blocks if isinstance(b, Paragraph)] == ["<b>甲&乙", "x"]


def test_unclosed_and_stray_tags_do_no_harm() -> None:
    made = block_model("<section></i><h2>一、<b>甲</h2><p>乙</section>")
    assert [b.text for b in made.sections[0].blocks if isinstance(b, Heading | Paragraph)] == ["一、甲", "乙"]


def _lines(inside: str, *, classes: str = "title", layout: str = "letter") -> list[str]:
    (made,) = block_model(f'<section class="{layout}"><p class="{classes}">{inside}</p></section>').sections[0].blocks
    assert isinstance(made, Paragraph)
    return made.text.split("\n")


def test_a_title_never_breaks_inside_a_marked_word() -> None:
    words = ["上海市宝山区", "行政服务中心", "关于报送", "“一网通办”", "政务服务", "信息化项目", "需求建议书", "的函"]
    marked = "".join(f'<span class="nowrap">{word}</span>' for word in words)
    assert _lines(marked) == ["上海市宝山区行政服务中心", "关于报送“一网通办”政务服务", "信息化项目需求建议书的函"]
    # Whatever stands before them, words stay whole and lines fit: 20 characters of 2号 on 156 mm.
    for before in range(25):
        lines = _lines("前" * before + marked)
        assert "".join(lines) == "前" * before + "".join(words)
        assert max(map(len, lines)) <= 20
        assert all(any(word in line for line in lines) for word in words)


def test_marks_of_a_title_leave_faces_and_given_lines_alone() -> None:
    (made,) = (
        block_model(
            '<section class="cover"><p class="cover-title"><span class="nowrap">甲乙</span><br><b>丙</b><span class="nowrap kai">丁</span></p></section>'
        )
        .sections[0]
        .blocks
    )
    assert isinstance(made, Paragraph)
    assert made.inlines == (TextRun("甲乙"), Break(), TextRun("丙", bold=True), TextRun("丁", "kai"))


def test_a_word_longer_than_a_line_is_broken_and_punctuation_stands_with_its_neighbour() -> None:
    assert _lines(f'<span class="nowrap">{"甲" * 24}</span>') == ["甲" * 12, "甲" * 12]
    assert _lines(f'{"甲" * 19}（乙）<span class="nowrap">丙</span>') == ["甲" * 12, "甲" * 7 + "（乙）丙"]
    long = "a" * 60
    assert _lines(f'{long}<span class="nowrap">乙</span>') == [long, "乙"], (
        "a name without a place to break has its line"
    )


def test_text_that_is_no_title_and_titles_without_marks_are_not_broken() -> None:
    assert _lines("甲" * 30 + '<span class="nowrap">乙</span>', classes="") == ["甲" * 30 + "乙"]
    assert _lines("甲" * 30) == ["甲" * 30]
