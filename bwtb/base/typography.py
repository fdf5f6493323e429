"""How numbers, money, dates and text are written in official Chinese documents (GB/T 9704-2012, GB/T 15835-2011)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime, timedelta, timezone
from decimal import ROUND_HALF_UP, Decimal

DIGITS = "零一二三四五六七八九"
CHINA = timezone(timedelta(hours=8))

# What XML 1.0 cannot carry (all that its production Char leaves out), in any escape; and what turns the writing direction, so
# that a reader would see another text than the one that was signed.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")


def chinese_number(number: int) -> str:
    """1 to 99 as 一 to 九十九. Raises ValueError outside."""
    if not 1 <= number <= 99:
        raise ValueError(number)
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else DIGITS[tens] + "十"
    return head + (DIGITS[ones] if ones else "")


def heading_number(level: int, number: int) -> str:
    """The number before a heading of level 1 to 4: 一、 （一） 1. （1）; arabic beyond 99 where Chinese is usual."""
    shown = chinese_number(number) if level <= 2 and number <= 99 else str(number)
    return {1: f"{shown}、", 2: f"（{shown}）", 3: f"{number}.", 4: f"（{number}）"}[level]


class Numbering:
    """Counts headings in the order they are written: `next(level)` gives the number and starts deeper levels anew."""

    def __init__(self) -> None:
        self._counts = [0, 0, 0, 0]

    def next(self, level: int) -> str:
        self._counts[level - 1] += 1
        self._counts[level:] = [0] * (4 - level)
        return heading_number(level, self._counts[level - 1])


class Figures:
    """Counts figures in the order they are written: 图1, 图2."""

    def __init__(self) -> None:
        self._count = 0

    def next(self) -> str:
        self._count += 1
        return f"图{self._count}"


def wan(yuan: int) -> Decimal:
    """Yuan → 万元, rounded half up to two places."""
    return (Decimal(yuan) / 10000).quantize(Decimal("0.01"), ROUND_HALF_UP)


def rounded_apart(parts: Iterable[int], total: int) -> bool:
    """Whether the rounded parts do not add up to the rounded total, so that a note must say so. All in yuan."""
    return sum((wan(part) for part in parts), Decimal(0)) != wan(total)


def thousands(amount: float) -> str:
    """An amount with thousands separators: `1,234,567`, `0.5`."""
    return f"{amount:,}" if isinstance(amount, int) else f"{Decimal(str(amount)).normalize():,f}"


def date(text: str) -> str:
    """`2026-09-08`, with or without a time after it, → `2026年9月8日`; other text as it is."""
    match = re.match(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:$|T)", text)
    return f"{int(match[1])}年{int(match[2])}月{int(match[3])}日" if match else text


def local_date(seconds: int) -> str:
    """The date at +08:00 of a time in seconds since 1970, as `2026-09-08`."""
    return datetime.fromtimestamp(seconds, CHINA).strftime("%Y-%m-%d")


def month(text: str) -> str:
    """`2026-09-08` → `2026年9月`."""
    return f"{int(text[:4])}年{int(text[5:7])}月"


def paragraphs(text: str) -> tuple[str, ...]:
    """A text's paragraphs: its lines without blank ones, without spaces (of either width) around them."""
    return tuple(line for line in (part.strip(" \t\r　") for part in text.split("\n")) if line)


def cells(text: str, *, ambiguous: int = 1) -> int:
    """How wide a text stands, in half-width characters: Chinese characters two, what is set over or inside others none.

    Unicode (UAX #11) leaves some characters to the font, “”, — and … among them: `ambiguous` is the width of each, 1 in
    terminals and 2 in Chinese fonts.
    """
    wide = "WF" if ambiguous == 1 else "WFA"
    return sum(0 if _stands_on_another(c) else 2 if unicodedata.east_asian_width(c) in wide else 1 for c in text)


def _stands_on_another(character: str) -> bool:
    return character > "\x7f" and unicodedata.category(character) in ("Mn", "Me", "Cf")


def width(text: str) -> float:
    """How wide a text stands in a Chinese font, in full-width characters."""
    return cells(text, ambiguous=2) / 2


def beginning(text: str, most: int) -> str:
    """As much of a text as stands in so many cells of a terminal."""
    taken = 0
    for place, character in enumerate(text):
        taken += cells(character)
        if taken > most:
            return text[:place]
    return text


def clean(text: str) -> str:
    """Text without the characters that XML, and so every document format here, cannot carry, or that turn the direction."""
    return _FORBIDDEN.sub("", text)
