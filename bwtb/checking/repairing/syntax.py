"""Repairs of YAML's own signs: tabs, full-width colons and quotes, a colon without its space."""

from __future__ import annotations

import re

from bwtb.base.findings import Finding
from bwtb.base.values import unquoted
from bwtb.checking.repairing.place import Draft
from bwtb.yaml import loader

_TABS = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
_GROUPED = re.compile(r"\b(?:amount|price): *([1-9][0-9]{0,2}(?:,[0-9]{3})+)(?=[,} ])")
_TAB_WIDTHS = (2, 4, 8)
_NAME = re.compile(r"(?: *(?:- +)*|.*[{,] *)[A-Za-z_]+")
_FIELD = re.compile(r"(^[ \t]*(?:- +)*|[{,] *)([A-Za-z_]+)：[ \u3000]*", re.MULTILINE)


def repaired(draft: Draft, finding: Finding) -> bytes | None:
    """The file without what this finding says of its syntax; None where a person has to decide."""
    match finding.code:
        case "YAML_TAB":
            return _untabbed(draft)
        case "YAML_FULLWIDTH":
            return _fullwidth(draft, finding)
        case "YAML_KEY":
            return _ungrouped(draft, finding)
        case "YAML_SYNTAX":
            return _space_after_colon(draft, finding)
    return None


def _untabbed(draft: Draft) -> bytes | None:
    """Tabs in the indentation as spaces, if it is plain how many: every width that can be read gives the same data."""
    readable = []
    for width in _TAB_WIDTHS:
        spaces = " " * width
        raw = _TABS.sub(lambda m, s=spaces: m.group().replace("\t", s), draft.text).encode("utf-8")  # type: ignore[misc]
        document = loader.load(raw, draft.path)
        if document.data is not None:
            readable.append((raw, document.data))
    if not readable or any(data != readable[0][1] for _raw, data in readable):
        return None
    return readable[0][0]


def _fullwidth(draft: Draft, finding: Finding) -> bytes | None:
    text, at = draft.text, draft.offset(finding.line, finding.column)
    if text[at : at + 1] == "：":
        end = at + 1
        while text[end : end + 1] in (" ", "\u3000"):
            end += 1
        return draft.replaced((at, end), ":" if text[end : end + 1] in ("", "\n") else ": ")
    extent = draft.extent(finding.pointer, across=True) if finding.pointer else None
    if extent is not None:
        written = text[extent[0] : extent[1]]
        if inner := unquoted(written):
            return draft.replaced(extent, inner)
        begin = text.rfind("\n", 0, extent[0]) + 1
        block = _FIELD.sub(r"\1\2: ", text[begin : extent[1]])
        return draft.replaced((begin, extent[1]), block)
    return _quoted_line(draft, at)


def _quoted_line(draft: Draft, at: int) -> bytes | None:
    """A text in Chinese quotation marks up to the end of its line, put into single quotes; the marks stay in the text."""
    line = draft.text[at:].partition("\n")[0].rstrip()
    if unquoted(line) is None or " #" in line:
        return None
    return draft.replaced((at, at + len(line)), "'" + line.replace("'", "''") + "'")


def _ungrouped(draft: Draft, finding: Finding) -> bytes | None:
    """An amount in braces with thousands commas, each of which begins a field of its own: without them."""
    at = draft.offset(finding.line, finding.column)
    begin = draft.text.rfind("\n", 0, at) + 1
    for amount in _GROUPED.finditer(draft.text, begin):
        if amount.start() < at < amount.end():
            return draft.replaced(amount.span(1), amount[1].replace(",", ""))
    return None


def _space_after_colon(draft: Draft, finding: Finding) -> bytes | None:
    text, at = draft.text, draft.offset(finding.line, finding.column)
    before = text[text.rfind("\n", 0, at) + 1 : at]
    if text[at : at + 1] != ":" or text[at + 1 : at + 2] in ("", " ", "\n", "/", "\\"):
        return None
    return draft.replaced((at, at + 1), ": ") if _NAME.fullmatch(before) else None
