"""One sign-off commit by itself: making it, and its form, its signature, that it adds its records and nothing else."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bwtb.git import MalformedTreeError, Objects, Repository, new_commit, object_id
from bwtb.git.new_commit import NewCommit
from bwtb.registry.catalogs import PARTIES
from bwtb.signing import record as records
from bwtb.signing import sshsig
from bwtb.signing.history import Commit, History
from bwtb.signing.keyring import Key, Keyring
from bwtb.signing.record import Record

if TYPE_CHECKING:
    from bwtb.signing.keyfile import Signer

HEADERS = [b"tree", b"parent", b"author", b"committer"]
SIGNATURE_HEADERS = {"sha1": b"gpgsig", "sha256": b"gpgsig-sha256"}
REQUEST = re.compile(r"requests/([0-9]{4})/\1-[a-z]+-[0-9]{3}\.yaml")
KEYRING = re.compile(r"catalog/keyring/[0-9]{4}\.yaml")
# The years that proposals are made for: a handful, so that nobody makes thousands of them to be judged.
PROPOSAL = re.compile(r"requests/(?P<year>20[0-9]{2})/proposal/(?P<number>[1-9][0-9]{0,2})/manifest\.json")
OPINIONS = ("approve", "return", "reject", "withdraw")


@dataclass(frozen=True)
class Kind:
    """What a kind of subject is: the pattern of its path, what may be decided on it, and by which parties.

    Where `parties` is empty, units decide on it.
    """

    path: re.Pattern[str]
    decisions: tuple[str, ...]
    parties: tuple[str, ...]


KINDS = {
    "request": Kind(REQUEST, OPINIONS, PARTIES),
    "endorsement": Kind(REQUEST, ("approve", "withdraw"), ()),
    "keyring": Kind(KEYRING, OPINIONS, PARTIES),
    "revocation": Kind(KEYRING, ("revoke",), PARTIES),
    "proposal": Kind(PROPOSAL, ("approve", "withdraw"), ("centre",)),  # article 10: the centre hands it in
}
# What says whose keys count, or what a year's set is, depends on everything before it: it is signed by itself.
ALONE = ("keyring", "revocation", "proposal")


def make(
    repository: Repository, parent: str, named: list[Record], signer: Signer, who: tuple[str, str], time: int
) -> NewCommit:
    """Write the commit object for these records on top of `parent`, signed by `signer`.

    `who` is the name and e-mail of its author, `time` in seconds since 1970. Touches neither branch, index nor work tree:
    the branch moves last, in `git.checkout.publish`. Raises UserError where the key does not sign.
    """
    name = SIGNATURE_HEADERS[repository.algorithm].decode("ascii")

    def signature_header(signed: bytes) -> str:
        return name + " " + signer.sign(signed).replace("\n", "\n ") + "\n"

    files = {record.file_path: record.raw for record in named}
    return new_commit.write(repository, parent, files, who, time, records.render_message(named), signature_header)


def named_records(commit: Commit) -> list[Record] | None:
    """The records that a commit's message names; None where it is no sign-off: another message, or not one parent."""
    message = (commit.raw or b"").partition(b"\n\n")[2]
    return records.parse_message(message.replace(b"\0", b"")) if len(commit.parents) == 1 else None


def check_signature(commit: Commit, algorithm: str, ring: Keyring | None) -> tuple[str, Key | None, str]:
    """Whether the commit has the one accepted form and a good signature by a key of this keyring (threats 1, 2, 6 to 9, 32).

    `algorithm` is that of the repository's object ids. Returns OK or the code of what is wrong, the key as the keyring
    lists it (None where it does not, or the signature is bad), and the signing key's fingerprint ("" where there is none).
    """
    raw = commit.raw or b""
    lines = raw.partition(b"\n\n")[0].split(b"\n")
    # Only a signature goes on in lines that begin with a blank: behind another header they would be read by some and not by all.
    names = [line.split(b" ", 1)[0] for i, line in enumerate(lines) if i <= len(HEADERS) or not line.startswith(b" ")]
    header = SIGNATURE_HEADERS[algorithm]
    if names == HEADERS:
        return "SIG_MISSING", None, ""
    if names != [*HEADERS, header] or b"\0" in raw:
        return "COMMIT_FORMAT", None, ""
    payload, armored = signed_parts(raw, header)
    try:
        signature = sshsig.parse(armored)
        fingerprint = sshsig.fingerprint(signature.key)
        key = ring.find(signature.key) if ring else None
        if key is None:
            return "KEY_UNKNOWN", None, fingerprint
        sshsig.verify(signature, payload)
    except sshsig.SignatureError as error:
        return error.code, None, ""
    return "OK", key, fingerprint


def signed_parts(raw: bytes, header: bytes) -> tuple[bytes, bytes]:
    """What was signed, and the armored signature, of a raw commit whose last header, `header`, is its signature."""
    head, _separator, message = raw.partition(b"\n\n")
    above, _separator, signature = head.partition(b"\n" + header + b" ")
    return above + b"\n\n" + message, signature.replace(b"\n ", b"\n")


def check_content(history: History, objects: Objects, commit: Commit, named: list[Record]) -> str:
    """Whether the commit only adds the record files that its message renders, each bound to what stands beside it.

    Returns OK, SIGNOFF_DIFF (threat 12) or BINDING_MISMATCH (threat 13).
    """
    alone = len(named) == 1 or not any(r.kind in ALONE for r in named)
    added = {r.file_path: object_id(r.raw, "blob", objects.repository.algorithm) for r in named}
    if not alone or len(added) < len(named):
        return "SIGNOFF_DIFF"
    try:
        if objects.with_added(history.commits[commit.parents[0]].tree, added) != commit.tree:
            return "SIGNOFF_DIFF"
        return "OK" if all(_binds(objects, commit, r) for r in named) else "BINDING_MISMATCH"
    except MalformedTreeError:
        return "SIGNOFF_DIFF"


def _binds(objects: Objects, commit: Commit, record: Record) -> bool:
    """Whether the subject is of its kind and the digest that of the bytes at its path in the commit's own tree."""
    kind = KINDS.get(record.kind)
    if kind is None or not kind.path.fullmatch(record.path) or record.decision not in kind.decisions:
        return False
    if record.party not in kind.parties if kind.parties else record.party in PARTIES:
        return False
    return objects.file_digest(commit.tree, record.path) == record.digest
