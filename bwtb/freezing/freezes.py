"""The frozen proposals of a history, and whether each holds: the approved set is built again, never believed (threat 39).

Of a year's versions the highest that the centre has frozen counts. Its set is built again at the parent of the commit
that signs it, as if the year had no earlier freeze; and what was decided beside it, on another branch, counts against it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from itertools import islice

from bwtb.base.errors import ReasonError, UserError
from bwtb.base.messages import Clause, Fact, Listed, Message
from bwtb.freezing import messages
from bwtb.freezing.manifest import ListedRequest, Manifest, ManifestError, numbered, parse
from bwtb.git import CommitTree, MalformedTreeError, Objects
from bwtb.registry import catalogs
from bwtb.registry.catalogs import Catalog
from bwtb.registry.layout import proposal_facts_path, request_id
from bwtb.review.request_files import AwaitFilesOf, begin_reading_trees
from bwtb.review.states import RequestReview, Review, assess, deciding_parties
from bwtb.signing.binding import catalog_digest
from bwtb.signing.decision import Decision
from bwtb.signing.earlier import as_of, beside
from bwtb.signing.history import HistoryError
from bwtb.signing.judge import Judgement
from bwtb.signing.record import digest

KIND, OWNER = "proposal", "centre"
AGAINST = ("return", "reject", "withdraw")
# The most ids that a message names.
MOST_NAMED = 5


@dataclass(frozen=True, kw_only=True)
class Freeze:
    """One year's frozen proposal. `decision` is the record that froze it, `commits` are all that froze this version.

    `manifest` is its list, None where that is not one of ours. `requests` are as they were frozen, in the state `proposed`;
    there are none where the freeze does not hold, and then `why` says so, as a clause. `left_out` are the ids of requests
    that all had approved beside the freeze, on another branch, and that are not in it.
    """

    year: int
    number: int
    decision: Decision
    manifest: Manifest | None
    requests: Mapping[str, RequestReview]
    why: Fact = ""
    left_out: tuple[str, ...] = ()
    commits: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        return not self.why

    @property
    def id(self) -> str:
        """As a person names it: proposal:2027-1."""
        return self.decision.record.subject_id


class _MismatchError(ReasonError):
    """Why a freeze does not hold."""


def highest_frozen(judgement: Judgement) -> dict[int, list[Decision]]:
    """For each year the standing decisions that froze the highest version that is frozen."""
    paths = {d.record.path for d in judgement.decisions if d.record.kind == KIND and d.effect}
    highest: dict[int, tuple[int, list[Decision]]] = {}
    for path in paths:
        year, number = numbered(path) or (0, 0)
        standing = judgement.standing(KIND, path, OWNER)
        if standing and all(d.effect == "approve" for d in standing) and number > highest.get(year, (0, []))[0]:
            highest[year] = (number, standing)
    return {year: highest[year][1] for year in sorted(highest)}


def that_froze(decisions: Iterable[Decision]) -> list[Decision]:
    """Those of the decisions that freeze a version."""
    return [d for d in decisions if d.record.kind == KIND and d.effect == "approve"]


def freezes_of(objects: Objects, judgement: Judgement, years: Collection[int] | None = None) -> list[Freeze]:
    """The frozen proposals of a judged history, each judged; of these years alone, where some are named.

    Nothing is frozen where no keyring is pinned. Raises HistoryError or ObjectCorruptError where an object is corrupt.
    """
    if not judgement.trusted:
        return []
    chosen = {y: standing for y, standing in highest_frozen(judgement).items() if years is None or y in years}
    trees = {_parent_tree(judgement, d): year for year, standing in chosen.items() for d in standing}
    with begin_reading_trees(objects, trees) as await_files_of:
        return [_freeze(objects, judgement, year, standing, await_files_of) for year, standing in chosen.items()]


def _parent_tree(judgement: Judgement, decision: Decision) -> str:
    """The tree from which a freeze's set is built again."""
    commits = judgement.history.commits
    return commits[commits[decision.commit_index].parents[0]].tree


def _freeze(
    objects: Objects, judgement: Judgement, year: int, standing: list[Decision], await_files_of: AwaitFilesOf
) -> Freeze:
    """Where two people of the centre froze one version on two branches, both must hold."""
    made = [freeze_of(objects, judgement, year, d, await_files_of) for d in standing]
    bad = next((f for f in made if not f.holds), None)
    return replace(bad or made[0], commits=tuple(d.commit for d in standing))


def freeze_of(
    objects: Objects,
    judgement: Judgement,
    year: int,
    decision: Decision,
    await_files_of: AwaitFilesOf = lambda _tree: None,
) -> Freeze:
    """The freeze that one record makes, and whether it holds. `await_files_of` waits for requests that others read."""
    number = (numbered(decision.record.path) or (0, 0))[1]
    freeze = Freeze(year=year, number=number, decision=decision, manifest=None, requests={})
    try:
        manifest = _manifest(objects, judgement, decision)
        freeze = replace(freeze, manifest=manifest)
        # Every list that was frozen here, also one that was withdrawn or replaced since.
        here = [d.record for d in that_froze(judgement.decisions) if d.record.path == decision.record.path]
        if len({record.digest for record in here}) > 1:
            raise _MismatchError(Message(messages.TWO_SETS))
        return _rebuilt(objects, judgement, freeze, manifest, await_files_of)
    except _MismatchError as error:
        return replace(freeze, why=error.reason)
    except UserError as error:
        return replace(freeze, why=Clause(error.message))
    except MalformedTreeError:
        return replace(freeze, why=Message(messages.MALFORMED_FOLDER))
    except HistoryError as error:
        if isinstance(error.__cause__, MalformedTreeError):
            return replace(freeze, why=Message(messages.MALFORMED_FOLDER))
        raise


def _manifest(objects: Objects, judgement: Judgement, decision: Decision) -> Manifest:
    """The list as it was signed; the tip's file counts for nothing."""
    history = judgement.history
    commit = history.commits[decision.commit_index]
    try:
        manifest = parse(objects.file(commit.tree, decision.record.path) or b"", decision.record.path)
    except ManifestError as error:
        raise _MismatchError(Message(messages.NOT_OUR_LIST)) from error
    before = history.commits[commit.parents[0]]
    if [history.commits[p].id for p in before.parents] != [manifest.commit] or [
        path for path, _old, _new in islice(objects.changes(history.commits[before.parents[0]].tree, before.tree), 3)
    ] not in ([decision.record.path], [decision.record.path] * 2):
        raise _MismatchError(Message(messages.NOT_COMMITTED_ALONE))
    if manifest.previous not in _previous(judgement, decision, manifest):
        raise _MismatchError(Message(messages.NOT_NEXT_VERSION))
    return manifest


def _previous(judgement: Judgement, decision: Decision, manifest: Manifest) -> set[str]:
    """The digests that the version before may have: every one that was frozen below this commit."""
    if manifest.number == 1:
        return {""}
    before = (manifest.year, manifest.number - 1)
    return {
        d.record.digest
        for d in that_froze(judgement.as_signed)
        if numbered(d.record.path) == before and judgement.history.is_ancestor(d.commit_index, decision.commit_index)
    }


def _rebuilt(
    objects: Objects, judgement: Judgement, freeze: Freeze, manifest: Manifest, await_files_of: AwaitFilesOf
) -> Freeze:
    """The freeze with its requests, if the set built again is the set that was frozen, and nothing speaks against it."""
    parent = judgement.history.commits[freeze.decision.commit_index].parents[0]
    then = as_of(judgement, parent)
    waiting = partial(await_files_of, then.tree)
    frozen = approved_requests(assess(objects, then, freeze.year, await_files=waiting, rules=manifest.rules))
    source = CommitTree(objects, then.tree)
    _compare(manifest.requests, listed_requests(catalogs.require(source), frozen))
    facts = source.read_bounded(proposal_facts_path(freeze.year))
    if manifest.facts != (digest(facts) if facts is not None else ""):
        raise _MismatchError(Message(messages.OTHER_FACTS))
    left_out = _hold_against(objects, judgement, freeze, frozen, manifest.rules)
    proposed = {i: replace(row, state="proposed", reasons=()) for i, row in frozen.items()}
    return replace(freeze, requests=proposed, left_out=left_out)


def approved_requests(review: Review) -> dict[str, RequestReview]:
    """What may enter a proposal: approved by all who decide, as it stands."""
    return {i: row for i, row in sorted(review.requests.items()) if row.state == "approved"}


def listed_requests(catalog: Catalog, frozen: Mapping[str, RequestReview]) -> tuple[ListedRequest, ...]:
    """The requests as a list has them, in order of the ids; `frozen`: id → the review of an approved request."""
    return tuple(
        ListedRequest(
            id=i,
            digest=digest(row.request.raw),
            catalog=catalog_digest(row.request, catalog),
            amount=row.amount,
            counted=row.request.category != "supplementary",
        )
        for i, row in frozen.items()
    )


def _compare(claimed: tuple[ListedRequest, ...], built: tuple[ListedRequest, ...]) -> None:
    """Raises _MismatchError where the frozen set is not the approved one."""
    theirs, ours = {r.id: r for r in claimed}, {r.id: r for r in built}
    if extra := theirs.keys() - ours.keys():
        raise _MismatchError(Message(messages.HOLDS_UNAPPROVED, ids=_first_few(extra)))
    if missing := ours.keys() - theirs.keys():
        raise _MismatchError(Message(messages.LEAVES_OUT, ids=_first_few(missing)))
    if other := {i for i in ours if ours[i] != theirs[i]}:
        raise _MismatchError(Message(messages.HOLDS_OTHER_VERSION, ids=_first_few(other)))


def _hold_against(
    objects: Objects, judgement: Judgement, freeze: Freeze, frozen: Mapping[str, RequestReview], rules: int
) -> tuple[str, ...]:
    """Whatever was decided beside the freeze counts against it. Gives what was approved there and is not in it.

    Raises _MismatchError where a request of the set was returned, rejected, withdrawn or approved in another version
    beside it, or an approval of it falls with a key that was retired or revoked there.
    """
    history, index = judgement.history, freeze.decision.commit_index
    parent = history.commits[index].parents[0]
    then, also = as_of(judgement, parent), beside(judgement, parent, index)
    if also.as_signed == then.as_signed and also.revocations == then.revocations:
        return ()
    new = [d for d in also.decisions if d.effect in AGAINST and not history.is_ancestor(d.commit_index, parent)]
    if ids := {d.record.subject_id for d in new if _decides(d, frozen)}:
        raise _MismatchError(Message(messages.DECIDED_ELSEWHERE, ids=_first_few(ids)))
    again = approved_requests(assess(objects, also, freeze.year, rules=rules))
    if fallen := frozen.keys() - again.keys():
        raise _MismatchError(Message(messages.NOT_APPROVED_WITH_OTHERS, ids=_first_few(fallen)))
    return tuple(sorted(again.keys() - frozen.keys()))


def _decides(decision: Decision, frozen: Mapping[str, RequestReview]) -> bool:
    """Whether a decision is one of those that the approval of a frozen request rests on."""
    row = frozen.get(request_id(decision.record.path))
    if row is None or decision.record.kind not in ("request", "endorsement"):
        return False
    owners = deciding_parties(row.request) if decision.record.kind == "request" else row.request.units
    return decision.record.party in owners


def _first_few(ids: Collection[str]) -> Fact:
    """The ids as a list, in order; the first few where there are many."""
    first = Listed(tuple(sorted(ids)[:MOST_NAMED]))
    return Message(messages.AND_MORE, ids=first) if len(ids) > MOST_NAMED else first
