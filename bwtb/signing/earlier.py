"""A judged history seen from one of its earlier commits: what counted there, without judging it all again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

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
    commit, rings = judgement.history.commits[index], judgement.rings
    signed = tuple(d for d in judgement.as_signed if known(d.commit_index))
    came = rings.came_into_force
    # The highest of the known versions: it lists the keys of the ones before it.
    newest = next((r for r in rings.chain(judgement.tip_index) if any(map(known, came.get(r.digest, ())))), None)
    revocations = [r for r in judgement.revocations if r.code == "KEY_REVOKED" and known(r.commit_index)]
    revocations += retirements(rings, newest, known)
    return replace(
        judgement,
        tip=commit.id,
        tree=commit.tree,
        time=commit.time,
        tip_index=index,
        trusted=judgement.trusted and rings.in_force(index) is not None,
        as_signed=signed,
        decisions=tuple(with_fallen_keys(rings, signed, revocations)),
        revocations=tuple(revocations),
        problems=(),
        warnings=(),
        versions_at_tip=rings.digests(index),
    )
