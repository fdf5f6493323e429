"""Findings as GitLab's Code Quality report (`artifacts: reports: codequality`), shown in merge requests."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from bwtb.base.findings import Finding
from bwtb.base.languages import words
from bwtb.checking.report.sarif import fingerprint

SEVERITIES = {"error": "major", "warning": "minor"}


def render(findings: Sequence[Finding], _files: Sequence[str]) -> str:
    """A list of issues. GitLab shows one issue a fingerprint, so findings that are alike are numbered."""
    return json.dumps(list(_issues(findings)), ensure_ascii=False, indent=2) + "\n"


def _issues(findings: Sequence[Finding]) -> Iterator[dict[str, Any]]:
    seen: Counter[str] = Counter()
    for finding in findings:
        known_by = fingerprint(finding)
        seen[known_by] += 1
        if seen[known_by] > 1:
            known_by = sha256(f"{known_by} {seen[known_by]}".encode()).hexdigest()
        yield {
            "description": " ".join(words(part) for part in (finding.label, finding.message, finding.hint) if part),
            "check_name": finding.code,
            "fingerprint": known_by,
            "severity": SEVERITIES[finding.severity],
            "location": {"path": finding.path, "lines": {"begin": finding.line}},
        }
