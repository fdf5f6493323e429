"""What became of each key, and which keyring versions wait for the three parties, by a judged history."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bwtb.base.messages import Fact
from bwtb.registry.catalogs import PARTIES
from bwtb.signing import keyring as keyrings
from bwtb.signing.decision import verdict_of
from bwtb.signing.judge import Judgement
from bwtb.signing.keyring import Key, Keyring, KeyringError
from bwtb.signing.record import digest


@dataclass(frozen=True, kw_only=True)
class KeyState:
    """One key of the version in force. `state`: active | retired | revoked.

    `until` is the last commit whose decisions by it stand: "" while it is active, and where what was named as the last
    is no ancestor of what names it, so that no approval stands. `revoked_by` are the commits of its revocations.
    """

    key: Key
    state: str
    until: str = ""
    revoked_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Pending:
    """A version that is not in force. `unfit` says why it must not be used, None where it may be approved.

    `parties`: party → approved | returned | rejected | withdrawn | stale (about other bytes) | invalid | missing.
    """

    version: int
    path: str
    digest: str
    unfit: Fact | None
    parties: Mapping[str, str]

    @property
    def missing(self) -> list[str]:
        """The parties that have not approved it as it stands."""
        return [party for party, verdict in self.parties.items() if verdict != "approved"]


def key_states(judgement: Judgement, ring: Keyring) -> list[KeyState]:
    """Every key of a version, in its order, and what became of it."""
    return [_key_state(judgement, key) for key in ring.keys]


def _key_state(judgement: Judgement, key: Key) -> KeyState:
    own = [r for r in judgement.revocations if r.key == key.fingerprint]
    if not own:
        return KeyState(key=key, state="retired" if key.accept_until else "active", until=key.accept_until)
    commits = judgement.history.commits
    marks = [r.mark for r in own if r.mark is not None]
    # Of several marks a decision has to lie before all; one that is no ancestor lets every approval fall.
    until = commits[min(marks)].id if len(marks) == len(own) else ""
    by = tuple(commits[r.commit_index].id for r in own if r.code == "KEY_REVOKED")
    return KeyState(key=key, state="revoked" if by else "retired", until=until, revoked_by=by)


def pending_versions(judgement: Judgement, ring: Keyring) -> list[Pending]:
    """The versions at the tip that are not in force, lowest first, and who has approved them as they stand."""
    files = judgement.rings.files(len(judgement.history) - 1)
    waiting = sorted(path for path in files if path > keyrings.path_of(ring.version))
    return [_pending(judgement, ring, path, judgement.rings.bytes_of(files[path])) for path in waiting]


def _pending(judgement: Judgement, ring: Keyring, path: str, raw: bytes) -> Pending:
    unfit, parties = None, {party: _verdict(judgement, path, digest(raw), party) for party in PARTIES}
    try:
        keyrings.check_successor(ring, keyrings.parse(raw, path))
    except KeyringError as error:
        unfit = error.reason
    return Pending(version=keyrings.version_of(path), path=path, digest=digest(raw), unfit=unfit, parties=parties)


def _verdict(judgement: Judgement, path: str, current: str, party: str) -> str:
    """Where a party stands on a version whose digest is `current`, as for requests."""
    standing = judgement.standing("keyring", path, party)
    if not standing:
        return "invalid" if judgement.bad("keyring", path, party) else "missing"
    return verdict_of(standing, [d for d in standing if d.record.digest == current])[0]
