"""What there is to say of a registry's files: what is wrong with them, and which frozen requests were edited (article 10)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable

from bwtb.base.findings import Finding
from bwtb.checking import check
from bwtb.checking.rules.ahead import dates_ahead
from bwtb.registry.layout import frozen_years
from bwtb.registry.source import Source


def check_targets(
    source: Source, paths: Iterable[str] | None = None, *, changed: Collection[str] = ()
) -> tuple[list[str], list[Finding]]:
    """The files that were checked and the findings on them, in order of path and place.

    As `checking.check.check_targets`, with a warning (FILE_FROZEN) for each request among them that is not as its year's
    proposal has frozen it, and an error (DATE_AHEAD) for each endorsement that is dated after this machine's day: whoever
    asks here is about to write.
    """
    files, findings = check.check_targets(source, paths, changed=changed)
    findings = sorted({*findings, *dates_ahead(source, files, datetime.date.today())})
    if years := frozen_years(source, files):  # most registries need none of what this loads
        from bwtb.freezing import edits

        findings = sorted({*findings, *edits.edited(source, years, None if paths is None else set(files))})
    return files, findings
