"""How states of requests and verdicts of parties are shown: labels, colours, and the same for programs."""

from __future__ import annotations

from bwtb.base.languages import _
from bwtb.base.messages import N_
from bwtb.cli.terminal import Styled
from bwtb.review.states import RequestReview, deciding_parties

STATES = {
    "draft": N_("draft"),
    "submitted": N_("submitted"),
    "in_review": N_("in review"),
    "approved": N_("approved"),
    "returned": N_("returned"),
    "rejected": N_("rejected"),
    "proposed": N_("in the frozen proposal"),
}
STYLES = {
    "approved": "green", "proposed": "green", "returned": "yellow", "rejected": "bold red", "stale": "yellow", "invalid": "bold red",
    "draft": "dim", "missing": "dim",
}  # fmt: skip
VERDICTS = {
    "approved": N_("✓ approved"),
    "returned": N_("↩ returned"),
    "rejected": N_("✗ rejected"),
    "withdrawn": N_("– withdrawn"),
    "stale": N_("⚠ stale"),
    "missing": N_("· missing"),
    "invalid": N_("⚠ invalid"),
}


def state(code: str) -> Styled:
    """A state's label in its colour."""
    return Styled(_(STATES[code]), STYLES.get(code, ""))


def verdict(code: str) -> Styled:
    """A verdict's label in its colour."""
    return Styled(_(VERDICTS[code]), STYLES.get(code, ""))


def deciding(reviewed: RequestReview) -> tuple[str, ...]:
    """The parties that decide on a request, and any other that has signed it all the same."""
    expected = deciding_parties(reviewed.request)
    return tuple(p for p, v in reviewed.parties.items() if p in expected or v.verdict != "missing")


def parties_as_json(reviewed: RequestReview) -> dict[str, dict[str, str]]:
    """Each party's verdict on a request, for programs."""
    return {
        name: {
            "verdict": p.verdict, "code": p.code, "decision": p.decision, "opinion": p.opinion, "signer": p.signer,
            "key": p.key, "commit": p.commit, "date": p.date,
        }
        for name, p in reviewed.parties.items()
    }  # fmt: skip
