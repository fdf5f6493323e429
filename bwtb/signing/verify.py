"""The judge: from git history and a pinned keyring, what every sign-off is worth.

The steps are those of the specification, in its order; each that fails gives the commit its code (docs/sign-off.md).
Only what stands in raw, re-hashed objects is believed. The same code serves `verify`, `status`, CI and a server's hook.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from bwtb.catalog import PARTIES
from bwtb.gitstore import ObjectCorruptError, Objects, Repository
from bwtb.signing import record as records
from bwtb.signing import sshsig
from bwtb.signing.history import Commit, History, HistoryError
from bwtb.signing.history import read as read_history
from bwtb.signing.keyring import Keyring
from bwtb.signing.record import Record
from bwtb.signing.rings import Rings, establish
from bwtb.signing.verdict import Notice, notice

HEADERS = [b"tree", b"parent", b"author", b"committer"]
SIGNATURE_HEADERS = {"sha1": b"gpgsig", "sha256": b"gpgsig-sha256"}
SUBJECT_PATHS = {
    "request": re.compile(r"requests/([0-9]{4})/\1-[a-z]+-[0-9]{3}\.yaml"),
    "endorsement": re.compile(r"requests/([0-9]{4})/\1-[a-z]+-[0-9]{3}\.yaml"),
    "keyring": re.compile(r"catalog/keyring/[0-9]{4}\.yaml"),
}
KIND_DECISIONS = {"request": ("approve", "return", "reject", "withdraw"), "endorsement": ("approve", "withdraw"),
                  "keyring": ("approve", "return", "reject", "withdraw")}  # fmt: skip


@dataclass(frozen=True)
class Decision:
    """One record of one commit, judged. `code` is OK where it counts; `place` is the commit's place in the history."""

    place: int
    commit: str
    record: Record
    code: str
    signer: str = ""
    key: str = ""

    @property
    def valid(self) -> bool:
        return self.code == "OK"


@dataclass(frozen=True)
class Judgement:
    """Everything that history says at one tip."""

    tip: str
    tree: str
    time: int
    history: History
    rings: Rings
    decisions: tuple[Decision, ...]
    problems: tuple[Notice, ...]
    warnings: tuple[Notice, ...]

    @property
    def trusted(self) -> bool:
        """Whether the keyring hangs on a pin from outside the checkout."""
        return self.rings.trusted

    @property
    def keyring(self) -> Keyring | None:
        """The version in force at the tip."""
        return self.rings.in_force(len(self.history) - 1)

    def standing(self, kind: str, path: str, party: str) -> list[Decision]:
        """A party's standing decisions on a subject: its valid ones from which no later one of its own descends."""
        own = [d for d in self.decisions if d.valid and _about(d, kind, path, party)]
        return [d for d in own if not any(self._later(d, other) for other in own)]

    def _later(self, older: Decision, newer: Decision) -> bool:
        return older.place != newer.place and self.history.is_ancestor(older.place, newer.place)

    def bad(self, kind: str, path: str, party: str) -> list[Decision]:
        """What claims to be a party's decision on a subject and does not count."""
        return [d for d in self.decisions if not d.valid and _about(d, kind, path, party)]


def _about(decision: Decision, kind: str, path: str, party: str) -> bool:
    record = decision.record
    return record.kind == kind and record.path == path and record.party == party


def judge(repository: Repository, objects: Objects, tip: str, pin: str | None) -> Judgement:
    """Judge every sign-off reachable from a commit. `pin`: the digest of a keyring version, from outside the checkout.

    Raises HistoryError where history is incomplete or corrupt: then nothing can be said.
    """
    history = read_history(repository, tip, records.resembles)
    try:
        rings = establish(history, objects, pin)
        decisions: list[Decision] = []
        not_signoffs: list[Notice] = []
        for place, commit in enumerate(history.commits):
            if commit.raw is not None:
                found = _judge_commit(history, objects, rings, place, commit)
                decisions += found
                if not found:
                    not_signoffs.append(notice("NOT_A_SIGNOFF", commit=commit.id))
        judged = _after_retirement(history, rings, decisions)
        last = history.commits[-1]
        problems, warnings = _notices(history, objects, rings, judged)
    except ObjectCorruptError as error:
        raise HistoryError("OBJECT_CORRUPT", str(error)) from error
    return Judgement(
        tip, last.tree, last.time, history, rings, tuple(judged), tuple(problems), (*not_signoffs, *warnings)
    )


def _judge_commit(history: History, objects: Objects, rings: Rings, place: int, commit: Commit) -> list[Decision]:
    """The decisions of one candidate; none where it is no sign-off at all."""
    head, _separator, message = (commit.raw or b"").partition(b"\n\n")
    named = records.parse_message(message.replace(b"\0", b""))
    if named is None or len(commit.parents) != 1:
        return []
    signature = SIGNATURE_HEADERS[objects.repository.algorithm]
    code, signer, key = _signer(head, message, signature, rings.in_force(commit.parents[0]), named[0].party)
    if code == "OK":
        code = _content(history, objects, rings, commit, named)
    return [Decision(place, commit.id, r, code, signer, key) for r in named]


def _signer(head: bytes, message: bytes, header: bytes, ring: Keyring | None, party: str) -> tuple[str, str, str]:
    """Steps 5 and 6: the commit's form, its signature, and whose key made it. Gives code, person, fingerprint."""
    lines = head.split(b"\n")
    names = [line.split(b" ", 1)[0] for line in lines if not line.startswith(b" ")]
    if names == HEADERS:
        return "SIG_MISSING", "", ""
    if names != [*HEADERS, header] or b"\0" in head + message:
        return "COMMIT_FORMAT", "", ""
    start = next(i for i, line in enumerate(lines) if line.startswith(header))
    armored = b"\n".join([lines[start].removeprefix(header + b" "), *(line[1:] for line in lines[start + 1 :])])
    payload = b"\n".join(lines[:start]) + b"\n\n" + message
    try:
        signature = sshsig.parse(armored)
        fingerprint = sshsig.fingerprint(signature.key)
        key = ring.find(signature.key) if ring else None
        if key is None:
            return "KEY_UNKNOWN", "", fingerprint
        sshsig.verify(signature, payload)
    except sshsig.SignatureError as error:
        return error.code, "", ""
    if key.owner != party:
        return "PARTY_MISMATCH", key.person, fingerprint
    return ("KEY_RETIRED" if key.accept_until else "OK"), key.person, fingerprint


def _content(history: History, objects: Objects, rings: Rings, commit: Commit, named: list[Record]) -> str:
    """Step 7: the commit only adds the records that its message renders, and each binds what stands in its own tree."""
    parent = commit.parents[0]
    added: dict[str, bytes] = {}
    for path, before, after in objects.changes(history.commits[parent].tree, commit.tree):
        if before is not None or after is None or after[0] != 0o100644:
            return "SIGNOFF_DIFF"
        added[path] = objects.read(after[1], "blob")
    if added != {r.file_path: records.render(r) for r in named}:
        return "SIGNOFF_DIFF"
    if not all(_binds(objects, rings, commit, parent, r) for r in named):
        return "BINDING_MISMATCH"
    return "OK"


def _binds(objects: Objects, rings: Rings, commit: Commit, parent: int, record: Record) -> bool:
    """Whether a record's subject is of its kind, its digest that of the bytes beside it, its keyring one in force."""
    shape = SUBJECT_PATHS.get(record.kind)
    if shape is None or not shape.fullmatch(record.path) or record.decision not in KIND_DECISIONS[record.kind]:
        return False
    if (record.party in PARTIES) != (record.kind != "endorsement"):
        return False
    raw = objects.file(commit.tree, record.path)
    if raw is None or records.digest(raw) != record.digest:
        return False
    return rings.was_in_force(parent, record.keyring_version, record.keyring_digest)


def _after_retirement(history: History, rings: Rings, decisions: Iterable[Decision]) -> list[Decision]:
    """Let decisions fall whose key the version in force at the tip has retired, unless they came before its mark."""
    ring = rings.in_force(len(history) - 1)
    retired = {k.fingerprint: k.accept_until for k in (ring.keys if ring else ()) if k.accept_until}
    return [replace(d, code="KEY_RETIRED") if _falls(history, retired, d) else d for d in decisions]


def _falls(history: History, retired: Mapping[str, str], decision: Decision) -> bool:
    if not decision.valid or decision.key not in retired:
        return False
    until = history.place.get(retired[decision.key])
    return until is None or not history.is_ancestor(decision.place, until)


def _notices(
    history: History, objects: Objects, rings: Rings, decisions: list[Decision]
) -> tuple[list[Notice], list[Notice]]:
    """What is wrong at the tip: bad records still standing there, lost ones, and the keyring's own state."""
    tree = history.commits[-1].tree
    standing_files = {
        path
        for folder in ("requests", "catalog")
        for path, mode, _oid in objects.walk(tree, folder)
        if "/signoffs/" in path
    }
    latest: dict[tuple[str, str, str], list[Decision]] = {}
    for d in decisions:
        if d.valid:
            latest.setdefault((d.record.kind, d.record.path, d.record.party), []).append(d)
    problems = list(rings.problems)
    warnings = list(rings.warnings)
    for d in decisions:
        later = latest.get((d.record.kind, d.record.path, d.record.party), [])
        settled = any(history.is_ancestor(d.place, other.place) for other in later)
        if not d.valid and d.code != "KEY_RETIRED" and d.record.file_path in standing_files and not settled:
            problems.append(notice(d.code, commit=d.commit, subject=d.record.subject_id, party=d.record.party))
    named = {d.record.file_path for d in decisions}
    for path in sorted(standing_files - named):
        lost = _lost(history, objects, latest, path)
        if lost is not None:
            warnings.append(lost)
    return problems, warnings


def _lost(
    history: History, objects: Objects, latest: Mapping[tuple[str, str, str], list[Decision]], path: str
) -> Notice | None:
    """A record file that no sign-off commit added (a squash leaves such), until its party decides again."""
    raw = objects.file(history.commits[-1].tree, path)
    try:
        record = records.parse(raw or b"", path)
    except records.RecordError:
        return notice("SIGNOFF_LOST", path=path)
    came = next(i for i, c in enumerate(history.commits) if objects.entry(c.tree, path) is not None)
    later = latest.get((record.kind, record.path, record.party), [])
    if any(history.is_ancestor(came, d.place) for d in later):
        return None
    return notice("SIGNOFF_LOST", path=path, subject=record.subject_id, party=record.party)
