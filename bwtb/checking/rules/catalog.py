"""The catalog's own files: codes once each, and references from one list to another."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bwtb.base.budget import GUESSES
from bwtb.base.findings import Finding
from bwtb.checking import messages
from bwtb.checking.at_field import Checked
from bwtb.checking.wrong_values import say_codes, suggest
from bwtb.registry.catalogs import Catalog
from bwtb.yaml.loader import Document
from bwtb.yaml.pointers import below

# list → (its field, the list that the field's codes stand in)
REFERENCES = {"capabilities": ("channels", "channels"), "parties": ("unit", "units")}


def check(document: Document, kind: str, catalog: Catalog) -> Iterator[Finding]:
    """The findings on one list of the catalog, beyond its schema. `kind` is the list's name."""
    checked = Checked(document, f"catalog/{kind}")
    first: dict[str, str] = {}
    entries = below("", document.data) if isinstance(document.data, list) else ()
    for here, entry in entries:
        code = entry.get("code") if isinstance(entry, dict) else None
        if isinstance(code, str) and code in first:
            line, pointer = document.place(f"{first[code]}/code")[0], f"{here}/code"
            own = messages.OWN_CODE_EACH
            yield checked.error("CODE_DUPLICATE", pointer, messages.CODE_TWICE, own, code=code, line=line)
        elif isinstance(code, str):
            first[code] = here
    if kind in REFERENCES and isinstance(document.data, list):
        yield from _references(checked, *REFERENCES[kind], catalog)


def _references(checked: Checked, field: str, target: str, catalog: Catalog) -> Iterator[Finding]:
    """The codes in a field of a list's entries that do not stand in the list that they are of."""
    known = {code: catalog.name(target, code) for code in catalog.codes(target)}
    unknown = 0
    for pointer, code in _values(checked.document.data, field):
        if known and isinstance(code, str) and code not in known:
            unknown += 1
            hint = suggest(code, known, target) if unknown <= GUESSES else say_codes(known, target)
            yield checked.error("CODE_UNKNOWN", pointer, messages.NOT_A_CODE_OF_LIST, hint, list=target)


def _values(entries: list[Any], field: str) -> Iterator[tuple[str, Any]]:
    """What stands in a field of each entry, alone or as a list, with its pointer."""
    for above, entry in below("", entries):
        here, value = f"{above}/{field}", entry.get(field) if isinstance(entry, dict) else None
        yield from below(here, value) if isinstance(value, list) else [(here, value)]
