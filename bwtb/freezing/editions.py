"""The versions of a year's proposal: the one that is frozen, and the one that would be frozen next."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count

from bwtb.freezing.freezes import Freeze, freeze_of, freezes_of, that_froze
from bwtb.freezing.manifest import numbered, path_of
from bwtb.git import CommitTree, Objects
from bwtb.registry.layout import request_path
from bwtb.registry.request import read_request
from bwtb.review.states import RequestReview
from bwtb.signing.judge import Judgement


@dataclass(frozen=True)
class Edition:
    """A version of a year's proposal that is not frozen yet: its number, and the version that was frozen before it."""

    number: int
    previous: Freeze | None = None


def frozen(objects: Objects, judgement: Judgement, year: int) -> Freeze | None:
    """The year's frozen proposal, whether it holds or not; None where nothing is frozen."""
    return next(iter(freezes_of(objects, judgement, {year})), None)


def coming(objects: Objects, judgement: Judgement, year: int) -> Edition:
    """The version that comes after every one that ever was frozen: a number is never used twice."""
    # In order of history: of two that froze one number, the later.
    signed = {numbered(d.record.path): d for d in that_froze(judgement.as_signed)}
    numbers = {version[1] for version in signed if version and version[0] == year}
    number = max(numbers, default=0) + 1
    if numbered(path_of(year, number)) is None:  # the last number is used, which nobody honest came to: the lowest free
        number = next(n for n in count(1) if n not in numbers)
    before = signed.get((year, number - 1))
    return Edition(number, freeze_of(objects, judgement, year, before) if before else None)


def requests_of(objects: Objects, judgement: Judgement, freeze: Freeze) -> dict[str, RequestReview]:
    """The requests of a frozen version as they were then, also where it does not hold; without what cannot be read."""
    if freeze.holds:
        return dict(freeze.requests)
    source = CommitTree(objects, judgement.history.commits[freeze.decision.commit_index].tree)
    ids = [r.id for r in freeze.manifest.requests] if freeze.manifest else []
    return {
        i: RequestReview(request=request, state="proposed", amount=request.total(), parties={})
        for i in ids
        if (request := read_request(source, request_path(i))[0]) is not None
    }
