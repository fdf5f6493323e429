"""The named paragraph styles of a document, with the faces and sizes of GB/T 9704-2012: the Word file and the PDF share them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from bwtb.render.blocks import Heading, Paragraph
from bwtb.render.layout.paper import LINE, SIZE, TIGHTER

FANGSONG, KAITI, HEITI, XIAOBIAOSONG, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
LATIN = "Times New Roman"
SYMBOL, MONO = "Segoe UI Symbol", "Courier New"

# What is set in the face `code` has a size of its own, in half points.
CODE_SIZE = 16

# The style that every other rests on: 3号仿宋, justified, on the grid of lines.
NORMAL = "Normal"


@dataclass(frozen=True)
class Style:
    """One paragraph style; sizes in half points, everything else in twips unless named otherwise."""

    name: str
    base: str = NORMAL
    font: str = ""
    size: int = 0
    line: int = 0
    before: int = 0
    after: int = 0
    first: int = 0  # first-line indent in hundredths of a character; negative: hanging
    left: int = 0  # left indent in hundredths of a character
    align: str = ""
    outline: int = -1
    keep: bool = False
    new_page: bool | None = None
    tighter: int | None = None
    dotted: bool = False  # dots to the right edge, where a page number stands
    hanging: bool = True  # commas and stops may stand beyond the right edge; in a table's cell that is its line


# Style id → style; STYLE_OF says which class of a paragraph has which.
STYLES = {
    "Body": Style("正文首行缩进", first=200),
    "Title": Style("Title", font=XIAOBIAOSONG, size=44, line=700, after=LINE, align="center"),
    "Heading1": Style("heading 1", font=HEITI, first=200, outline=0, keep=True, new_page=True),
    "Heading2": Style("heading 2", font=KAITI, first=200, align="left", outline=1, keep=True),
    "Heading3": Style("heading 3", first=200, align="left", outline=2, keep=True),
    "Heading4": Style("heading 4", first=200, align="left", outline=3, keep=True),
    "Annex": Style("附表标题", base="Heading1", first=0, after=120, align="left", outline=0, keep=True, new_page=False),
    "TOC1": Style("toc 1", size=28, line=500, align="left", dotted=True),
    "TOC2": Style("toc 2", size=28, line=500, left=200, align="left", dotted=True),
    "Flush": Style("顶格", first=0),
    "Number": Style("发文字号", align="right"),
    "Closing": Style("结束语", first=200, keep=True),
    "Enclosure": Style("附件说明", before=LINE, left=500, first=-300, keep=True),
    "Signature": Style("署名", before=LINE, align="right", keep=True),
    "SignedOn": Style("成文日期", align="right"),
    "CoverTitle": Style("封面标题", font=XIAOBIAOSONG, size=52, line=1000, before=2600, after=4600, align="center"),
    "CoverText": Style("封面文字", font=KAITI, size=SIZE, align="center"),
    "ContentsTitle": Style("目录标题", font=XIAOBIAOSONG, size=44, line=700, after=LINE, align="center"),
    "Imprint": Style("版记", size=28, line=440, align="left", tighter=0, hanging=False),
    "Note": Style("表注", size=21, line=340, before=60, align="left", tighter=0),
    "Figure": Style("图", align="center", keep=True, tighter=0),
    "Caption": Style("caption", font=HEITI, size=21, line=340, before=40, after=160, align="center", tighter=0),
    "Cell": Style("表格文字", size=21, line=320, align="left", tighter=0, hanging=False),
    "CellSmall": Style("表格小字", size=18, line=260, align="left", tighter=0, hanging=False),
    "FormTitle": Style("申请表标题", font=XIAOBIAOSONG, size=36, line=600, after=120, align="center", tighter=0),
    "FormCopy": Style("申请表存执", size=21, line=300, align="right", tighter=0),
    "Attached": Style("附页文字", size=24, line=400, first=200, tighter=0),
    "AttachedLead": Style("附页小标题", base="Attached", font=HEITI, keep=True),
    "FormText": Style("申请表文字", size=24, line=350, align="left", tighter=0, hanging=False),
    "FormIndent": Style("申请表描述", base="FormText", size=21, line=310, first=200, align="both"),
    "FormSmall": Style("申请表小字", base="FormText", size=18, line=300),
    "FormSeal": Style("申请表盖章处", base="FormText", before=240, align="center"),
    "FormDate": Style("申请表日期", base="FormText", align="right"),
    "FormNote": Style("申请表附注", size=21, line=360, before=60, align="left", tighter=0),
    "Footer": Style("footer", font=SONG, size=28, line=280, tighter=0),
}

# A paragraph's class → its style outside tables; any other class is body text.
STYLE_OF = {
    "title": "Title",
    "number": "Number",
    "addressee": "Flush",
    "plain": "Flush",
    "closing": "Closing",
    "enclosure": "Enclosure",
    "signature": "Signature",
    "signed-on": "SignedOn",
    "cover-title": "CoverTitle",
    "cover-sender": "CoverText",
    "cover-date": "CoverText",
    "contents-title": "ContentsTitle",
    "note": "Note",
    "form-title": "FormTitle",
    "form-copy": "FormCopy",
    "lead": "AttachedLead",
    "text": "Attached",
    "form-note": "FormNote",
    "caption": "Caption",
}


@dataclass(frozen=True)
class Measures:
    """A style with everything its base says; lengths in twips. `align` is one of both, left, center and right."""

    font: str
    size: int
    tighter: int
    line: int
    before: int
    after: int
    first: int
    left: int
    align: str
    keep: bool
    new_page: bool


_INHERITED = ("font", "line", "before", "after", "align", "keep")  # as they are, where a style does not say them


@cache
def measures(key: str) -> Measures:
    """The measures of a style by its id, with those of its bases where it says nothing itself."""
    if key == NORMAL:
        return Measures(
            font=FANGSONG, size=SIZE * 10, tighter=TIGHTER, line=LINE, before=0, after=0, first=0, left=0, align="both",
            keep=False, new_page=False,
        )  # fmt: skip
    style, base = STYLES[key], measures(STYLES[key].base)
    size = style.size * 10 or base.size
    said = {name: value for name in _INHERITED if (value := getattr(style, name))}
    return replace(
        base,
        **said,
        size=size,
        tighter=base.tighter if style.tighter is None else style.tighter,
        first=round(style.first * size / 100),
        left=round(style.left * size / 100),
        new_page=base.new_page if style.new_page is None else style.new_page,
    )


def style_of(block: Paragraph | Heading) -> str:
    """The id of the style in which a heading, or a paragraph outside tables, is set."""
    if isinstance(block, Heading):
        return "Annex" if block.style == "annex" else f"Heading{block.level}"
    return STYLE_OF.get(block.style.split(" ")[0], "Body")
