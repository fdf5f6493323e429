"""The regulation as small functions, each citing its article, each yielding findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bwtb.base.findings import Finding
from bwtb.checking.rules import attachments, categories, content, endorsements, identity, references, scope
from bwtb.checking.rules.case import Case as Case

Rule = Callable[[Case], Iterator[Finding]]

# What any request must keep, in stages: a finding of an earlier stage silences those of a later one at the same field.
BASICS: tuple[Rule, ...] = (
    references.known_codes, references.joint_units, identity.own_id, identity.continues, content.dates, content.sums,
    content.few_yuan,
    content.budget_years, content.basis_entries, content.phone, content.in_signs, attachments.attachments,
)  # fmt: skip
ARTICLES: tuple[Rule, ...] = (
    scope.not_classified, scope.funding, scope.item_funding, scope.nature, scope.application_types, scope.platforms,
    scope.other_texts, content.basis, content.reasons, content.budget, categories.work_points, categories.scenario,
    categories.misplaced,
)  # fmt: skip
ENDORSED: tuple[Rule, ...] = (endorsements.endorsements,)

# Code → the fields, in general, that a rule rests on beside its own: while one of them is wrong, the rule cannot tell.
RESTS_ON: dict[str, tuple[str, ...]] = {
    "SCENARIO_EMPTY": ("application", "application.new_item"),
    "NOT_SHARED": ("platforms", "surfaces"),
    "BUDGET_NOTE": ("budget.note", "budget.items"),
    "ENDORSEMENT_UNIT": ("unit", "joint_units"),
    "ENDORSEMENT_MISSING": ("unit", "joint_units", "endorsements.unit"),
    "AMOUNT_MISMATCH": ("budget.items.quantity", "budget.items.price"),
    "ITEM_FUNDING": ("scope", "scope.funding"),
}


def stages(case: Case) -> Iterator[list[Finding]]:
    """The findings of each stage of rules on one request."""
    for rules in (BASICS, (*ARTICLES, *categories.BY_CATEGORY.get(case.request.category, ())), ENDORSED):
        yield [finding for rule in rules for finding in rule(case)]
