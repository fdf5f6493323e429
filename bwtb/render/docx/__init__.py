"""The block model → .docx, by a small OOXML writer of our own: deterministic, and fast on a thousand requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from bwtb.base.pack import pack
from bwtb.render.blocks import BlockModel
from bwtb.render.docx import chart as charts
from bwtb.render.docx.body import Writer
from bwtb.render.docx.footers import footers
from bwtb.render.docx.styles import HEAD, NAMESPACE, font_table, settings, styles
from bwtb.render.docx.text import escape
from bwtb.render.docx.theme import theme

_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"


def write(document: BlockModel, *, author: str, time: int, pages: Mapping[str, int] | None = None) -> bytes:
    """The document as a Word file. `time` (seconds since 1970) is written as its date; `pages` fill the contents."""
    parts = {
        "word/document.xml": f"{HEAD}<w:document {NAMESPACE}><w:body>{Writer(document, pages or {}).body()}</w:body></w:document>",
        "word/styles.xml": styles(),
        "word/settings.xml": settings(),
        "word/fontTable.xml": font_table(),
        "word/theme/theme1.xml": theme(),
        **{f"word/{name}.xml": content for name, content in footers().items()},
        "docProps/core.xml": _core(document.title, author, time),
        "docProps/app.xml": f'{HEAD}<Properties xmlns="{_OFFICE}/extended-properties"><Application>bwtb</Application></Properties>',
    }
    drawn = charts.numbered(document)
    made = {k: v.encode() for k, v in {**_wiring(drawn), **parts}.items()}
    for one in drawn:
        made |= charts.parts(one, time)
    return pack(made)


def _wiring(drawn: Sequence[charts.Numbered]) -> dict[str, str]:
    """Content types and relationships."""
    kinds = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable"}
    kinds |= dict.fromkeys(footers(), "footer")
    overrides = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{_MAIN}.{k}+xml"/>' for n, k in kinds.items())
    overrides += "".join(f'<Override PartName="/word/{one.part}" ContentType="{charts.TYPE}"/>' for one in drawn)
    embedded = f'<Default Extension="xlsx" ContentType="{charts.WORKBOOK}"/>' if drawn else ""
    types = (
        f'{HEAD}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{embedded}{overrides}'
        '<Override PartName="/word/theme/theme1.xml" ContentType="application/vnd.openxmlformats-officedocument.theme+xml"/>'
        '<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>'
        '<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>'
        "</Types>"
    )
    root = _relationships(
        ("r1", f"{_OFFICE}/relationships/officeDocument", "word/document.xml"),
        ("r2", f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ("r3", f"{_OFFICE}/relationships/extended-properties", "docProps/app.xml"),
    )
    below = [
        (f"r{n[0].upper()}{n[1:]}", f"{_OFFICE}/relationships/{n}", f"{n}.xml")
        for n in ("styles", "settings", "fontTable")
    ]
    below += [
        (f"r{name.removeprefix('footer')}", f"{_OFFICE}/relationships/footer", f"{name}.xml") for name in footers()
    ]
    below += [(one.reference, f"{_OFFICE}/relationships/chart", one.part) for one in drawn]
    below.append(("rTheme", f"{_OFFICE}/relationships/theme", "theme/theme1.xml"))
    return {"[Content_Types].xml": types, "_rels/.rels": root, "word/_rels/document.xml.rels": _relationships(*below)}


def _relationships(*rows: tuple[str, str, str]) -> str:
    body = "".join(f'<Relationship Id="{i}" Type="{kind}" Target="{target}"/>' for i, kind, target in rows)
    return f'{HEAD}<Relationships xmlns="{_PACKAGE}/relationships">{body}</Relationships>'


def _core(title: str, author: str, time: int) -> str:
    stamp = datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    dates = "".join(f'<dcterms:{k} xsi:type="dcterms:W3CDTF">{stamp}</dcterms:{k}>' for k in ("created", "modified"))
    return (
        f'{HEAD}<cp:coreProperties xmlns:cp="{_PACKAGE}/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{escape(title)}</dc:title><dc:creator>{escape(author)}</dc:creator>{dates}</cp:coreProperties>"
    )
