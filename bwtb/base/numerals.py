"""Whole numbers written in Chinese numerals, 三十二万 or 叁拾贰万, as numbers."""

from __future__ import annotations

import re

_DIGITS = {sign: number for number, signs in enumerate(("零〇", "一壹", "二贰两貳", "三叁", "四肆", "五伍", "六陆", "七柒", "八捌", "九玖"))
           for sign in signs}  # fmt: skip
_PLAIN = str.maketrans({"拾": "十", "佰": "百", "仟": "千", "萬": "万", "億": "亿", "〇": "零"})
_GROUPS = (("亿", 10**8), ("万", 10**4))
_D = "[" + "".join(sign for sign, number in _DIGITS.items() if number) + "]"
LONGEST = 40  # characters: twice what 9999亿9999万9999 takes
# Up to 9999, with a 零 where a place is passed over: 三百五 alone would be 350 to one and 305 to another.
_BELOW_WAN = re.compile(
    rf"(?:(?P<k>{_D})千)?(?:(?P<gap1>零)?(?P<h>{_D})百)?(?:(?P<gap2>零)?(?P<t>{_D})?(?P<ten>十))?(?:(?P<gap3>零)?(?P<o>{_D}))?"
)


def number(text: str) -> int | None:
    """三十二万 → 320000; None where the text is no whole number in Chinese numerals, or could be two."""
    if len(text) > LONGEST:
        return None
    word = text.translate(_PLAIN)
    for sign, size in _GROUPS:
        head, found, tail = word.partition(sign)
        if found:
            high = number(head)
            low = 0 if not tail else number(tail.removeprefix("零")) if _continues(tail, size) else None
            return None if not high or low is None or low >= size else high * size + low
    return _below_wan(word)


def _continues(tail: str, size: int) -> bool:
    """Whether what follows 万 or 亿 says of which place it is: 三万五 does not."""
    return tail.startswith("零") or any(sign in tail for sign in ("千", "万") if size > 10**4 or sign == "千")


def _below_wan(word: str) -> int | None:
    match = _BELOW_WAN.fullmatch(word) if word else None
    if match is None:
        return None
    thousands, hundreds, ones = (_DIGITS.get(match[name] or "零", 0) for name in ("k", "h", "o"))
    tens = _DIGITS[match["t"]] if match["t"] else int(bool(match["ten"]))
    if (match["ten"] and not match["t"] and (thousands or hundreds)) or (
        ones and (thousands or hundreds) and not tens and not match["gap3"]
    ):
        return None
    return thousands * 1000 + hundreds * 100 + tens * 10 + ones or None
