"""How two versions of one request differ, field by field, as people name the fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bwtb.request import Request


def changed_fields(old: Request, new: Request) -> list[str]:
    """The pointers of the fields that differ, in order of the new file: `/title`, `/description/goals`, `/budget/items`.

    A field that holds fields of its own is looked into, one level deep; a list counts as a whole.
    """
    return list(_changed(old.data, new.data, "", deeper=True))


def _changed(old: Mapping[str, Any], new: Mapping[str, Any], above: str, *, deeper: bool) -> Iterator[str]:
    for key in dict.fromkeys((*new, *old)):
        before, after = old.get(key), new.get(key)
        if before == after:
            continue
        pointer = f"{above}/{key}"
        if deeper and isinstance(before, Mapping) and isinstance(after, Mapping):
            yield from _changed(before, after, pointer, deeper=False)
        else:
            yield pointer
