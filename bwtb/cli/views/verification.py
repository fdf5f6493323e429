"""How `bwtb verify` gives its verdict: for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bwtb.base.languages import _, words
from bwtb.cli.options import options
from bwtb.freezing.states import code_at_tip
from bwtb.review.states import Review
from bwtb.signing.decision import Decision
from bwtb.signing.judge import Judgement
from bwtb.signing.notices import Notice, meaning


def as_json(
    judgement: Judgement | None, review: Review | None, chosen: list[str], error: str | None = None
) -> dict[str, Any]:
    """The whole answer; every key is always there. `error`: why nothing could be judged."""
    ring = judgement.keyring if judgement else None
    report: dict[str, Any] = {
        "version": 1,
        "trusted": judgement.trusted if judgement else False,
        "keyring": {"version": ring.version if ring else 0, "digest": ring.digest if ring else ""},
        "signoffs": [_signoff(judgement, review, d) for d in judgement.decisions] if judgement and review else [],
        "requests": {i: review.requests[i].state for i in chosen} if review else {},
        "problems": [_notice(n) for n in judgement.problems] if judgement else [],
        "warnings": [_notice(n) for n in (*judgement.warnings, *review.warnings)] if judgement and review else [],
    }
    return report if error is None else report | {"error": error}


def _notice(notice: Notice) -> dict[str, str]:
    return {"code": notice.code, "message": words(notice.message), "commit": notice.commit}


def _signoff(judgement: Judgement, review: Review, decision: Decision) -> dict[str, Any]:
    record = decision.record
    code = code_at_tip(judgement, review, decision)
    return {
        "commit": decision.commit,
        "party": record.party,
        "subject": {"kind": record.kind, "id": record.subject_id},
        "decision": record.decision,
        "valid": decision.valid and code != "FREEZE_MISMATCH",
        "code": code,
        "message": words(meaning(code)),
    }


def lines(judgement: Judgement, review: Review, chosen: list[str], names: dict[str, str]) -> Iterator[str]:
    """The keyring, decisions that do not count (with -v: all), problems and warnings, and how many are approved.

    `names` are the parties' names by their codes.
    """
    ring = judgement.keyring
    yield (
        _("Commit {commit}: {count} commits, {signoffs} decisions.").format(
            commit=judgement.tip[:12], count=len(judgement.history), signoffs=len(judgement.decisions)
        )
    )
    if ring and judgement.trusted:
        yield _("Keyring version {version}, {digest}: pinned.").format(version=ring.version, digest=ring.digest)
    for decision in judgement.decisions:
        code = code_at_tip(judgement, review, decision)
        if decision.record.subject_id in chosen and (options().verbose or code != "OK"):
            what = _("{code}: {meaning}").format(code=code, meaning=words(meaning(code)))
            yield (
                f"  {decision.commit[:12]}  {decision.record.subject_id}  {names.get(decision.record.party, decision.record.party)}  {what}"
            )
    for heading, notices in (
        (_("Problem"), judgement.problems),
        (_("Warning"), (*judgement.warnings, *review.warnings)),
    ):
        for notice in notices:
            yield f"{heading} " + _("{code}: {meaning}").format(code=notice.code, meaning=words(notice.message))
    states = [review.requests[i].state for i in chosen]
    approved, proposed = states.count("approved"), states.count("proposed")
    yield _("{approved} of {count} requests are approved.").format(approved=approved + proposed, count=len(chosen))
    if proposed:
        yield _("{count} of these are in a frozen proposal.").format(count=proposed)
