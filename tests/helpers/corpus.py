"""The corpus: files beside the findings expected of them, and the registry that each is checked in."""

from __future__ import annotations

from pathlib import Path

from tests import REPOSITORY
from tests.helpers.sources import catalog_files

CORPUS = REPOSITORY / "tests/corpus"
AT = "requests/2027/2027-mzj-001.yaml"
CATALOG = catalog_files(REPOSITORY)


def cases(folder: str) -> list[Path]:
    return sorted((CORPUS / folder).glob("*.yaml"))


def expected(file: Path) -> tuple[str, list[str]]:
    """Where a case stands in the registry, and its findings as `CODE line:column`."""
    beside = file.with_suffix(".expected")
    lines = beside.read_text(encoding="utf-8").splitlines() if beside.is_file() else []
    if lines and lines[0].startswith("at "):
        return lines[0].removeprefix("at "), lines[1:]
    return AT, lines


def files_beside(file: Path) -> dict[str, bytes]:
    """The registry that a case is checked in: the catalog, one attachment, and the file at its place."""
    path, _findings = expected(file)
    attachment = "requests/2027/2027-mzj-001/说明.pdf"
    return {**CATALOG, attachment: b"%PDF-1.4 sample\n", path: file.read_bytes()}
