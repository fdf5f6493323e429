"""The state of requests and decisions once proposals are frozen: what a frozen one holds is `proposed`, as it was frozen."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial

from bwtb.base.messages import Listed
from bwtb.freezing.edits import ids_as_listed
from bwtb.freezing.freezes import AGAINST, KIND, Freeze, freezes_of, highest_frozen
from bwtb.freezing.manifest import numbered
from bwtb.git import CommitTree, Objects
from bwtb.review.states import RequestReview, Review, assess, deciding_parties, judge_and_assess
from bwtb.signing.binding import changed_attachments
from bwtb.signing.decision import Decision
from bwtb.signing.history import history_errors
from bwtb.signing.judge import KEY_CODES, Judgement
from bwtb.signing.notices import Notice, notice


@dataclass(frozen=True)
class AllBut:
    """Every id but these."""

    ids: Collection[str]

    def __contains__(self, id: object) -> bool:
        return id not in self.ids


@history_errors()
def judge_with_frozen(
    objects: Objects, commit: str, pin: str | None, year: int | None = None
) -> tuple[Judgement, Review]:
    """Judge a commit's history and assess its requests (all, or one year's), with the frozen proposals of all years.

    `pin` is the fingerprint that is trusted. What a frozen proposal holds is read where it was frozen, and at the tip only
    if that does not count. Raises HistoryError where history is incomplete or corrupt.
    """
    as_listed = ids_as_listed(objects, commit) if pin is not None else set()
    judgement, review = judge_and_assess(objects, commit, pin, year, AllBut(as_listed) if as_listed else None)
    review = with_frozen(objects, judgement, review)
    if missing := as_listed - review.requests.keys():
        rest = assess(objects, judgement, year, missing)
        review = replace(
            review,
            requests=dict(sorted({**review.requests, **rest.requests}.items())),
            unreadable=dict(sorted({**review.unreadable, **rest.unreadable}.items())),
        )
    return judgement, review


@history_errors()
def with_frozen(
    objects: Objects,
    judgement: Judgement,
    review: Review,
    years: Collection[int] | None = None,
    ids: Collection[str] | None = None,
) -> Review:
    """A review in which the requests of frozen proposals are as they were frozen, with the notices about them.

    Only proposals of these years (None: of all) and only these requests (None: all) are put in. Raises HistoryError where
    an object is corrupt.
    """
    rows = dict(review.requests)
    problems, notes, codes = list(review.problems), list(review.notes), dict(review.freezes)
    for freeze in freezes_of(objects, judgement, years):
        rows |= {i: replace(row, frozen=freeze.number) for i, row in freeze.requests.items() if ids is None or i in ids}
        codes |= dict.fromkeys(freeze.commits, "OK" if freeze.holds else "FREEZE_MISMATCH")
        problems += problems_of(objects, judgement, freeze)
        notes += _notes(objects, judgement, freeze)
    return replace(
        review,
        requests={i: rows[i] for i in sorted(rows)},
        freezes=codes,
        problems=tuple(problems),
        notes=tuple(notes),
    )


@history_errors()
def freeze_problems(objects: Objects, judgement: Judgement, since: str | None = None) -> list[Notice]:
    """What is wrong with the frozen proposals of a judged history.

    `since`: a commit whose own are known; only what came after it is then looked at, for a server's hook.
    """
    frozen = highest_frozen(judgement) if judgement.trusted else {}
    years = set(frozen) if since not in judgement.history.index_of else _touched(judgement, frozen, str(since))
    notices = [n for freeze in freezes_of(objects, judgement, years) for n in problems_of(objects, judgement, freeze)]
    untouched = [d for year, standing in frozen.items() if year not in years for d in standing[:1]]
    return notices + [n for d in untouched for n in _altered(objects, judgement, d)]


def _touched(judgement: Judgement, frozen: Mapping[int, list[Decision]], since: str) -> set[int]:
    """The years whose frozen proposal what came after a commit may have changed.

    Those of which a proposal was signed, beside which something was signed, and all where a key was put out of use.
    """
    history = judgement.history
    base = history.index_of[since]
    rings = [index for indexes in judgement.rings.came_into_force.values() for index in indexes]
    keys = [*rings, *(r.commit_index for r in judgement.revocations)]
    if any(not history.is_ancestor(index, base) for index in keys):
        return set(frozen)
    new = [d for d in judgement.as_signed if not history.is_ancestor(d.commit_index, base)]
    signed = {version[0] for d in new if d.record.kind == KIND and (version := numbered(d.record.path))}
    beside = {
        year
        for year, standing in frozen.items()
        if any(not history.is_ancestor(own.commit_index, d.commit_index) for own in standing for d in new)
    }
    return (signed | beside) & set(frozen)


def problems_of(objects: Objects, judgement: Judgement, freeze: Freeze) -> Iterator[Notice]:
    """FREEZE_MISMATCH: not what was approved; or its list at the tip is no longer the one that was signed."""
    d = freeze.decision
    if not freeze.holds:
        yield notice("FREEZE_MISMATCH", commit=d.commit, reason=freeze.why, year=freeze.year, number=freeze.number)
    else:
        yield from _altered(objects, judgement, d)


def _altered(objects: Objects, judgement: Judgement, decision: Decision) -> Iterator[Notice]:
    path = decision.record.path
    year, number = numbered(path) or (0, 0)
    if objects.file_digest(judgement.tree, path) != decision.record.digest:
        yield notice("FREEZE_ALTERED", commit=decision.commit, path=path, year=year, number=number)


def _notes(objects: Objects, judgement: Judgement, freeze: Freeze) -> Iterator[Notice]:
    """What happened to a frozen year's requests since: it stands all the same."""
    say = partial(notice, year=freeze.year, number=freeze.number)
    for i, row in freeze.requests.items():
        if _edited(objects, judgement, freeze, i):
            yield say("FROZEN_EDITED", path=row.request.path)
        for d in _decided_since(judgement, freeze, row):
            yield say("FROZEN_DECIDED", commit=d.commit, request=i, owner=d.record.party, decision=d.record.decision)
    yield from _fallen_since(judgement, freeze)
    if freeze.left_out:
        yield say("FROZEN_LEFT_OUT", ids=Listed(freeze.left_out))


def _edited(objects: Objects, judgement: Judgement, freeze: Freeze, id: str) -> bool:
    """Whether a request, or what is attached to it, is no longer as it was frozen."""
    request = freeze.requests[id].request
    source = CommitTree(objects, judgement.tree)
    return source.read_bounded(request.path) != request.raw or bool(changed_attachments(request, source))


def _decided_since(judgement: Judgement, freeze: Freeze, row: RequestReview) -> Iterator[Decision]:
    """Returns, rejections and withdrawals on top of the freeze: they come too late for it."""
    owners = [("request", p) for p in deciding_parties(row.request)]
    owners += [("endorsement", unit) for unit in row.request.units]
    for kind, owner in owners:
        against = (d for d in judgement.standing(kind, row.request.path, owner) if d.effect in AGAINST and d.valid)
        yield from (d for d in against if judgement.history.is_ancestor(freeze.decision.commit_index, d.commit_index))


def _fallen_since(judgement: Judgement, freeze: Freeze) -> Iterator[Notice]:
    """Keys that were retired or revoked on top of the freeze, by which approvals of frozen requests were made."""
    commits = {v.commit for row in freeze.requests.values() for v in row.parties.values() if v.verdict == "approved"}
    fallen = [d for d in judgement.decisions if d.commit in commits and d.code in KEY_CODES and d.record.kind != KIND]
    for party, key in dict.fromkeys((d.record.party, d.key) for d in fallen):
        ids = tuple(sorted({d.record.subject_id for d in fallen if (d.record.party, d.key) == (party, key)}))
        yield notice("FROZEN_KEY", owner=party, key=key, ids=Listed(ids), year=freeze.year, number=freeze.number)


def code_at_tip(judgement: Judgement, review: Review, decision: Decision) -> str:
    """A decision's code at the tip: why it does not count, or OK, SUPERSEDED by a later one, or stale and why."""
    record = decision.record
    if not decision.valid:
        return decision.code
    if decision not in judgement.standing(record.kind, record.path, record.party):
        return "SUPERSEDED"
    if record.kind == KIND:
        # Only the highest version that is frozen counts, and only if it holds.
        highest = any(decision in standing for standing in highest_frozen(judgement).values())
        return review.freezes.get(decision.commit, "OK") if decision.effect != "approve" or highest else "SUPERSEDED"
    if record.kind == "keyring":
        in_use = record.digest == judgement.versions_at_tip.get(record.path)
        return "OK" if in_use or decision in judgement.rings.enacting else "STALE"
    row = review.requests.get(record.subject_id)
    return row.stale.get(decision.commit, "OK") if row else "OK"
