"""How `bwtb validate --fix` shows what it repairs: the lines before and after, and the findings that are gone."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.languages import ngettext, words
from bwtb.checking.repairing.repair import Repair
from bwtb.checking.report.diff import render


def lines(repair: Repair) -> Iterator[str]:
    """One file's repair."""
    yield from render(repair.before, repair.after, repair.path)
    counted = ngettext("{path}: {count} repair", "{path}: {count} repairs", len(repair.done))
    yield counted.format(path=repair.path, count=len(repair.done))
    for finding in repair.done:
        yield f"  {finding.line}:{finding.column} {finding.code}  {words(finding.message)}"
    yield ""
