"""JSON Schema: the labels of fields and codes, and data → findings. The installed tool's schemas, never a registry's own.

Pointers are JSON pointers into the data (`/budget/items/0/kind`); the same path without the numbers, or with dots
(`budget.items.kind`), names the field in general.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any

from bwtb.base import resources
from bwtb.base.messages import Named

if TYPE_CHECKING:
    from bwtb.registry.catalogs import Catalog

Schema = Mapping[str, Any]

# What an entry carries wherever it is named that only shows what one looks like (`sample: true`).
SAMPLE = "〔示例〕"
# Fields of a request whose codes stand in a list of the catalog: field in general → the list.
CATALOG_FIELDS = {
    "unit": "units",
    "joint_units": "units",
    "scopes": "scopes",
    "platforms": "channels",
    "capabilities": "capabilities",
    "surfaces": "surfaces",
    "basis.work_point": "work_points",
    "budget.items.kind": "cost_kinds",
    "endorsements.unit": "units",
}


@cache
def read(kind: str) -> Schema:
    """A schema by its name: `request`, `proposal`, `signoff`, `keyring`, or `catalog/units` and the like."""
    schema: Schema = json.loads((resources.path("schemas") / f"{kind}.schema.json").read_bytes())
    return schema


def resolve(kind: str, node: Schema) -> Schema:
    """A node with what its `$ref` points to; the node's own title and description win (draft-07 ignores them there)."""
    reference = node.get("$ref")
    if not reference:
        return node
    target = read(kind)["definitions"][reference.rpartition("/")[2]]
    return {**resolve(kind, target), **node}


def general(pointer: str) -> str:
    """The field in general: `/budget/items/0/kind` → `budget.items.kind`."""
    steps = pointer.strip("/").replace("/", ".").split(".")
    return ".".join(s for s in steps if s and not s.isdigit())


@cache
def field(pointer: str, kind: str = "request") -> Schema | None:
    """The schema of a field, references resolved; None where the schema has no such field. "" is the whole file."""
    node = resolve(kind, read(kind))
    for step in pointer.strip("/").replace("/", ".").split("."):
        if not step:
            continue
        if node.get("type") == "array":
            node = resolve(kind, node.get("items", {}))
            if step.isdigit():
                continue
        below = node.get("properties", {}).get(step)
        if below is None:
            return None
        node = resolve(kind, below)
    return node


@cache
def pattern(text: str) -> re.Pattern[str]:
    """A schema's pattern. `$` at its end is the end of the text, as in ECMA 262; Python's own lets a line break follow."""
    return re.compile(text.removesuffix("$") + r"\Z" if text.endswith("$") else text)


def title(pointer: str, kind: str = "request") -> str:
    """The Chinese title of a field (经费类别); its key where the schema does not know it."""
    above, _slash, last = pointer.rpartition("/")
    if last.isdigit() and "title" not in (field(above, kind) or {}).get("items", {"title": ""}):
        return title(above, kind)  # an entry without a title of its own: a code is called as its list
    spec = field(pointer, kind)
    return str(spec["title"]) if spec and "title" in spec else _key(pointer)


def description(pointer: str, kind: str = "request") -> str:
    """What the schema says of a field, in Chinese; "" where it says nothing."""
    spec = field(pointer, kind)
    return str(spec.get("description", "")) if spec else ""


def label(pointer: str, kind: str = "request") -> Named:
    """A field as a message names it: `经费类别` in Chinese, `kind (经费类别)` in English."""
    return Named(_key(pointer), title(pointer, kind))


def codes(pointer: str, kind: str = "request", catalog: Catalog | None = None) -> dict[str, str]:
    """The codes a field (or the items of a list) takes, each with its Chinese name, in the order of the form.

    Codes that stand in the catalog need the catalog; empty where the field takes no codes or the catalog is not given.
    """
    spec = field(pointer, kind)
    if spec and spec.get("type") == "array":
        spec = resolve(kind, spec.get("items", {}))
    if spec and "oneOf" in spec:
        return {str(o["const"]): str(o["title"]) for o in spec["oneOf"] if "const" in o}
    listed = CATALOG_FIELDS.get(general(pointer)) if kind == "request" else None
    if not listed or catalog is None:
        return {}
    entries = catalog.lists.get(listed, {})
    if listed == "channels":  # the form offers its own five; the others are channels of annex 2 only
        entries = {code: entry for code, entry in entries.items() if "form" in entry}
    return {code: called(entry) or code for code, entry in entries.items()}


def called(entry: Mapping[str, Any]) -> str:
    """What an entry of the catalog is called, "" where it has no name: a work point by its title, a sample marked as one."""
    name = str(entry.get("name") or entry.get("title") or "")
    return name + SAMPLE if name and entry.get("sample") is True else name


def code_label(pointer: str, code: str, kind: str = "request", catalog: Catalog | None = None) -> Named:
    """A code as a message names it: `场景开发类` in Chinese, `scenario (场景开发类)` in English; unknown: itself."""
    return Named(code, codes(pointer, kind, catalog).get(code) or code)


def _key(pointer: str) -> str:
    """The key a pointer ends in: of a list's entry the list's."""
    return general(pointer).rpartition(".")[2]
