"""Findings → text for people and formats for programs; one module a format. Nothing here prints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bwtb.finding import Finding


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
