"""One request being judged by the rules, and how a rule says what it found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from bwtb.base.findings import Finding
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog
from bwtb.registry.request import Request
from bwtb.registry.source import Source
from bwtb.yaml.loader import Document


@lru_cache(maxsize=4096)
def _steps(pointer: str) -> tuple[str, ...]:
    """A pointer's steps; the rules ask for the same ones in every file."""
    return tuple(pointer.split("/")[1:])


@dataclass(frozen=True)
class Case:
    """A request with what it is judged by. In a `draft` what is missing is a warning."""

    request: Request
    document: Document
    catalog: Catalog
    source: Source
    draft: bool

    def error(self, code: str, pointer: str, message: str, hint: str, *, at_key: bool = False) -> Finding:
        """Something wrong at a field's value, or at its name; the article is the one behind the code."""
        line, column = self.document.position(pointer) if at_key else self.document.value_position(pointer)
        return Finding(
            self.request.path, line, column, code, message, hint, pointer=pointer, label=schema.label(pointer)
        )

    def warning(self, code: str, pointer: str, message: str, hint: str) -> Finding:
        """Something doubtful."""
        return replace(self.error(code, pointer, message, hint), severity="warning")

    def missing(self, code: str, pointer: str, message: str, hint: str) -> Finding:
        """Something that is not there: in a draft the warning DRAFT_INCOMPLETE, in an endorsed request this error."""
        found = self.error(code, pointer, message, hint, at_key=True)
        return replace(found, severity="warning", code="DRAFT_INCOMPLETE") if self.draft else found

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
        found: Any = self.request.data
        for step in _steps(pointer):
            if isinstance(found, dict):
                found = found.get(step)
            elif isinstance(found, list) and step.isdigit() and int(step) < len(found):
                found = found[int(step)]
            else:
                return None
        return found

    def filled(self, pointer: str) -> bool:
        """Whether a text with something in it stands at a pointer."""
        value = self.value(pointer)
        return isinstance(value, str) and bool(value.strip())
