"""JSON pointers (RFC 6901) into the data of a file: `/budget/items/0/kind`; "" is the file itself."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bwtb.base.budget import DIGITS


def escape(key: str) -> str:
    """A key as a step of a pointer."""
    return key.replace("~", "~0").replace("/", "~1")


@lru_cache(maxsize=4096)
def steps(pointer: str) -> tuple[str, ...]:
    """The keys and indexes a pointer leads through; the same few are asked for in every file."""
    return tuple(step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:])


def value_at(data: Any, pointer: str) -> Any:
    """What stands at a pointer, None where nothing does."""
    for step in steps(pointer):
        if isinstance(data, dict):
            data = data.get(step)
        elif isinstance(data, list) and (index := index_of(step, len(data))) is not None:
            data = data[index]
        else:
            return None
    return data


def index_of(step: str, length: int) -> int | None:
    """A step as an index into a list of this length, None where it is none; however many digits a stranger wrote."""
    if not (step.isascii() and step.isdecimal()) or len(step) > DIGITS:
        return None
    return int(step) if int(step) < length else None


def above(pointer: str) -> str:
    """The pointer of what a field is part of; "" is the file itself."""
    return pointer.rpartition("/")[0]


def all_above(pointer: str) -> Iterator[str]:
    """The pointers of everything a field is part of, the nearest first, without the file itself."""
    while pointer := above(pointer):
        yield pointer


def below(pointer: str, value: Any) -> Iterator[tuple[str, Any]]:
    """What stands directly in a mapping or list, each with its pointer; nothing for any other value."""
    if isinstance(value, dict):
        yield from ((f"{pointer}/{escape(str(key))}", inner) for key, inner in value.items())
    elif isinstance(value, list):
        yield from ((f"{pointer}/{index}", inner) for index, inner in enumerate(value))
