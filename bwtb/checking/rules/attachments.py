"""Attachments and scans: there, in the request's own folder, regular files, with the right hash."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from bwtb.base.findings import Finding
from bwtb.base.languages import _
from bwtb.checking.rules.case import Case
from bwtb.checking.words import shown
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
        message = _("{value} is not in the request's own folder {folder}.").format(value=shown(path), folder=own)
        hint = _("Put the file into {folder} beside the request and write its path from there.").format(folder=own)
        yield case.error("ATTACHMENT_OUTSIDE", here, message, hint)
        return
    full = f"{case.request.path.rsplit('/', 1)[0]}/{path}"
    if case.source.is_link(full):
        message = _("{value} is a symbolic link.").format(value=shown(path))
        yield case.error("ATTACHMENT_LINK", here, message, _("Put the file itself there."))
        return
    digest = case.source.sha256(full)
    if digest is None:
        message = _("There is no file {path}.").format(path=full)
        yield case.error("ATTACHMENT_MISSING", here, message, _("Add the file (and commit it), or correct its name."))
        return
    if isinstance(sha256, str) and len(sha256) == 64 and sha256 != digest:
        message = _("The file {path} does not have this checksum; it was changed, or the checksum is another file's.")
        hint = _("If the file is the right one, write sha256: {digest}.").format(digest=digest)
        yield case.error("ATTACHMENT_HASH", f"{pointer}/sha256", message.format(path=full), hint)
