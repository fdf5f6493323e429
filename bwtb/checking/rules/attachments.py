"""Attachments and scans: there, in the request's own folder, regular files, with the right hash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bwtb.base.budget import ATTACHMENT_BYTES, MIB, OverBudgetError
from bwtb.base.findings import Finding
from bwtb.base.messages import Message, short
from bwtb.base.values import unfilled
from bwtb.checking import messages
from bwtb.checking.rules.case import Case
from bwtb.registry.layout import ID


def attachments(case: Case) -> Iterator[Finding]:
    """Every attachment and every scan, once the request itself stands where it belongs."""
    match = ID.fullmatch(case.request.id)
    if not match or case.request.path != f"requests/{match['year']}/{case.request.id}.yaml":
        return
    listed = case.mappings("/attachments")
    listed += [(f"{pointer}/scan", entry.get("scan", {})) for pointer, entry in case.mappings("/endorsements")]
    listed.append(("/supplementary/approval/scan", case.value("/supplementary/approval/scan")))
    for pointer, entry in listed:
        if isinstance(entry, dict) and isinstance(path := entry.get("path"), str) and path.strip():
            yield from _attachment(case, pointer, path, entry.get("sha256"))


def _attachment(case: Case, pointer: str, path: str, sha256: Any) -> Iterator[Finding]:
    own, steps = f"{case.request.id}/", path.split("/")
    here, full = f"{pointer}/path", f"{case.request.path.rsplit('/', 1)[0]}/{path}"
    if not path.startswith(own) or any(s in ("", ".", "..") for s in steps) or steps[1] == "signoffs":
        outside = messages.IN_SIGNOFFS if path.startswith(f"{own}signoffs/") else messages.OUTSIDE_OWN_FOLDER
        right = own + (short(steps[-1]) if steps[-1] not in ("", ".", "..") else "…")
        yield case.error("ATTACHMENT_OUTSIDE", here, outside, messages.PUT_INTO_OWN_FOLDER, folder=own, path=right)
        return
    if case.source.is_link(full):
        yield case.error("ATTACHMENT_LINK", here, messages.ATTACHMENT_IS_LINK, messages.PUT_FILE_ITSELF)
        return
    try:
        digest = case.source.sha256(full)
    except OverBudgetError:
        too_large, most = messages.ATTACHMENT_TOO_LARGE, ATTACHMENT_BYTES // MIB
        yield case.error("FILE_TOO_LARGE", here, too_large, messages.ATTACH_SMALLER, path=full, megabytes=most)
        return
    if digest is None:
        folder = full.rpartition("/")[0] + "/"
        yield case.error("ATTACHMENT_MISSING", here, messages.NO_SUCH_FILE, messages.ADD_FILE, path=full, folder=folder)
    elif sha256 is None or (isinstance(sha256, str) and unfilled(sha256)):
        yield _checksum(case, f"{pointer}/sha256", digest)
    elif isinstance(sha256, str) and len(sha256) == 64 and sha256 != digest:
        other, write = messages.OTHER_CHECKSUM, messages.WRITE_CHECKSUM
        yield case.error("ATTACHMENT_HASH", f"{pointer}/sha256", other, write, path=full, digest=digest)


def _checksum(case: Case, pointer: str, digest: str) -> Finding:
    """The checksum that is not given, of a file that is there: what to write is known."""
    above, _slash, key = pointer.rpartition("/")
    text = case.value(pointer)
    if key not in case.value(above):
        add = Message(messages.ADD_VALUE, key=key, value=digest)
        return case.missing("FIELD_MISSING", pointer, messages.MISSING, add)
    fill = Message(messages.FILL_IN_VALUE, key=key, value=digest)
    if text is None or not text.strip():
        return case.missing("FIELD_MISSING", pointer, messages.EMPTY, fill)
    return case.missing("FIELD_UNFILLED", pointer, messages.UNFILLED, fill)
