"""Article 6: the eight subjects that a proposal covers, each present in every request."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bwtb.base.findings import Finding
from bwtb.checking import messages
from bwtb.checking.rules.case import Case
from bwtb.registry.request import DESCRIPTION

# 不涉及 without a reason: nothing but the word and punctuation.
_NOT_CONCERNED = re.compile(r"(?:本项目)?(?:不涉及|无|没有)[。.，,；;！!\s]*")


def basis(case: Case) -> Iterator[Finding]:
    """Article 6: sufficient basis: at least one entry."""
    if case.value("/basis") == []:
        yield case.missing("SUBJECT_MISSING", "/basis", messages.EMPTY, messages.NAME_BASIS)


def reasons(case: Case) -> Iterator[Finding]:
    """Article 6: a subject that does not apply says why."""
    for pointer in (f"/description/{key}" for key in DESCRIPTION):
        text = case.value(pointer)
        if isinstance(text, str) and _NOT_CONCERNED.fullmatch(text.strip()):
            yield case.missing("SUBJECT_REASON", pointer, messages.NOT_CONCERNED, messages.SAY_WHY_NOT)


def budget(case: Case) -> Iterator[Finding]:
    """Article 6: a budget; without items, or of nothing, a note says why."""
    items = case.value("/budget/items")
    if not isinstance(items, list) or case.filled("/budget/note"):
        return
    amounts = [entry.get("amount") for _pointer, entry in case.mappings("/budget/items")]
    if len(amounts) == len(items) and all(type(a) is int and a == 0 for a in amounts):
        nothing = messages.NOTHING_ASKED if items else messages.NO_ITEMS
        yield case.missing("BUDGET_NOTE", "/budget/items", nothing, messages.ADD_ITEMS_OR_NOTE)
