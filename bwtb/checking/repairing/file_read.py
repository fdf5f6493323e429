"""The file being repaired, and where in its text things stand."""

from __future__ import annotations

from dataclasses import dataclass

from bwtb.base.findings import Finding
from bwtb.registry.catalogs import Catalog
from bwtb.yaml.loader import Document


@dataclass(frozen=True)
class FileRead:
    """One state of a file on the way: its bytes, what was read, and what is wrong with it."""

    path: str
    raw: bytes
    document: Document
    findings: tuple[Finding, ...]
    kind: str
    catalog: Catalog

    @property
    def text(self) -> str:
        return self.raw.decode("utf-8")

    def offset(self, line: int, column: int) -> int:
        """Where in the text a place is."""
        lines = self.text.split("\n")
        return sum(len(one) + 1 for one in lines[: line - 1]) + column - 1

    def extent(self, pointer: str, *, key: bool = False, across: bool = False) -> tuple[int, int] | None:
        """Where a value that stands on one line (`across`: or on several), or a field's name, begins and ends in the text.

        None for any other.
        """
        extent = self.document.extent(pointer, key=key)
        if extent is None or extent.style in ("|", ">") or (extent.start[0] != extent.end[0] and not across):
            return None
        return self.offset(*extent.start), self.offset(*extent.end)

    def replaced(self, extent: tuple[int, int], new: str) -> bytes:
        """The file with this part of its text replaced."""
        text = self.text
        return (text[: extent[0]] + new + text[extent[1] :]).encode("utf-8")
