"""Text that is lost behind ` #`: YAML reads what follows as a comment, and the file stays valid without it."""

from __future__ import annotations

import re

from bwtb.base.messages import Message
from bwtb.yaml import messages
from bwtb.yaml.characters import Place
from bwtb.yaml.scalars import shown

CODE = "YAML_COMMENT_IN_TEXT"  # of the finding

_COMMENT = re.compile(r"[ \t]+#")
# Two blanks before it and one behind, as `bwtb new` writes them, show that a remark is meant, whatever it follows.
_REMARK = re.compile(r"[ \t]{2,}#[ \t]")
# What a comment may follow: a code, a number, a date, a path. A word with a capital letter is the beginning of a text.
_CODE = re.compile(r"[a-z0-9_.:+~-]+|[A-Za-z0-9_.:+-]*/[A-Za-z0-9_.:+/-]*")
# A number with hyphens may go on behind the sign: an extension of a telephone.
_PHONE = re.compile(r"[0-9]+(?:-[0-9]+)+")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# For the quick way: comments on lines of their own, and behind a field that holds nothing, a code or a list of codes.
_HARMLESS = re.compile(r"^(?:#| +#| *[a-z_]+:(?: +(?:[a-z0-9_.+~-]+|\[[a-z0-9_, -]*\]))? +#(?![0-9])).*$", re.MULTILINE)
_END_IN_BRACKETS = re.compile(r"[,\]}]")


def surely_none_cut(text: str) -> bool:
    """Whether every ` #` of a text surely cuts nothing: the quick way, which looks at lines alone."""
    return " #" not in _HARMLESS.sub("", text)


def cut_at(lines: list[str], end: Place, value: str) -> Place | None:
    """Where the comment begins that cuts a plain text short, whose value is `value` and which ends at `end`; else None."""
    if end[0] > len(lines):  # the parser's count where the file ends
        return None
    line = lines[end[0] - 1]
    match = _COMMENT.match(line, end[1] - 1)
    if not match or _is_code(value, line[match.end() : match.end() + 1]) or _REMARK.match(line, end[1] - 1):
        return None
    return end[0], match.end()


def say(lines: list[str], start: Place, cut: Place, *, value: str, bracketed: bool) -> tuple[Message, Message]:
    """Message and hint for a text that begins at `start`, is read as `value` and cut at `cut`."""
    line = lines[cut[0] - 1]
    end = len(line)
    if bracketed and (match := _END_IN_BRACKETS.search(line, cut[1])):
        end = match.start()
    lost = line[cut[1] - 1 : end].rstrip()
    begin = start[1] - 1 if start[0] == cut[0] and value else cut[1] - 1
    whole = line[begin:end].strip()
    hint = Message(messages.QUOTE_WITH_HASH, quoted="'" + shown(whole).replace("'", "''") + "'")
    if not value:
        return Message(messages.NOTHING_BEFORE_COMMENT, lost=shown(lost)), hint
    return Message(messages.CUT_BY_COMMENT, kept=shown(value), lost=shown(lost)), hint


def _is_code(value: str, after: str) -> bool:
    """Whether a comment may stand behind this value; `after` is the first sign of the comment."""
    numbered = after.isascii() and after.isdecimal()  # `#3` is the end of a name rather than a remark
    if not value:
        return not numbered
    if numbered and _PHONE.fullmatch(value) and not _DATE.fullmatch(value):
        return False
    return bool(_CODE.fullmatch(value))
