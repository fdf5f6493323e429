"""When a question is asked: conditions on what has been answered so far."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bwtb.interview.access import LATER, OTHER
from bwtb.yaml.pointers import value_at

When = Callable[[Mapping[str, Any]], bool]


def always(_answers: Mapping[str, Any]) -> bool:
    """Of every request."""
    return True


def both(one: When, other: When) -> When:
    """Where both conditions hold."""
    return lambda answers: one(answers) and other(answers)


def of_category(*categories: str) -> When:
    """Of requests of these categories alone (articles 7 and 8)."""
    return lambda answers: answers.get("category") in categories


def has(pointer: str, *codes: str) -> When:
    """Where one of these codes was chosen in a field, alone or among others."""

    def when(answers: Mapping[str, Any]) -> bool:
        value = value_at(answers, pointer)
        return any(code in (value if isinstance(value, list) else [value]) for code in codes)

    return when


def answered(pointer: str) -> When:
    """Where something was given for a field."""
    return lambda answers: bool(value_at(answers, pointer))


def writes_now(answers: Mapping[str, Any]) -> bool:
    """Where the six texts are not left for the editor."""
    return not answers.get(LATER)


def only_other_money(answers: Mapping[str, Any]) -> bool:
    """Where all the money is non-fiscal (article 2)."""
    return bool(value_at(answers, "/scope/funding") == ["non_fiscal"])


def no_money(answers: Mapping[str, Any]) -> bool:
    """Where the budget comes to nothing, which needs a reason."""
    return not total(answers)


def another_platform(answers: Mapping[str, Any]) -> bool:
    """Where it goes online on a platform that is in no list."""
    return OTHER in answers or bool(answers.get("platform_other"))


def total(answers: Mapping[str, Any]) -> int:
    """The sum of the budget so far, in yuan."""
    amounts = [item.get("amount") for item in value_at(answers, "/budget/items") or () if isinstance(item, dict)]
    return sum(amount for amount in amounts if isinstance(amount, int))


# Articles 7 and 8: a system of the unit's own, integrated by an interface; one of which the centre has given its opinion;
# and a supplementary request that the district government has approved.
INTERFACE = both(of_category("integration"), has("/integration/mode", "interface"))
OPINION_GIVEN = both(INTERFACE, answered("/integration/opinion/date"))
APPROVED = both(of_category("supplementary"), answered("/supplementary/approval/date"))
