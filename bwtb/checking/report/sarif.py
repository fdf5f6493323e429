"""Findings as SARIF 2.1.0 (OASIS): what code scanning and editors read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from bwtb import __version__
from bwtb.base import codes
from bwtb.base.findings import Finding
from bwtb.base.inert import json_text, on_one_line
from bwtb.base.languages import _, language, words
from bwtb.checking.report.fingerprints import fingerprints

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def render(findings: Sequence[Finding], _files: Sequence[str]) -> str:
    """One run. Columns count in characters; paths are relative to the registry's root."""
    used = sorted({f.code for f in findings})
    driver = {"name": "bwtb", "version": __version__, "language": "zh-CN" if language() == "zh" else "en-US"}
    run = {
        "tool": {"driver": {**driver, "rules": [_rule(code) for code in used]}},
        "columnKind": "unicodeCodePoints",
        "results": [
            _result(f, used.index(f.code), known_by)
            for f, known_by in zip(findings, fingerprints(findings), strict=True)
        ],
    }
    return json_text({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(code: str) -> dict[str, Any]:
    meaning = {"text": _(codes.CODES[code][0])}
    rule: dict[str, Any] = {"id": code, "shortDescription": meaning, "help": {"text": f"bwtb explain {code}"}}
    if codes.article(code):
        rule["properties"] = {"article": codes.article(code)}
    return rule


def _result(finding: Finding, index: int, known_by: str) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {
                "uri": quote(finding.path.encode("utf-8", "surrogateescape")),
                "uriBaseId": "%SRCROOT%",
            },
            "region": {"startLine": finding.line, "startColumn": finding.column},
        }
    }
    if finding.pointer:
        location["logicalLocations"] = [{"name": words(finding.label), "fullyQualifiedName": finding.pointer}]
    said = "\n".join(on_one_line(words(part)) for part in (finding.message, finding.hint) if part)
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": finding.severity,
        "message": {"text": said},
        "locations": [location],
        "partialFingerprints": {"bwtb/v2": known_by},
    }
