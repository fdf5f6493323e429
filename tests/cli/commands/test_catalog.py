"""`bwtb catalog` on the repository's own registry."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from tests import REPOSITORY

Run = Callable[..., tuple[int, str, str]]


def test_no_registry_is_a_clear_error(
    bwtb: Run, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path_factory.mktemp("elsewhere"))
    code, out, err = bwtb("catalog", "list")
    assert (code, out) == (2, "")
    assert "not inside a registry" in err
    assert "--registry" in err


def test_unknown_list_names_the_lists(bwtb: Run) -> None:
    code, _out, err = bwtb("catalog", "list", "capabilites", "--registry", str(REPOSITORY))
    assert code == 2
    assert "capabilities" in err


def test_list_as_json(bwtb: Run) -> None:
    code, out, _err = bwtb("catalog", "list", "units", "--format", "json", "--registry", str(REPOSITORY))
    assert code == 0
    assert json.loads(out)["version"] == 1
