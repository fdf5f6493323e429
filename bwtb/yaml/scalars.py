"""What a plain scalar means: only what every YAML program reads alike has a type, dates are text, the rest must be quoted."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from bwtb.base.findings import Severity
from bwtb.base.messages import Message
from bwtb.yaml import messages
from bwtb.yaml.quotes import chinese_only_opens, closing

_INT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(?:0|[1-9][0-9]{0,17})\.[0-9]{1,20}")
_CONSTANTS = {"true": True, "false": False, "null": None, "~": None}
_TRUTH = {
    "yes": "true",
    "y": "true",
    "on": "true",
    "true": "true",
    "no": "false",
    "n": "false",
    "off": "false",
    "false": "false",
}
# Every other text that begins with a letter is just that: most scalars need no look by pattern.
_WORDS = frozenset({
    "y", "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "on", "On", "ON", "off", "Off", "OFF",
    "True", "TRUE", "False", "FALSE", "Null", "NULL",
})  # fmt: skip
# What a plain scalar begins with that may not be text.
FIRST = frozenset("0123456789+-.~=<yYnNtTfFoO“‘｜＞")
_AMBIGUOUS = re.compile(
    r"""[-+]?0x[0-9a-fA-F_]+|[-+]?0o[0-7_]+|[-+]?0b[01_]+
    |[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?
    |[-+]?(?:\.[0-9][0-9_]*|[0-9][0-9_]*(?:\.[0-9_]*)?)(?:[eE][-+]?[0-9]+)?
    |[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)|=""",
    re.VERBOSE,
)


class DoubtError(Exception):
    """Something that may have to be reported: the quick way gives up."""


def plain(value: str) -> Any:
    """What a plain scalar means. Raises DoubtError where programs disagree, and where “ or ｜ was taken for a sign of YAML's."""
    if not value:
        return None
    if value[0] not in FIRST:
        return value
    if value in _CONSTANTS:
        return _CONSTANTS[value]
    if value[0].isalpha():
        if value in _WORDS:
            raise DoubtError
        return value
    if _INT.fullmatch(value):
        return int(value)
    if _FLOAT.fullmatch(value):
        return float(value)
    if value[0] in "｜＞" or chinese_only_opens(value) or _AMBIGUOUS.fullmatch(value):
        raise DoubtError
    return value


def reads_plain(text: str) -> bool:
    """Whether a text is still that text when it is written without quotes."""
    try:
        return bool(plain(text) == text)
    except DoubtError:
        return False


def say_doubt(value: str) -> tuple[str, Severity, Message, Message]:
    """Code, severity, message and hint for a scalar that is in doubt."""
    if value[0] in "｜＞":
        return "YAML_FULLWIDTH", "error", *say_fullwidth(value[0])
    if not (mark := chinese_only_opens(value)):
        return "YAML_AMBIGUOUS", "error", *_say_ambiguous(value)
    message = Message(messages.CHINESE_QUOTE_OPEN, mark=mark, closing=closing(mark))
    if value[-1] in "\"'":
        hint = Message(messages.TYPE_CHINESE_CLOSING, ascii=value[-1], closing=closing(mark))
        return "YAML_FULLWIDTH", "error", message, hint
    return "YAML_FULLWIDTH", "warning", message, Message(messages.CLOSE_CHINESE_QUOTE, closing=closing(mark), mark=mark)


def say_fullwidth(sign: str) -> tuple[Message, Message]:
    """Message and hint for a full-width sign that was typed for one of YAML's own."""
    if sign == "\u3000":
        return Message(messages.FULLWIDTH_BLANK), Message(messages.TYPE_SPACES)
    ordinary = unicodedata.normalize("NFKC", sign) if sign not in "—–" else "-"
    message = Message(messages.FULLWIDTH_SIGN, sign=sign, ordinary=ordinary)
    return message, Message(messages.TYPE_ORDINARY_SIGN, ordinary=ordinary)


def _say_ambiguous(value: str) -> tuple[Message, Message]:
    """Message and hint for a value that programs read differently."""
    truth = _TRUTH.get(value.lower())
    hint = Message(messages.QUOTE_OR_PLAIN_DIGITS, value=value)
    if truth:
        hint = Message(messages.WRITE_TRUTH_OR_QUOTE, truth=truth, value=value)
    return Message(messages.AMBIGUOUS, value=value), hint
