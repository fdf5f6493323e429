"""Zip files that are the same bytes wherever they are made: fixed order, fixed date, stored."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

# The earliest date a zip entry can carry.
EPOCH = (1980, 1, 1, 0, 0, 0)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """The parts in the order given. Stored, not deflated: deflate's output differs between builds of zlib."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in parts.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.create_system = 0  # else it tells the system it was made on
            entry.external_attr = 0
            archive.writestr(entry, content)
    return target.getvalue()


def unpack(content: bytes) -> dict[str, bytes]:
    """The parts of a zip file, in their order."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
