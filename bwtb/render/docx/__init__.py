"""The block model → .docx, by a small OOXML writer of our own: deterministic, and fast on a thousand requests."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import UTC, datetime

from bwtb.base.pack import pack
from bwtb.base.typography import clean
from bwtb.render.blocks import BlockModel
from bwtb.render.docx import chart as charts
from bwtb.render.docx.body import Writer
from bwtb.render.docx.footers import footers
from bwtb.render.docx.styles import HEAD, NAMESPACE, font_table, settings, styles, theme
from bwtb.render.docx.text import escape

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
        "docProps/core.xml": _core(document.title, clean(author), time),
        "docProps/app.xml": f'{HEAD}<Properties xmlns="{_OFFICE}/extended-properties"><Application>bwtb</Application></Properties>',
    }
    drawn = dict(enumerate(document.charts(), 1))
    made = {k: v.encode() for k, v in {**_wiring(drawn), **parts}.items()}
    for number, chart in drawn.items():
        made |= charts.parts(number, chart, time)
    return pack(made)


def _wiring(drawn: Collection[int]) -> dict[str, str]:
    """Content types and relationships; `drawn` are the numbers of the document's charts."""
    kinds = {"document": "document.main", "styles": "styles", "settings": "settings", "fontTable": "fontTable"}
    kinds |= dict.fromkeys(footers(), "footer")
    overrides = "".join(f'<Override PartName="/word/{n}.xml" ContentType="{_MAIN}.{k}+xml"/>' for n, k in kinds.items())
    overrides += "".join(f'<Override PartName="/word/charts/chart{n}.xml" ContentType="{charts.TYPE}"/>' for n in drawn)
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
    related = [
        *((f"r{name[0].upper()}{name[1:]}", name, f"{name}.xml") for name in ("styles", "settings", "fontTable")),
        *((f"r{name.removeprefix('footer')}", "footer", f"{name}.xml") for name in footers()),
        *((f"rChart{number}", "chart", f"charts/chart{number}.xml") for number in drawn),
        ("rTheme", "theme", "theme/theme1.xml"),
    ]
    below = _relationships(*((id, f"{_OFFICE}/relationships/{kind}", target) for id, kind, target in related))
    return {"[Content_Types].xml": types, "_rels/.rels": root, "word/_rels/document.xml.rels": below}


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
