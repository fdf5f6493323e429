"""Every file of the corpus has exactly the findings that stand beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bwtb.base import codes
from bwtb.checking import check
from tests.conftest import REPOSITORY
from tests.sources import Memory, catalog_files

CORPUS = Path(__file__).parent / "corpus"
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


def found(file: Path) -> list[str]:
    path, _findings = expected(file)
    source = Memory(files_beside(file), {"requests/2027/2027-mzj-001/链接.pdf"})
    return [f"{f.code} {f.line}:{f.column}" for f in check.check_source(source, [path])]


@pytest.mark.parametrize("file", cases("valid"), ids=lambda f: f.stem)
def test_valid(file: Path) -> None:
    assert found(file) == []


@pytest.mark.parametrize("file", cases("invalid"), ids=lambda f: f.stem)
def test_invalid(file: Path) -> None:
    wanted = expected(file)[1]
    assert wanted, "a case without expected findings belongs to valid/"
    assert sorted(found(file)) == sorted(wanted)


def test_every_code_has_a_case() -> None:
    wanted = {line.split()[0] for file in cases("invalid") for line in expected(file)[1]}
    elsewhere = {
        "FILE_FROZEN",
        "FILE_TOO_LARGE",
        "FILE_LINK",
        "FILE_COLLISION",
        "ID_DUPLICATE",
        "CATALOG_MISSING",
        "WORK_POINT_YEAR",
    }
    assert wanted | elsewhere == set(codes.CODES)
