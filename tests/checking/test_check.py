"""A whole source: links, names, catalogs, one cause one finding, and rules that need more than one file."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bwtb.base import languages
from bwtb.checking import check
from bwtb.registry.worktree import WorkTree
from bwtb.yaml import loader
from tests import REPOSITORY
from tests.helpers.corpus import CORPUS
from tests.helpers.sources import Memory, catalog_files

ONE = "requests/2027/2027-mzj-001.yaml"
VALID = (CORPUS / "valid/scenario.yaml").read_bytes()
WORK_POINT = (CORPUS / "valid/work-point.yaml").read_bytes()
ATTACHMENT = {"requests/2027/2027-mzj-001/说明.pdf": b"%PDF-1.4 sample\n"}
CATALOG = catalog_files(REPOSITORY)


def codes(source: Memory, paths: list[str] | None = None) -> list[tuple[str, str]]:
    return [(f.path.rsplit("/", 1)[-1], f.code) for f in check.check_source(source, paths)]


def memory(**more: bytes) -> Memory:
    return Memory({**CATALOG, **ATTACHMENT, ONE: VALID, **more})


def test_the_samples_and_the_catalog_are_valid() -> None:
    findings = check.check_source(WorkTree(REPOSITORY))
    assert [f for f in findings if f.severity == "error"] == []


def test_a_copied_file_takes_an_id_that_is_taken() -> None:
    assert codes(memory(**{"requests/2027/2027-mzj-002.yaml": VALID})) == [("2027-mzj-002.yaml", "ID_DUPLICATE")]


def test_links_are_refused_and_found() -> None:
    source = memory()
    source.linked = {"requests/2027/2027-sfj-001.yaml", "requests/2028"}
    assert codes(source) == [("2027-sfj-001.yaml", "FILE_LINK"), ("2028", "FILE_LINK")]
    source.linked = {"requests/2027"}
    assert codes(source, [ONE]) == [("2027-mzj-001.yaml", "FILE_LINK")]


def test_names_that_collide() -> None:
    source = memory(**{"requests/2027/2027-mzj-001/A.pdf": b"", "requests/2027/2027-mzj-001/a.pdf": b""})
    assert codes(source) == [("a.pdf", "FILE_COLLISION")]


def test_a_catalog_list_that_is_missing_or_broken_is_said_once() -> None:
    source = memory()
    del source.content["catalog/units.yaml"]
    assert codes(source, [ONE]) == [("units.yaml", "CATALOG_MISSING")]
    assert codes(source) == [("units.yaml", "CATALOG_MISSING")]
    source.content["catalog/units.yaml"] = b"- code: [\n"
    assert codes(source, [ONE]) == [("units.yaml", "YAML_UNCLOSED")]
    assert codes(source) == [("units.yaml", "YAML_UNCLOSED")]


def test_only_the_lists_that_are_needed_are_read() -> None:
    source = memory(**{"catalog/articles.yaml": b"]"})
    assert codes(source, [ONE]) == []


def test_an_older_work_point_is_a_warning() -> None:
    entry = b"- {code: wp-2024-01, year: 2024, level: city, title: t, text: x, sample: true}\n"
    points = CATALOG["catalog/work_points.yaml"] + entry
    source = memory(**{"catalog/work_points.yaml": points, ONE: WORK_POINT.replace(b"wp-2026-03", b"wp-2024-01")})
    (finding,) = check.check_source(source, [ONE])
    assert (finding.code, finding.severity, finding.article) == ("WORK_POINT_YEAR", "warning", "art-07")


def test_a_file_too_large_is_refused_unread(tmp_path: Path) -> None:
    for path, content in memory().content.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes(content)
    with (tmp_path / ONE).open("wb") as big:
        big.truncate(1 << 33)
    assert [f.code for f in check.check_source(WorkTree(tmp_path), [ONE])] == ["FILE_TOO_LARGE"]


def test_a_draft_of_nothing_but_its_id_is_incomplete_not_wrong() -> None:
    source = memory(**{ONE: b"id: 2027-mzj-001\n"})
    findings = check.check_source(source, [ONE])
    assert {f.code for f in findings} == {"DRAFT_INCOMPLETE"}
    assert len({f.pointer for f in findings}) == len(findings)


def test_characters_on_a_line_silence_what_follows_from_them() -> None:
    source = memory(**{ONE: VALID.replace(b"category: scenario", "category: scenario\u200b".encode())})
    assert codes(source, [ONE]) == [("2027-mzj-001.yaml", "TEXT_INVISIBLE")]


def test_paths_may_be_folders() -> None:
    source = memory()
    assert check.targets(source, ["requests"]) == [ONE]
    assert check.targets(source, [ONE, "requests/2027"]) == [ONE]
    assert check.targets(source, ["."]) == check.targets(source)
    assert check.targets(source, ["requests/2027/2027-mzj-001"]) == []


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("requests/2027/2027-mzj-001.yaml", "request"),
        ("requests/2027/proposal.yaml", "proposal"),
        ("requests/2027/2027-mzj-001/signoffs/centre-0123456789ab.yaml", "signoff"),
        ("catalog/keyring/0001.yaml", "keyring"),
        ("catalog/keyring/0001/signoffs/centre-0123456789ab.yaml", "signoff"),
        ("catalog/units.yaml", "catalog/units"),
        ("catalog/other.yaml", "misplaced"),
        ("requests/2027/2027-mzj-001.yml", "misplaced"),
        ("requests/2027/2027-mzj-001/附件.yaml", None),
        ("requests/2027/2027-mzj-001/说明.pdf", None),
        ("README.md", None),
    ],
)
def test_kinds(path: str, kind: str | None) -> None:
    assert check.kind_of(path) == kind


DATA: dict[str, Any] = loader.load(VALID, ONE).data
WRONG = st.one_of(
    st.none(), st.booleans(), st.integers(-3, 10**13), st.floats(0, 1e6).map(lambda f: round(f, 2)), st.text("甲a1-: “", max_size=6),
    st.just([]), st.just({}), st.just([1, "a", None]), st.just([[]]), st.just({"a": 1}), st.just([{"unit": "mzj"}]),
)  # fmt: skip


def places(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    below = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(p for key, v in below for p in places(v, (*at, key)))]


def mutated(data: Any, changes: list[tuple[tuple[Any, ...], Any]]) -> Any:
    data = copy.deepcopy(data)
    for place, new in changes:
        target = data
        for step in place[:-1]:
            if not (isinstance(target, dict) and step in target) and not (
                isinstance(target, list) and isinstance(step, int) and step < len(target)
            ):
                break
            target = target[step]
        else:
            if (place and isinstance(target, dict)) or (
                place and isinstance(target, list) and isinstance(place[-1], int) and place[-1] < len(target)
            ):
                target[place[-1]] = copy.deepcopy(new)
    return data


CHANGES = st.lists(st.tuples(st.sampled_from(places(DATA)), WRONG), min_size=1, max_size=4)


@given(CHANGES)
@settings(max_examples=150)
def test_whatever_stands_in_a_request_is_a_finding_not_a_crash(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    languages.set_language("en")
    raw = json.dumps(mutated(DATA, changes), ensure_ascii=False).encode()
    for finding in check.check_source(Memory({**CATALOG, **ATTACHMENT, ONE: raw}), [ONE]):
        assert finding.message
        assert finding.hint or finding.code == "FIELD_FORMAT"
        assert 1 <= finding.column <= len(raw.decode()) + 1
