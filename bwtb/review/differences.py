"""What changed in a request since a party last decided on it: what people have to look at again before they sign."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from bwtb.git import CommitTree
from bwtb.registry import catalogs
from bwtb.registry.catalogs import PARTIES, Catalog
from bwtb.registry.request import Request, read_request
from bwtb.signing.binding import attachments, catalog_digest, catalog_text
from bwtb.signing.decision import Decision
from bwtb.signing.judge import KEY_CODES, Judgement
from bwtb.signing.record import digest

# Fields that consist of fields: what changed is said of those.
GROUPS = ("scope", "application", "description", "integration", "supplementary", "contact", "budget")


@dataclass(frozen=True, kw_only=True)
class Changes:
    """How a request differs from the version that a decision was about.

    `fields` are JSON pointers; `amounts` the totals in yuan before and now, None where they are the same; `entries` the
    catalog's entries that say something else now (list, code); `attached` the paths of attachments that came, went or have
    other bytes. `other`: something else of the file, which no reader sees (layout, comments).
    """

    since: Decision
    fields: tuple[str, ...] = ()
    amounts: tuple[int, int] | None = None
    entries: tuple[tuple[str, str], ...] = ()
    attached: tuple[str, ...] = ()
    other: bool = False


def last_decisions(judgement: Judgement, party: str) -> Mapping[str, Decision]:
    """For each request file, by its path, the latest decision of a party or a unit's leader: then it last saw the file."""
    kind = "request" if party in PARTIES else "endorsement"
    return {
        d.record.path: d
        for d in judgement.decisions
        if d.record.kind == kind and d.record.party == party and (d.valid or d.code in KEY_CODES)
    }


def changes(source: CommitTree, judgement: Judgement, request: Request, catalog: Catalog, since: Decision) -> Changes:
    """How a request, as it stands now with this catalog, differs from what the decision `since` was about.

    `source` is the tree in which it stands now. Raises ObjectCorruptError.
    """
    then = CommitTree(source.objects, judgement.history.commits[since.commit_index].tree)
    before, _document = read_request(then, request.path)
    if before is None:  # it could be signed, so it was something; and now it is something else
        return Changes(since=since, other=True)
    amounts, was = (before.total(), request.total()), dict(attachments(before)).items()
    same_entries = since.record.catalog == catalog_digest(request, catalog)
    made = Changes(
        since=since,
        fields=tuple(f for f in changed_fields(before, request) if f != "/attachments"),
        amounts=amounts if amounts[0] != amounts[1] else None,
        entries=() if same_entries else tuple(_entries(before, catalogs.lazily(then)[0], request, catalog)),
        attached=tuple(sorted({path for path, _sha256 in was ^ dict(attachments(request)).items()})),
    )
    seen = made.fields or made.entries or made.attached
    return replace(made, other=not seen and since.record.digest != digest(request.raw))


def changed_fields(before: Request, now: Request) -> tuple[str, ...]:
    """The fields that differ, as JSON pointers (`/title`, `/description/goals`), in the order of the newer file."""
    return tuple(_fields(before.data, now.data))


def _fields(before: Mapping[str, Any], now: Mapping[str, Any], above: str = "") -> Iterator[str]:
    for key in dict.fromkeys((*now, *before)):
        was, has = before.get(key), now.get(key)
        if was == has and type(was) is type(has):
            continue
        if not above and key in GROUPS and isinstance(was, dict) and isinstance(has, dict):
            yield from _fields(was, has, f"/{key}")
        else:
            yield f"{above}/{key}"


def _entries(before: Request, then: Catalog, request: Request, catalog: Catalog) -> Iterator[tuple[str, str]]:
    """The entries that a request meant then and means now, and that are not the same."""
    was, now = json.loads(catalog_text(before, then)), json.loads(catalog_text(request, catalog))
    return (
        (file.removeprefix("catalog/").removesuffix(".yaml"), code)
        for file, entries in now.items()
        for code, entry in entries.items()
        if was.get(file, {}).get(code, entry) != entry
    )
