"""Lists of what was handed in: a frozen proposal's own, and that of a folder of documents."""

from __future__ import annotations

import json
import tempfile
from contextlib import suppress
from functools import cache
from pathlib import Path

from bwtb.actions import compare
from bwtb.base.errors import UserError
from bwtb.freezing import manifest as manifests

PATH = "requests/2027/proposal/1/manifest.json"
MANIFEST_WORDS = (
    b'"version": 1', b'"year": 2027', b'"number": 1', b'"previous": ""', b'"rules": ', b'"commit": ', b'"facts": ""', b'"total": ',
    b'"requests": [', b'"documents": [', b'"id": ', b'"digest": ', b'"catalog": ', b'"amount": ', b'"counted": ', b"true",
    b"false", b"null", b'"name": ', b'"sha256": ', b'"sha256:' + b"1" * 64 + b'"', b'"2027-mzj-001"', b'"' + b"1" * 40 + b'"',
    b"1e999", b"NaN", b"-0", b"1.0", b"\\ud800", b",\n ", b'"files": [', b'"tool": {', b'"proposal.html"',
)  # fmt: skip


def manifest(data: bytes) -> None:
    """The list that a record signs, canonical or none; and what a folder's `proposal.json` claims."""
    _list(data)
    with suppress(ValueError, RecursionError):
        # Hardly any change of a list's bytes leaves them canonical: the values are tried in canonical bytes as well.
        _list((json.dumps(json.loads(data), indent=1) + "\n").encode())
    _claim(data)


def _list(data: bytes) -> None:
    with suppress(manifests.ManifestError):
        read = manifests.parse(data, PATH)
        assert manifests.render(read) == data
        assert isinstance(read.total, int)


def _claim(data: bytes) -> None:
    (_folder() / compare.MANIFEST).write_bytes(data)
    with suppress(UserError):
        claimed = compare.claim(_folder(), ("html", "docx", "pdf", "xlsx", "json"))
        assert "json" in claimed.formats
        assert all(isinstance(name, str) for name in claimed.names)


@cache
def _folder() -> Path:
    return Path(_place().name)


@cache
def _place() -> tempfile.TemporaryDirectory[str]:
    """It is deleted when the program ends."""
    return tempfile.TemporaryDirectory(prefix="bwtb-fuzz-")
