"""Findings as a JUnit report: a test case a file; errors fail it, warnings are its output."""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree

from bwtb.base.findings import Finding
from bwtb.base.inert import on_one_line
from bwtb.base.languages import words


def render(findings: Sequence[Finding], files: Sequence[str]) -> str:
    """One suite; its cases are the files checked, and those that findings are in besides."""
    paths = sorted({*files, *(f.path for f in findings)})
    failed = {f.path for f in findings if f.severity == "error"}
    numbers = {"name": "bwtb validate", "tests": str(len(paths)), "failures": str(len(failed)), "errors": "0"}
    suites = ElementTree.Element("testsuites", numbers)
    suite = ElementTree.SubElement(suites, "testsuite", {**numbers, "skipped": "0"})
    by_path: dict[str, list[Finding]] = {path: [] for path in paths}
    for finding in findings:
        by_path[finding.path].append(finding)
    for path, its_own in by_path.items():
        _case(suite, path, its_own)
    ElementTree.indent(suites)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ElementTree.tostring(suites, encoding="unicode") + "\n"


def _case(suite: ElementTree.Element, path: str, findings: Sequence[Finding]) -> None:
    case = ElementTree.SubElement(suite, "testcase", {"name": on_one_line(path), "classname": "bwtb.validate"})
    errors = [f for f in findings if f.severity == "error"]
    if errors:
        first = {"type": errors[0].code, "message": on_one_line(words(errors[0].message))}
        ElementTree.SubElement(case, "failure", first).text = _said(errors)
    if warnings := [f for f in findings if f.severity == "warning"]:
        ElementTree.SubElement(case, "system-out").text = _said(warnings)


def _said(findings: Sequence[Finding]) -> str:
    """Findings as lines: `path:line:column: CODE label: message hint`."""
    lines = []
    for f in findings:
        label = f" {words(f.label)}" if f.label else ""
        said = f"{f.path}:{f.line}:{f.column}: {f.code}{label}: {words(f.message)} {words(f.hint)}"
        lines.append(on_one_line(said.rstrip()))
    return "\n".join(lines)
