"""Article 6: the eight subjects that a proposal covers, each present in every request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.checking import messages
from bwtb.checking.rules.case import Case
from bwtb.registry import schema
from bwtb.registry.request import DESCRIPTION

# 不涉及 without a reason: nothing but the word and punctuation.
_NOT_CONCERNED = re.compile(r"(?:本项目)?(?:不涉及|无|没有)[。.，,；;！!\s]*")


def basis(case: Case) -> Iterator[Finding]:
    """Article 6: sufficient basis: at least one entry."""
    if case.value("/basis") == []:
        message = Message(messages.EMPTY, label=schema.label("/basis"))
        yield case.missing("SUBJECT_MISSING", "/basis", message, Message(messages.NAME_BASIS))


def reasons(case: Case) -> Iterator[Finding]:
    """Article 6: a subject that does not apply says why."""
    for key in DESCRIPTION:
        text = case.value(f"/description/{key}")
        if isinstance(text, str) and _NOT_CONCERNED.fullmatch(text.strip()):
            message = Message(messages.NOT_CONCERNED, label=schema.label(f"/description/{key}"))
            hint = Message(messages.SAY_WHY_NOT)
            yield case.missing("SUBJECT_REASON", f"/description/{key}", message, hint)


def budget(case: Case) -> Iterator[Finding]:
    """Article 6: a budget; without items, or of nothing, a note says why."""
    items = case.value("/budget/items")
    if not isinstance(items, list) or case.filled("/budget/note"):
        return
    amounts = [entry.get("amount") for _pointer, entry in case.mappings("/budget/items")]
    if len(amounts) == len(items) and all(type(a) is int and a == 0 for a in amounts):
        message = Message(messages.NO_ITEMS) if not items else Message(messages.NOTHING_ASKED)
        yield case.missing("BUDGET_NOTE", "/budget/items", message, Message(messages.ADD_ITEMS_OR_NOTE))
