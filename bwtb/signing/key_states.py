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
    marks = [r for r in judgement.revocations if r.key == key.fingerprint]
    revoked = [r for r in marks if r.code == "KEY_REVOKED"]
    if not marks:
        return KeyState(key=key, state="retired" if key.accept_until else "active", until=key.accept_until)
    commits = judgement.history.commits
    indexes = [r.mark for r in marks]
    # Of several marks a decision has to lie before all; one that is no ancestor lets every approval fall.
    until = "" if None in indexes else commits[min(p for p in indexes if p is not None)].id
    by = tuple(commits[r.commit_index].id for r in revoked)
    return KeyState(key=key, state="revoked" if revoked else "retired", until=until, revoked_by=by)


def pending_versions(judgement: Judgement, ring: Keyring) -> list[Pending]:
    """The versions at the tip that are not in force, lowest first, and who has approved them as they stand."""
    rings, tip = judgement.rings, len(judgement.history) - 1
    pending = []
    for path, blob in sorted(rings.files(tip).items()):
        if path > keyrings.path_of(ring.version):
            raw = rings.objects.read(blob, "blob")
            parties = {party: _verdict(judgement, path, rings.digest_of(blob), party) for party in PARTIES}
            number = int(path.rsplit("/", 1)[-1].removesuffix(".yaml"))
            pending.append(
                Pending(
                    version=number,
                    path=path,
                    digest=rings.digest_of(blob),
                    unfit=_unfit(ring, raw, path),
                    parties=parties,
                )
            )
    return pending


def _unfit(ring: Keyring, raw: bytes, path: str) -> Fact | None:
    try:
        keyrings.check_successor(ring, keyrings.parse(raw, path))
    except KeyringError as error:
        return error.reason
    return None


def _verdict(judgement: Judgement, path: str, digest: str, party: str) -> str:
    """Where a party stands on a version with this digest, as for requests."""
    standing = judgement.standing("keyring", path, party)
    if not standing:
        return "invalid" if judgement.bad("keyring", path, party) else "missing"
    return verdict_of(standing, [d for d in standing if d.record.digest == digest])[0]
