"""Text from files, made harmless where it is shown: characters that are obeyed or unseen are written out."""

from __future__ import annotations

import json
import re

# What a terminal, an editor or a browser obeys instead of showing, or nobody sees: controls, marks of format and of writing
# direction, separators of lines, halves of a character (bytes of a name that is not UTF-8), and what is no character.
_OBEYED = (
    "\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u0600-\u0605\u061c\u06dd\u070f\u0890\u0891\u08e2\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u2064\u2066-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000110bd\U000110cd\U00013430-\U0001343f"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0001\U000e0020-\U000e007f"
)
_SHOWN = re.compile(f"[{_OBEYED}]")


def visible(text: str) -> str:
    """A text with every such character written out, like `\\u202e`; line breaks and tabs stay."""
    return _SHOWN.sub(_written, text)


def on_one_line(text: str) -> str:
    """The same of a name or a sentence that must not make lines of its own: its line breaks and tabs are written out too."""
    return visible(text).replace("\n", "\\n").replace("\t", "\\t")


def json_text(report: object, *, indent: int = 2) -> str:
    """A report as JSON in readable characters, in which none of these stands but by its escape: it means the same."""
    return _SHOWN.sub(_escaped, json.dumps(report, ensure_ascii=False, indent=indent)) + "\n"


def _written(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"


def _escaped(match: re.Match[str]) -> str:
    return json.dumps(match[0])[1:-1]
