"""A mistake of the program's own that shows with one file or one commit: said of that one, with a log; the others go on.

No input is known that shows one (each that was is mended), so the tests put one into the program.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import NoReturn

import pytest

from bwtb.checking import rules
from bwtb.registry.request import Request
from bwtb.review import request_files, states
from bwtb.signing import judge
from bwtb.signing.judge import Judgement
from tests.world import A, B, World, path_of

Log = Callable[[], str]


def fail() -> NoReturn:
    raise LookupError("a mistake of ours")


@pytest.fixture
def log() -> Log:
    """The text of the one log that was written."""

    def read() -> str:
        (file,) = (Path(os.environ["HOME"]) / ".local/state/bwtb/logs").glob("*")
        return file.read_text("utf-8")

    return read


def test_a_rule_fails_on_one_file(world: World, monkeypatch: pytest.MonkeyPatch, log: Log) -> None:
    stages = rules.stages
    monkeypatch.setattr(rules, "stages", lambda case: fail() if case.document.path == path_of(A) else stages(case))
    world.change(path_of(B), "sfj", "sjf")
    code, out, _err = world.bwtb("validate", "--format", "json")
    found = {(f["path"], f["code"]) for f in json.loads(out)["findings"] if f["severity"] == "error"}
    assert (code, (path_of(A), "INTERNAL") in found, any(path == path_of(B) for path, _code in found)) == (
        1,
        True,
        True,
    )
    (said,) = (f for f in json.loads(out)["findings"] if f["code"] == "INTERNAL")
    assert "LookupError: a mistake of ours, test_faults_of_one.py fail; log: " in said["message"]
    assert f"about {path_of(A)}" in log()


def test_one_request_cannot_be_read(world: World, monkeypatch: pytest.MonkeyPatch, log: Log) -> None:
    digest = request_files.catalog_digest

    def failing(request: Request, catalog: Log) -> str:
        return fail() if request.path == path_of(A) else digest(request, catalog)

    monkeypatch.setattr(request_files, "catalog_digest", failing)
    world.approve_by_all(B)
    code, out, _err = world.bwtb("verify", "--format", "json")
    told = json.loads(out)
    assert (code, told["requests"]) == (0, {B: "approved"})
    assert [w["code"] for w in told["warnings"]] == ["REQUEST_UNREADABLE"]
    assert "LookupError" in told["warnings"][0]["message"]
    assert f"about {path_of(A)}" in log()


def test_one_request_cannot_be_assessed(world: World, monkeypatch: pytest.MonkeyPatch, log: Log) -> None:
    stale = states._stale

    def failing(judgement: Judgement, request: Request, read: request_files.RequestFile) -> dict[str, str]:
        return fail() if request.path == path_of(A) else stale(judgement, request, read)

    monkeypatch.setattr(states, "_stale", failing)
    world.approve_by_all(B)
    told = world.verify()
    assert (told["exit"], told["requests"], told.warnings) == (0, {B: "approved"}, ["REQUEST_UNREADABLE"])
    assert "LookupError" in told["warnings"][0]["message"]
    assert f"about {path_of(A)}" in log()


@pytest.mark.parametrize("where", ["check_signature", "check_content", "named_records"])
def test_one_commit_cannot_be_judged(world: World, monkeypatch: pytest.MonkeyPatch, log: Log, where: str) -> None:
    """It may have been a revocation, so nothing is relied on; what the other commits say is still told."""
    bad = world.sign("centre")
    good = world.sign("office", B)
    right = getattr(judge, where)

    def failing(*given: object) -> object:
        commit = given[2] if where == "check_content" else given[0]
        return fail() if getattr(commit, "id", "") == bad else right(*given)

    monkeypatch.setattr(judge, where, failing)
    told = world.verify()
    assert (told["exit"], told.problems, told["requests"][B]) == (1, ["INTERNAL"], "in_review")
    assert [s["commit"] for s in told["signoffs"] if s["subject"]["kind"] == "request"] == [good]
    assert bad[:12] in told["problems"][0]["message"]
    assert f"about commit {bad}" in log()


def test_nothing_is_relied_on_where_a_commit_cannot_be_judged(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    world.approve_by_all()
    assert world.state() == "approved"
    right = judge.named_records
    bad = world.sign("centre", B)
    monkeypatch.setattr(judge, "named_records", lambda commit: fail() if commit.id == bad else right(commit))
    assert world.state() != "approved"
    code, _out, _err = world.bwtb("verify", "--require-approved", A)
    assert code == 1
    world.git("reset", "-q", "--hard", "HEAD~")
    assert world.state() == "approved"
