"""What a folder says of itself in proposal.json is believed only where it reads like one of ours."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from bwtb.actions.compare import Claim, claim
from bwtb.base.errors import UserError

FORMATS = ("docx", "html", "json")
COMMIT = "0" * 40


def listing(**changed: Any) -> str:
    names = [{"name": "proposal.docx"}, {"name": "proposal.yaml"}]
    return json.dumps({"year": 2027, "commit": COMMIT, "tool": {"version": "1"}, "files": names} | changed)


def test_a_list_of_ours_is_read(tmp_path: Path) -> None:
    (tmp_path / "proposal.json").write_text(listing(), encoding="utf-8")
    read = claim(tmp_path, FORMATS)
    assert read == Claim(2027, COMMIT, "1", ("proposal.docx", "proposal.yaml"))
    assert read.formats == ["docx", "json"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "[" * 100000,
        '{"files": 1}',
        listing(commit="--all"),
        listing(commit="0" * 39),
        listing(year="2027"),
        listing(tool="1"),
        listing(files=[{"name": "../x"}]),
        listing(files=[{"name": "proposal.odt"}]),
    ],
)
def test_anything_else_is_no_list(tmp_path: Path, text: str) -> None:
    (tmp_path / "proposal.json").write_text(text, encoding="utf-8")
    with pytest.raises(UserError, match="is no list of a proposal's files"):
        claim(tmp_path, FORMATS)


def test_a_folder_without_a_list_says_what_to_name(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="no such file or folder") as caught:
        claim(tmp_path, FORMATS)
    assert "bwtb build-proposal" in str(caught.value.hint)
