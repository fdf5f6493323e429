"""The regulation as small functions, each citing its article, each yielding findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from bwtb.finding import Finding
from bwtb.rules import (
    attachments,
    categories,
    content,
    endorsements,
    identity,
    integration,
    references,
    scope,
    subjects,
    supplementary,
)
from bwtb.rules.case import Case as Case

Rule = Callable[[Case], Iterator[Finding]]

# What any request must keep, in stages: a finding of an earlier stage silences those of a later one at the same field.
BASICS: tuple[Rule, ...] = (
    references.known_codes, references.joint_units, identity.own_id, identity.continues, content.dates, content.sums,
    content.budget_years, content.basis_entries, content.phone, attachments.attachments,
)  # fmt: skip
ARTICLES: tuple[Rule, ...] = (
    scope.not_classified, scope.funding, scope.item_funding, scope.nature, scope.application_types, scope.platforms,
    scope.other_texts, subjects.basis, subjects.reasons, subjects.budget, categories.work_points, categories.scenario,
    categories.misplaced, endorsements.endorsements,
)  # fmt: skip
BY_CATEGORY: dict[str, tuple[Rule, ...]] = {
    "integration": integration.RULES,
    "supplementary": supplementary.RULES,
}


def stages(case: Case) -> Iterator[list[Finding]]:
    """The findings of each stage of rules on one request."""
    for rules in (BASICS, (*ARTICLES, *BY_CATEGORY.get(case.request.category, ()))):
        yield [finding for rule in rules for finding in rule(case)]
