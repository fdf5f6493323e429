"""The catalog's own files: codes once each, and references from one list to another."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.languages import _
from bwtb.checking.words import shown, suggest
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog
from bwtb.yaml.loader import Document

# list → (its field, the list that the field's codes stand in)
_REFERENCES = {"capabilities": ("channels", "channels"), "parties": ("unit", "units")}


def check(document: Document, kind: str, catalog: Catalog) -> Iterator[Finding]:
    """The findings on one list of the catalog, beyond its schema. `kind` is the list's name."""
    entries = document.data if isinstance(document.data, list) else []
    first: dict[str, int] = {}
    for index, entry in enumerate(e if isinstance(e, dict) else {} for e in entries):
        code = entry.get("code")
        if isinstance(code, str) and code in first:
            line = document.position(f"/{first[code]}/code")[0]
            message = _("The code {code} stands twice; it is already on line {line}.").format(code=code, line=line)
            hint = _("Give one of the two entries a code of its own.")
            yield _finding(document, kind, "CODE_DUPLICATE", f"/{index}/code", message, hint)
        elif isinstance(code, str):
            first[code] = index
        if kind in _REFERENCES:
            yield from _references(document, kind, index, entry, catalog)


def _references(
    document: Document, kind: str, index: int, entry: dict[str, object], catalog: Catalog
) -> Iterator[Finding]:
    field, target = _REFERENCES[kind]
    value = entry.get(field)
    known = {code: catalog.name(target, code) for code in catalog.codes(target)}
    codes = [(f"/{index}/{field}", value)]
    if isinstance(value, list):
        codes = [(f"/{index}/{field}/{i}", v) for i, v in enumerate(value)]
    for pointer, code in codes:
        if known and isinstance(code, str) and code not in known:
            message = _("{value} is not a code of catalog/{list}.yaml.").format(value=shown(code), list=target)
            yield _finding(document, kind, "CODE_UNKNOWN", pointer, message, suggest(code, known, target))


def _finding(document: Document, kind: str, code: str, pointer: str, message: str, hint: str) -> Finding:
    line, column = document.value_position(pointer)
    label = schema.label(pointer, f"catalog/{kind}")
    return Finding(document.path, line, column, code, message, hint, pointer=pointer, label=label)
