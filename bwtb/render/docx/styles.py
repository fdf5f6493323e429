"""styles.xml, fontTable.xml and settings.xml: the faces and measures of GB/T 9704-2012 as Word styles."""

from __future__ import annotations

from dataclasses import dataclass

from bwtb.render.docx.measures import LINE, SIZE, TIGHTER

NAMESPACE = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

FANGSONG, KAITI, HEITI, XIAOBIAOSONG, SONG = "仿宋_GB2312", "楷体_GB2312", "黑体", "方正小标宋简体", "宋体"
LATIN = "Times New Roman"
SYMBOL, MONO = "Segoe UI Symbol", "Courier New"

# What a machine without the named font most likely has.
ALTERNATIVES = {FANGSONG: "仿宋", KAITI: "楷体", XIAOBIAOSONG: "华文中宋", HEITI: "SimHei", SONG: "SimSun"}


@dataclass(frozen=True)
class Style:
    """One paragraph style; sizes in half points, everything else in twips unless named otherwise."""

    name: str
    base: str = "Normal"
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
    tabs: str = ""
    hanging: bool = True  # commas and stops may stand beyond the right edge; in a table's cell that is its line


# Style id → style. Ids of paragraphs with a class are that class in CamelCase (see STYLE_OF in body.py).
STYLES = {
    "Body": Style("正文首行缩进", first=200),
    "Title": Style("Title", font=XIAOBIAOSONG, size=44, line=700, after=LINE, align="center"),
    "Heading1": Style("heading 1", font=HEITI, first=200, outline=0, keep=True, new_page=True),
    "Heading2": Style("heading 2", font=KAITI, first=200, align="left", outline=1, keep=True),
    "Heading3": Style("heading 3", first=200, align="left", outline=2, keep=True),
    "Heading4": Style("heading 4", first=200, align="left", outline=3, keep=True),
    "Annex": Style("附表标题", base="Heading1", first=0, after=120, align="left", outline=0, keep=True, new_page=False),
    "TOC1": Style("toc 1", size=28, line=500, tabs='<w:tab w:val="right" w:leader="dot" w:pos="8844"/>', align="left"),
    "TOC2": Style(
        "toc 2", size=28, line=500, tabs='<w:tab w:val="right" w:leader="dot" w:pos="8844"/>', left=200, align="left"
    ),
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


def fonts(east_asia: str, latin: str = LATIN) -> str:
    """A run's fonts: Chinese and Latin. The hint keeps “” and — Chinese, where a font must be chosen by context."""
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asia}" w:cs="{latin}"/>'


def _paragraph_properties(style: Style) -> str:
    parts = []
    if style.keep:
        parts.append("<w:keepNext/><w:keepLines/>")
    if style.new_page is not None:
        parts.append(f'<w:pageBreakBefore w:val="{int(style.new_page)}"/>')
    if style.tabs:
        parts.append(f"<w:tabs>{style.tabs}</w:tabs>")
    if not style.hanging:
        parts.append('<w:overflowPunct w:val="0"/>')
    if style.line and style.line != LINE:
        parts.append('<w:snapToGrid w:val="0"/>')
    if style.line or style.before or style.after:
        line = f' w:line="{style.line}" w:lineRule="exact"' if style.line else ""
        parts.append(f'<w:spacing w:before="{style.before}" w:after="{style.after}"{line}/>')
    if style.first or style.left or style.base != "Normal":
        # Character units win where they are not 0; the twips beside them are for programs that know only those.
        points = (style.size or SIZE) * 10
        left, first = style.left * points // 100, abs(style.first) * points // 100
        kind = "hanging" if style.first < 0 else "firstLine"
        parts.append(
            f'<w:ind w:leftChars="{style.left}" w:left="{left}" w:{kind}Chars="{abs(style.first)}" w:{kind}="{first}"/>'
        )
    if style.align:
        parts.append(f'<w:jc w:val="{style.align}"/>')
    if style.outline >= 0:
        parts.append(f'<w:outlineLvl w:val="{style.outline}"/>')
    return f"<w:pPr>{''.join(parts)}</w:pPr>" if parts else ""


def _run_properties(style: Style) -> str:
    latin = SONG if style.font == SONG else LATIN
    parts = [fonts(style.font, latin)] if style.font else []
    if style.tighter is not None:
        parts.append(f'<w:spacing w:val="{style.tighter}"/>')
    if style.size:
        parts.append(f'<w:sz w:val="{style.size}"/><w:szCs w:val="{style.size}"/>')
    return f"<w:rPr>{''.join(parts)}</w:rPr>" if parts else ""


def _style(key: str, style: Style) -> str:
    custom = "" if style.name.isascii() else ' w:customStyle="1"'
    following = '<w:next w:val="Body"/>' if style.outline >= 0 else ""
    return (
        f'<w:style w:type="paragraph"{custom} w:styleId="{key}"><w:name w:val="{style.name}"/>'
        f'<w:basedOn w:val="{style.base}"/>{following}<w:qFormat/>{_paragraph_properties(style)}{_run_properties(style)}</w:style>'
    )


def styles() -> str:
    """styles.xml."""
    normal = (
        '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/>'
        '<w:pPr><w:widowControl w:val="0"/>'
        f'<w:spacing w:line="{LINE}" w:lineRule="exact"/><w:jc w:val="both"/></w:pPr>'
        f'<w:rPr><w:spacing w:val="{TIGHTER}"/></w:rPr></w:style>'
    )
    table = (
        '<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/>'
        '<w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar>'
        '<w:top w:w="0" w:type="dxa"/><w:left w:w="85" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/>'
        '<w:right w:w="85" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>'
    )
    defaults = (
        f"<w:docDefaults><w:rPrDefault><w:rPr>{fonts(FANGSONG)}"
        f'<w:sz w:val="{SIZE}"/><w:szCs w:val="{SIZE}"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>'
        "</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"
    )
    body = "".join(_style(key, style) for key, style in STYLES.items())
    return f"{HEAD}<w:styles {NAMESPACE}>{defaults}{normal}{table}{body}</w:styles>"


def font_table() -> str:
    """fontTable.xml: the fonts by name, none embedded, each with its alternative."""
    named = {**ALTERNATIVES, LATIN: "Liberation Serif", SYMBOL: "DejaVu Sans", MONO: "Liberation Mono"}
    entries = "".join(f'<w:font w:name="{n}"><w:altName w:val="{alt}"/></w:font>' for n, alt in named.items())
    return f"{HEAD}<w:fonts {NAMESPACE}>{entries}</w:fonts>"


def settings() -> str:
    """settings.xml: different footers on odd and even pages, full-width punctuation left full width."""
    return (
        f'{HEAD}<w:settings {NAMESPACE}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>'
        '<w:evenAndOddHeaders/><w:characterSpacingControl w:val="doNotCompress"/>'
        '<w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>'
        '</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>'
    )
