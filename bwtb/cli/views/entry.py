"""How `bwtb catalog show` puts an entry: its fields by their labels, its codes with what they stand for."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bwtb.base.languages import _, joined, words
from bwtb.base.messages import Choice, Fact
from bwtb.checking.rules.catalog import REFERENCES
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog, CatalogEntry


def entry_lines(kind: str, entry: CatalogEntry, catalog: Catalog) -> Iterator[str]:
    """The list that the entry stands in, then a line a field; further lines of a text are indented."""
    yield f"[{kind}] {schema.title('', f'catalog/{kind}')}"
    for key, value in entry.items():
        label = words(schema.label(f"/0/{key}", f"catalog/{kind}"))
        said = _("{field}: {answer}").format(field=label, answer=_in_words(kind, key, value, catalog))
        yield f"  {said}".replace("\n", "\n    ")


def _in_words(kind: str, key: str, value: Any, catalog: Catalog) -> str:
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    names = _names(kind, key, catalog)
    return joined(_named(str(one), names) for one in (value if isinstance(value, list) else [value]))


def _named(code: str, names: dict[str, str]) -> Fact:
    return Choice(code, names[code]) if names.get(code) else code


def _names(kind: str, key: str, catalog: Catalog) -> dict[str, str]:
    """The codes that a field takes, each with its name; empty where it takes none."""
    field, target = REFERENCES.get(kind, ("", ""))
    if key == field:
        return {code: schema.called(entry) for code, entry in catalog.lists[target].items()}
    return schema.codes(f"/0/{key}", f"catalog/{kind}") if key != "code" else {}
