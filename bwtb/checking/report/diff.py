"""Two versions of a file side by side, with what nobody can see written out."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Iterator


def render(before: bytes, after: bytes, path: str) -> Iterator[str]:
    """The lines that differ, as `diff -u` shows them. Bytes that are no UTF-8 show as �."""
    old, new = (raw.decode("utf-8", "replace").split("\n") for raw in (before, after))
    for line in difflib.unified_diff(old, new, path, path, lineterm="", n=1):
        yield visible(line)


def visible(text: str) -> str:
    """A text in which what nobody can see is written out, like `\\u200b`."""
    return "".join(_visible(c) for c in text)


def _visible(character: str) -> str:
    if character in "\n \t\r":
        return character.replace("\t", "\\t").replace("\r", "\\r")
    odd = unicodedata.category(character) in ("Cc", "Cf", "Zl", "Zp", "Zs", "Mn")
    return f"\\u{ord(character):04x}" if odd else character
