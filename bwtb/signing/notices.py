"""What is to be said of a judged history: problems and warnings, each with its code and its sentence."""

from __future__ import annotations

from dataclasses import dataclass

from bwtb.base.messages import Fact, Message, one_line
from bwtb.signing import messages


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A problem or a warning about the history as a whole, or about one commit, record file or keyring version.

    `kind` tells apart what has a text of its own under a public code: FREEZE_ALTERED is a FREEZE_MISMATCH.
    """

    code: str
    message: Message
    commit: str = ""
    kind: str = ""


def meaning(code: str) -> Message:
    """What a sign-off's code says of it: “this sign-off …”."""
    return Message(messages.MEANINGS[code])


def notice(code: str, *, commit: str = "", subject: str = "", party: str = "", **facts: Fact) -> Notice:
    """The problem or warning of a code, about this commit (its full id) or this sign-off, with the facts of its sentence."""
    if code in messages.NOTICES:
        shown = {name: one_line(fact) for name, fact in facts.items()}
        message = Message(messages.NOTICES[code], commit=commit[:12], **shown)
    else:
        message = Message(messages.BAD_SIGNOFF, party=party, subject=subject, commit=commit[:12], what=meaning(code))
    return Notice(code=messages.PUBLIC_CODES.get(code, code), message=message, commit=commit, kind=code)
