"""Every file of the corpus has exactly the findings that stand beside it."""

from __future__ import annotations

from pathlib import Path

import pytest

from bwtb.base import codes
from bwtb.checking import check
from tests.helpers.corpus import cases, expected, files_beside
from tests.helpers.sources import Memory


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
        "DATE_AHEAD",
        "FILE_TOO_LARGE",
        "FILE_LINK",
        "FILE_UNREADABLE",
        "INTERNAL",
        "FILE_COLLISION",
        "ID_DUPLICATE",
        "CATALOG_MISSING",
        "WORK_POINT_YEAR",
    }
    assert wanted | elsewhere == set(codes.CODES)
