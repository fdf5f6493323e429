"""A file → the same file repaired: one finding after another, each edit proven to remove it and to touch nothing else.

An edit is kept only if its finding is gone afterwards, the file can still be read, and its data is the same but at the
field of the finding. Comments and layout stay, because text is replaced where it stands and never written anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bwtb.base.budget import OverBudgetError
from bwtb.base.findings import Finding
from bwtb.base.messages import Fact, Message
from bwtb.checking import check, messages
from bwtb.checking.repairing import characters, scalars, syntax
from bwtb.checking.repairing.file_read import FileRead
from bwtb.registry.catalogs import Catalog
from bwtb.registry.source import Source
from bwtb.yaml import loader
from bwtb.yaml.pointers import above, below

MAX_EDITS = 500  # a file with more to repair needs a person
KINDS = ("request", "proposal")
# What mostly has one right answer; whether it has, the repair itself finds out.
MOSTLY = frozenset({
    "FILE_ENCODING", "FILE_BOM", "FILE_LINE_ENDINGS", "TEXT_SPACE", "TEXT_INVISIBLE", "TEXT_NOT_NFC", "YAML_TAB",
    "YAML_FULLWIDTH", "FIELD_SIGNS",
})  # fmt: skip


@dataclass(frozen=True)
class Repair:
    """A file's bytes before and after, and the findings that were repaired, in the order in which they were."""

    path: str
    before: bytes
    after: bytes
    done: tuple[Finding, ...]


def repair(source: Source, path: str, catalog: Catalog) -> Repair | None:
    """Everything in one file that has one right answer; None where there is nothing to repair."""
    try:
        raw = source.read(path)
    except (OSError, OverBudgetError):
        return None  # the findings say so
    if raw is None or check.kind_of(path) not in KINDS:
        return None
    done: list[Finding] = []
    given_up: set[tuple[str, str, Fact]] = set()
    file = _read(source, path, raw, catalog)
    while len(done) < MAX_EDITS and (edit := next(_edits(file, given_up), None)):
        finding, after = edit
        edited = _read(source, path, after, catalog)
        if _holds(file, edited, finding):
            file = edited
            done.append(finding)
        else:
            given_up.add(_key(finding))
    return Repair(path, raw, file.raw, tuple(done)) if done else None


def promising(findings: Iterable[Finding]) -> list[str]:
    """The files of which a repair is likely to put something right, by what is wrong with them."""
    fit = (f for f in findings if (f.code in MOSTLY or _is_said(f)) and check.kind_of(f.path) in KINDS)
    return list(dict.fromkeys(f.path for f in fit))


def _is_said(finding: Finding) -> bool:
    """Whether a finding on an amount or a date says what to write."""
    said = finding.hint.id if isinstance(finding.hint, Message) else ""
    return finding.code in ("AMOUNT_FORMAT", "DATE_FORMAT") and said in (messages.WRITE_VALUE, messages.WRITE_UNQUOTED)


def _read(source: Source, path: str, raw: bytes, catalog: Catalog) -> FileRead:
    document = loader.load(raw, path)
    findings = sorted(check.check_file(source, path, catalog, (raw, document)))
    return FileRead(path, raw, document, tuple(findings), check.kind_of(path) or "", catalog)


def _edits(file: FileRead, given_up: set[tuple[str, str, Fact]]) -> Iterator[tuple[Finding, bytes]]:
    """What could be done next: the bytes of the file first, then its characters, its syntax, its values."""
    for way in (characters.repaired, syntax.repaired, scalars.repaired):
        for finding in file.findings:
            if _key(finding) not in given_up:
                after = way(file, finding)
                if after is not None and after != file.raw:
                    yield finding, after


def _key(finding: Finding) -> tuple[str, str, Fact]:
    where = finding.pointer or f"{finding.line}:{finding.column}"
    return finding.code, where, finding.message


def _holds(before: FileRead, after: FileRead, finding: Finding) -> bool:
    """Whether an edit did what it was to do, and nothing else."""
    if any(_key(f)[:2] == _key(finding)[:2] for f in after.findings):
        return False
    if before.document.data is None:
        # Odd characters hid what else is wrong on their line: then it is not plain what should stand there.
        known = {f.code for f in before.findings}
        return not finding.code.startswith("TEXT_") or all(f.code in known for f in after.findings)
    if after.document.data is None:
        return False
    leaves, now = _flat(before.document.data), _flat(after.document.data)
    # The name of the field changes, or the characters anywhere; the leaves stay as many as they were.
    if finding.code.startswith(("FIELD_UNKNOWN", "FILE_", "TEXT_")) or _run_together(finding):
        return len(leaves) == len(now)
    return bool(finding.pointer) and _without(leaves, finding.pointer) == _without(now, finding.pointer)


def _run_together(finding: Finding) -> bool:
    """Whether a name in braces has run together with its value."""
    name = finding.pointer.rpartition("/")[2]
    return finding.code in ("YAML_SYNTAX", "YAML_FULLWIDTH") and (":" in name or "：" in name)


def _flat(data: Any, pointer: str = "") -> dict[str, Any]:
    """Every leaf of the data by its pointer."""
    inside = list(below(pointer, data))
    return {p: v for here, inner in inside for p, v in _flat(inner, here).items()} if inside else {pointer: data}


def _without(leaves: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    """The leaves that are not at, below or (in a list that grows) beside the field repaired."""
    parent = above(pointer) if pointer.rpartition("/")[2].isdigit() else pointer
    return {p: v for p, v in leaves.items() if p != parent and not p.startswith(parent + "/")}
