"""A quick look that settles most files: a JSON Schema compiled to plain Python checks.

The jsonschema package has the last word. The quick check only says "surely valid", or that the package must look; it
never says valid where the package would not. It knows the few keywords that our schemas use, and leaves any other to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bwtb.base.values import unfilled
from bwtb.registry import schema

Check = Callable[[Any], bool]
Schema = Mapping[str, Any]

_NOTES = {"$schema", "$id", "$comment", "title", "description", "examples", "definitions", "default"}
_KNOWN = {
    "string": {"type", "minLength", "maxLength", "pattern"},
    "array": {"type", "items", "minItems", "maxItems", "uniqueItems"},
    "object": {"type", "properties", "required", "additionalProperties", "minProperties"},
    "integer": {"type", "minimum", "maximum"},
    "number": {"type", "minimum", "maximum"},
    "boolean": {"type"},
}


class UnknownKeywordError(Exception):
    """The schema uses something that only the jsonschema package understands."""


def never(_data: Any) -> bool:
    """The check for a schema that cannot be compiled: everything goes to the jsonschema package."""
    return False


def compiled(schema: Schema, *, blank_texts: bool) -> Check:
    """The check for a schema. With `blank_texts` false, texts that are empty or only hold their place are not waved through."""
    try:
        return _node(schema, schema.get("definitions", {}), blank_texts)
    except UnknownKeywordError:
        return never


def _node(node: Schema, definitions: Mapping[str, Schema], blank: bool) -> Check:
    if "$ref" in node:
        prefix, _slash, name = str(node["$ref"]).rpartition("/")
        if prefix != "#/definitions" or name not in definitions:
            raise UnknownKeywordError(node["$ref"])
        return _node(definitions[name], definitions, blank)
    used = node.keys() - _NOTES
    if used == {"oneOf"}:
        return _one_of(node["oneOf"])
    kind = node.get("type")
    if not isinstance(kind, str) or used - _KNOWN.get(kind, set()):
        raise UnknownKeywordError(str(sorted(used)))
    match kind:
        case "string":
            return _string(node, blank)
        case "array":
            return _array(node, definitions, blank)
        case "object":
            return _object(node, definitions, blank)
        case "boolean":
            return lambda value: value is True or value is False
    return _number(node, (int,) if kind == "integer" else (int, float))


def _one_of(options: list[Schema]) -> Check:
    values = frozenset(o["const"] for o in options if o.keys() - _NOTES == {"const"} and type(o["const"]) in (str, int))
    if len(values) != len(options):
        raise UnknownKeywordError("oneOf")
    return lambda value: type(value) in (str, int) and value in values


def _string(node: Schema, blank: bool) -> Check:
    shortest, longest = node.get("minLength", 0), node.get("maxLength", 1 << 30)
    search = schema.pattern(node["pattern"]).search if "pattern" in node else None

    def check(value: Any) -> bool:
        return (
            type(value) is str
            and shortest <= len(value) <= longest
            and (blank or not unfilled(value))
            and (search is None or search(value) is not None)
        )

    return check


def _number(node: Schema, types: tuple[type, ...]) -> Check:
    least, most = node.get("minimum", float("-inf")), node.get("maximum", float("inf"))
    return lambda value: type(value) in types and least <= value <= most


def _array(node: Schema, definitions: Mapping[str, Schema], blank: bool) -> Check:
    item = _node(node["items"], definitions, blank) if "items" in node else None
    least, most = node.get("minItems", 0), node.get("maxItems", 1 << 30)
    unique = node.get("uniqueItems", False)

    def check(value: Any) -> bool:
        if type(value) is not list or not least <= len(value) <= most:
            return False
        if item is not None and not all(map(item, value)):
            return False
        # Only texts are compared here; whatever else must be unique is left to the jsonschema package.
        return not unique or (all(type(v) is str for v in value) and len(set(value)) == len(value))

    return check


def _object(node: Schema, definitions: Mapping[str, Schema], blank: bool) -> Check:
    if node.get("additionalProperties") is not False:
        raise UnknownKeywordError("additionalProperties")
    fields = {name: _node(below, definitions, blank) for name, below in node.get("properties", {}).items()}
    required = frozenset(node.get("required", ()))
    least = node.get("minProperties", 0)

    def check(value: Any) -> bool:
        if type(value) is not dict or len(value) < least or not required <= value.keys():
            return False
        for name, below in value.items():
            known = fields.get(name)
            if known is None or not known(below):
                return False
        return True

    return check
