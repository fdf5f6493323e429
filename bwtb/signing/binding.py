"""What a decision on a request is bound to besides the file's bytes: catalog entries and attachments (threat 36).

Which fields refer to the catalog is fixed by the record's version (1): a later tool computes the same digest.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import rfc8785

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
    meant: dict[str, set[str]] = {}
    waiting = list(_references(request))
    while waiting:
        kind, code = waiting.pop()
        entry = catalog.entry(kind, code)
        codes = meant.setdefault(kind, set())
        if entry is None or code in codes:
            continue
        codes.add(code)
        if kind == "capabilities":
            waiting += [("channels", c) for c in _texts(entry.get("channels"))]
    files = {f"catalog/{kind}.yaml": _entries(catalog, kind, codes) for kind, codes in meant.items() if codes}
    return _object(files)


def _entries(catalog: Catalog, kind: str, codes: Iterable[str]) -> bytes:
    """Entries of one list by their codes. Each is written once for all the requests that refer to it."""
    known = catalog.written
    for code in codes:
        if (kind, code) not in known:
            known[kind, code] = rfc8785.dumps(dict(catalog.lists[kind][code]))
    return _object({code: known[kind, code] for code in codes})


def _object(members: Mapping[str, bytes]) -> bytes:
    """A JSON object whose values are canonical already; its names stand in the order of their UTF-16 (RFC 8785, 3.2.3)."""
    ordered = sorted(members, key=lambda name: name.encode("utf-16-be"))
    return b"{" + b",".join(rfc8785.dumps(name) + b":" + members[name] for name in ordered) + b"}"


def _references(request: Request) -> Iterator[tuple[str, str]]:
    yield from (("units", code) for code in (*request.units, *_texts([e.get("unit") for e in request.endorsements])))
    yield from (("capabilities", code) for code in _texts(request.list("capabilities")))
    yield from (("channels", code) for code in _texts(request.list("platforms")))
    yield from (("surfaces", code) for code in _texts(request.list("surfaces")))
    yield from (("scopes", code) for code in _texts(request.list("scopes")))
    for basis in request.list("basis"):
        if isinstance(basis, dict):
            yield from (("work_points", code) for code in _texts([basis.get("work_point")]))
    yield from (("cost_kinds", item.kind) for item in request.items)


def _texts(value: Any) -> list[str]:
    return [v for v in value if isinstance(v, str)] if isinstance(value, list | tuple) else []


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
    """The paths, as the request has them, of attachments that the source lacks or has with other bytes."""
    changed = []
    for path, expected in attachments(request):
        if source.sha256(attachment_path(request, path)) != expected:
            changed.append(path)
    return changed
