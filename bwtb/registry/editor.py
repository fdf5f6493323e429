"""The schemas that editors use: the tool's own, with the codes of a registry's catalog and their Chinese names in them.

They serve who types: completion, hover texts, and the errors of the schema while it is typed. Nothing is judged by them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from bwtb.base import resources
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog
from bwtb.registry.source import Source

# By this a schema is known as one written for editors.
MARK = "bwtb catalog schemas"
REQUEST = "schemas/request.schema.json"


def files(catalog: Catalog) -> dict[str, bytes]:
    """Every schema that stands in a registry with this catalog, by its path (`schemas/request.schema.json`)."""
    top = resources.path("schemas")
    made = {}
    for file in sorted(top.rglob("*.schema.json")):
        name = file.relative_to(top).as_posix()
        kind = name.removesuffix(".schema.json")
        made[f"schemas/{name}"] = _bytes(request_schema(catalog)) if kind == "request" else file.read_bytes()
    return made


def is_outdated(source: Source, catalog: Catalog) -> bool:
    """Whether the schema of requests that a registry keeps for editors was made from another catalog or by another tool.

    False where it keeps none of ours.
    """
    raw = source.read(REQUEST)
    return raw is not None and MARK.encode() in raw and raw != _bytes(request_schema(catalog))


def request_schema(catalog: Catalog) -> dict[str, Any]:
    """The schema of a request for editors: references written out, so that each field keeps its own label."""
    made = _field("", schema.read("request"), catalog)
    made.pop("definitions")
    comment = f"由 {MARK} 依据 catalog/ 生成，供编辑器使用，不作为校验依据；目录改动后请重新生成。"
    return {"$schema": made.pop("$schema"), "$comment": comment, **made}


def _field(pointer: str, node: Mapping[str, Any], catalog: Catalog) -> dict[str, Any]:
    made = {k: v for k, v in schema.resolve("request", node).items() if k != "$ref"}
    if "properties" in made:
        made["properties"] = {k: _field(f"{pointer}/{k}", below, catalog) for k, below in made["properties"].items()}
    if "items" in made:
        made["items"] = _field(f"{pointer}/0", made["items"], catalog)
    elif coded := list(_choices(pointer, made, catalog)):
        made = {k: v for k, v in made.items() if k not in ("oneOf", "examples", "pattern", "maxLength")} | _codes(coded)
    return made


def _choices(pointer: str, node: Mapping[str, Any], catalog: Catalog) -> Iterator[tuple[str, str, str]]:
    """The codes a field takes: code, Chinese name, what is said of it."""
    for choice in node.get("oneOf", ()):
        yield choice["const"], choice["title"], choice.get("description", "")
    general = schema.general(pointer)
    if "oneOf" not in node and general in schema.CATALOG_FIELDS:
        listed = schema.CATALOG_FIELDS[general]
        for code, name in schema.codes(pointer, catalog=catalog).items():
            entry = catalog.entry(listed, code) or {}
            said = entry.get("description") or entry.get("text") or entry.get("full_name") or ""
            yield code, name, str(said)


def _codes(coded: list[tuple[str, str, str]]) -> dict[str, Any]:
    """The codes as yaml-language-server wants them.

    What it offers is taken from the snippets, whose labels hold the Chinese name, so that either can be typed; what it
    accepts and shows when hovering from the list. The list stands below `then`, where it is not offered a second time.
    """
    return {
        "defaultSnippets": [
            {"label": f"{code} {name}", "description": said or name, "body": code, "sortText": f"{number:03}"}
            for number, (code, name, said) in enumerate(coded)
        ],
        "if": {},
        "then": {"enum": [code for code, _n, _s in coded], "enumDescriptions": [name for _c, name, _s in coded]},
    }


def _bytes(made: Mapping[str, Any]) -> bytes:
    return (json.dumps(made, ensure_ascii=False, indent=1) + "\n").encode()
