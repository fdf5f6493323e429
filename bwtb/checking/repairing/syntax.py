"""Repairs of YAML's own signs: tabs, full-width colons and quotes, a colon without its space."""

from __future__ import annotations

import re

from bwtb.base.findings import Finding
from bwtb.base.values import unquoted
from bwtb.checking.repairing.file_read import FileRead
from bwtb.yaml import loader

_TABS = re.compile(r"^[ \t]*\t[ \t]*", re.MULTILINE)
_GROUPED = re.compile(r"\b(?:amount|price): *([1-9][0-9]{0,2}(?:,[0-9]{3})+)(?=[,} ])")
# The signs that open and close a group or list on one line, the ordinary one first, and the commas between its parts: only
# those before a field's name, or between codes, are surely none of a text's.
_BRACKETS = (
    ("{｛", "}｝", re.compile(r"， *(?=[a-z_0-9]+[:：])")),
    ("[［【", "]］】", re.compile(r"(?<=[a-z0-9_])[，、] *(?=[a-z0-9_-]+(?:[，、,]|$))")),
)
_TAB_WIDTHS = (2, 4, 8)
_NAME = re.compile(r"(?: *(?:- +)*|.*[{,] *)[A-Za-z_]+")
_FIELD = re.compile(r"(^[ \t]*(?:- +)*|[{,] *)([A-Za-z_]+)：[ \u3000]*", re.MULTILINE)


def repaired(file: FileRead, finding: Finding) -> bytes | None:
    """The file without what this finding says of its syntax; None where a person has to decide."""
    match finding.code:
        case "YAML_TAB":
            return _untabbed(file)
        case "YAML_FULLWIDTH":
            return _fullwidth(file, finding)
        case "YAML_KEY":
            return _ungrouped(file, finding)
        case "YAML_SYNTAX":
            return _space_after_colon(file, finding)
    return None


def _untabbed(file: FileRead) -> bytes | None:
    """Tabs in the indentation as spaces, if it is plain how many: every width that can be read gives the same data."""
    readable = []
    for width in _TAB_WIDTHS:
        spaces = " " * width
        raw = _TABS.sub(lambda m, s=spaces: m.group().replace("\t", s), file.text).encode("utf-8")  # type: ignore[misc]
        document = loader.load(raw, file.path)
        if document.data is not None:
            readable.append((raw, document.data))
    if not readable or any(data != readable[0][1] for _raw, data in readable):
        return None
    return readable[0][0]


def _fullwidth(file: FileRead, finding: Finding) -> bytes | None:
    text, at = file.text, file.offset(finding.line, finding.column)
    if text[at : at + 1] == "：":
        end = at + 1
        while text[end : end + 1] in (" ", "\u3000"):
            end += 1
        return file.replaced((at, end), ":" if text[end : end + 1] in ("", "\n") else ": ")
    if text[at : at + 1] in tuple("｛［【"):
        return _bracketed(file, at)
    extent = file.extent(finding.pointer, across=True) if finding.pointer else None
    if extent is not None:
        written = text[extent[0] : extent[1]]
        if inner := unquoted(written):
            return file.replaced(extent, inner)
        begin = text.rfind("\n", 0, extent[0]) + 1
        block = _FIELD.sub(r"\1\2: ", text[begin : extent[1]])
        return file.replaced((begin, extent[1]), block)
    return _quoted_line(file, at)


def _bracketed(file: FileRead, at: int) -> bytes | None:
    """A list or group on one line with full-width brackets: those, and its full-width commas, as the ordinary ones."""
    end = at + len(file.text[at:].partition("\n")[0].rstrip())
    for opening, closing, comma in _BRACKETS:
        written = file.text[at:end]
        if written[0] in opening and written[-1] in closing:
            inner = comma.sub(", ", written[1:-1])
            return file.replaced((at, end), opening[0] + inner + closing[0])
    return None


def _quoted_line(file: FileRead, at: int) -> bytes | None:
    """A text in Chinese quotation marks up to the end of its line, put into single quotes; the marks stay in the text."""
    line = file.text[at:].partition("\n")[0].rstrip()
    if unquoted(line) is None or " #" in line:
        return None
    return file.replaced((at, at + len(line)), "'" + line.replace("'", "''") + "'")


def _ungrouped(file: FileRead, finding: Finding) -> bytes | None:
    """An amount in braces with thousands commas, each of which begins a field of its own: without them."""
    at = file.offset(finding.line, finding.column)
    begin = file.text.rfind("\n", 0, at) + 1
    for amount in _GROUPED.finditer(file.text, begin):
        if amount.start() < at < amount.end():
            return file.replaced(amount.span(1), amount[1].replace(",", ""))
    return None


def _space_after_colon(file: FileRead, finding: Finding) -> bytes | None:
    text, at = file.text, file.offset(finding.line, finding.column)
    before = text[text.rfind("\n", 0, at) + 1 : at]
    if text[at : at + 1] != ":" or text[at + 1 : at + 2] in ("", " ", "\n", "/", "\\"):
        return None
    return file.replaced((at, at + 1), ": ") if _NAME.fullmatch(before) else None
