"""Findings as GitLab's Code Quality report (`artifacts: reports: codequality`), shown in merge requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bwtb.base.findings import Finding
from bwtb.base.inert import json_text, on_one_line
from bwtb.base.languages import words
from bwtb.checking.report.fingerprints import facts, fingerprints

SEVERITIES = {"error": "major", "warning": "minor"}


def render(findings: Sequence[Finding], _files: Sequence[str]) -> str:
    """A list of issues. GitLab shows one issue a fingerprint."""
    issues = [_issue(f, known_by) for f, known_by in zip(findings, fingerprints(findings), strict=True)]
    return json_text(issues)


def _issue(finding: Finding, known_by: str) -> dict[str, Any]:
    # GitLab has no place for the field's name but the description; most messages name it themselves.
    named = finding.label in facts(finding.message)
    said = (finding.message, finding.hint) if named else (finding.label, finding.message, finding.hint)
    return {
        "description": on_one_line(" ".join(words(part) for part in said if part)),
        "check_name": finding.code,
        "fingerprint": known_by,
        "severity": SEVERITIES[finding.severity],
        "location": {"path": on_one_line(finding.path), "lines": {"begin": finding.line}},
    }
