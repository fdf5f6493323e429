"""styles.xml, fontTable.xml, settings.xml and theme1.xml: the faces and measures of GB/T 9704-2012 as Word styles."""

from __future__ import annotations

from bwtb.render.layout.paper import LINE, PORTRAIT, SIZE, TIGHTER
from bwtb.render.layout.styles import (
    FANGSONG,
    HEITI,
    KAITI,
    LATIN,
    MONO,
    NORMAL,
    SONG,
    STYLES,
    SYMBOL,
    XIAOBIAOSONG,
    Style,
)

NAMESPACE = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

# What a machine without the named font most likely has.
ALTERNATIVES = {FANGSONG: "仿宋", KAITI: "楷体", XIAOBIAOSONG: "华文中宋", HEITI: "SimHei", SONG: "SimSun"}

# The theme's colours: black on white.
_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "000000", "lt2": "FFFFFF", "accent1": "2F5597", "accent2": "BF9000",
    "accent3": "7F7F7F", "accent4": "548235", "accent5": "C55A11", "accent6": "7030A0", "hlink": "0563C1",
    "folHlink": "954F72",
}  # fmt: skip
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'


def fonts(east_asia: str, latin: str = LATIN) -> str:
    """A run's fonts: Chinese and Latin. The hint keeps “” and — Chinese, where a font must be chosen by context."""
    return f'<w:rFonts w:hint="eastAsia" w:ascii="{latin}" w:hAnsi="{latin}" w:eastAsia="{east_asia}" w:cs="{latin}"/>'


def _paragraph_properties(style: Style) -> str:
    parts = []
    if style.keep:
        parts.append("<w:keepNext/><w:keepLines/>")
    if style.new_page is not None:
        parts.append(f'<w:pageBreakBefore w:val="{int(style.new_page)}"/>')
    if style.dotted:
        parts.append(f'<w:tabs><w:tab w:val="right" w:leader="dot" w:pos="{PORTRAIT.text_width}"/></w:tabs>')
    if not style.hanging:
        parts.append('<w:overflowPunct w:val="0"/>')
    if style.line and style.line != LINE:
        parts.append('<w:snapToGrid w:val="0"/>')
    if style.line or style.before or style.after:
        line = f' w:line="{style.line}" w:lineRule="exact"' if style.line else ""
        parts.append(f'<w:spacing w:before="{style.before}" w:after="{style.after}"{line}/>')
    if style.first or style.left or style.base != NORMAL:
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
        f'<w:style w:type="paragraph" w:default="1" w:styleId="{NORMAL}"><w:name w:val="{NORMAL}"/><w:qFormat/>'
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


def theme() -> str:
    """theme1.xml: Word expects every document to have a theme. It names the document's own fonts."""
    colours = "".join(f'<a:{name}><a:srgbClr val="{value}"/></a:{name}>' for name, value in _COLOURS.items())
    fonts = "".join(
        f'<a:{kind}><a:latin typeface="{LATIN}"/><a:ea typeface="{face}"/><a:cs typeface=""/></a:{kind}>'
        for kind, face in (("majorFont", HEITI), ("minorFont", FANGSONG))
    )
    lines = f'<a:ln w="6350">{_FILL}<a:prstDash val="solid"/></a:ln>' * 3
    effects = "<a:effectStyle><a:effectLst/></a:effectStyle>" * 3
    return (
        f'{HEAD}<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" name="bwtb"><a:themeElements>'
        f'<a:clrScheme name="bwtb">{colours}</a:clrScheme><a:fontScheme name="bwtb">{fonts}</a:fontScheme>'
        f'<a:fmtScheme name="bwtb"><a:fillStyleLst>{_FILL * 3}</a:fillStyleLst><a:lnStyleLst>{lines}</a:lnStyleLst>'
        f"<a:effectStyleLst>{effects}</a:effectStyleLst><a:bgFillStyleLst>{_FILL * 3}</a:bgFillStyleLst></a:fmtScheme>"
        "</a:themeElements></a:theme>"
    )
