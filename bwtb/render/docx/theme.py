"""theme1.xml: Word expects every document to have a theme. Black on white, the document's own fonts."""

from __future__ import annotations

from bwtb.render.docx.styles import HEAD
from bwtb.render.layout.styles import FANGSONG, HEITI, LATIN

_COLOURS = {
    "dk1": "000000", "lt1": "FFFFFF", "dk2": "000000", "lt2": "FFFFFF", "accent1": "2F5597", "accent2": "BF9000",
    "accent3": "7F7F7F", "accent4": "548235", "accent5": "C55A11", "accent6": "7030A0", "hlink": "0563C1",
    "folHlink": "954F72",
}  # fmt: skip
_FILL = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'


def theme() -> str:
    """theme1.xml."""
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
