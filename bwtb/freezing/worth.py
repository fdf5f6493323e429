"""What each decision of a judged history is worth at its tip, records of freezing among them."""

from __future__ import annotations

from bwtb.freezing.freezes import highest_frozen
from bwtb.review.states import Review
from bwtb.signing.decision import Decision
from bwtb.signing.judge import Judgement


def code_at_tip(judgement: Judgement, review: Review, decision: Decision) -> str:
    """A decision's code at the tip: why it does not count, or OK, SUPERSEDED by a later one, or stale and why."""
    record = decision.record
    if not decision.valid:
        return decision.code
    if decision not in judgement.standing(record.kind, record.path, record.party):
        return "SUPERSEDED"
    if record.kind == "proposal":
        return _freeze_code(judgement, review, decision)
    if record.kind == "keyring":
        return (
            "OK"
            if decision in judgement.rings.enacting or record.digest == judgement.versions_at_tip.get(record.path)
            else "STALE"
        )
    row = review.requests.get(record.subject_id)
    return row.stale.get(decision.commit, "OK") if row else "OK"


def _freeze_code(judgement: Judgement, review: Review, decision: Decision) -> str:
    """What a record of freezing is worth: only the highest version that is frozen counts, and only if it holds."""
    if decision.effect != "approve" or any(decision in standing for standing in highest_frozen(judgement).values()):
        return review.freezes.get(decision.commit, "OK")
    return "SUPERSEDED"
