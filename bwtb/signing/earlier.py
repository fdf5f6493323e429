"""A judged history seen from one of its earlier commits: what counted there, without judging it all again."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from bwtb.signing.decision import Revocation
from bwtb.signing.judge import Judgement, in_the_light_of, retirements


def as_of(judgement: Judgement, place: int) -> Judgement:
    """The judgement at an earlier commit: its own tree, and the decisions, revocations and keyring before it alone."""
    return _seen(judgement, place, lambda at: judgement.history.is_ancestor(at, place))


def beside(judgement: Judgement, place: int, later: int) -> Judgement:
    """The judgement at an earlier commit, but by everything that does not descend from the commit `later`.

    So a decision, revocation or retirement that was made beside `later`, on another branch, takes part.
    """
    return _seen(judgement, place, lambda at: not judgement.history.is_ancestor(later, at))


def _seen(judgement: Judgement, place: int, known: Callable[[int], bool]) -> Judgement:
    history, rings = judgement.history, judgement.rings
    found = tuple(d for d in judgement.found if known(d.place))
    revocations = [r for r in judgement.revocations if r.code == "KEY_REVOKED" and known(r.place)]
    revocations += _retirements(judgement, known)
    commit = history.commits[place]
    return replace(
        judgement,
        tip=commit.id,
        tree=commit.tree,
        time=commit.time,
        place=place,
        trusted=judgement.trusted and rings.in_force(place) is not None,
        found=found,
        decisions=tuple(in_the_light_of(history, rings, found, revocations)),
        revocations=tuple(revocations),
        problems=(),
        warnings=(),
        versions_at_tip=rings.digests(place),
    )


def _retirements(judgement: Judgement, known: Callable[[int], bool]) -> list[Revocation]:
    """The keys that the highest version known has retired: each version lists those of the ones before it."""
    for ring in judgement.rings.chain(judgement.place):  # newest first
        if any(known(at) for at in judgement.rings.came.get(ring.digest, ())):
            return retirements(judgement.rings, ring, known)
    return []
