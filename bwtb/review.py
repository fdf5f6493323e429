"""Verdicts → the state of each request: who approved, what is missing, what went stale and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bwtb.request import Request


@dataclass(frozen=True)
class PartyVerdict:
    """Where one party stands on one request as it is at the tip.

    `verdict`: approved | returned | rejected | withdrawn | stale | missing | invalid; `code` as in the threat table
    (OK, STALE, CATALOG_CHANGED, …), "" where there is nothing; `key` the signing key's fingerprint (SHA256:…);
    `commit` the sign-off's id; `date` its committer time at +08:00 (`2026-11-03T14:00:00+08:00`), "" where none.
    """

    party: str
    verdict: str
    code: str = ""
    decision: str = ""
    opinion: str = ""
    signer: str = ""
    key: str = ""
    commit: str = ""
    date: str = ""


@dataclass(frozen=True)
class RequestReview:
    """One request as it stands at the tip, with the three parties' verdicts.

    `state`: draft | submitted | in_review | approved | returned | rejected; `amount` in yuan, of its own year;
    `reasons` say in the language in force why it is not approved and what to do next, empty where it is approved.
    """

    request: Request
    state: str
    amount: int
    parties: Mapping[str, PartyVerdict]
    reasons: tuple[str, ...] = ()
    endorsed_by_key: Mapping[str, PartyVerdict] | None = None


@dataclass(frozen=True)
class Review:
    """Every request of a commit, judged from git history alone. `time` is the commit's, in seconds since 1970."""

    commit: str
    time: int
    trusted: bool
    keyring_version: int
    keyring_digest: str
    requests: Mapping[str, RequestReview]
