"""Findings → text for people and formats for programs; one module a format. Nothing here prints."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass

from bwtb.base.findings import Finding

# The formats for programs, each with its module, whose `render(findings, files)` gives the text of the report.
FORMATS = {"json": "json_", "sarif": "sarif", "junit": "junit", "github": "github", "gitlab": "gitlab"}


@dataclass(frozen=True)
class Summary:
    """How many files were checked, and what was found."""

    files: int
    errors: int
    warnings: int


def summary(findings: Sequence[Finding], files: int) -> Summary:
    """Count the findings on a number of files."""
    errors = sum(f.severity == "error" for f in findings)
    return Summary(files, errors, len(findings) - errors)


def render(format: str, findings: Sequence[Finding], files: Sequence[str]) -> str:
    """The findings on the files checked, in one of FORMATS."""
    text: str = importlib.import_module(f"bwtb.checking.report.{FORMATS[format]}").render(findings, files)
    return text
