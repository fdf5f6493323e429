"""The judge: from git history and a pinned keyring, what every sign-off is worth.

One pass over the commits, parents first; the steps are those of docs/sign-off.md, in its order. Only what stands in
raw, re-hashed objects is believed. The same code serves `verify`, `status`, CI and a server's hook.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import takewhile

from bwtb.base import faults
from bwtb.git import TREE, MalformedTreeError, ObjectCorruptError, Objects, ObjectTooLargeError, Repository
from bwtb.registry.places import enters
from bwtb.signing import keyring as keyrings
from bwtb.signing import record as records
from bwtb.signing import rings as ringing
from bwtb.signing.binding import EMPTY_CATALOG
from bwtb.signing.candidate import ALONE, check_content, check_signature, named_records
from bwtb.signing.decision import Decision, Revocation, latest, mark_of, with_fallen_key
from bwtb.signing.history import Commit, History, history_errors
from bwtb.signing.history import read as read_history
from bwtb.signing.keyring import Keyring, KeyringError
from bwtb.signing.notices import Notice, notice
from bwtb.signing.record import Record
from bwtb.signing.rings import Rings

# What a party decides on: the subject's kind and path, and the party.
Question = tuple[str, str, str]
# The codes of good decisions whose key was put out of use: that is no fault of the registry.
KEY_CODES = ("KEY_RETIRED", "KEY_REVOKED")


@dataclass(frozen=True, kw_only=True)
class Judgement:
    """Everything that history says at one commit, `tip`: `tip_index` is its index in the history, `tree` its tree.

    `time` is that of the commit, in seconds since 1970; `trusted` says whether a pinned keyring vouches for all of it.
    `decisions` stand in the order of history; `as_signed` are the same before it was asked what became of their keys.
    `versions_at_tip`: path → digest of every keyring version file.
    """

    tip: str
    tree: str
    time: int
    trusted: bool
    history: History
    rings: Rings
    decisions: tuple[Decision, ...]
    revocations: tuple[Revocation, ...]
    problems: tuple[Notice, ...]
    warnings: tuple[Notice, ...]
    versions_at_tip: Mapping[str, str]
    tip_index: int
    as_signed: tuple[Decision, ...]

    @property
    def keyring(self) -> Keyring | None:
        """The version in force at the tip."""
        return self.rings.in_force(self.tip_index)

    @cached_property
    def _standing(self) -> dict[Question, list[Decision]]:
        return {}

    @cached_property
    def _by_subject(self) -> Mapping[Question, list[Decision]]:
        return _grouped(self.decisions)

    def standing(self, kind: str, path: str, party: str) -> list[Decision]:
        """A party's standing decisions on a subject: those that count and from which no later one of its own descends.

        Where there are several, they stand in an order that does not depend on the tip that history is read from.
        """
        question = (kind, path, party)
        if question not in self._standing:  # asked again for every decision that is shown
            standing = latest(self.history, [d for d in self._by_subject.get(question, []) if d.effect])
            self._standing[question] = sorted(
                standing, key=lambda d: (self.history.commits[d.commit_index].time, d.commit, d.record.nonce)
            )
        return self._standing[question]

    def bad(self, kind: str, path: str, party: str) -> list[Decision]:
        """What claims to be a party's decision on a subject and does not count."""
        return [d for d in self._by_subject.get((kind, path, party), []) if not d.effect]

    def lists_key_in_decisions(self, path: str, unit: str) -> bool:
        """Whether a decision that counts on a request was made under a keyring with an active key for this unit."""
        named = self._keyrings_named.get(path, set())
        return any(not k.accept_until for digest in named for k in self.rings.versions[digest].of(unit))

    @cached_property
    def _keyrings_named(self) -> Mapping[str, set[str]]:
        """Request → the keyring versions that decisions which count on it name."""
        named: dict[str, set[str]] = {}
        for d in self.decisions:
            if d.effect and d.record.kind in ("request", "endorsement"):
                named.setdefault(d.record.path, set()).add(d.record.keyring_digest)
        return named

    def active_keys(self, owner: str) -> list[keyrings.Key]:
        """The keys of a party or unit that may sign now: in force, neither retired nor revoked."""
        revoked = {r.key for r in self.revocations}
        keys = self.keyring.of(owner) if self.keyring else ()
        return [k for k in keys if not k.accept_until and k.fingerprint not in revoked]


def _grouped(decisions: Iterable[Decision]) -> dict[Question, list[Decision]]:
    groups: dict[Question, list[Decision]] = {}
    for d in decisions:
        groups.setdefault((d.record.kind, d.record.path, d.record.party), []).append(d)
    return groups


def judge(repository: Repository, objects: Objects, tip: str, pin: str | None) -> Judgement:
    """Judge every sign-off reachable from a commit. `pin`: the digest of a keyring version, from outside the checkout.

    Raises HistoryError where history is incomplete or corrupt: then nothing can be said.
    """
    history = read_history(repository, tip, records.resembles)
    with history_errors():
        return _Pass(history, objects, ringing.start(history, objects, pin)).run(tip)


def retirements(
    rings: Rings, ring: Keyring | None, known: Callable[[int], bool] = lambda _at: True
) -> list[Revocation]:
    """The keys that a version, or one before it, has retired, each from its mark on; none where there is no version.

    Only commits whose index is `known` take part. A mark has to be an ancestor of where a version first named it. Every
    later one repeats it, and must not by that make approvals stand again that have fallen.
    """
    retired = []
    for key in (k for k in (ring.keys if ring else ()) if k.accept_until):
        naming = [r for r in rings.lineage(ring) if (own := r.find(key.blob)) is not None and own.accept_until]
        came = ([at for at in rings.came_into_force.get(r.digest, ()) if known(at)] for r in reversed(naming))
        named_at = next((indexes for indexes in came if indexes), [])
        if named_at:
            mark = mark_of(rings.history, named_at, key.accept_until)
            retired.append(Revocation(commit_index=named_at[0], key=key.fingerprint, mark=mark, code="KEY_RETIRED"))
    return retired


def with_fallen_keys(rings: Rings, decisions: Iterable[Decision], revocations: list[Revocation]) -> list[Decision]:
    """The decisions after what became of their keys. Those that put a keyring in force stay as they are, and revocations."""
    return [
        d if d in rings.enacting or d.record.kind == "revocation" else with_fallen_key(rings.history, d, revocations)
        for d in decisions
    ]


class _Pass:
    """The one pass over the commits: what is known so far."""

    def __init__(self, history: History, objects: Objects, rings: Rings) -> None:
        self.history = history
        self.objects = objects
        self.rings = rings
        self.decisions: list[Decision] = []
        self.on_keyrings: list[Decision] = []
        self.revocations: list[Revocation] = []
        self.not_signoffs: list[Notice] = []
        self.failed: list[Notice] = []  # the program itself, on single commits

    def run(self, tip: str) -> Judgement:
        for index, commit in enumerate(self.history.commits):
            # Judged first: it looks at the parent's keyring only, and leaves the commit's own folders known.
            new = self._judged(index, commit) if commit.raw is not None else []
            self.rings.enter(index)
            self.decisions += new
            self._note_keys(new)
            if self.on_keyrings and (len(commit.parents) > 1 or new):
                self.rings.advance(index, self.on_keyrings, self.revocations)
        last, last_index = self.history.commits[-1], len(self.history) - 1
        revocations = [*self.revocations, *retirements(self.rings, self.rings.in_force(last_index))]
        judged = with_fallen_keys(self.rings, self.decisions, revocations)
        problems, warnings, closed = self._notices(judged)
        trusted = self.rings.trusted and not closed and not self.failed and self.rings.digest_at[-1] != ringing.CONFLICT
        return Judgement(
            tip=tip,
            tree=last.tree,
            time=last.time,
            trusted=trusted,
            history=self.history,
            rings=self.rings,
            decisions=tuple(judged),
            revocations=tuple(revocations),
            problems=(*self.failed, *problems),
            warnings=(*self.not_signoffs, *warnings),
            versions_at_tip=self.rings.digests(last_index),
            tip_index=last_index,
            as_signed=tuple(self.decisions),
        )

    def _note_keys(self, new: list[Decision]) -> None:
        for d in new:
            if d.record.kind == "keyring":
                self.on_keyrings.append(d)
            elif d.record.kind == "revocation" and d.valid:
                index, mark = d.commit_index, mark_of(self.history, [d.commit_index], d.record.accept_until)
                self.revocations.append(Revocation(commit_index=index, key=d.record.key, mark=mark, code="KEY_REVOKED"))

    def _judged(self, index: int, commit: Commit) -> list[Decision]:
        """The decisions of one candidate. One on which the program fails has none, and nothing is relied on: it may revoke."""
        try:
            return self._judge(index, commit)
        except (ObjectCorruptError, MemoryError):
            raise
        except Exception as error:
            fault = faults.told(error, f"commit {commit.id}")
            self.failed.append(notice("INTERNAL", commit=commit.id, error=fault.error, log=fault.log))
            return []

    def _judge(self, index: int, commit: Commit) -> list[Decision]:
        """The decisions of one candidate; none where it is no sign-off at all."""
        named = named_records(commit)
        if named is None:
            self.not_signoffs.append(notice("NOT_A_SIGNOFF", commit=commit.id))
            return []
        ring = self._judging_ring(commit, named[0])
        code, key, fingerprint = check_signature(commit, self.objects.repository.algorithm, ring)
        if code == "OK" and key is not None:
            code = self._party_code(key, commit.parents[0], named[0])
        if code in ("OK", "KEY_RETIRED"):
            content = check_content(self.history, self.objects, commit, named)
            code = content if content != "OK" else code
        if code in ("OK", "KEY_RETIRED") and not all(self._names_its_keyring(commit, r) for r in named):
            code = "BINDING_MISMATCH"
        decided = partial(
            Decision, commit_index=index, commit=commit.id, code=code, signer=key.person if key else "", key=fingerprint
        )
        return [decided(record=r, effect=r.decision if code == "OK" else "") for r in named]

    def _judging_ring(self, commit: Commit, record: Record) -> Keyring | None:
        """The keyring whose keys may sign this: in force at the parent; for a keyring version, the version before it."""
        parent = commit.parents[0]
        if record.kind != "keyring":
            return self.rings.in_force(parent)
        try:
            raw = self.objects.file(commit.tree, record.path)
            return self.rings.before(parent, keyrings.parse(raw or b"", record.path))
        except (KeyringError, MalformedTreeError):
            return None

    def _party_code(self, key: keyrings.Key, parent: int, record: Record) -> str:
        if key.owner != record.party:
            return "PARTY_MISMATCH"
        if key.accept_until:
            return "KEY_RETIRED"
        before = (r for r in self.revocations if self.history.is_ancestor(r.commit_index, parent))
        # A key that was revoked before may not go on to revoke its party's others.
        gone = record.kind == "revocation" and any(r.key == key.fingerprint for r in before)
        return "KEY_REVOKED" if gone else "OK"

    def _names_its_keyring(self, commit: Commit, record: Record) -> bool:
        """Whether the record names a version in force at its commit or before it, and by it this registry."""
        if record.kind in ALONE and record.catalog != EMPTY_CATALOG:
            return False
        if record.kind == "revocation":
            ring = self.rings.in_force(commit.parents[0])
            own = {key.fingerprint for key in ring.of(record.party)} if ring else set()
            return ring is not None and record.digest == ring.digest and record.key in own
        return self.rings.was_in_force(commit.parents[0], record.keyring_version, record.keyring_digest)

    def _notices(self, decisions: list[Decision]) -> tuple[list[Notice], list[Notice], bool]:
        """What is wrong at the tip, and whether revocations can't be read, so that nothing may be relied on."""
        tree = self.history.commits[-1].tree
        standing_files: set[str] = set()
        problems, warnings = ringing.tip_notices(self.rings)
        for path, mode, _oid in (e for f in ("requests", "catalog") for e in self.objects.walk(tree, f, enters)):
            if mode == TREE:
                warnings.append(notice("FILE_PLACE", path=path))
            elif "/signoffs/" in path or path.startswith(records.REVOCATIONS + "/"):
                standing_files.add(path)
        groups = _grouped(d for d in decisions if d.effect)
        for d in decisions:
            bad = not d.effect and d.code not in KEY_CODES
            if bad and d.record.file_path in standing_files and not self._settled(groups, d.record, d.commit_index):
                problems.append(notice(d.code, commit=d.commit, subject=d.record.subject_id, party=d.record.party))
        # A revocation that never was one is a bad commit like others; one whose commit is gone may have been good.
        named = {d.record.file_path for d in decisions}
        broken = sorted(p for p in standing_files - named if p.startswith(records.REVOCATIONS + "/"))
        problems += [notice("REVOCATION_UNVERIFIED", path=path) for path in broken]
        warnings += self._lost(groups, sorted(standing_files - named - set(broken)))
        return problems, warnings, bool(broken)

    def _settled(self, groups: Mapping[Question, list[Decision]], record: Record, index: int) -> bool:
        """Whether that party has decided on that subject again, on top of this commit."""
        own = groups.get((record.kind, record.path, record.party), [])
        later = takewhile(lambda d: d.commit_index >= index, reversed(own))
        return any(self.history.is_ancestor(index, d.commit_index) for d in later)

    def _lost(self, groups: Mapping[Question, list[Decision]], paths: list[str]) -> list[Notice]:
        """Record files that no sign-off commit added (a squash leaves such), until their parties decide again."""
        tree = self.history.commits[-1].tree
        standing: dict[Question, list[Decision]] = {}
        lost = []
        for path in paths:
            try:
                record = records.parse(self.objects.file(tree, path) or b"", path)
            except (records.RecordError, ObjectTooLargeError):
                lost.append(notice("SIGNOFF_LOST", path=path))
                continue
            question = (record.kind, record.path, record.party)
            if question not in standing:
                standing[question] = latest(self.history, groups.get(question, []))
            if not any(self._made_on(d, path) for d in standing[question]):
                lost.append(notice("SIGNOFF_LOST", path=path))
        return lost

    def _made_on(self, decision: Decision, path: str) -> bool:
        """Whether a file stood where a decision was made: in the tree of the commit that it was made on."""
        parent = self.history.commits[decision.commit_index].parents[0]
        try:
            return self.objects.entry(self.history.commits[parent].tree, path) is not None
        except MalformedTreeError:
            return False
