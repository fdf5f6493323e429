"""Which keyring version is in force at each commit, by the pin that came from outside the checkout.

A version is in force from the commit on at which the pin authenticates it, or at which all three parties have approved
it among that commit's ancestors, judged by the version before it and by the revocations among them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field

from bwtb.git import TREE, MalformedTreeError, Objects, ObjectTooLargeError, trees
from bwtb.registry.catalogs import PARTIES
from bwtb.signing import keyring as keyrings
from bwtb.signing.decision import Decision, Revocation, by_different_people, fallen_code, latest
from bwtb.signing.history import History
from bwtb.signing.keyring import Keyring, KeyringError
from bwtb.signing.notices import Notice, notice
from bwtb.signing.record import digest

# What stands for “in force” at a commit where two versions of one number are: no key counts there.
CONFLICT = "conflict"


@dataclass
class Rings:
    """The keyring versions of a history and where each is in force; filled commit by commit, parents first.

    `digest_at` holds for each commit, by its index, the digest of the version in force: "" for none, or CONFLICT.
    `versions` are all that ever were in force, by digest; `came_into_force` has the indexes of the commits at which each
    first was; `enacting` are the decisions that put one in force; `pinned` are the pin's own version and those before it.
    Without a pin (`trusted` False) the lowest version stands in for it: good enough to show who signed, never to settle
    anything.
    """

    history: History
    objects: Objects
    trusted: bool = False
    pinned: dict[str, Keyring] = field(default_factory=dict)
    versions: dict[str, Keyring] = field(default_factory=dict)
    problems: list[Notice] = field(default_factory=list)
    digest_at: list[str] = field(default_factory=list)
    came_into_force: dict[str, list[int]] = field(default_factory=dict)
    enacting: set[Decision] = field(default_factory=set)
    _folders: dict[str, dict[str, str]] = field(default_factory=dict)
    _digests: dict[str, str] = field(default_factory=dict)

    def in_force(self, index: int) -> Keyring | None:
        """The version in force at a commit, by its index; None where there is none, or two of one number."""
        return self.versions.get(self.digest_at[index])

    def chain(self, index: int) -> Iterator[Keyring]:
        """The version in force at a commit and those before it, newest first."""
        return self.lineage(self.in_force(index))

    def lineage(self, ring: Keyring | None) -> Iterator[Keyring]:
        """A version and those before it, newest first."""
        while ring is not None:
            yield ring
            ring = self.versions.get(ring.previous or "")

    def was_in_force(self, index: int, version: int, version_digest: str) -> bool:
        """Whether a version, known by its digest, was in force at a commit or before it."""
        return any(r.version == version and r.digest == version_digest for r in self.chain(index))

    def before(self, index: int, pending: Keyring) -> Keyring | None:
        """The version that judges a pending one: the one it names as previous, if that was in force at this commit."""
        return next(
            (r for r in self.chain(index) if r.digest == pending.previous and r.version == pending.version - 1), None
        )

    def files(self, index: int) -> dict[str, str]:
        """The version files of a commit: path → id of the blob. Each folder of them is gone through once.

        A malformed folder brings no version into force; a notice says so where it is the tip's.
        """
        with suppress(MalformedTreeError):
            folder = self.objects.entry(self.history.commits[index].tree, keyrings.FOLDER)
            if folder and folder[0] == TREE:
                if folder[1] not in self._folders:
                    self._folders[folder[1]] = {
                        f"{keyrings.FOLDER}/{name}": blob
                        for name, (mode, blob) in self.objects.tree(folder[1]).items()
                        if mode == trees.FILE and keyrings.FILE_NAME.fullmatch(name)
                    }
                return self._folders[folder[1]]
        return {}

    def digest_of(self, blob: str) -> str:
        """The digest of a version file's bytes."""
        if blob not in self._digests:
            self._digests[blob] = digest(self.bytes_of(blob))
        return self._digests[blob]

    def bytes_of(self, blob: str) -> bytes:
        """A version file's bytes; none where there are more than any version has, which then is unfit like an empty one."""
        try:
            return self.objects.read(blob, "blob")
        except ObjectTooLargeError:
            return b""

    def enter(self, index: int) -> None:
        """Settle what is in force at a commit from its parents and from what the pin authenticates in its tree."""
        inherited = {self.digest_at[p] for p in self.history.commits[index].parents}
        standing = self.digests(index)
        pinned = {d for d, ring in self.pinned.items() if standing.get(keyrings.path_of(ring.version)) == d}
        highest = self._highest(inherited | pinned)
        self.digest_at.append(highest)
        if highest in pinned - inherited:
            self.came_into_force.setdefault(highest, []).append(index)

    def digests(self, index: int) -> dict[str, str]:
        """The version files of a commit: path → digest."""
        return {path: self.digest_of(blob) for path, blob in self.files(index).items()}

    def _highest(self, digests: Iterable[str]) -> str:
        """The highest of several versions in force; CONFLICT unless all the others are in its chain."""
        in_force = {d for d in digests if d}
        if CONFLICT in in_force:
            return CONFLICT
        if not in_force:
            return ""
        highest = max((self.versions[d] for d in in_force), key=lambda r: r.version)
        return highest.digest if in_force <= {r.digest for r in self.lineage(highest)} else CONFLICT

    def advance(self, index: int, decisions: list[Decision], revocations: list[Revocation]) -> None:
        """Put in force at a commit whatever next version all three parties have approved among its ancestors."""
        while (ring := self.in_force(index)) is not None:
            path = keyrings.path_of(ring.version + 1)
            own = [d for d in decisions if d.record.path == path and d.effect]
            if {d.record.party for d in own} != set(PARTIES):
                return
            own = [d for d in own if self.history.is_ancestor(d.commit_index, index)]
            known = [r for r in revocations if self.history.is_ancestor(r.commit_index, index)]
            approvals = self._unanimous(own, known)
            following = self._successor(ring, approvals[0]) if approvals else None
            if following is None:
                return
            self.versions[following.digest] = following
            self.digest_at[index] = following.digest
            self.came_into_force.setdefault(following.digest, []).append(index)
            self.enacting |= set(approvals)

    def _unanimous(self, decisions: list[Decision], revocations: list[Revocation]) -> list[Decision]:
        """The standing decisions of the three parties where all of them approve the same bytes; else none."""
        standing: list[Decision] = []
        for party in PARTIES:
            own = latest(self.history, [d for d in decisions if d.effect and d.record.party == party])
            if not own or any(d.effect != "approve" or fallen_code(self.history, d, revocations) for d in own):
                return []
            standing += own
        agreed = len({d.record.digest for d in standing}) == 1 and by_different_people(standing)
        return standing if agreed else []

    def _successor(self, ring: Keyring, approval: Decision) -> Keyring | None:
        """The version that an approval is about, if it may follow this one."""
        commit = self.history.commits[approval.commit_index]
        raw = self.objects.file(commit.tree, approval.record.path)
        try:
            following = keyrings.parse(raw or b"", approval.record.path)
            keyrings.check_successor(ring, following)
        except KeyringError:
            return None  # said at the tip, where the file stands
        if following.version <= max((r.version for r in self.pinned.values()), default=0):
            return self.pinned.get(following.digest)  # up to the pin only the pin's own chain was ever in force
        return following


def start(history: History, objects: Objects, pin: str | None) -> Rings:
    """Find the version that the pin names, and authenticate those before it backward, by the digests they name.

    `pin` is the digest of a version, from outside the checkout; None where there is none. Nothing is in force yet.
    """
    rings = Rings(history, objects)
    known: Known = {}
    _collect(rings, known, len(history) - 1)
    if pin is not None and not _reaches_first(known, pin):
        # The tip may have lost a version that once was in force; then every commit is looked through.
        for index in range(len(history)):
            _collect(rings, known, index)
    first = {d for d, ring in known.items() if isinstance(ring, Keyring) and ring.version == 1}
    root = pin if pin in known else min(first, default=None)
    if pin is None or pin not in known:
        rings.problems.append(notice("UNTRUSTED_ROOT" if pin is None else "UNTRUSTED_PIN", pin=pin or ""))
    while root is not None:
        ring = known[root]
        if isinstance(ring, Notice):
            rings.problems.append(ring)
            rings.pinned.clear()
            break
        rings.pinned[root] = ring
        root = ring.previous
        before = known.get(root or "")
        if root is not None and not (isinstance(before, Keyring) and before.version == ring.version - 1):
            rings.problems.append(notice("KEYRING_ROLLBACK", path=keyrings.path_of(ring.version - 1)))
            root = None
    rings.versions.update(rings.pinned)
    rings.trusted = bool(rings.pinned) and pin in rings.pinned
    return rings


# Digest → the version, or why it must not be used.
Known = dict[str, Keyring | Notice]


def _collect(rings: Rings, known: Known, index: int) -> None:
    """Add the version files of a commit. Bytes that stand under several numbers are the version they say they are."""
    for path, blob in rings.files(index).items():
        name = rings.digest_of(blob)
        if isinstance(known.get(name), Keyring):
            continue
        try:
            known[name] = keyrings.parse(rings.bytes_of(blob), path)
        except KeyringError as error:
            known[name] = notice("KEYRING_INVALID", path=path, reason=error.reason)


def _reaches_first(known: Known, pin: str) -> bool:
    """Whether the pinned version and all before it are known."""
    wanted: str | None = pin
    while wanted in known:
        ring = known[wanted]
        wanted = ring.previous if isinstance(ring, Keyring) else None
    return wanted is None


def tip_notices(rings: Rings) -> tuple[list[Notice], list[Notice]]:
    """Problems and warnings about the version files at the tip: altered, deleted, pending, out of chain."""
    tip = len(rings.history) - 1
    ring, standing = rings.in_force(tip), rings.digests(tip)
    problems = list(rings.problems)
    if rings.digest_at[tip] == CONFLICT:
        problems.append(notice("KEYRING_CONFLICT"))
    for version in rings.chain(tip):
        path = keyrings.path_of(version.version)
        if standing.get(path) != version.digest:
            problems.append(notice("KEYRING_UNAPPROVED" if path in standing else "KEYRING_ROLLBACK", path=path))
    pending = {
        path: _unfit(rings, ring, path, blob)
        for path, blob in sorted(rings.files(tip).items())
        if ring and path > keyrings.path_of(ring.version)
    }
    problems += [unfit for unfit in pending.values() if unfit]
    return problems, [notice("KEYRING_UNAPPROVED", path=path) for path, unfit in pending.items() if not unfit]


def _unfit(rings: Rings, ring: Keyring, path: str, blob: str) -> Notice | None:
    """Why a version that is not in force must not follow the one that is; None where it waits for the parties."""
    try:
        pending = keyrings.parse(rings.bytes_of(blob), path)
        if pending.version != ring.version + 1 or pending.previous != ring.digest:
            return notice("KEYRING_ROLLBACK", path=path)
        keyrings.check_successor(ring, pending)
    except KeyringError as error:
        return notice("KEYRING_INVALID", path=path, reason=error.reason)
    return None
