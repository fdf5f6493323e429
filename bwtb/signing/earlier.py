"""A judged history seen from one of its earlier commits: what counted there, without judging it all again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bwtb.signing.decision import Revocation
from bwtb.signing.judge import Judgement, retirements, with_fallen_keys


def as_of(judgement: Judgement, index: int) -> Judgement:
    """The judgement at an earlier commit, by its index: its own tree, and what was decided and revoked before it alone."""
    return _seen(judgement, index, lambda at: judgement.history.is_ancestor(at, index))


def beside(judgement: Judgement, index: int, later: int) -> Judgement:
    """The judgement at an earlier commit, but by everything that does not descend from another one; both by their index.

    So a decision, revocation or retirement that was made beside the commit `later`, on another branch, takes part.
    """
    return _seen(judgement, index, lambda at: not judgement.history.is_ancestor(later, at))


def _seen(judgement: Judgement, index: int, known: Callable[[int], bool]) -> Judgement:
    history, rings = judgement.history, judgement.rings
    signed = tuple(d for d in judgement.as_signed if known(d.commit_index))
    revocations = [r for r in judgement.revocations if r.code == "KEY_REVOKED" and known(r.commit_index)]
    revocations += _retirements(judgement, known)
    commit = history.commits[index]
    return replace(
        judgement,
        tip=commit.id,
        tree=commit.tree,
        time=commit.time,
        tip_index=index,
        trusted=judgement.trusted and rings.in_force(index) is not None,
        as_signed=signed,
        decisions=tuple(with_fallen_keys(history, rings, signed, revocations)),
        revocations=tuple(revocations),
        problems=(),
        warnings=(),
        versions_at_tip=rings.digests(index),
    )


def _retirements(judgement: Judgement, known: Callable[[int], bool]) -> list[Revocation]:
    """The keys that the highest version of the known commits has retired: it lists those of the ones before it."""
    for ring in judgement.rings.chain(judgement.tip_index):  # newest first
        if any(known(at) for at in judgement.rings.came_into_force.get(ring.digest, ())):
            return retirements(judgement.rings, ring, known)
    return []
