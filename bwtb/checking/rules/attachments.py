"""Attachments and scans: there, in the request's own folder, regular files, with the right hash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bwtb.base.findings import Finding
from bwtb.base.messages import Message
from bwtb.checking import messages
from bwtb.checking.rules.case import Case
from bwtb.checking.wrong_values import shown
from bwtb.registry.layout import ID


def attachments(case: Case) -> Iterator[Finding]:
    """Every attachment and every scan, once the request itself stands where it belongs."""
    match = ID.fullmatch(case.request.id)
    if not match or case.request.path != f"requests/{match['year']}/{case.request.id}.yaml":
        return
    listed = case.mappings("/attachments")
    for pointer, entry in case.mappings("/endorsements"):
        listed.append((f"{pointer}/scan", entry.get("scan", {})))
    listed.append(("/supplementary/approval/scan", case.value("/supplementary/approval/scan")))
    for pointer, entry in listed:
        if isinstance(entry, dict) and isinstance(entry.get("path"), str):
            yield from _attachment(case, pointer, entry["path"], entry.get("sha256"))


def _attachment(case: Case, pointer: str, path: str, sha256: Any) -> Iterator[Finding]:
    own = f"{case.request.id}/"
    steps = path.split("/")
    here = f"{pointer}/path"
    if not path.strip():
        return
    if not path.startswith(own) or any(s in ("", ".", "..") for s in steps) or steps[1] == "signoffs":
        message = Message(messages.OUTSIDE_OWN_FOLDER, value=shown(path), folder=own)
        hint = Message(messages.PUT_INTO_OWN_FOLDER, folder=own)
        yield case.error("ATTACHMENT_OUTSIDE", here, message, hint)
        return
    full = f"{case.request.path.rsplit('/', 1)[0]}/{path}"
    if case.source.is_link(full):
        message = Message(messages.ATTACHMENT_IS_LINK, value=shown(path))
        yield case.error("ATTACHMENT_LINK", here, message, Message(messages.PUT_FILE_ITSELF))
        return
    digest = case.source.sha256(full)
    if digest is None:
        message = Message(messages.NO_SUCH_FILE, path=full)
        yield case.error("ATTACHMENT_MISSING", here, message, Message(messages.ADD_FILE))
        return
    if isinstance(sha256, str) and len(sha256) == 64 and sha256 != digest:
        message = Message(messages.OTHER_CHECKSUM, path=full)
        hint = Message(messages.WRITE_CHECKSUM, digest=digest)
        yield case.error("ATTACHMENT_HASH", f"{pointer}/sha256", message, hint)
