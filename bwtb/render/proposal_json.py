"""`proposal.json`: what a proposal was built from, what is in it, what was left out and why, and every file's digest."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bwtb import __version__
from bwtb.base.inert import json_text
from bwtb.base.languages import words
from bwtb.base.messages import Fact
from bwtb.base.typography import local_date
from bwtb.proposal.model import Entry, Proposal
from bwtb.registry.source import Seen, Source
from bwtb.review.states import RequestReview, Review
from bwtb.signing.record import digest


class Recorded(Seen):
    """A source that notes the digest of everything read from it."""

    def __init__(self, source: Source) -> None:
        super().__init__(source)
        self.digests: dict[str, str] = {}

    def read(self, path: str) -> bytes | None:
        content = self.source.read(path)
        if content is not None:
            self.digests[path] = digest(content)
        return content


def write(proposal: Proposal, review: Review, inputs: Mapping[str, str], files: Mapping[str, bytes]) -> bytes:
    """The list as UTF-8 JSON. `inputs`: digests of what was read besides the requests; `files`: what was written.

    It says nothing that depends on the machine, the clock or the language: reasons are in Chinese, like the documents.
    """
    listed = {
        "version": 1,
        "year": proposal.year,
        "number": proposal.number,
        "commit": proposal.commit,
        "date": local_date(proposal.time),
        "tool": {"name": "bwtb", "version": __version__},
        "keyring": {"version": review.keyring_version, "digest": review.keyring_digest},
        "included": [_included(e) for e in (*proposal.entries, *proposal.supplementary)],
        "excluded": [*(_excluded(e) for e in proposal.excluded), *_unreadable(review.unreadable)],
        "totals": _totals(proposal),
        "inputs": [{"path": path, "digest": inputs[path]} for path in sorted(inputs)],
        "files": [
            {"name": name, "sha256": digest(c).removeprefix("sha256:"), "bytes": len(c)} for name, c in files.items()
        ],
    }
    return json_text(listed).encode("utf-8")


def _included(entry: Entry) -> dict[str, Any]:
    return {
        "id": entry.id,
        "title": entry.title,
        "unit": entry.unit.code,
        "category": entry.category.code,
        "path": entry.request.path,
        "digest": digest(entry.request.raw),
        "amount": entry.platform,
        "unit_borne": entry.own,
        "counted": entry.supplementary is None,
        "parties": {
            one.party.code: {"signer": one.signer, "date": one.date, "commit": one.commit, "key": one.key}
            for one in entry.opinions
            if one.decision
        },
    }


def _excluded(one: RequestReview) -> dict[str, Any]:
    return {
        "id": one.request.id,
        "title": one.request.title,
        "unit": one.request.unit,
        "path": one.request.path,
        "digest": digest(one.request.raw),
        "state": one.state,
        "parties": {party: {"verdict": said.verdict, "code": said.code} for party, said in one.parties.items()},
        "reasons": [words(reason, "zh") for reason in one.reasons],
    }


def _unreadable(unreadable: Mapping[str, Fact]) -> list[dict[str, Any]]:
    return [
        {
            "id": path.rsplit("/", 1)[-1].removesuffix(".yaml"), "title": "", "unit": "", "path": path, "digest": "",
            "state": "unreadable", "parties": {}, "reasons": [words(reason, "zh")],
        }
        for path, reason in sorted(unreadable.items())
    ]  # fmt: skip


def _totals(proposal: Proposal) -> dict[str, Any]:
    """Whole yuan. `total` is the annual total: what the platform bears; the others stand beside it."""
    totals = proposal.totals
    return {
        "requests": totals.requests,
        "total": totals.platform,
        "unit_borne": totals.own,
        "supplementary": totals.supplementary,
        "later": {str(year): {"total": both[0], "unit_borne": both[1]} for year, both in totals.later.items()},
        **{
            f"by_{key}": [
                {"code": r.code, "name": r.name, "requests": r.requests, "total": r.platform, "unit_borne": r.own}
                for r in breakdown.rows
            ]
            for key, breakdown in totals.breakdowns.items()
        },
    }
