"""Repairs of a file's bytes and characters: encoding, line ends, spaces and signs that nobody can see."""

from __future__ import annotations

import codecs
import unicodedata

from bwtb.base.findings import Finding
from bwtb.checking.repairing.file_read import FileRead
from bwtb.yaml import characters

_UTF16 = {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"}


def repaired(file: FileRead, finding: Finding) -> bytes | None:
    """The file without what this finding says of its bytes or characters; None where a person has to decide."""
    raw = file.raw
    match finding.code:
        case "FILE_ENCODING":
            text = _decoded(raw)
            return None if text is None else text.removeprefix("\ufeff").encode("utf-8")
        case "FILE_BOM":
            return raw.removeprefix(codecs.BOM_UTF8)
        case "FILE_LINE_ENDINGS":
            return raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
        case "TEXT_SPACE":
            return characters.without(file.text, "TEXT_SPACE", " ").encode("utf-8")
        case "TEXT_INVISIBLE":
            return characters.without(file.text, "TEXT_INVISIBLE", "").encode("utf-8")
        case "TEXT_NOT_NFC":
            return unicodedata.normalize("NFC", file.text).encode("utf-8")
    return None


def _decoded(raw: bytes) -> str | None:
    """The text of a file that was saved in another encoding, where it is plain which."""
    for mark, encoding in _UTF16.items():
        if raw.startswith(mark):
            return _strictly(raw[len(mark) :], encoding)
    encoding = characters.guessed(raw)
    if encoding == "UTF-16":
        encoding = "utf-16-le" if raw[1::2].count(0) > raw[::2].count(0) else "utf-16-be"
    return _strictly(raw, "gb18030" if encoding == "GBK" else encoding) if encoding else None


def _strictly(raw: bytes, encoding: str) -> str | None:
    try:
        return raw.decode(encoding)
    except UnicodeDecodeError:
        return None
