"""A file's bytes and characters before YAML is looked at: encoding, line ends, and signs that nobody can see."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from bwtb.base.budget import YAML_BYTES
from bwtb.base.findings import Finding, on_file
from bwtb.base.messages import Fact, Listed, Message
from bwtb.yaml import messages

Place = tuple[int, int]  # line and column, from 1, columns in characters

# The kinds of characters that must not stand in a registry's text, each with the code of its finding.
_KINDS = {
    "TEXT_CONTROL": "\x00-\x08\x0b-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff",
    "TEXT_LINE_BREAK": "\x85\u2028\u2029",
    "TEXT_BIDI": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "TEXT_INVISIBLE": "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    "\ufff9-\ufffb\U000e0000-\U000e00ff",
    "TEXT_SPACE": "\u00a0\u1680\u2000-\u200a\u202f\u205f",
}
_FORBIDDEN = re.compile("[" + "".join(_KINDS.values()) + "]")
_KIND = {code: re.compile(f"[{characters}]") for code, characters in _KINDS.items()}
# What the YAML parser would stop at, or take for a line's end: replaced one for one, so that columns stay right.
_UNREADABLE = re.compile(f"[{_KINDS['TEXT_CONTROL']}{_KINDS['TEXT_LINE_BREAK']}]")
_SPACES = _KIND["TEXT_SPACE"]
_TAB = re.compile(r"^ *\t", re.MULTILINE)


@dataclass(frozen=True)
class ReadText:
    """A file as text for the parser (None where it can't be read as text), and what was wrong on the way."""

    text: str | None
    findings: tuple[Finding, ...] = ()


def clean(raw: bytes) -> str | None:
    """The text of a file that surely has nothing to report at this level, else None: the fast path."""
    if len(raw) > YAML_BYTES or b"\r" in raw or b"\t" in raw or b"\\" in raw:
        return None
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return None if suspicious(text) else text


def suspicious(text: str) -> bool:
    """True where a text holds a character it must not hold, or is not in NFC."""
    return bool(_FORBIDDEN.search(text)) or not unicodedata.is_normalized("NFC", text)


def read(raw: bytes, path: str) -> ReadText:
    """Decode a file and say everything that is wrong with its bytes and characters."""
    if len(raw) > YAML_BYTES:
        return ReadText(None, (too_large(path),))
    text, broken = _decode(raw, path)
    if text is None:
        return ReadText(None, broken)
    findings: list[Finding] = []
    if text.startswith("\ufeff"):
        message = Message(messages.BYTE_ORDER_MARK)
        hint = Message(messages.SAVE_WITHOUT_BOM)
        findings.append(Finding(path, 1, 1, "FILE_BOM", message, hint))
        text = text[1:]
    if "\r" in text:
        line, column = place_of(text, text.index("\r"))
        message = Message(messages.CARRIAGE_RETURNS)
        hint = Message(messages.SAVE_WITH_LF)
        findings.append(Finding(path, line, column, "FILE_LINE_ENDINGS", message, hint))
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    findings += characters(text, path)
    if tab := _TAB.search(text):
        line, column = place_of(text, tab.end() - 1)
        message = Message(messages.TAB_IN_INDENTATION)
        findings.append(Finding(path, line, column, "YAML_TAB", message, Message(messages.INDENT_WITH_SPACES)))
        return ReadText(None, tuple(findings))
    return ReadText(_SPACES.sub(" ", _UNREADABLE.sub("\ufffd", text)), tuple(findings))


def too_large(path: str) -> Finding:
    """The finding on a file that is too large to be read."""
    return on_file(path, "FILE_TOO_LARGE", Message(messages.TOO_LARGE), Message(messages.ATTACH_LONG_DOCUMENTS))


def too_many(path: str, most: int, place: Place) -> Finding:
    """The finding on a file that is read no further than to this place, where its nodes are more than `most`."""
    message = Message(messages.TOO_MANY_NODES, most=most)
    return Finding(path, *place, "FILE_TOO_LARGE", message, Message(messages.ATTACH_LONG_DOCUMENTS))


def without(text: str, code: str, instead: str) -> str:
    """A text with each character of one kind (`TEXT_SPACE`, …) replaced."""
    return _KIND[code].sub(instead, text)


def guessed(raw: bytes) -> str:
    """The encoding of a file that is not UTF-8: `UTF-16`, `GBK`, or "" where it cannot be told."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")) or raw[:64].count(0) > len(raw[:64]) // 4 or _wide(raw):
        return "UTF-16"
    return _guess(raw)


def _wide(raw: bytes) -> bool:
    """Whether bytes without a mark at their beginning read as UTF-16: Chinese text with few ASCII signs, no stray zero."""
    start = raw[: 4096 & ~1]
    zeros = start[::2].count(0), start[1::2].count(0)
    if len(raw) % 2 or max(zeros) < 4 * min(zeros) + 1:  # a few Chinese characters have a zero on the other side
        return False
    try:
        text = start.decode(_utf16(raw))
    except UnicodeDecodeError:
        return False
    return sum("\u4e00" <= c <= "\u9fff" or c.isascii() for c in text) > 0.8 * len(text)


def _utf16(raw: bytes) -> str:
    """Which byte of a pair comes first in UTF-16: by the mark, else by the zeros of its ASCII signs."""
    if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    start = raw[:4096]
    return "utf-16-be" if start[::2].count(0) > start[1::2].count(0) else "utf-16-le"


def lines(raw: bytes) -> list[str] | None:
    """A file's lines as a person would see them, in whatever encoding it was saved; None where that cannot be told."""
    text = _as_utf8(raw)
    if text is None:
        encoding = {"GBK": "gb18030", "UTF-16": _utf16(raw)}.get(guessed(raw), "")
        if not encoding:
            return None
        text = raw.decode(encoding, "replace")
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _as_utf8(raw: bytes) -> str | None:
    """A file's text if it is UTF-8; None where it is not, or so full of zeros that it is UTF-16."""
    if raw[:64].count(0) > len(raw[:64]) // 4:
        return None
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _decode(raw: bytes, path: str) -> tuple[str | None, tuple[Finding, ...]]:
    start = 0
    if raw[:64].count(0) <= len(raw[:64]) // 4:
        try:
            return raw.decode("utf-8"), ()
        except UnicodeDecodeError as error:
            start = 0 if raw.startswith((b"\xff\xfe", b"\xfe\xff")) else error.start
    encoding = guessed(raw)
    line, column = place_of(raw[: 0 if encoding == "UTF-16" else start].decode("utf-8", "ignore"), None)
    if encoding:
        message = Message(messages.OTHER_ENCODING, encoding=encoding)
    else:
        message = Message(messages.STRAY_BYTE, byte=f"0x{raw[start]:02x}")
    hint = Message(messages.SAVE_AS_UTF8)
    return None, (Finding(path, line, column, "FILE_ENCODING", message, hint),)


def _guess(raw: bytes) -> str:
    """GBK, where the bytes read as Chinese text in it and are not mostly UTF-8 with a byte broken; else ""."""
    wide = sum(byte > 0x7F for byte in raw)
    if 2 * len("".join(c for c in raw.decode("utf-8", "ignore") if ord(c) > 0x7F).encode("utf-8")) > wide:
        return ""
    try:
        text = raw.decode("gb18030")
    except UnicodeDecodeError:
        return ""
    chinese = sum("\u4e00" <= c <= "\u9fff" or "\u3000" <= c <= "\u303f" or "\uff00" <= c <= "\uffef" for c in text)
    other = sum(ord(c) > 0x7F for c in text)
    return "GBK" if other and chinese >= other * 0.8 else ""


def characters(text: str, path: str, at: Place | None = None, pointer: str = "") -> list[Finding]:
    """One finding for each kind of forbidden character, at its first place (or at `at`), and one where it's not NFC."""
    findings = []
    if _FORBIDDEN.search(text):
        for code, pattern in _KIND.items():
            hits = list(pattern.finditer(text))
            if not hits:
                continue
            line, column = at or place_of(text, hits[0].start())
            message, hint = _say_character(code, hits[0].group(), len(hits))
            findings.append(Finding(path, line, column, code, message, hint, pointer=pointer))
    if not unicodedata.is_normalized("NFC", text):
        index = _first_not_composed(text)
        line, column = at or place_of(text, index)
        composed = unicodedata.normalize("NFC", text[index : index + 4])[:1]
        message = Message(messages.LOOK_ALIKE, character=composed, name=f"U+{ord(text[index]):04X}")
        if unicodedata.is_normalized("NFC", text[index]):
            message = Message(messages.WRITTEN_IN_PARTS, character=composed)
        hint = Message(messages.TYPE_CHARACTER_AGAIN)
        findings.append(Finding(path, line, column, "TEXT_NOT_NFC", message, hint, pointer=pointer))
    return findings


# What is said of each kind of character, and what to do about it.
_SAID = {
    "TEXT_CONTROL": (messages.CONTROL_CHARACTER, messages.DELETE_COPIED),
    "TEXT_LINE_BREAK": (messages.LINE_BREAK, messages.PRESS_ENTER),
    "TEXT_BIDI": (messages.TURNS_DIRECTION, messages.DELETE_UNNEEDED),
    "TEXT_INVISIBLE": (messages.INVISIBLE_CHARACTER, messages.DELETE_INVISIBLE),
    "TEXT_SPACE": (messages.SPECIAL_SPACE, messages.REPLACE_SPACE),
}


def _say_character(code: str, character: str, count: int) -> tuple[Fact, Message]:
    """Message and hint for a forbidden character that stands `count` times in the file."""
    sentence, hint = _SAID[code]
    message = Message(sentence, name=f"U+{ord(character):04X}")
    if count == 1:
        return message, Message(hint)
    return Listed((message, Message(messages.OCCURS_TIMES, count=count)), by="sentences"), Message(hint)


def _first_not_composed(text: str) -> int:
    """The index of the first character that NFC would change."""
    offset = 0
    for line in text.split("\n"):
        if not unicodedata.is_normalized("NFC", line):
            composed = unicodedata.normalize("NFC", line)
            same = next((i for i, (a, b) in enumerate(zip(line, composed, strict=False)) if a != b), len(composed))
            return offset + min(same, len(line) - 1)
        offset += len(line) + 1
    return 0


def place_of(text: str, index: int | None) -> Place:
    """Line and column, from 1, of a character in a text; None: just after its end."""
    index = len(text) if index is None else index
    before = text.rfind("\n", 0, index)
    return text.count("\n", 0, index) + 1, index - before
