"""Page numbers as GB/T 9704-2012 has them: — 1 —, odd pages right, even pages left, one character in."""

from __future__ import annotations

from bwtb.render.docx import styles
from bwtb.render.docx.text import field, run
from bwtb.render.layout.paper import LAYOUTS, PORTRAIT, SHORT

CHARACTER = 320
# A turned page number's box, in twips: as thick as its line, long enough for — 9999 —.
THICK, LENGTH = 360, 2000
EMPTY = '<w:p><w:pPr><w:pStyle w:val="Footer"/></w:pPr></w:p>'


def _number() -> str:
    hint = '<w:rFonts w:hint="eastAsia"/>'
    return run("— ", hint) + field("PAGE", "<w:r><w:t>1</w:t></w:r>") + run(" —", hint)


def _upright(side: str) -> str:
    indent = f'<w:ind w:{side}Chars="100" w:{side}="280"/>'
    return f'<w:p><w:pPr><w:pStyle w:val="Footer"/>{indent}<w:jc w:val="{side}"/></w:pPr>{_number()}</w:p>'


def _turned(side: str) -> str:
    """The number of a landscape page where the portrait page has it, read with the page turned back: a cell beside
    the table's left edge with its text turned clockwise."""
    wide = LAYOUTS["wide"]
    x = wide.left - 397 - THICK  # 7 mm from the text
    y = SHORT - PORTRAIT.right - CHARACTER - LENGTH if side == "right" else PORTRAIT.left + CHARACTER
    return (
        f'<w:tbl><w:tblPr><w:tblpPr w:leftFromText="0" w:rightFromText="0" w:vertAnchor="page" w:horzAnchor="page"'
        f' w:tblpX="{x}" w:tblpY="{y}"/><w:tblW w:w="{THICK}" w:type="dxa"/><w:tblLayout w:type="fixed"/>'
        '<w:tblCellMar><w:left w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr>'
        f'<w:tblGrid><w:gridCol w:w="{THICK}"/></w:tblGrid><w:tr><w:trPr><w:trHeight w:val="{LENGTH}" w:hRule="exact"/></w:trPr>'
        f'<w:tc><w:tcPr><w:tcW w:w="{THICK}" w:type="dxa"/><w:textDirection w:val="tbRl"/><w:vAlign w:val="center"/></w:tcPr>'
        f'<w:p><w:pPr><w:pStyle w:val="Footer"/><w:jc w:val="{side}"/></w:pPr>{_number()}</w:p></w:tc></w:tr></w:tbl>{EMPTY}'
    )


def footers() -> dict[str, str]:
    """The footer parts by name: footerOdd, footerEven, the same for landscape pages, and an empty one."""
    contents = {
        "Odd": _upright("right"),
        "Even": _upright("left"),
        "WideOdd": _turned("right"),
        "WideEven": _turned("left"),
        "None": EMPTY,
    }
    return {
        f"footer{name}": f"{styles.HEAD}<w:ftr {styles.NAMESPACE}>{content}</w:ftr>"
        for name, content in contents.items()
    }
