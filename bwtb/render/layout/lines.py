"""How many lines a text takes, counted before any program lays it out.

Line breaks follow the rules that Word and LibreOffice share: no closing mark at a line's start, no opening one at its
end, commas and stops hang beyond the edge outside tables, words and numbers stay whole. Chinese characters are one size
wide, Latin letters as wide as in Times.
"""

from __future__ import annotations

import re
from functools import lru_cache

from bwtb.base.typography import width

# Widths of the printable ASCII characters in Times, in thousandths of the size (space to ~).
TIMES = (
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, 500, 500, 500, 500, 500, 500, 500, 500,
    500, 500, 278, 278, 564, 564, 564, 444, 921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722,
    556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, 333, 444, 500, 444, 500, 444, 333, 500,
    500, 278, 278, 500, 278, 778, 500, 500, 500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,
)  # fmt: skip

# A word or number (which may break after a hyphen; 7×24 is one), or one character.
_PIECE = re.compile(r"[!-,.-~]*-|[!-,.-~]+(?:(?<=[0-9A-Za-z])×[!-,.-~]*)*|.", re.DOTALL)
GAP = 0.25
# Full-width marks above U+4E00, which take no gap.
MARKS = frozenset("，；：？！（）％")
HANGING = frozenset("，。、；：？！")
CLOSING = frozenset("，。、；：？！）”’》〉〕】％…—·")
OPENING = frozenset("（“‘《〈〔【")


def _is_latin(piece: str) -> bool:
    return piece[:1].isascii()


@lru_cache(1 << 16)
def _em(piece: str) -> float:
    """The width of a word or a character, in sizes."""
    if _is_latin(piece):
        return sum(TIMES[ord(c) - 32] if " " <= c <= "~" else 564 if c == "×" else 500 for c in piece) / 1000
    return width(piece)


def lines(text: str, size: float, tighter: float, width: float, first: float = 0.0, *, hanging: bool = True) -> int:
    """How many lines a text takes in this width; `hanging`: a comma or stop may stand beyond it."""
    marks = HANGING if hanging else frozenset[str]()
    return sum(
        _lines(part, size, tighter, width, first if place == 0 else 0.0, marks)
        for place, part in enumerate(text.split("\n"))
    )


def _lines(text: str, size: float, tighter: float, width: float, first: float, hanging: frozenset[str]) -> int:
    count, used = 1, first
    last, joined = "", 0.0  # the piece before, and the width since the last place where a line may end
    latin = True  # whether that was Latin letters
    for piece in _PIECE.findall(text):
        wide = _em(piece) * size + len(piece) * tighter
        if last not in OPENING and piece not in CLOSING:
            joined = 0.0
        gap = 0.0
        if latin is not _is_latin(piece):
            latin = not latin
            gap = _gap(last, piece) * size
        # Half a point is forgiven: programs round widths differently, and exact fits are the common case on a grid.
        if used + gap + wide <= width + 10 or piece in hanging or piece == " ":
            used += gap + wide
        elif wide > width:
            rows = int(wide // width)
            count, used = count + rows, wide - rows * width
        else:
            count += 1
            used = wide + joined
        last, joined = piece, joined + wide
    return count


def _gap(last: str, piece: str) -> float:
    """The space that programs set by themselves between a Chinese character and a Latin letter or digit, in sizes."""
    latin, chinese = (last[-1:], piece) if _is_latin(last) else (piece[:1], last)
    return (
        GAP
        if latin.isascii() and latin.isalnum() and "\u4e00" <= chinese <= "\U0003ffff" and chinese not in MARKS
        else 0.0
    )
