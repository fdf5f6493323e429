"""Many files by several processes: the same findings as by one."""

from __future__ import annotations

import multiprocessing
from functools import partial
from pathlib import Path

import pytest

from bench.registries import build
from bwtb.base import processes
from bwtb.base.findings import Finding
from bwtb.checking import check
from bwtb.registry.worktree import WorkTree


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("bulk")
    build(root, 40)
    for number, (before, after) in enumerate(
        [("scenario", "场景"), ("unit", "unit："), ("480000", "1"), ("id", "\tid")], 1
    ):
        file = root / f"requests/2027/2027-zwzx-{number * 7:03}.yaml"
        file.write_text(file.read_text(encoding="utf-8").replace(before, after, 1), encoding="utf-8")
    units = root / "catalog/units.yaml"
    units.write_text(units.read_text(encoding="utf-8").replace("- code: mzj\n", "- code: zwzx\n"), encoding="utf-8")
    return root


@pytest.fixture(autouse=True)
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(processes, "SHARE", 6)
    monkeypatch.setattr(processes, "processors", lambda: 2)


def alone(registry: Path, monkeypatch: pytest.MonkeyPatch) -> list[Finding]:
    monkeypatch.setattr(check, "BULK", 10**9)
    found = check.check_source(WorkTree(registry))
    monkeypatch.setattr(check, "BULK", 10)
    return found


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_the_same_as_alone(registry: Path, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system has no {method}")
    wanted = alone(registry, monkeypatch)
    monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: [method])
    source = WorkTree(registry)
    with processes.deal(partial(check._checking, source), check.targets(source)) as answers:
        assert answers() is not None
    assert check.check_source(source) == wanted
    assert len({f.code for f in wanted}) > 3


def test_without_further_processes_it_is_done_alone(registry: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = alone(registry, monkeypatch)

    def refuse(*_arguments: object, **_named: object) -> None:
        raise OSError

    monkeypatch.setattr(processes, "ProcessPoolExecutor", refuse)
    assert check.check_source(WorkTree(registry)) == wanted
    monkeypatch.setattr(processes, "processors", lambda: 1)
    assert check.check_source(WorkTree(registry)) == wanted
