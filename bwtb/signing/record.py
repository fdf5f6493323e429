"""The record of one decision, and the commit message that renders a commit's records. Pure text, no git, no keys.

Record and message are canonical: a record file is valid only if rendering what was read gives its bytes again, and
a sign-off's whole message is the rendering of its records and nothing else. The grammar has a version of its own and
does not depend on the language of whoever signs.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from bwtb.git.repository import COMMIT_ID
from bwtb.yaml import loader, write

VERSION = 1
FIRST_LINE = "bwtb sign-off v1: "
# The words of the form for each decision. They are part of the grammar, whatever language is in force.
DECISIONS = {"approve": "同意", "return": "退回修改", "reject": "不同意", "withdraw": "撤回意见", "revoke": "吊销密钥"}
KINDS = ("request", "endorsement", "keyring", "revocation", "proposal")
SHA256 = re.compile(r"sha256:[0-9a-f]{64}")
LONGEST_PATH = 100
UNPLAIN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
REVOCATIONS = "catalog/keyring/revocations"
FINGERPRINT = re.compile(r"SHA256:[A-Za-z0-9+/]{43}")
CODE = re.compile(r"[a-z][a-z0-9_]{0,39}")
NONCE = re.compile(r"[0-9a-f]{32}")


class RecordError(ValueError):
    """Bytes that are not a canonical record."""


@dataclass(frozen=True, kw_only=True)
class Record:
    """One party's decision on one subject, in the fields of its file (docs/sign-off.md). Digests read `sha256:` and 64
    hexadecimal digits; `nonce` is 16 random bytes as hexadecimal digits, so that no two records are the same.

    A revocation's subject is the keyring version in force; it adds the revoked `key` (its fingerprint) and
    `accept_until`, the last commit whose decisions by that key stand. Both are "" in every other record.
    """

    kind: str
    path: str
    digest: str
    catalog: str
    party: str
    decision: str
    opinion: str
    keyring_version: int
    keyring_digest: str
    nonce: str
    key: str = ""
    accept_until: str = ""

    @property
    def subject_id(self) -> str:
        """The subject as a person names it: 2027-mzj-001, keyring:0002, proposal:2027-1."""
        if self.kind == "proposal":
            return "proposal:" + "-".join(self.path.split("/")[1:4:2])
        name = self.path.rsplit("/", 1)[-1].removesuffix(".yaml")
        return f"keyring:{name}" if self.kind in ("keyring", "revocation") else name

    @cached_property
    def raw(self) -> bytes:
        """The record's file, byte for byte."""
        return render(self)

    @cached_property
    def file_path(self) -> str:
        """Where the record stands: in its subject's folder, named by its own digest."""
        name = f"{self.party}-{hashlib.sha256(self.raw).hexdigest()[:12]}.yaml"
        return f"{record_folder(self.kind, self.path)}/{name}"


def record_folder(kind: str, path: str) -> str:
    """The folder in which the records about a subject stand. `path` is that of the subject's file."""
    if kind == "revocation":
        return REVOCATIONS
    folder = path.removesuffix(".yaml") if path.endswith(".yaml") else path.rsplit("/", 1)[0]
    return f"{folder}/signoffs"


def digest(content: bytes) -> str:
    """The digest of bytes as records write it; anyone can check it with sha256sum."""
    return "sha256:" + hashlib.sha256(content).hexdigest()


def render(record: Record) -> bytes:
    """The record's file, byte for byte."""
    lines = [
        f"version: {VERSION}",
        "subject:",
        f"  kind: {record.kind}",
        f"  path: {write.quoted(record.path)}",
        f"digest: {record.digest}",
        f"catalog: {record.catalog}",
        f"party: {record.party}",
        f"decision: {record.decision}",
        f"opinion: {write.quoted(record.opinion)}",
        "keyring:",
        f"  version: {record.keyring_version}",
        f"  digest: {record.keyring_digest}",
        f"nonce: {write.quoted(record.nonce)}",
    ]
    if record.kind == "revocation":
        lines += [f"key: {record.key}", f"accept_until: {write.quoted(record.accept_until)}"]
    return ("\n".join(lines) + "\n").encode("utf-8")


def parse(raw: bytes, path: str) -> Record:
    """Read a record file. Raises RecordError for anything but a canonical record."""
    document = loader.load(raw, path)
    if document.findings or not isinstance(document.data, dict):
        raise RecordError(path)
    facts: dict[str, Any] = {**document.data}
    try:
        subject, ring, _version = facts.pop("subject"), facts.pop("keyring"), facts.pop("version")
        nested = {"keyring_version": ring["version"], "keyring_digest": ring["digest"]}
        record = Record(kind=subject["kind"], path=subject["path"], **nested, **facts)
        if not _well_formed(record) or render(record) != raw:
            raise RecordError(path)
    except (KeyError, TypeError, UnicodeEncodeError) as error:
        raise RecordError(path) from error
    return record


def _well_formed(record: Record) -> bool:
    return (
        record.kind in KINDS
        and record.decision in DECISIONS
        and all(SHA256.fullmatch(d) for d in (record.digest, record.catalog, record.keyring_digest))
        and CODE.fullmatch(record.party) is not None
        and NONCE.fullmatch(record.nonce) is not None
        and type(record.keyring_version) is int
        and record.keyring_version >= 1
        and isinstance(record.opinion, str)
        and is_plain(record.opinion)
        and isinstance(record.path, str)
        and len(record.path) <= LONGEST_PATH
        and _names_a_key(record) == (record.kind == "revocation") == (record.decision == "revoke")
    )


def is_plain(text: str) -> bool:
    """Whether a text has no control, invisible or unassigned characters but line breaks."""
    return all(c == "\n" or unicodedata.category(c) not in UNPLAIN for c in text)


def _names_a_key(record: Record) -> bool:
    if record.kind != "revocation":
        return bool(record.key or record.accept_until)
    return FINGERPRINT.fullmatch(record.key) is not None and COMMIT_ID.fullmatch(record.accept_until) is not None


def render_message(records: Iterable[Record]) -> str:
    """The whole commit message of a sign-off: a line for people, an empty line, then a line for each record."""
    ordered = sorted(records, key=lambda r: r.file_path)
    return _summary(ordered) + "\n\n" + "".join(_line(r) + "\n" for r in ordered)


def _summary(records: list[Record]) -> str:
    parts = []
    for decision in dict.fromkeys(r.decision for r in records):
        subjects = [r.subject_id for r in records if r.decision == decision]
        more = f" 等 {len(subjects)} 项" if len(subjects) > 1 else ""
        parts.append(f"{DECISIONS[decision]} {subjects[0]}{more}")
    return f"{FIRST_LINE}{records[0].party} {'，'.join(parts)}"


def _line(record: Record) -> str:
    facts = [
        f"record {record.file_path}",
        f"{record.kind} {record.path}",
        f"digest {record.digest}",
        f"catalog {record.catalog}",
        f"{record.party} {record.decision}",
        f"keyring {record.keyring_version} {record.keyring_digest}",
        f"nonce {record.nonce}",
        f"opinion {write.quoted(record.opinion)}",
    ]
    if record.kind == "revocation":
        facts.insert(-1, f"key {record.key} until {record.accept_until}")
    return " | ".join(facts)


LINE = re.compile(
    r"record (?P<file>[^ |]+) \| (?P<kind>[a-z]+) (?P<path>[^ |]+) \| digest (?P<digest>sha256:[0-9a-f]{64})"
    r" \| catalog (?P<catalog>sha256:[0-9a-f]{64}) \| (?P<party>[a-z0-9_]+) (?P<decision>[a-z]+)"
    r" \| keyring (?P<keyring_version>[1-9][0-9]*) (?P<keyring_digest>sha256:[0-9a-f]{64}) \| nonce (?P<nonce>[0-9a-f]{32})"
    r"(?: \| key (?P<key>SHA256:[A-Za-z0-9+/]{43}) until (?P<accept_until>[0-9a-f]+))? \| opinion (?P<opinion>\".*\")"
)


def resembles(message: bytes) -> bool:
    """Whether a commit's message begins like a sign-off's or contains lines of one, so that it has to be looked at."""
    return message.startswith(FIRST_LINE.encode("ascii")) or b" | nonce " in message


def parse_message(message: bytes) -> list[Record] | None:
    """The records that a sign-off's message names; None where the message is not, to the last byte, their rendering.

    Any bytes give an answer. A message that merely contains such lines is no sign-off (threat 11).
    """
    try:
        text = message.decode("utf-8")
        first, empty, *lines = text.split("\n")
        if not first.startswith(FIRST_LINE) or empty or not lines or lines.pop() or not lines:
            return None
        records = [_record_of(line) for line in lines]
        return records if render_message(records) == text and len({r.party for r in records}) == 1 else None
    except (UnicodeError, ValueError):
        return None


def _record_of(line: str) -> Record:
    """The record of one line. Raises ValueError where it is no rendering of a record."""
    match = LINE.fullmatch(line)
    if not match:
        raise RecordError(line)
    facts: dict[str, Any] = match.groupdict(default="")
    file, number, opinion = facts.pop("file"), int(facts.pop("keyring_version")), json.loads(facts.pop("opinion"))
    record = Record(keyring_version=number, opinion=opinion, **facts)
    if not _well_formed(record) or record.file_path != file:
        raise RecordError(line)
    return record
