"""What a decision on a request is bound to besides the file's bytes: catalog entries and attachments (threat 36).

Which fields refer to the catalog is fixed by the record's version (1): a later tool computes the same digest.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import rfc8785

from bwtb.base.budget import OverBudgetError
from bwtb.registry.catalogs import Catalog
from bwtb.registry.request import Request
from bwtb.registry.source import Source
from bwtb.signing.record import digest

EMPTY_CATALOG = digest(b"{}")


def catalog_digest(request: Request, catalog: Catalog) -> str:
    """The digest of all catalog entries that a request refers to, directly or through others.

    It is "", which no record has, where an entry holds what canonical JSON cannot (a number beyond 2^53).
    """
    try:
        return digest(catalog_text(request, catalog))
    except rfc8785.CanonicalizationError:
        return ""


def catalog_text(request: Request, catalog: Catalog) -> bytes:
    """What `catalog_digest` is the digest of: the entries in canonical JSON (RFC 8785).

    It reads `{"catalog/capabilities.yaml": {"cap-15": entry}, …}`. Unknown codes are left out: a request that has one is
    not valid and counts for nothing. Raises rfc8785.CanonicalizationError for a number beyond 2^53.
    """
    known = catalog.written  # each entry is written once for all the requests that refer to it
    files: dict[str, dict[str, bytes]] = {}
    waiting = list(_references(request))
    while waiting:
        kind, code = waiting.pop()
        entry = catalog.entry(kind, code)
        file = f"catalog/{kind}.yaml"
        if entry is None or code in files.get(file, {}):
            continue
        if (kind, code) not in known:
            known[kind, code] = rfc8785.dumps(dict(entry))
        files.setdefault(file, {})[code] = known[kind, code]
        if kind == "capabilities" and isinstance(channels := entry.get("channels"), list):
            waiting += [("channels", channel) for channel in channels if isinstance(channel, str)]
    return _object({file: _object(entries) for file, entries in files.items()})


def _object(members: Mapping[str, bytes]) -> bytes:
    """A JSON object whose values are canonical already; its names stand in the order of their UTF-16 (RFC 8785, 3.2.3)."""
    ordered = sorted(members, key=lambda name: name.encode("utf-16-be"))
    return b"{" + b",".join(rfc8785.dumps(name) + b":" + members[name] for name in ordered) + b"}"


def _references(request: Request) -> Iterator[tuple[str, str]]:
    """Every code of the catalog that a request names, after the list that it stands in."""
    named: dict[str, list[Any]] = {
        "units": [*request.units, *(e.get("unit") for e in request.endorsements)],
        "capabilities": request.list("capabilities"),
        "channels": request.list("platforms"),
        "surfaces": request.list("surfaces"),
        "scopes": request.list("scopes"),
        "work_points": [basis.get("work_point") for basis in request.list("basis") if isinstance(basis, dict)],
        "cost_kinds": [item.kind for item in request.items],
    }
    return ((kind, code) for kind, codes in named.items() for code in codes if isinstance(code, str))


def attachments(request: Request) -> Iterator[tuple[str, str]]:
    """Every file that the request binds by its hash: its path below `requests/<year>/`, its sha256 in hexadecimal digits."""
    approval = request.mapping("supplementary").get("approval")
    scans = [e.get("scan") for e in request.endorsements]
    scans.append(approval.get("scan") if isinstance(approval, dict) else None)
    for entry in [*request.list("attachments"), *scans]:
        if isinstance(entry, dict) and isinstance(entry.get("path"), str) and isinstance(entry.get("sha256"), str):
            yield entry["path"], entry["sha256"]


def attachment_path(request: Request, path: str) -> str:
    """Where an attachment stands in the registry: its path in the file is relative to the year's folder."""
    return f"{request.path.rsplit('/', 1)[0]}/{path}"


def changed_attachments(request: Request, source: Source) -> list[str]:
    """The paths, as the request has them, of attachments that the source lacks, or has with other bytes or too many."""
    changed = []
    for path, wanted in attachments(request):
        try:
            intact = source.sha256(attachment_path(request, path)) == wanted
        except OverBudgetError:
            intact = False
        changed += [] if intact else [path]
    return changed
