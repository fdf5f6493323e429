"""The block model → PDF, set by typst: an extra (`pip install bwtb[pdf]`).

The document's text goes to typst as JSON data, never as markup; typst reads a temporary folder with two files and fonts,
and nothing else.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from bwtb.base import leftovers
from bwtb.base.errors import UserError
from bwtb.base.messages import Message
from bwtb.base.typography import clean
from bwtb.render import messages
from bwtb.render.blocks import BlockModel
from bwtb.render.pdf.fonts import choose
from bwtb.render.pdf.model import as_data, texts

TEMPLATE = Path(__file__).parent / "document.typ"


@dataclass(frozen=True)
class Printed:
    """A PDF, and what its reader should know of its fonts: stand-ins, and characters that no font has."""

    content: bytes
    notes: tuple[Message, ...]


def write(document: BlockModel, *, author: str, time: int) -> Printed:
    """The document as a PDF. `time` (seconds since 1970) is written as its date. Raises UserError without the extra."""
    try:
        import typst
    except ImportError:
        raise UserError(Message(messages.NO_TYPST), Message(messages.INSTALL_THE_EXTRA)) from None
    fonts = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False)
    chosen = choose(fonts.fonts(), texts(document))
    data = as_data(document, chosen) | {"author": clean(author), "fonts": chosen.stacks}
    with leftovers.folder() as root:
        (root / "document.typ").write_bytes(TEMPLATE.read_bytes())
        (root / "data.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")
        content = typst.Compiler(root / "document.typ", root=root, font_paths=fonts, ignore_system_fonts=True).compile(
            format="pdf", timestamp=time, pdf_tags=False
        )
    if not isinstance(content, bytes):
        raise TypeError(type(content))
    return Printed(content, chosen.notes)
