"""The catalog's own files: codes once each, and references from one list to another."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.checking import messages
from bwtb.checking.at_field import finding_at
from bwtb.checking.wrong_values import shown, suggest
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
            line = document.place(f"/{first[code]}/code")[0]
            message = Message(messages.CODE_TWICE, code=code, line=line)
            hint = Message(messages.OWN_CODE_EACH)
            yield finding_at(document, f"catalog/{kind}", f"/{index}/code", "CODE_DUPLICATE", message, hint)
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
            message = Message(messages.NOT_A_CODE_OF_LIST, value=shown(code), list=target)
            yield finding_at(
                document, f"catalog/{kind}", pointer, "CODE_UNKNOWN", message, suggest(code, known, target)
            )
