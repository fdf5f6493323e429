"""Findings as GitHub's workflow commands, which mark lines in a pull request; Gitea and Forgejo read them too."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bwtb.base.findings import Finding
from bwtb.base.inert import on_one_line
from bwtb.base.languages import words


def render(findings: Sequence[Finding], _files: Sequence[str]) -> str:
    """One command a line. Paths are relative to the registry's root, which is the repository's."""
    return "".join(_command(f) for f in findings)


def _command(finding: Finding) -> str:
    properties = {
        "title": on_one_line(f"{finding.code} {words(finding.label)}".rstrip()),
        "file": on_one_line(finding.path),
        "line": str(finding.line),
        "col": str(finding.column),
    }
    said = "\n".join(on_one_line(words(part)) for part in (finding.message, finding.hint) if part)
    return command(finding.severity, properties, said) + "\n"


def command(name: str, properties: Mapping[str, str], message: str) -> str:
    """A workflow command with its values escaped, so that nothing in them can begin another."""
    given = ",".join(f"{key}={_property(value)}" for key, value in properties.items())
    return f"::{name} {given}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
