"""Dates of a future day, where something is said to have been done: asked of what somebody is writing, by that machine's day, and never of a commit."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator
from typing import Any

from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.checking import messages
from bwtb.checking.at_field import Checked, shown
from bwtb.checking.rules.content import dates_of
from bwtb.checking.wrong_values import is_date
from bwtb.registry import schema
from bwtb.registry.layout import ID, request_id, request_path
from bwtb.registry.source import Source
from bwtb.yaml import loader
from bwtb.yaml.pointers import value_at

_DATES = re.compile(rb"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def dates_ahead(source: Source, paths: Iterable[str], today: datetime.date) -> Iterator[Finding]:
    """The dates in these files of what is done after `today` (DATE_AHEAD).

    What holds of a commit must not depend on the day on which somebody looks, so `check_file` does not ask this: those who
    write do, of the work tree, the index or what is pushed.
    """
    for path in paths:
        known = ID.fullmatch(request_id(path)) and path == request_path(request_id(path))
        try:
            raw = source.read(path) if known else None
        except Exception:  # noqa: S112 - `check_file` has made a finding of it
            continue
        if raw is not None and may_be_ahead(raw, today):
            checked = Checked(loader.load(raw, path), "request")
            for pointer, date in ahead(checked.document.data, today):
                message = Message(
                    messages.DAY_AHEAD, label=schema.label(pointer), value=shown(date), today=today.isoformat()
                )
                yield checked.error("DATE_AHEAD", pointer, message, messages.CORRECT_DAY_AHEAD)


def may_be_ahead(raw: bytes, today: datetime.date) -> bool:
    """Whether a file has such a date anywhere; hardly any has, and then it need not be read as YAML."""
    limit = today.isoformat().encode()
    return any(date > limit for date in _DATES.findall(raw))


def ahead(data: Any, today: datetime.date) -> list[tuple[str, str]]:
    """Where a request's data has dates after `today` of what is done, and which: endorsing, giving an opinion, approving."""
    dated = ((pointer, value_at(data, pointer)) for pointer in dates_of(data))
    return [(p, date) for p, date in dated if isinstance(date, str) and is_date(date) and date > today.isoformat()]
