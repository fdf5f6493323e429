"""What a plain scalar means: only what every YAML program reads alike has a type, dates are text, the rest must be quoted."""

from __future__ import annotations

import re
from typing import Any

from bwtb.base.budget import DIGITS
from bwtb.base.findings import Severity
from bwtb.base.messages import Message
from bwtb.yaml import messages
from bwtb.yaml.fullwidth import ORDINARY
from bwtb.yaml.quotes import chinese_only_opens, closing

_WHOLE = rf"-?(?:0|[1-9][0-9]{{0,{DIGITS - 1}}})"
_INT = re.compile(_WHOLE)
_FLOAT = re.compile(_WHOLE + r"\.[0-9]{1,20}")
# More digits than a number has, with a unit: `999…万`.
_ENDLESS = re.compile(rf"[-+]?[0-9][0-9,_]{{{DIGITS},}}(?:\.[0-9]*)?[^\x00-\x7f]{{1,4}}")
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


_SHOWN = 60  # characters of a text in a message


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
    if value[0] in "｜＞" or chinese_only_opens(value) or _AMBIGUOUS.fullmatch(value) or _ENDLESS.fullmatch(value):
        raise DoubtError
    return value


def reads_plain(text: str) -> bool:
    """Whether a text is still that text when it is written without quotes."""
    try:
        return bool(plain(text) == text)
    except DoubtError:
        return False


def shown(text: str) -> str:
    """A text as a message shows it: on one line, and of a long one the beginning."""
    line = text[: _SHOWN + 1].replace("\n", " ")
    return line if len(line) <= _SHOWN else line[:_SHOWN] + "…"


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


def say_wrapped(value: str) -> tuple[Message, Message]:
    """Message and hint for a code, number or date in Chinese quotation marks."""
    inner = shown(value[1:-1])
    return Message(messages.MARKS_ARE_CONTENT, value=inner), Message(messages.TYPE_QUOTES, value=inner)


def say_fullwidth(sign: str) -> tuple[Message, Message]:
    """Message and hint for a full-width sign that was typed for one of YAML's own."""
    if sign == "\u3000":
        return Message(messages.FULLWIDTH_BLANK), Message(messages.TYPE_SPACES)
    ordinary = ORDINARY[sign]
    message = Message(messages.FULLWIDTH_SIGN, sign=sign, ordinary=ordinary)
    return message, Message(messages.TYPE_ORDINARY_SIGN, ordinary=ordinary)


def _say_ambiguous(value: str) -> tuple[Message, Message]:
    """Message and hint for a value that programs read differently."""
    if (digits := sum(c.isdecimal() for c in value)) > 2 * DIGITS:
        return Message(messages.TOO_MANY_DIGITS, value=shown(value), count=digits), Message(messages.CHECK_THE_NUMBER)
    truth = _TRUTH.get(value.lower())
    value = shown(value)
    hint = Message(messages.QUOTE_OR_PLAIN_DIGITS, value=value)
    if truth:
        hint = Message(messages.WRITE_TRUTH_OR_QUOTE, truth=truth, value=value)
    return Message(messages.AMBIGUOUS, value=value), hint
