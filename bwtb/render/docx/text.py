"""Runs and paragraphs as WordprocessingML."""

from __future__ import annotations

import re
from collections.abc import Sequence

from bwtb.render.blocks import Break, Inline, Paragraph
from bwtb.render.docx.styles import fonts
from bwtb.render.layout.styles import CODE_SIZE, FANGSONG, HEITI, KAITI, MONO, SYMBOL

FACES = {
    "kai": fonts(KAITI),
    "hei": fonts(HEITI),
    "box": fonts(SYMBOL, SYMBOL),
    "code": fonts(FANGSONG, MONO),
}
# Faces with a size of their own.
SIZES = {"code": f'<w:sz w:val="{CODE_SIZE}"/><w:szCs w:val="{CODE_SIZE}"/>'}

# A multiplication sign after a Latin letter or digit (7×24): LibreOffice sets it in the Latin font, Word where no hint
# says otherwise.
TIMES_SIGN = re.compile(r"(?<=[0-9A-Za-z])(×)")
_HINT = ' w:hint="eastAsia"'

_ESCAPES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})


def escape(text: str) -> str:
    """Text as XML content or attribute value. Control characters are gone since the template was rendered."""
    return text.translate(_ESCAPES)


def run(text: str, properties: str = "") -> str:
    inner = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{inner}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def field_char(kind: str) -> str:
    """What stands before a field (begin), between its instruction and its result (separate), and behind it (end)."""
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def instruction(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve"> {escape(text)} </w:instrText></w:r>'


def field(what: str, result: str) -> str:
    """A field that already holds its result, a run."""
    return f"{field_char('begin')}{instruction(what)}{field_char('separate')}{result}{field_char('end')}"


def inlines(items: Sequence[Inline], base: str = "") -> str:
    """Runs. `base` are run properties that hold unless a face replaces the fonts."""
    parts = []
    for item in items:
        if isinstance(item, Break):
            parts.append("<w:r><w:br/></w:r>")
            continue
        # Runs with Chinese text say so, else Word sets “” — … in the Latin font.
        hint = "" if item.text.isascii() else f"<w:rFonts{_HINT}/>"
        properties = (
            FACES.get(item.face, base or hint)
            + ("<w:b/>" if item.bold else "")
            + SIZES.get(item.face, "")
            + ('<w:u w:val="single"/>' if item.underline else "")
        )
        latin = properties.replace(f"<w:rFonts{_HINT}/>", "").replace(_HINT, "")
        parts.extend(
            run(t, latin if t == "×" else properties) for t in TIMES_SIGN.split(item.text) if t or not item.text
        )
    return "".join(parts)


def paragraph(
    source: Paragraph, style: str, *, align: str = "", new_page: bool = False, base: str = "", keep: bool = False
) -> str:
    properties = [f'<w:pStyle w:val="{style}"/>']
    if keep:
        properties.append("<w:keepNext/>")
    if new_page:
        properties.append("<w:pageBreakBefore/>")
    if source.right:
        characters = round(source.right * 100)
        properties.append(f'<w:ind w:rightChars="{characters}" w:right="{round(source.right * 320)}"/>')
    if align:
        properties.append(f'<w:jc w:val="{align}"/>')
    return f"<w:p><w:pPr>{''.join(properties)}</w:pPr>{inlines(source.inlines, base)}</w:p>"
