"""The pages of the codes: their examples are true."""

from __future__ import annotations

import pytest

from bwtb.base import codes
from bwtb.base.findings import Finding
from bwtb.checking.explaining.page import EXAMPLES, page
from bwtb.cli.checked import check_targets
from bwtb.registry.source import Source


def check(source: Source, paths: list[str] | None) -> list[Finding]:
    return check_targets(source, paths)[1]


def test_every_code_has_an_example() -> None:
    assert list(EXAMPLES.keys() ^ codes.CODES.keys()) == []


@pytest.mark.parametrize("code", codes.CODES)
def test_the_wrong_example_has_this_finding_alone_and_the_right_one_none(code: str) -> None:
    example = EXAMPLES[code]
    assert {f.code for f in example.findings(check, wrong=True)} == {code}
    assert example.findings(check, wrong=False) == []


def test_what_nobody_can_see_is_written_out() -> None:
    assert page("TEXT_INVISIBLE", check).wrong == "title: 养老服务\\u200b“一件事”智能填表与免申即享改造"
    assert page("FILE_LINE_ENDINGS", check).wrong == "unit: mzj\\r\ncategory: scenario\\r"


def test_what_fix_repairs_is_said() -> None:
    repaired = {code for code in codes.CODES if page(code, check).repaired}
    assert repaired >= {"FILE_ENCODING", "YAML_TAB", "YAML_FULLWIDTH", "AMOUNT_FORMAT", "DATE_FORMAT", "CODE_UNKNOWN"}
    assert not repaired & {"FILE_LINK", "TEXT_CONTROL", "YAML_UNCLOSED", "FIELD_MISSING", "AMOUNT_MISMATCH", "OPINION"}
