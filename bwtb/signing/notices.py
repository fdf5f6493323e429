"""What is to be said of a judged history: problems and warnings, each with its code and its sentence."""

from __future__ import annotations

from dataclasses import dataclass

from bwtb.base.messages import Fact, Listed, Message, Named, one_line
from bwtb.registry.catalogs import PARTIES, Catalog
from bwtb.signing import messages
from bwtb.signing.record import DECISIONS

_HOLDERS = ("party", "owner", "unit", "first", "second")  # facts that hold the code of a party or unit


@dataclass(frozen=True, kw_only=True)
class Notice:
    """A problem or a warning about the history as a whole, or about one commit, record file or keyring version.

    `kind` tells apart what has a text of its own under a public code: FREEZE_ALTERED is a FREEZE_MISMATCH.
    """

    code: str
    message: Message
    commit: str = ""
    kind: str = ""


def with_names(said: Fact, catalog: Catalog) -> Fact:
    """The same sentence with parties, units and decisions by their names where they are facts in it by their codes."""
    match said:
        case Message(id, facts):
            return Message(id, **{name: _with_name(name, fact, catalog) for name, fact in facts})
        case Listed(parts, by):
            return Listed(tuple(with_names(part, catalog) for part in parts), by)
    return said


def _with_name(fact_name: str, fact: Fact, catalog: Catalog) -> Fact:
    if not isinstance(fact, str):
        return with_names(fact, catalog)
    if fact_name == "decision":
        return Named(fact, DECISIONS.get(fact, fact))
    if fact_name in _HOLDERS:
        return Named(fact, catalog.name("parties" if fact in PARTIES else "units", fact))
    return fact


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
