"""Findings as JSON: documented, versioned, what other programs build on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from bwtb.base.findings import Finding
from bwtb.base.inert import json_text
from bwtb.base.languages import words
from bwtb.checking.report import summary

KEYS = ("code", "severity", "path", "line", "column", "pointer", "label", "message", "hint", "article")
SAID = ("label", "message", "hint")


def render(findings: Sequence[Finding], files: Sequence[str]) -> str:
    """One object: `version`, `findings`, `summary`. Lines and columns count from 1, columns in characters."""
    rows = [{key: getattr(f, key) for key in KEYS} | {key: words(getattr(f, key)) for key in SAID} for f in findings]
    counted = asdict(summary(findings, len(files)))
    return json_text({"version": 1, "findings": rows, "summary": counted})
