"""The list of a frozen proposal: `requests/<year>/proposal/<n>/manifest.json`, which the centre's record signs.

It is canonical: a list is valid only if rendering what was read gives its bytes again. Anyone can read it, and check the
documents that were handed in against it with sha256sum.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from bwtb.base.budget import MANIFEST_BYTES
from bwtb.git.repository import COMMIT_ID
from bwtb.registry.layout import ID
from bwtb.signing.candidate import PROPOSAL
from bwtb.signing.record import SHA256

FORMAT = 1
# Longer than any list: it is read whole.
DOCUMENT = re.compile(r"[a-z0-9][a-z0-9_.-]{0,99}")
HEX = re.compile(r"[0-9a-f]{64}")
_FACTS = ("year", "number", "previous", "rules", "commit", "facts")  # what stands in a list as it is, in this order


class ManifestError(ValueError):
    """Bytes that are no canonical list of a frozen proposal."""


@dataclass(frozen=True, kw_only=True)
class ListedRequest:
    """One request as it was frozen: digests of its bytes and of the catalog entries it means; `amount` in yuan.

    `counted`: within the annual total; a supplementary one (article 8) stands beside it.
    """

    id: str
    digest: str
    catalog: str
    amount: int
    counted: bool


@dataclass(frozen=True, kw_only=True)
class Manifest:
    """What is frozen. `previous` is the digest of the version's list before this one, "" for the first.

    `rules` is the generation of rules it was made by, `commit` the one that the documents were built from, `facts` the
    digest of the year's proposal.yaml ("" where there was none), `documents` name → sha256 of what was handed in.
    """

    year: int
    number: int
    previous: str
    rules: int
    commit: str
    facts: str
    requests: tuple[ListedRequest, ...]
    documents: Mapping[str, str]

    @property
    def total(self) -> int:
        """What the platform and the units bear together in the proposal's year, in yuan, without 补充需求."""
        return sum(r.amount for r in self.requests if r.counted)


def folder_of(year: int) -> str:
    """Where a year's frozen proposals stand."""
    return f"requests/{year}/proposal"


def path_of(year: int, number: int) -> str:
    """Where the list of one version stands."""
    return f"{folder_of(year)}/{number}/manifest.json"


def numbered(path: str) -> tuple[int, int] | None:
    """The year and number of the version whose list stands at a path; None where it is no such path."""
    match = PROPOSAL.fullmatch(path)
    return (int(match["year"]), int(match["number"])) if match else None


def render(manifest: Manifest) -> bytes:
    """The list as UTF-8 JSON, a line a fact."""
    listed = {
        "version": FORMAT,
        **{name: getattr(manifest, name) for name in _FACTS},
        "total": manifest.total,
        "requests": [asdict(r) for r in manifest.requests],
        "documents": [{"name": name, "sha256": manifest.documents[name]} for name in sorted(manifest.documents)],
    }
    return (json.dumps(listed, ensure_ascii=True, indent=1) + "\n").encode("ascii")


def parse(raw: bytes, path: str) -> Manifest:
    """Read a list. Raises ManifestError for anything but a canonical one that belongs at this path."""
    if len(raw) > MANIFEST_BYTES:
        raise ManifestError(path)
    try:
        manifest = _read(json.loads(raw))
        if not _well_formed(manifest) or numbered(path) != (manifest.year, manifest.number) or render(manifest) != raw:
            raise ManifestError(path)
    except (KeyError, TypeError, ValueError, RecursionError) as error:
        raise ManifestError(path) from error
    return manifest


def _read(data: Any) -> Manifest:
    return Manifest(
        **{name: data[name] for name in _FACTS},
        requests=tuple(ListedRequest(**r) for r in data["requests"]),
        documents={d["name"]: d["sha256"] for d in data["documents"]},
    )


def _well_formed(manifest: Manifest) -> bool:
    ids = [r.id for r in manifest.requests]
    return bool(
        # Not merely equal to one: to Python, 1 is also 1.0 and true.
        all(type(n) is int for n in (manifest.year, manifest.number, manifest.rules))
        and manifest.rules >= 1
        and COMMIT_ID.fullmatch(manifest.commit) is not None
        and all(d == "" or SHA256.fullmatch(d) for d in (manifest.previous, manifest.facts))
        and ids  # nothing is not handed in
        and ids == sorted(set(ids))
        and all(ID.fullmatch(i) for i in ids)
        and all(SHA256.fullmatch(d) for r in manifest.requests for d in (r.digest, r.catalog))
        and all(type(r.amount) is int and type(r.counted) is bool for r in manifest.requests)
        and all(DOCUMENT.fullmatch(name) and HEX.fullmatch(d) for name, d in manifest.documents.items())
    )
