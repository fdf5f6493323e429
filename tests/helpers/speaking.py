"""Another language in force for a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from bwtb.base import languages


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Put a language (`zh` or `en`) in force, and afterwards the one that was."""
    before = languages.language()
    languages.set_language(code)
    try:
        yield
    finally:
        languages.set_language(before)
