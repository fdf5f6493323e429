"""Requests of a commit read by several processes while history is judged: the same answers as by one."""

from __future__ import annotations

import multiprocessing
import shutil

import pytest

from bench.registries import build
from bwtb.base import processes
from bwtb.base.languages import words
from bwtb.git import Objects, Repository, open_objects, open_repository
from bwtb.review import request_files
from bwtb.review.states import Review, assess, judge_and_assess
from bwtb.signing.history import HistoryError
from bwtb.signing.judge import judge
from tests.helpers.checkout import Checkout
from tests.helpers.speaking import speaking


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """Good requests; one that is not YAML, one with an error, one misnamed, one a link, one deeper than requests stand."""
    root = tmp_path_factory.mktemp("reading")
    build(root, 40)
    folder = root / "requests/2027"
    (folder / "2027-zwzx-003.yaml").write_text("a: [\n", encoding="utf-8")
    broken = folder / "2027-zwzx-004.yaml"
    broken.write_text(broken.read_text(encoding="utf-8").replace("scenario", "场景", 1), encoding="utf-8")
    shutil.copy(folder / "2027-zwzx-005.yaml", folder / "2028-zwzx-005.yaml")
    (folder / "2027-zwzx-006.yaml").unlink()
    (folder / "2027-zwzx-006.yaml").symlink_to("2027-zwzx-007.yaml")
    (folder / "2027-zwzx-008").mkdir()
    shutil.copy(folder / "2027-zwzx-008.yaml", folder / "2027-zwzx-008/2027-zwzx-009.yaml")
    Checkout(root).git("init", "-q", "-b", "main")
    Checkout(root).commit("Start")
    return open_repository(root)


def alone(objects: Objects, commit: str) -> Review:
    return assess(objects, judge(objects.repository, objects, commit, None))


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_the_same_as_alone(registry: Repository, monkeypatch: pytest.MonkeyPatch, method: str) -> None:
    if method not in multiprocessing.get_all_start_methods():
        pytest.skip(f"this system has no {method}")
    commit = registry.resolve("HEAD")
    with open_objects(registry) as objects:
        wanted = alone(objects, commit)
        monkeypatch.setattr(multiprocessing, "get_all_start_methods", lambda: [method])
        monkeypatch.setattr(request_files, "BULK", 10)
        monkeypatch.setattr(processes, "SHARE", 6)
        monkeypatch.setattr(processes, "processors", lambda: 2)
        with request_files.begin_reading(objects, commit) as await_files:
            assert len(await_files() or ()) == 39
        with speaking("en"):  # a review is the same in every language
            assert judge_and_assess(objects, commit, None)[1] == wanted
    assert list(wanted.unreadable) == [
        "requests/2027/2027-zwzx-003.yaml", "requests/2027/2028-zwzx-005.yaml", "requests/2027/2027-zwzx-006.yaml",
    ]  # fmt: skip
    assert "结束符号" in words(wanted.unreadable["requests/2027/2027-zwzx-003.yaml"], "zh")
    assert wanted.requests["2027-zwzx-004"].errors == 1
    assert "2027-zwzx-009" in wanted.requests


def test_only_the_year_and_those_named(registry: Repository) -> None:
    commit = registry.resolve("HEAD")
    tree = Checkout(registry.git_dir.parent).blob_of("")
    with open_objects(registry) as objects:
        assert request_files.list_files(objects, tree, 2028).paths == ()
        assert len(request_files.list_files(objects, tree, 2027).paths) == 39
        named = judge_and_assess(objects, commit, None, ids=["2027-zwzx-001"])[1]
        assert list(named.requests) == ["2027-zwzx-001"]


def test_what_goes_wrong_in_a_process_is_said_as_by_one(registry: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """A blob that is not what its name says: the whole is refused, by several processes as by one."""
    checkout = Checkout(registry.git_dir.parent)
    blob = checkout.blob_of("requests/2027/2027-zwzx-020.yaml")
    file = checkout.object_file(blob)
    kept = file.read_bytes()
    checkout.damage_object(blob)
    monkeypatch.setattr(request_files, "BULK", 10)
    monkeypatch.setattr(processes, "processors", lambda: 2)
    try:
        with open_objects(registry) as objects, pytest.raises(HistoryError) as caught:
            judge_and_assess(objects, registry.resolve("HEAD"), None)
    finally:
        file.write_bytes(kept)
    assert (caught.value.code, caught.value.commit) == ("OBJECT_CORRUPT", blob)
