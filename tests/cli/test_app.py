"""The command line as a whole: options before a command's name in a group, and usage errors in the reader's language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests import REPOSITORY

Run = Callable[..., tuple[int, str, str]]


@pytest.mark.parametrize("group", ["keyring", "hook", "catalog", "templates"])
def test_a_group_takes_the_global_options_and_shows_an_example(bwtb: Run, group: str) -> None:
    code, out, _err = bwtb(group, "--lang", "en", "--no-color", "--help")
    assert code == 0
    assert "Example: bwtb" in out
    for option in ("--lang", "--no-color", "--quiet", "--verbose", "--registry"):
        assert option in out


def test_options_before_the_name_in_a_group_count(bwtb: Run) -> None:
    code, out, _err = bwtb("catalog", "--registry", str(REPOSITORY), "list", "parties")
    assert code == 0
    assert "centre" in out
    assert bwtb("catalog", "--lang", "fr", "list")[0] == 2


@pytest.mark.parametrize(
    ("line", "named"),
    [
        (("status", "--year", "abc"), "--year"),
        (("build-proposal", "abc"), "YEAR"),
        (("status", "--year"), "--year"),
        (("status", "--quiet=3"), "--quiet"),
        (("show", "a", "b"), "b"),
        (("catalog", "nope"), "nope"),
        (("keyring", "init"), "--person"),
        (("status", "--nope"), "--nope"),
        (("nope",), "nope"),
    ],
)
def test_usage_errors_are_said_in_chinese(bwtb: Run, line: tuple[str, ...], named: str) -> None:
    code, out, err = bwtb("--lang", "zh", *line)
    assert (code, out) == (2, "")
    said = err.splitlines()[0]
    assert said.startswith("错误：")
    assert named in said
    assert not re.search(r"[a-z]{3,} [a-z]{2,}", said), "the library's English"


def test_a_file_in_the_way_is_named_in_chinese(bwtb: Run, tmp_path: Path) -> None:
    from bwtb.base.errors import os_reason
    from bwtb.base.languages import words

    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError) as refused:
        (tmp_path / "file").mkdir()
    assert words(os_reason(refused.value), "zh") == "已有同名文件"


def test_a_misspelt_command_of_a_group_is_guessed(bwtb: Run) -> None:
    code, _out, err = bwtb("catalog", "lis")
    assert code == 2
    assert err == "Error: There is no command “lis”.\nWhat to do: Did you mean “list”?\n"
