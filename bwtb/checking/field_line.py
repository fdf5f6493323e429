"""A field's line as it is to be written, as far as that can be told."""

from __future__ import annotations

from bwtb.registry import schema
from bwtb.yaml.pointers import steps

# Of its two values only one may stand in a registry (article 2).
CLASSIFIED = "scope.classified"


def line(pointer: str, kind: str) -> str:
    """A field's line: `mode: …`, `nature: […]`, `contact: {name: …, phone: …}`."""
    spec = schema.field(pointer, kind) or {}
    return f"{steps(pointer)[-1]}: {form(pointer, kind, spec)}"


def form(pointer: str, kind: str, spec: schema.Schema) -> str:
    """What stands behind a field's name; `spec` is its schema."""
    match spec.get("type"):
        case "array":
            return "[…]"
        case "object":
            return "{" + ", ".join(line(f"{pointer}/{name}", kind) for name in spec.get("required", ())) + "}"
    return "false" if schema.general(pointer) == CLASSIFIED else "…"
