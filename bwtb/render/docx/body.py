"""The block model → document.xml."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import count

from bwtb.render.blocks import Block, BlockModel, Chart, Heading, Paragraph, Table
from bwtb.render.docx import chart, table
from bwtb.render.docx.text import field, field_char, inlines, instruction, paragraph, run
from bwtb.render.layout.flow import introduces, merged, restarts, starts_page
from bwtb.render.layout.paper import LAYOUTS, LINE, OWN_NUMBERS, Layout
from bwtb.render.layout.styles import style_of


class Writer:
    """Writes one document. `pages` are the page numbers for the table of contents, by anchor."""

    def __init__(self, document: BlockModel, pages: Mapping[str, int]) -> None:
        self.document = document
        self.pages = pages
        self.bookmarks = count(1)
        self.charts = count(1)

    def body(self) -> str:
        """The content of w:body: sections, each ended by its properties."""
        parts: list[str] = []
        sections = merged(self.document.sections)
        starts = restarts([section for section, _blocks in sections])
        for place, (section, blocks) in enumerate(sections):
            layout = LAYOUTS[section.layout]
            for number, (block, new_page) in enumerate(blocks, 1):
                following = blocks[number][0] if number < len(blocks) else None
                parts.append(self.block(block, layout, new_page, following))
                if isinstance(block, Table) and following and not starts_page(*blocks[number]):
                    parts.append(table.after(block, following))
            properties = _section_properties(section.layout, layout, starts[place])
            parts.append(properties if place + 1 == len(sections) else _section_end(properties))
        return "".join(parts)

    def block(self, block: Block, layout: Layout, new_page: bool, following: Block | None) -> str:
        if isinstance(block, Heading):
            return self.heading(block)
        if isinstance(block, Paragraph):
            return paragraph(block, style_of(block), new_page=new_page, keep=introduces(block, following))
        if isinstance(block, Table):
            return "".join(table.write(block, layout, following))
        if isinstance(block, Chart):
            return chart.paragraph(next(self.charts), block, layout)
        return self.contents()

    def heading(self, heading: Heading) -> str:
        mark, number = _bookmark(heading), next(self.bookmarks)
        return (
            f'<w:p><w:pPr><w:pStyle w:val="{style_of(heading)}"/></w:pPr><w:bookmarkStart w:id="{number}" w:name="{mark}"/>'
            f'{inlines(heading.inlines)}<w:bookmarkEnd w:id="{number}"/></w:p>'
        )

    def contents(self) -> str:
        """The table of contents: a real TOC field that already holds its entries, with page numbers."""
        entries = [h for h in self.document.headings() if h.level <= 2]
        toc = instruction('TOC \\o "1-2" \\h \\z \\u')
        begin = field_char("begin") + toc + field_char("separate")
        lines = []
        for place, heading in enumerate(entries):
            first, last = (begin if place == 0 else ""), (field_char("end") if place + 1 == len(entries) else "")
            mark = _bookmark(heading)
            page = self.pages.get(heading.anchor)
            number = "" if page is None else "<w:r><w:tab/></w:r>" + field(f"PAGEREF {mark} \\h", run(str(page)))
            lines.append(
                f'<w:p><w:pPr><w:pStyle w:val="TOC{heading.level}"/></w:pPr>{first}'
                f'<w:hyperlink w:anchor="{mark}" w:history="1">{inlines(heading.inlines)}{number}</w:hyperlink>{last}</w:p>'
            )
        return "".join(lines)


def _bookmark(heading: Heading) -> str:
    return f"_Toc{int(heading.anchor[1:]):08d}"


def _section_end(properties: str) -> str:
    """The paragraph that carries a section's properties: as good as no height, so that it starts no page."""
    return (
        '<w:p><w:pPr><w:pStyle w:val="Flush"/><w:snapToGrid w:val="0"/><w:spacing w:line="20" w:lineRule="exact"/>'
        f'<w:rPr><w:sz w:val="2"/><w:szCs w:val="2"/></w:rPr>{properties}</w:pPr></w:p>'
    )


def _section_properties(name: str, layout: Layout, start: bool) -> str:
    wide = "Wide" if layout.landscape else ""
    parts = (
        {"default": f"r{wide}Odd", "even": f"r{wide}Even"} if layout.numbered else {"default": "rNone", "even": "rNone"}
    )
    if name in OWN_NUMBERS:
        parts["first"] = "rNone"
    references = "".join(f'<w:footerReference w:type="{kind}" r:id="{part}"/>' for kind, part in parts.items())
    # Tables and forms have no grid: LibreOffice would cut their page to whole lines of it.
    grid = "" if name in ("wide", "form", "copy") else ' w:type="lines"'
    orientation = ' w:orient="landscape"' if layout.landscape else ""
    return (
        f'<w:sectPr>{references}<w:type w:val="nextPage"/>'
        f'<w:pgSz w:w="{layout.width}" w:h="{layout.height}"{orientation}/>'
        f'<w:pgMar w:top="{layout.top}" w:right="{layout.right}" w:bottom="{layout.bottom}" w:left="{layout.left}"'
        f' w:header="851" w:footer="{layout.footer}" w:gutter="0"/>'
        + ('<w:pgNumType w:start="1"/>' if start else "")
        + ("<w:titlePg/>" if name in OWN_NUMBERS else "")
        + f'<w:docGrid{grid} w:linePitch="{LINE}"/></w:sectPr>'
    )
