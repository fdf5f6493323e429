"""A template's page as the block model."""

from __future__ import annotations

from bwtb.render.blocks import Break, Contents, Heading, Paragraph, Run, Table
from bwtb.render.markup import document


def test_sections_blocks_and_classes() -> None:
    page = """<head><title>标题</title></head><section class="letter"><p class="signature" data-right="1.5">署名</p></section>
    <section class="body"><nav class="toc"></nav><h2>一、编制依据</h2><div><p>正文</p></div></section>
    <section class="body more"><h2 class="annex">附表1</h2></section>"""
    made = document(page)
    assert made.title == "标题"
    assert [(s.layout, s.more) for s in made.sections] == [("letter", False), ("body", False), ("body", True)]
    assert made.sections[0].blocks == (Paragraph((Run("署名"),), "signature", 1.5),)
    assert made.sections[1].blocks[0] == Contents()
    assert [(h.level, h.text, h.anchor, h.style) for h in made.headings()] == [
        (1, "一、编制依据", "h1", ""),
        (1, "附表1", "h2", "annex"),
    ]


def test_spaces_collapse_as_in_a_browser_and_full_width_ones_stay() -> None:
    (paragraph,) = document("<section><p>\n 甲　乙 \n <u>丙</u> <br> 丁 </p></section>").sections[0].blocks
    assert isinstance(paragraph, Paragraph)
    assert paragraph.inlines == (Run("甲　乙 "), Run("丙", underline=True), Break(), Run("丁"))


def test_tables_have_spans_widths_and_heads() -> None:
    page = """<section><table class="grid"><colgroup><col style="width:25%"><col style="width:75%"></colgroup>
    <thead><tr><th>甲</th><th>乙</th></tr></thead>
    <tbody><tr class="total"><td colspan="2" class="num"><p>一</p><p>二</p></td></tr></tbody></table></section>"""
    (table,) = document(page).sections[0].blocks
    assert isinstance(table, Table)
    assert table.widths == (0.25, 0.75)
    assert [(r.head, len(r.cells)) for r in table.rows] == [(True, 2), (False, 1)]
    cell = table.rows[1].cells[0]
    assert (cell.columns, [p.text for p in cell.paragraphs], cell.classes) == (2, ["一", "二"], frozenset({"num"}))


def test_escaped_text_stays_text_and_scripts_are_dropped() -> None:
    made = document("<section><p>&lt;b&gt;甲&amp;乙</p><script>丙</script><p>x<style>丁</style></p></section>")
    assert [b.text for b in made.sections[0].blocks if isinstance(b, Paragraph)] == ["<b>甲&乙", "x"]


def test_unclosed_and_stray_tags_do_no_harm() -> None:
    made = document("<section></i><h2>一、<b>甲</h2><p>乙</section>")
    assert [b.text for b in made.sections[0].blocks if isinstance(b, Heading | Paragraph)] == ["一、甲", "乙"]
