"""A finding is known again: in the other language, when lines have moved, when entries were added before it."""

from __future__ import annotations

import json

import pytest

from bwtb.base import languages
from bwtb.base.findings import Finding
from bwtb.checking import report
from bwtb.checking.check import check_file
from bwtb.checking.report.fingerprints import fingerprints
from bwtb.registry import catalogs
from bwtb.registry.worktree import WorkTree
from tests import REPOSITORY
from tests.helpers.sources import Memory, catalog_files

PATH = "requests/2027/2027-mzj-001.yaml"
VALID = (REPOSITORY / PATH).read_text(encoding="utf-8")
ITEM = "    - {name: 软件测评, kind: software_test, amount: 45000}\n"


def findings(text: str) -> list[Finding]:
    samples = WorkTree(REPOSITORY)
    attached = {path: samples.read(path) or b"" for path in samples.files(PATH.removesuffix(".yaml"))}
    source = Memory({**catalog_files(REPOSITORY), **attached, PATH: text.encode()})
    return sorted(check_file(source, PATH, catalogs.lazily(source)[0]))


def known_by(text: str) -> set[str]:
    return set(fingerprints(findings(text)))


WRONG = {
    "an unknown code": VALID.replace("cap-14", "电子证照"),
    "a field twice": VALID.replace("unit: mzj\n", "unit: mzj\nunit: mzj\n"),
    "an entry of a list": VALID.replace(ITEM, ITEM.replace("45000", "4.5万元")),
    "several fields missing": VALID.replace("unit: mzj\n", "").replace("category: scenario\n", ""),
}


@pytest.mark.parametrize("text", WRONG.values(), ids=WRONG)
def test_a_finding_is_known_again_when_lines_have_moved(text: str) -> None:
    assert len(known_by(text)) == len(findings(text)) == 1
    assert known_by("# one line more\n\n" + text) == known_by(text)


def test_a_finding_is_known_again_when_an_entry_was_added_before_it() -> None:
    wrong = ITEM.replace("45000", "4.5万元")
    first = "    - {name: 另一项, kind: software, amount: 1000}\n"
    assert known_by(VALID.replace(ITEM, first + wrong)) == known_by(VALID.replace(ITEM, wrong))


def test_siblings_keep_their_fingerprints_when_one_is_put_right() -> None:
    wrong = ITEM.replace("45000", "4.5万元")
    other = wrong.replace("软件测评", "安全测评")
    both = known_by(VALID.replace(ITEM, wrong + other))
    assert len(both) == 2
    assert both == known_by(VALID.replace(ITEM, wrong)) | known_by(VALID.replace(ITEM, other))


def test_findings_that_are_alike_have_fingerprints_of_their_own() -> None:
    twice = Finding(PATH, 3, 1, "YAML_SYNTAX", "Wrong."), Finding(PATH, 9, 1, "YAML_SYNTAX", "Wrong.")
    assert len(set(fingerprints(twice))) == 2


@pytest.mark.parametrize("format", ["gitlab", "sarif"])
def test_a_finding_is_the_same_in_both_languages(format: str) -> None:
    said = {}
    for language in languages.LANGUAGES:
        languages.set_language(language)
        said[language] = json.loads(report.render(format, findings(WRONG["an unknown code"]), [PATH]))
    assert said["zh"] != said["en"]
    assert _fingerprints(format, said["zh"]) == _fingerprints(format, said["en"])


def _fingerprints(format: str, rendered: object) -> object:
    if format == "gitlab":
        return [issue["fingerprint"] for issue in rendered]  # type: ignore[attr-defined]
    return [result["partialFingerprints"] for result in rendered["runs"][0]["results"]]  # type: ignore[index]
