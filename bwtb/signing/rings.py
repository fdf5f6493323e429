"""Which keyring version is in force at each commit, starting from the pin that came from outside the checkout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bwtb.gitstore import TREE, Objects
from bwtb.signing import keyring as keyrings
from bwtb.signing.history import History
from bwtb.signing.keyring import Keyring, KeyringError
from bwtb.signing.record import digest
from bwtb.signing.verdict import Notice, notice

Entry = tuple[str, str]  # a version file's path and its blob's id


@dataclass(frozen=True)
class Rings:
    """The authenticated versions, and for each commit the highest that is in force there (0 for none).

    Without a pin (`trusted` is False) the versions are those of the lowest chain found, good enough to show who
    signed, never to settle anything.
    """

    trusted: bool
    versions: dict[int, Keyring]
    _at: list[int]
    problems: tuple[Notice, ...]
    warnings: tuple[Notice, ...]

    def in_force(self, place: int) -> Keyring | None:
        """The version in force at a commit."""
        return self.versions.get(self._at[place])

    def was_in_force(self, place: int, version: int, version_digest: str) -> bool:
        """Whether a version, known by its digest, was in force at a commit or before it."""
        ring = self.versions.get(version)
        return ring is not None and ring.digest == version_digest and version <= self._at[place]


def establish(history: History, objects: Objects, pin: str | None) -> Rings:
    """Find the version that the pin names, authenticate those before it backward, and say where each is in force."""
    added = _additions(history, objects)
    raws = {entry: objects.read(entry[1], "blob") for entry in added}
    by_digest = {digest(raw): entry for entry, raw in raws.items()}
    root = by_digest.get(pin or "")
    problems: list[Notice] = []
    if root is None:
        problems.append(notice("UNTRUSTED_ROOT" if pin is None else "UNTRUSTED_PIN", pin=pin or ""))
        root = min(added, default=None)
    versions: dict[int, Keyring] = {}
    places: dict[int, list[int]] = {}
    while root is not None:
        try:
            ring = keyrings.parse(raws[root], root[0])
        except KeyringError as error:
            problems.append(notice("KEYRING_INVALID", path=root[0], reason=str(error)))
            versions.clear()
            break
        versions[ring.version] = ring
        places[ring.version] = added[root]
        root = by_digest.get(ring.previous or "")
        if ring.previous and (root is None or root[0] != keyrings.path_of(ring.version - 1)):
            problems.append(notice("KEYRING_ROLLBACK", path=keyrings.path_of(ring.version - 1)))
            root = None
    at = _in_force(history, places if versions else {})
    trusted = not any(p.code in ("UNTRUSTED_ROOT", "KEYRING_INVALID") for p in problems)
    tip_problems, warnings = _tip_state(history, objects, versions, at[-1])
    return Rings(trusted, versions, at, (*problems, *tip_problems), tuple(warnings))


def _entries(history: History, objects: Objects, place: int, known: dict[str, frozenset[Entry]]) -> frozenset[Entry]:
    """The version files of a commit; each catalog folder is read once."""
    catalog = objects.tree(history.commits[place].tree).get("catalog")
    if catalog is None or catalog[0] != TREE:
        return frozenset()
    if catalog[1] not in known:
        folder = objects.tree(catalog[1]).get("keyring")
        names = objects.tree(folder[1]) if folder and folder[0] == TREE else {}
        known[catalog[1]] = frozenset(
            (f"{keyrings.FOLDER}/{name}", oid)
            for name, (mode, oid) in names.items()
            if mode == 0o100644 and keyrings.FILE_NAME.fullmatch(name)
        )
    return known[catalog[1]]


def _additions(history: History, objects: Objects) -> dict[Entry, list[int]]:
    """Every version file that ever stood, with the commits that brought it."""
    known: dict[str, frozenset[Entry]] = {}
    per_commit: list[frozenset[Entry]] = []
    added: dict[Entry, list[int]] = {}
    for place, commit in enumerate(history.commits):
        own = _entries(history, objects, place, known)
        per_commit.append(own)
        before: set[Entry] = set()
        for parent in commit.parents:
            before |= per_commit[parent]
        for entry in own - before:
            added.setdefault(entry, []).append(place)
    return added


def _in_force(history: History, places: dict[int, list[int]]) -> list[int]:
    brought: dict[int, int] = {}
    for version, where in places.items():
        for place in where:
            brought[place] = max(version, brought.get(place, 0))
    at: list[int] = []
    for place, commit in enumerate(history.commits):
        at.append(max([brought.get(place, 0), *(at[p] for p in commit.parents)]))
    return at


def _tip_state(
    history: History, objects: Objects, versions: dict[int, Keyring], in_force: int
) -> tuple[list[Notice], Iterable[Notice]]:
    """How the version files at the tip compare with what is in force: altered, deleted, pending."""
    tip = _entries(history, objects, len(history) - 1, {})
    digests = {path: digest(objects.read(oid, "blob")) for path, oid in tip}
    problems = []
    warnings = []
    for version, ring in versions.items():
        path = keyrings.path_of(version)
        if version <= in_force and path not in digests:
            problems.append(notice("KEYRING_ROLLBACK", path=path))
        elif version <= in_force and digests[path] != ring.digest:
            problems.append(notice("KEYRING_UNAPPROVED", path=path))
    for path, oid in sorted(tip):
        number = int(path.removeprefix(keyrings.FOLDER + "/")[:4])
        if number <= in_force or not versions:
            continue
        chained = number == in_force + 1
        try:
            pending = keyrings.parse(objects.read(oid, "blob"), path)
            chained = chained and pending.previous == versions[in_force].digest
            chained = chained and pending.registry == versions[in_force].registry
        except KeyringError as error:
            problems.append(notice("KEYRING_INVALID", path=path, reason=str(error)))
            continue
        if chained:
            warnings.append(notice("KEYRING_UNAPPROVED", path=path))
        else:
            problems.append(notice("KEYRING_ROLLBACK", path=path))
    return problems, warnings
