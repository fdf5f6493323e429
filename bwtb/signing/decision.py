"""Decisions and revocations as the judge sees them, and which of them stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from bwtb.signing.history import History
from bwtb.signing.keyring import same_person
from bwtb.signing.record import Record


@dataclass(frozen=True, kw_only=True)
class Decision:
    """One record of one commit, judged. `commit` is the commit's id, `commit_index` its index in the history.

    `code` is OK where the record is good, else it says what is wrong. `effect` is the decision it counts as: its own where
    it is good, `withdraw` where the key was retired or revoked and it was no approval, "" where it counts for nothing.
    `signer` is the person whom the keyring lists for the key, `key` its fingerprint; both are "" where it is not known.
    """

    commit_index: int
    commit: str
    record: Record
    code: str
    effect: str
    signer: str = ""
    key: str = ""

    @property
    def valid(self) -> bool:
        return self.code == "OK"


@dataclass(frozen=True, kw_only=True)
class Revocation:
    """A key that its party, or the keyring, has put out of use from a mark on: `code` is KEY_REVOKED or KEY_RETIRED.

    `commit_index` is the index of the commit that says so. `mark` is the index of the last commit whose decisions by that key
    stand; None where what was named as the last is no ancestor of what names it: then every approval by the key falls.
    """

    commit_index: int
    key: str
    mark: int | None
    code: str


def mark_of(history: History, named_at: Iterable[int], accept_until: str) -> int | None:
    """The index of an `accept_until` commit, if it is an ancestor of a commit that names it; else None.

    `named_at` are the indexes of the commits that name it.
    """
    index = history.index_of.get(accept_until)
    return index if index is not None and any(history.is_ancestor(index, at) for at in named_at) else None


# What a decision other than an approval shows as, the gravest first.
WORST = (("reject", "rejected"), ("return", "returned"), ("withdraw", "withdrawn"))


def verdict_of(standing: Sequence[Decision], current: Collection[Decision]) -> tuple[str, Decision]:
    """Where a party stands by its standing decisions (one at least), and the decision that says so.

    `current` are those that are about the subject as it is. The party approves only if all its standing decisions approve
    that; else the gravest current one shows, and where there is none, `stale` with the last that is about something else.
    """
    for effect, shown in WORST:
        for d in current:
            if d.effect == effect:
                return shown, d
    if len(current) == len(standing):
        return "approved", standing[-1]
    return "stale", next(d for d in reversed(standing) if d not in current)


def by_different_people(decisions: Iterable[Decision]) -> bool:
    """Whether no person and no key speaks for more than one party in these decisions."""
    parties: dict[str, str] = {}
    return all(
        parties.setdefault(who, d.record.party) == d.record.party
        for d in decisions
        for who in (same_person(d.signer), d.key)
    )


def fallen_code(history: History, decision: Decision, revocations: Iterable[Revocation]) -> str:
    """The code by which a decision falls because its key was retired or revoked; "" where it stands.

    It stands if its commit is an ancestor of the mark, of all marks if there are several.
    """
    codes = {
        r.code
        for r in revocations
        if r.key == decision.key and (r.mark is None or not history.is_ancestor(decision.commit_index, r.mark))
    }
    return "KEY_REVOKED" if "KEY_REVOKED" in codes else next(iter(codes), "")


def with_fallen_key(history: History, decision: Decision, revocations: list[Revocation]) -> Decision:
    """The decision after what became of its key: by a retired or revoked one an approval falls, others count as withdrawals."""
    code = fallen_code(history, decision, revocations) if decision.effect or decision.code == "KEY_RETIRED" else ""
    if not code:
        return decision
    return replace(decision, code=code, effect="" if decision.record.decision == "approve" else "withdraw")


def latest(history: History, decisions: list[Decision]) -> list[Decision]:
    """The decisions from which no later one among them descends, in their order, which is that of history.

    A record counts once, by its nonce: where the same record stands in two good commits (some signatures have a second
    spelling that anybody can make), what supersedes one of them supersedes both. Each decision is compared with those that
    still stand when it comes, so that a party may decide thousands of times, one decision after the other.
    """
    superseded: set[str] = set()
    standing: list[Decision] = []
    for later in decisions:
        for d in standing:
            same = d.commit_index == later.commit_index or d.record.file_path == later.record.file_path
            if not same and history.is_ancestor(d.commit_index, later.commit_index):
                superseded.add(d.record.file_path)
        standing = [d for d in (*standing, later) if d.record.file_path not in superseded]
    return standing
