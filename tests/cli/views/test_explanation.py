"""What `bwtb explain` says of a code, and the documents that say the same."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from bwtb.base import codes, languages
from bwtb.cli.views import explanation, explanation_pages


@pytest.mark.parametrize("code", explanation.signoff_codes())
def test_a_sign_offs_code_is_explained_without_holes(code: str) -> None:
    languages.set_language("en")
    lines = list(explanation.text(code))
    assert len(lines) > 1
    assert not any("{" in line for line in lines)


def test_every_group_of_codes_begins_with_a_code() -> None:
    assert set(explanation_pages.GROUPS) <= set(codes.CODES)


def test_both_documents_are_written_for_the_site(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-m", "bwtb.cli.views.explanation_pages", str(tmp_path)], check=True)
    assert {p.name for p in tmp_path.iterdir()} == set(explanation_pages.DOCUMENTS.values())
    for language, name in explanation_pages.DOCUMENTS.items():
        languages.set_language(language)
        assert (tmp_path / name).read_text(encoding="utf-8") == explanation_pages.markdown()
