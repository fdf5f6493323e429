"""The catalog's own files: codes once each, and references from one list to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bwtb.base.findings import Finding
from bwtb.checking import messages
from bwtb.checking.at_field import Checked
from bwtb.checking.wrong_values import suggest
from bwtb.registry.catalogs import Catalog
from bwtb.yaml.loader import Document
from bwtb.yaml.pointers import below

# list → (its field, the list that the field's codes stand in)
_REFERENCES = {"capabilities": ("channels", "channels"), "parties": ("unit", "units")}


def check(document: Document, kind: str, catalog: Catalog) -> Iterator[Finding]:
    """The findings on one list of the catalog, beyond its schema. `kind` is the list's name."""
    checked = Checked(document, f"catalog/{kind}")
    first: dict[str, str] = {}
    for here, entry in below("", document.data) if isinstance(document.data, list) else ():
        code = entry.get("code") if isinstance(entry, dict) else None
        if isinstance(code, str) and code in first:
            line, pointer = document.place(f"{first[code]}/code")[0], f"{here}/code"
            own = messages.OWN_CODE_EACH
            yield checked.error("CODE_DUPLICATE", pointer, messages.CODE_TWICE, own, code=code, line=line)
        elif isinstance(code, str):
            first[code] = here
        if kind in _REFERENCES and isinstance(entry, dict):
            yield from _references(checked, kind, here, entry, catalog)


def _references(checked: Checked, kind: str, here: str, entry: dict[str, Any], catalog: Catalog) -> Iterator[Finding]:
    field, target = _REFERENCES[kind]
    known = {code: catalog.name(target, code) for code in catalog.codes(target)}
    here, value = f"{here}/{field}", entry.get(field)
    for pointer, code in below(here, value) if isinstance(value, list) else [(here, value)]:
        if known and isinstance(code, str) and code not in known:
            hint = suggest(code, known, target)
            yield checked.error("CODE_UNKNOWN", pointer, messages.NOT_A_CODE_OF_LIST, hint, list=target)
