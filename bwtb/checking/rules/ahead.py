"""Endorsements of a future day: asked of what somebody is writing, by that machine's day, and never of a commit."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.checking import messages
from bwtb.checking.at_field import Checked, shown
from bwtb.checking.wrong_values import is_date
from bwtb.registry import schema
from bwtb.registry.layout import ID, request_id, request_path
from bwtb.registry.source import Source
from bwtb.yaml import loader

_DATES = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def dates_ahead(source: Source, paths: Iterable[str], today: datetime.date) -> Iterator[Finding]:
    """The endorsements in these files that are dated after `today` (DATE_AHEAD).

    What holds of a commit must not depend on the day on which somebody looks, so `check_file` does not ask this: those who
    are about to write do, of the work tree or the index.
    """
    limit = today.isoformat().encode()
    for path in paths:
        known = ID.fullmatch(request_id(path)) and path == request_path(request_id(path))
        try:
            raw = source.read(path) if known else None
        except Exception:  # noqa: S112 - `check_file` has made a finding of it
            continue
        # Hardly any file has such a date anywhere: then it need not be read as YAML.
        if raw is not None and any(date > limit for date in _DATES.findall(raw)):
            yield from _ahead(Checked(loader.load(raw, path), "request"), today)


def _ahead(checked: Checked, today: datetime.date) -> Iterator[Finding]:
    data = checked.document.data
    entries = data.get("endorsements") if isinstance(data, dict) else None
    for index, entry in enumerate(entries if isinstance(entries, list) else ()):
        date = entry.get("date") if isinstance(entry, dict) else None
        if isinstance(date, str) and is_date(date) and date > today.isoformat():
            pointer = f"/endorsements/{index}/date"
            label = schema.label(pointer)
            ahead = Message(messages.DAY_AHEAD, label=label, value=shown(date), today=today.isoformat())
            yield checked.error("DATE_AHEAD", pointer, ahead, messages.CORRECT_DAY_AHEAD)
