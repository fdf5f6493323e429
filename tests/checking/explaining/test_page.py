"""The pages of the codes: their examples are true, and the documents say the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bwtb.base import codes, languages
from bwtb.checking.explaining import page
from bwtb.checking.explaining.__main__ import DOCUMENTS


@pytest.fixture(autouse=True)
def english() -> None:
    languages.set_language("en")


def test_every_code_has_an_example() -> None:
    assert list(page.EXAMPLES.keys() ^ codes.CODES.keys()) == []
    assert set(page.GROUPS) <= set(codes.CODES)


@pytest.mark.parametrize("code", codes.CODES)
def test_the_wrong_example_has_this_finding_alone_and_the_right_one_none(code: str) -> None:
    example = page.EXAMPLES[code]
    assert {f.code for f in example.findings(wrong=True)} == {code}
    assert example.findings(wrong=False) == []


def test_what_nobody_can_see_is_written_out() -> None:
    assert page.page("TEXT_INVISIBLE").wrong == "title: 养老服务\\u200b“一件事”智能填表与免申即享改造"
    assert page.page("FILE_LINE_ENDINGS").wrong == "unit: mzj\\r\ncategory: scenario\\r"


def test_what_fix_repairs_is_said() -> None:
    repaired = {code for code in codes.CODES if page.page(code).repaired}
    assert repaired >= {"FILE_ENCODING", "YAML_TAB", "YAML_FULLWIDTH", "AMOUNT_FORMAT", "DATE_FORMAT", "CODE_UNKNOWN"}
    assert not repaired & {"FILE_LINK", "TEXT_CONTROL", "YAML_UNCLOSED", "FIELD_MISSING", "AMOUNT_MISMATCH", "OPINION"}


@pytest.mark.parametrize("code", page.signoff_codes())
def test_a_sign_offs_code_is_explained_without_holes(code: str) -> None:
    lines = list(page.text(code))
    assert len(lines) > 1
    assert not any("{" in line for line in lines)


def test_both_documents_are_written_for_the_site(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "bwtb.checking.explaining", str(tmp_path)], check=True)
    assert {p.name for p in tmp_path.iterdir()} == set(DOCUMENTS.values())
    for language, name in DOCUMENTS.items():
        languages.set_language(language)
        assert (tmp_path / name).read_text(encoding="utf-8") == page.markdown()
