"""One request being checked by the rules."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bwtb.checking.at_field import Checked
from bwtb.registry.catalogs import Catalog
from bwtb.registry.request import Request
from bwtb.registry.source import Source
from bwtb.yaml import pointers


@dataclass(frozen=True, kw_only=True)
class Case(Checked):
    """A request with what it is checked by. A finding's article is the one behind its code."""

    catalog: Catalog
    request: Request
    source: Source

    def texts(self, pointer: str) -> list[str]:
        """The texts of a list, e.g. `/application/new_item`; empty where it is absent or not a list."""
        value = self.value(pointer)
        return [v for v in value if isinstance(v, str)] if isinstance(value, list) else []

    def mappings(self, pointer: str) -> list[tuple[str, dict[str, Any]]]:
        """The mappings of a list, each with its own pointer."""
        value = self.value(pointer)
        entries = value if isinstance(value, list) else []
        return [(f"{pointer}/{i}", e) for i, e in enumerate(entries) if isinstance(e, dict)]

    def value(self, pointer: str) -> Any:
        """What stands at a pointer, None where nothing does."""
        return pointers.value_at(self.request.data, pointer)

    def filled(self, pointer: str) -> bool:
        """Whether a text with something in it stands at a pointer."""
        value = self.value(pointer)
        return isinstance(value, str) and bool(value.strip())
