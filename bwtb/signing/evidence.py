"""Evidence: one file from which a sign-off can be checked years later, without this tool (docs/verify-by-hand.md).

Everything in it is taken from raw, re-hashed objects, never from the work tree. The same commit, judged with the same
pin and in the same language, gives the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bwtb.base import resources
from bwtb.base.pack import pack
from bwtb.git import CommitTree, Objects
from bwtb.registry import catalogs
from bwtb.registry.catalogs import Catalog
from bwtb.registry.request import read_request
from bwtb.signing import keyring as keyrings
from bwtb.signing import record as records
from bwtb.signing.binding import attachment_path, attachments, catalog_text, changed_attachments
from bwtb.signing.candidate import SIGNATURE_HEADERS, signed_parts
from bwtb.signing.decision import Decision
from bwtb.signing.evidence_readme import README
from bwtb.signing.judge import Judgement
from bwtb.signing.keyring import Keyring

BRANCH = "evidence"
PAGE = "verify-by-hand.md"
# Names and paths that no unpacker can be led astray by.
PLAIN = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9_.-]*")
HARMLESS = re.compile(r"(?:requests|catalog)(?:/[A-Za-z0-9_-][A-Za-z0-9_.-]*)+")
COLUMNS = (
    "commit", "subject", "party", "decision", "valid", "code", "judged_by", "signer", "key", "digest", "catalog", "record",
)  # fmt: skip


def build(objects: Objects, judgement: Judgement, report: Mapping[str, Any], paths: Collection[str] | None) -> bytes:
    """The bytes of the zip file: every sign-off on these requests (None: on all) and on keyrings, and every revocation.

    `report` is what `bwtb verify --format json` says, `paths` are those of the request files. Raises ObjectCorruptError.
    """
    chosen = [d for d in judgement.decisions if paths is None or _goes_with(d, paths)]
    parts = {"report.json": (json.dumps(report, ensure_ascii=False, indent=2) + "\n").encode("utf-8")}
    parts["signoffs.tsv"] = _table(judgement, chosen)
    parts[PAGE] = (resources.path("docs") / PAGE).read_bytes()
    parts |= _keyrings(objects, judgement)
    parts |= _signoffs(objects, judgement, chosen)
    parts |= _contents(objects, judgement, chosen)
    parts["history.bundle"] = objects.repository.bundle(judgement.tip, BRANCH)
    ordered = dict(sorted(parts.items()))
    readme = README.format(tip=judgement.tip, count=len({d.commit for d in chosen})).encode("utf-8")
    sums = "".join(f"{hashlib.sha256(raw).hexdigest()}  {name}\n" for name, raw in ordered.items())
    return pack({"README.md": readme, "SHA256SUMS": sums.encode("utf-8"), **ordered})


def _goes_with(decision: Decision, paths: Collection[str]) -> bool:
    """Whether a decision is about one of these request files, says whose key counts, or froze a proposal of their years."""
    kind, path = decision.record.kind, decision.record.path
    if kind == "proposal":
        return path.split("/")[1:2] in [own.split("/")[1:2] for own in paths]
    return path in paths or kind in ("keyring", "revocation")


def _table(judgement: Judgement, chosen: list[Decision]) -> bytes:
    """A table with a line for each record, for finding one's way; nothing is proved by it."""
    rows = [COLUMNS]
    for d in chosen:
        r = d.record
        version = _judging_version(judgement, d)
        judged_by = _allowed_signers_name(version) if version else ""
        rows.append(
            (d.commit, f"{r.kind} {r.path}", r.party, r.decision, "yes" if d.valid else "no", d.code, judged_by, d.signer,
             d.key, r.digest, r.catalog, r.file_path)
        )  # fmt: skip
    return "".join("\t".join(_printable(cell) or "-" for cell in row) + "\n" for row in rows).encode("utf-8")


def _judging_version(judgement: Judgement, decision: Decision) -> int:
    """The number of the keyring version whose keys may sign a decision; 0 where there is none."""
    if decision.record.kind == "keyring":
        return max(keyrings.version_of(decision.record.path) - 1, 0)
    ring = judgement.rings.in_force(judgement.history.commits[decision.commit_index].parents[0])
    return ring.version if ring else 0


def _printable(text: str) -> str:
    """A name as it can stand in a line of a table or of an allowed_signers file."""
    return "".join(c if c.isprintable() else " " for c in text).strip()


def _allowed_signers_name(version: int) -> str:
    """Where the keys that a version lets sign stand, in the form that ssh-keygen takes."""
    return f"keyring/{version:04d}.allowed_signers"


def _keyrings(objects: Objects, judgement: Judgement) -> Iterator[tuple[str, bytes]]:
    for ring in judgement.rings.chain(len(judgement.history) - 1):
        raw = _version_bytes(objects, judgement, ring)
        if raw is not None:
            yield f"keyring/{ring.version:04d}.yaml", raw
        yield _allowed_signers_name(ring.version), _allowed_signers(ring)


def _version_bytes(objects: Objects, judgement: Judgement, ring: Keyring) -> bytes | None:
    """A version's bytes from where it came into force or was approved, or else from any commit; never another's."""
    rings, path = judgement.rings, keyrings.path_of(ring.version)
    approved_at = (d.commit_index for d in rings.enacting if d.record.digest == ring.digest)
    for index in (*rings.came_into_force.get(ring.digest, ()), *approved_at, *range(len(judgement.history))):
        blob = rings.files(index).get(path)
        if blob is not None and rings.digest_of(blob) == ring.digest:
            return objects.read(blob, "blob")
    return None


def _allowed_signers(ring: Keyring) -> bytes:
    """The keys that are active in this version; a retired one stands there as a comment."""
    lines = [f"# keyring version {ring.version}, {ring.digest}"]
    for key in ring.keys:
        who = _printable(f"{key.owner} {key.person} {key.fingerprint}")
        kind, blob = key.line.split(" ")[:2]
        if key.accept_until:
            lines.append(f"# retired, decisions stand up to {key.accept_until}: {who}")
        else:
            lines += [f"# {who}", f'{key.owner} namespaces="git" {kind} {blob}']
    return ("\n".join(lines) + "\n").encode("utf-8")


def _signoffs(objects: Objects, judgement: Judgement, chosen: list[Decision]) -> Iterator[tuple[str, bytes]]:
    """Each signed commit: as it is, what was signed, the signature, and the record files it adds."""
    for d in chosen:
        commit = judgement.history.commits[d.commit_index]
        folder, raw = f"signoffs/{commit.id}", commit.raw or b""
        header = SIGNATURE_HEADERS[objects.repository.algorithm]
        yield f"{folder}/commit", raw
        if b"\n" + header + b" " in raw.partition(b"\n\n")[0]:
            payload, armored = signed_parts(raw, header)
            yield f"{folder}/payload", payload
            yield f"{folder}/signature.sig", armored + b"\n"
        if HARMLESS.fullmatch(d.record.file_path):  # a forged record may name any path; then the commit is enough
            yield f"{folder}/{d.record.file_path}", d.record.raw


def _contents(objects: Objects, judgement: Judgement, chosen: list[Decision]) -> Iterator[tuple[str, bytes]]:
    """What the decisions are about, each content once: files by their sha256, catalog entries by the digest."""
    known: dict[tuple[str, ...], Catalog] = {}
    complete: set[tuple[str, str]] = set()
    tip = CommitTree(objects, judgement.tree)
    for d in chosen:
        about = (d.record.digest, d.record.catalog)
        # What a decision is bound to by digests is the same wherever it stands: mostly at the tip, whose folders are
        # known. Else it is looked for where it was signed, in folders that are read for this one decision.
        for source in (tip, CommitTree(objects, judgement.history.commits[d.commit_index].tree)):
            if about in complete or objects.file_digest(source.tree, d.record.path) != d.record.digest:
                continue
            parts, whole, intact = _content(source, d, known)
            if source is not tip or whole:
                yield from parts.items()
                if whole or intact:
                    complete.add(about)


def _content(
    source: CommitTree, decision: Decision, known: dict[tuple[str, ...], Catalog]
) -> tuple[dict[str, bytes], bool, bool]:
    """The file that a decision is about, its attachments and the catalog entries it refers to, as a tree has them.

    Returns the parts of the zip file by name, whether they are all that the decision is bound to, and whether the
    attachments among them have the bytes that it is bound to.
    """
    record = decision.record
    raw = source.read_bounded(record.path) or b""
    parts = {_content_name(record.path, raw): raw}
    request = read_request(source, record.path)[0] if record.kind in ("request", "endorsement") else None
    if request is None:
        return parts, True, True
    for path, _sha256 in attachments(request):
        attached = source.read_bounded(attachment_path(request, path))
        if attached is not None:
            parts[_content_name(path, attached)] = attached
    lists = tuple(str(source.objects.entry(source.tree, f"catalog/{name}.yaml")) for name in catalogs.LISTS)
    if lists not in known:
        known[lists] = catalogs.lazily(source)[0]
    text = catalog_text(request, known[lists])
    same_catalog = records.digest(text) == record.catalog
    if same_catalog:
        parts[f"catalog/{record.catalog.removeprefix('sha256:')}.json"] = text
    intact = not changed_attachments(request, source)
    return parts, intact and same_catalog, intact


def _content_name(path: str, raw: bytes) -> str:
    """A folder named by the content's sha256; in it the file's own name, or where that is no plain one just its ending.

    Unpackers differ in what they make of other letters in names, and SHA256SUMS must find every file.
    """
    name = path.rsplit("/", 1)[-1]
    if not PLAIN.fullmatch(name):
        ending = name.rsplit(".", 1)[-1] if "." in name else ""
        name = f"attachment.{ending}" if PLAIN.fullmatch(ending) else "attachment"
    return f"files/{hashlib.sha256(raw).hexdigest()}/{name}"
