"""One request being checked by the rules, and how a rule says what it found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from bwtb.base.findings import Finding
from bwtb.base.messages import Fact
from bwtb.checking.at_field import finding_at
from bwtb.registry.catalogs import Catalog
from bwtb.registry.request import Request
from bwtb.registry.source import Source
from bwtb.yaml import pointers
from bwtb.yaml.loader import Document


@dataclass(frozen=True)
class Case:
    """A request with what it is checked by. In a `draft` what is missing is a warning."""

    request: Request
    document: Document
    catalog: Catalog
    source: Source
    draft: bool

    def error(self, code: str, pointer: str, message: Fact, hint: Fact, *, at_key: bool = False) -> Finding:
        """Something wrong at a field's value, or at its name; the article is the one behind the code."""
        return finding_at(self.document, "request", pointer, code, message, hint, at_key=at_key)

    def warning(self, code: str, pointer: str, message: Fact, hint: Fact) -> Finding:
        """Something doubtful at a field's value."""
        return replace(self.error(code, pointer, message, hint), severity="warning")

    def missing(self, code: str, pointer: str, message: Fact, hint: Fact) -> Finding:
        """Something that is not there: in a draft the warning DRAFT_INCOMPLETE, in an endorsed request this error."""
        error = self.error(code, pointer, message, hint, at_key=True)
        return replace(error, severity="warning", code="DRAFT_INCOMPLETE") if self.draft else error

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
