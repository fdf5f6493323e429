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


def of_category(*categories: str) -> When:
    """Of requests of these categories alone (articles 7 and 8)."""
    return lambda answers: answers.get("category") in categories


def has(pointer: str, code: str) -> When:
    """Where a code was chosen in a field, alone or among others."""

    def when(answers: Mapping[str, Any]) -> bool:
        value = value_at(answers, pointer)
        return code in value if isinstance(value, list) else value == code

    return when


def other_scope(answers: Mapping[str, Any]) -> bool:
    """Where a request of work points belongs to a scope that is in no list."""
    return answers.get("category") == "work_point" and has("/scopes", "other")(answers)


def writes_now(answers: Mapping[str, Any]) -> bool:
    """Where the six texts are not left for the editor."""
    return not answers.get(LATER)


def names_items(answers: Mapping[str, Any]) -> bool:
    """Where the new item is one that has a full name."""
    return bool({"public_service", "licence"} & set(value_at(answers, "/application/new_item") or ()))


def builds_on_capabilities(answers: Mapping[str, Any]) -> bool:
    """Where capabilities are applied on a surface (article 7)."""
    return answers.get("category") in ("scenario", "integration") and bool(answers.get("capabilities"))


def only_other_money(answers: Mapping[str, Any]) -> bool:
    """Where all the money is non-fiscal (article 2)."""
    return bool(value_at(answers, "/scope/funding") == ["non_fiscal"])


def interface(answers: Mapping[str, Any]) -> bool:
    """Where a system of the unit's own is integrated by an interface (article 7)."""
    return answers.get("category") == "integration" and value_at(answers, "/integration/mode") == "interface"


def opinion_given(answers: Mapping[str, Any]) -> bool:
    """Where the centre has given its opinion on such an integration."""
    return interface(answers) and bool(value_at(answers, "/integration/opinion/date"))


def approved(answers: Mapping[str, Any]) -> bool:
    """Where the district government has approved a supplementary request (article 8)."""
    return answers.get("category") == "supplementary" and bool(value_at(answers, "/supplementary/approval/date"))


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
