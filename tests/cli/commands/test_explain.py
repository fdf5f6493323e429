"""`bwtb explain`: pages at the terminal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from bwtb.base import codes

Run = Callable[..., tuple[int, str, str]]


def test_a_page(bwtb: Run) -> None:
    code, out, err = bwtb("explain", "OPINION")
    lines = out.splitlines()
    assert (code, err) == (0, "")
    assert lines[0] == "error OPINION"
    assert lines.index("Wrong, in requests/2027/2027-gjz-001.yaml:") < lines.index("Right:")
    assert any(line.startswith("Article 7 of the regulation") for line in lines)
    assert "区行政服务中心出具整合意见" in out


def test_a_page_of_a_sign_offs_code(bwtb: Run) -> None:
    code, out, _err = bwtb("explain", "SIG_BAD")
    assert code == 0
    assert "signature that does not match" in out


def test_chinese(bwtb: Run) -> None:
    out = bwtb("--lang", "zh", "explain", "CODE_UNKNOWN")[1]
    assert "错误示例（requests/2027/2027-mzj-001.yaml）：" in out
    assert "正确写法：" in out


def test_no_code_lists_them_all(bwtb: Run) -> None:
    code, out, _err = bwtb("explain")
    assert code == 0
    assert {line.split()[0] for line in out.splitlines()} >= {*codes.CODES, "STALE", "UNTRUSTED_ROOT"}


@pytest.mark.parametrize(("wrong", "near"), [("YAML_TABS", "YAML_TAB"), ("code-unknwn", "CODE_UNKNOWN")])
def test_a_code_that_is_none(bwtb: Run, wrong: str, near: str) -> None:
    code, out, err = bwtb("explain", wrong)
    assert (code, out) == (2, "")
    assert f"Did you mean {near}?" in err
