"""How `bwtb keyring show` puts the keyring: for people and for programs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from bwtb.base.languages import _, words
from bwtb.base.messages import N_
from bwtb.cli.views.states import VERDICTS
from bwtb.registry.catalogs import PARTIES
from bwtb.signing.key_states import KeyState, Pending
from bwtb.signing.keyring import Keyring

ONE_KEY = N_("advice: a second key (another person or a spare) keeps {party} able to sign when one is lost")
NO_KEY = N_("{party} has no active key: it can sign again only when everybody pins a later version that gives it one")


def lines(
    ring: Keyring, states: list[KeyState], waiting: list[Pending], names: Mapping[str, str], *, trusted: bool
) -> Iterator[str]:
    """The version in force, each holder's keys and what became of them, then the versions that wait."""
    pinned = _("pinned") if trusted else _("not pinned: taken from the checkout unchecked")
    heading = _("Keyring version {version} of registry {registry} ({pinned})")
    yield heading.format(version=ring.version, registry=ring.registry, pinned=pinned)
    yield ring.digest
    for owner in dict.fromkeys(s.key.owner for s in states):
        own = [s for s in states if s.key.owner == owner]
        yield f"  {owner}  {names[owner]}"
        yield from (f"    {s.key.person}  {s.key.fingerprint}{_became(s)}" for s in own)
        active = sum(s.state == "active" for s in own)
        if owner in PARTIES and active < 2:
            yield "    → " + _(ONE_KEY if active else NO_KEY).format(party=names[owner])
    for version in waiting:
        yield from _pending(version, names)


def _became(state: KeyState) -> str:
    until = state.until[:12]
    if state.state == "active":
        return ""
    if state.state == "retired":
        return "  " + _("retired, accepted until {commit}").format(commit=until or "–")
    by = ", ".join(c[:12] for c in state.revoked_by)
    if not until:
        return "  " + _("revoked by commit {by}; no approval by it stands").format(by=by)
    return "  " + _("revoked by commit {by}, accepted until {commit}").format(by=by, commit=until)


def _pending(version: Pending, names: Mapping[str, str]) -> Iterator[str]:
    yield _("Version {version} is not in force: {path}").format(version=version.version, path=version.path)
    yield version.digest
    if version.unfit:
        yield "  → " + _("it must not be used: {reason}").format(reason=words(version.unfit))
        return
    yield "  " + "　".join(f"{names[p]} {_(VERDICTS[v])}" for p, v in version.parties.items())
    for party in version.missing:
        yield f"  → bwtb sign keyring:{version.version:04d} --party {party}"


def as_json(ring: Keyring, states: list[KeyState], waiting: list[Pending], *, trusted: bool) -> dict[str, Any]:
    """The same for programs."""
    return {
        "version": 1,
        "trusted": trusted,
        "keyring": {name: getattr(ring, name) for name in ("version", "digest", "registry", "previous")},
        "keys": [
            {
                "owner": s.key.owner,
                "person": s.key.person,
                "fingerprint": s.key.fingerprint,
                "public": s.key.line,
                "accept_until": s.key.accept_until,
                "state": s.state,
                "stands_until": s.until,
                "revoked_by": list(s.revoked_by),
            }
            for s in states
        ],
        "pending": [
            {"version": p.version, "path": p.path, "digest": p.digest}
            | {"unfit": words(p.unfit or ""), "parties": dict(p.parties)}
            for p in waiting
        ],
    }
