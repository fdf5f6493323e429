"""What a clerk most likely meant by a value that is not written as the file needs it. Pure guesses; who asks decides what becomes of them."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from bwtb.base import numerals
from bwtb.base.budget import DIGITS, GUESSED_LETTERS

_UNITS = {"": 1, "百": 100, "千": 1000, "万": 10_000, "十万": 10**5, "百万": 10**6, "千万": 10**7, "亿": 10**8}
_AMOUNT = re.compile(
    r"(?:人民币|RMB|¥|￥)?(?:(?P<number>-?[0-9]+(?:[,_ ][0-9]{3,4})*(?:\.[0-9]+)?)(?P<unit>[十百千]?万|[百千亿])?"
    r"|(?P<numerals>[^-0-9元圆]+))(?P<yuan>元|圆)?整?"
)
_DATE = re.compile(r"(?P<y>[0-9]{4})(?:年|[-/.])(?P<m>[0-9]{1,2})(?:月|[-/.])(?P<d>[0-9]{1,2})日?|(?P<all>[0-9]{8})")
_SEPARATORS = re.compile(r"[、，,；;\s/]+")
MOST_PARTS = 60  # of a list written as running text: more than any field has codes
_NUMBERED = re.compile(r"[a-z]++(?:-?[0-9]++)++")  # possessive: else every way to part the digits is tried
_PAIRS = {"“": "”", "‘": "’", "「": "」", "《": "》", "＂": "＂", "＇": "＇"}
# What stands in a place that is still to be filled in: signs that say nothing, a word that says so, or both.
_NOTHING = r"[\s\u2800…⋯.。·_＿?？□（）()\[\]【】〔〕<>《》“”\"'：:]*+"
_UNFILLED = re.compile(
    rf"{_NOTHING}(?:待填写?|待填入|待补充?|待完善|待明确|待定|todo|tbd|x{{2,}}+|×{{2,}}+)?{_NOTHING}", re.IGNORECASE
)
_UNFILLED_FIRST = frozenset("\u2800…⋯.。·_＿?？□（()[]【〔<《“\"'：:待tTxX×")
_YES = {"是", "有", "对", "真", "涉密", "涉及", "yes", "on", "true", "1"}
_NO = {"否", "无", "不", "非涉密", "不涉密", "不涉及", "没有", "no", "off", "false", "0"}


def plain(text: str) -> str:
    """A text with full-width forms made ordinary and blanks at the ends removed."""
    return unicodedata.normalize("NFKC", text).strip()


def unfilled(text: str) -> bool:
    """Whether a text only holds its place, or says nothing that can be read: `…`, `待填`, `____`, blanks of any kind, nothing."""
    return not text or ((text[0] in _UNFILLED_FIRST or text[0].isspace()) and _UNFILLED.fullmatch(text) is not None)


def amount(value: object) -> int | None:
    """Whole yuan from `48万元`, `480,000`, `480000.00`, `"480000"`, `四十八万元`; None where it is none."""
    match = _AMOUNT.fullmatch(plain(str(value)))
    if not match:
        return None
    if match["numerals"]:
        return numerals.number(match["numerals"].removesuffix("整"))
    written = re.sub("[,_ ]", "", match["number"])
    if len(written) > DIGITS:
        return None
    yuan = Decimal(written) * _UNITS[match["unit"] or ""]
    return int(yuan) if yuan == yuan.to_integral_value() else None


def number(value: object) -> int | None:
    """A whole number from digits that are only grouped or quoted, `"480000"`, `480,000`; None where a unit stands there."""
    return None if re.search("[^-0-9,_. ]", plain(str(value))) else amount(value)


def date(value: object) -> str | None:
    """`2026-08-20` from `2026年8月20日`, `2026/8/20`, `2026.8.20`, `20260820`; None where it is none."""
    match = _DATE.fullmatch(plain(str(value)).replace(" ", ""))
    if not match:
        return None
    if match["all"]:
        return f"{match['all'][:4]}-{match['all'][4:6]}-{match['all'][6:]}"
    return f"{match['y']}-{int(match['m']):02}-{int(match['d']):02}"


def document_number(text: str) -> str:
    """`宝行政中心〔2026〕18号` from `宝行政中心[2026]第018号`: the brackets of official numbers, no 第, no leading zeros."""
    bare = re.sub(r"\s", "", text)
    bare = re.sub(r"[\[(（［【〖]([0-9]{4})[\])）］】〗]", r"〔\1〕", bare)
    return re.sub(r"第?0*([0-9]+)号?$", r"\1号", bare)


def truth(value: object) -> bool | None:
    """`是`, `否` and the like as true or false."""
    word = plain(str(value)).lower()
    return True if word in _YES else False if word in _NO else None


def parts(text: str) -> list[str]:
    """A list written as running text, `甲、乙` or `[甲，乙]`, as its parts; none where they are too many to have been listed so."""
    if len(text) > MOST_PARTS * GUESSED_LETTERS:
        return []
    found = [p for p in _SEPARATORS.split(text.strip("[]［］【】()（） ")) if p]
    return found if len(found) <= MOST_PARTS else []


def unquoted(text: str) -> str | None:
    """The text between full-width quotes, None where it is not wholly inside a pair."""
    return text[1:-1] if len(text) > 2 and _PAIRS.get(text[0]) == text[-1] else None


def nearest(
    wrong: str, known: Mapping[str, str | Sequence[str]] | Iterable[str], *, at_least: float = 0.7
) -> str | None:
    """The code most likely meant: by one of its names, then by spelling; None where nothing is near, or the text is
    too long.

    `known` has each code with its Chinese name, or with several; codes alone where they have none. `at_least` is how
    alike in spelling a code must be, from 0 to 1 (as `difflib` measures it).
    """
    word = plain(unquoted(wrong) or wrong)
    if len(word) > GUESSED_LETTERS:
        return None
    names = _names(known)
    low = _bare(word)
    for code, called in names.items():
        if low == _bare(code) or any(word in (name, plain(name)) for name in called):
            return code
    if _NUMBERED.fullmatch(word.lower()):
        # Another number is another thing, not a misspelling; only leading zeros and the hyphen may be forgotten.
        return next((code for code in names if _numbers(code) == _numbers(word.lower())), None)
    by_code = {code.lower(): code for code in names}
    if near := difflib.get_close_matches(word.lower(), by_code, 1, at_least):
        return by_code[near[0]]
    if word.isascii():
        return None
    within = [code for code, called in names.items() if len(word) > 1 and any(word in n or n in word for n in called)]
    if len(within) == 1:
        return within[0]
    by_name = {name: code for code, called in names.items() for name in called}
    near = difflib.get_close_matches(word, by_name, 1, 0.5)
    return by_name[near[0]] if near else None


def _names(known: Mapping[str, str | Sequence[str]] | Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Each code with what it is called by."""
    if not isinstance(known, Mapping):
        return {code: (code,) for code in known}
    return {
        code: (called,) if isinstance(called, str) else tuple(filter(None, called)) for code, called in known.items()
    }


def _bare(word: str) -> str:
    """A code or word in the form in which case, hyphens and blanks make no difference."""
    return word.lower().replace("-", "_").replace(" ", "_")


def _numbers(code: str) -> tuple[str, tuple[str, ...]]:
    """A numbered code's letters and numbers, of any length: `cap-06` and `cap6` are alike."""
    return re.sub("[^a-z]", "", code), tuple(n.lstrip("0") for n in re.findall("[0-9]+", code))
