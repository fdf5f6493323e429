"""Freeze a year's proposal: commit the list of what is in it, and on top of that the centre's signature; both or neither (article 10)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath

from bwtb.actions import messages, signoff
from bwtb.actions.build import DRAFT, Built, Version
from bwtb.actions.signoff import Desk
from bwtb.base import codes
from bwtb.base.errors import UserError
from bwtb.base.messages import Message
from bwtb.freezing.editions import Edition
from bwtb.freezing.freezes import KIND, OWNER, approved_requests, freezes_of, highest_frozen, listed_requests
from bwtb.freezing.manifest import Manifest, numbered, path_of, render
from bwtb.git import TREE, CommitTree, Objects, new_commit
from bwtb.git.checkout import publish
from bwtb.git.new_commit import NewCommit
from bwtb.registry import catalogs
from bwtb.registry.layout import proposal_facts_path
from bwtb.signing import candidate
from bwtb.signing.binding import EMPTY_CATALOG
from bwtb.signing.judge import judge
from bwtb.signing.keyfile import Signer
from bwtb.signing.notices import meaning
from bwtb.signing.record import digest

# What the record says in the centre's name (article 10).
OPINION = "报送区大数据中心。"


@dataclass(frozen=True)
class Submission:
    """What is about to be handed in; nothing has happened yet.

    `desk` is the registry at the commit that the proposal was built from, `manifest` the list to be frozen, `person` whose
    key `signer` is, as the keyring names them.
    """

    desk: Desk
    manifest: Manifest
    signer: Signer
    person: str


def prepare(objects: Objects, version: Version, built: Built, key: Callable[[], Signer]) -> Submission:
    """All that is needed to freeze a version as it was built. `key` opens the key to sign with, once there is something to sign.

    Raises UserError where no branch is checked out, where nothing is approved or it is what is frozen already, or where
    the key is not one of the centre's in use.
    """
    catalog = catalogs.require(CommitTree(objects, version.judgement.tree))
    desk = Desk(objects, signoff.checked_out(objects.repository), version.judgement, built.review, catalog)
    documents = {name: content for name, content in built.files.items() if name != DRAFT}
    manifest = manifest_of(desk, built.proposal.year, version.edition, documents)
    signer = key()
    try:
        return Submission(desk, manifest, signer, signoff.signer_name(desk, signer, OWNER))
    except UserError as error:
        raise UserError(error.message, Message(messages.KEY_OF_THE_CENTRE)) from error


def manifest_of(desk: Desk, year: int, edition: Edition, documents: dict[str, bytes]) -> Manifest:
    """The list of what is approved at the desk's commit, to be frozen.

    The desk's requests are judged as if nothing were frozen; `documents` are the files to be handed in, by name, whose
    digests the list names. Raises UserError where nothing is approved, or where it is what is frozen already.
    """
    chosen = approved_requests(desk.review)
    if not chosen:
        raise UserError(
            Message(messages.NOTHING_APPROVED, year=year),
            Message(messages.STATUS_SAYS_WHAT, year=year),
        )
    facts, previous = desk.source.read(proposal_facts_path(year)), edition.previous
    manifest = Manifest(
        year=year,
        number=edition.number,
        previous=previous.decision.record.digest if previous else "",
        rules=codes.GENERATION,
        commit=desk.judgement.tip,
        facts=digest(facts) if facts is not None else "",
        requests=listed_requests(catalogs.require(desk.source), chosen),
        documents={name: digest(content).removeprefix("sha256:") for name, content in documents.items()},
    )
    standing = highest_frozen(desk.judgement).get(year, [])
    highest = max(((numbered(d.record.path) or (0, 0))[1] for d in standing), default=0)
    if highest > edition.number:  # it would count instead
        raise UserError(
            Message(messages.HIGHER_VERSION, number=highest, year=year, own=edition.number),
            Message(messages.WITHDRAW_HIGHER, id=f"{year}-{highest}"),
        )
    last = previous.manifest if previous and previous.holds and previous.decision in standing else None
    if last and (last.requests, last.facts) == (manifest.requests, manifest.facts):
        raise UserError(
            Message(messages.FROZEN_ALREADY, year=year, number=last.number),
            Message(messages.WRITE_AGAIN, year=year),
        )
    return manifest


def freeze(submission: Submission, author: tuple[str, str], time: int, pin: str | None) -> str:
    """Commit the list, sign it as the centre, judge both as anybody else would, and only then move the branch.

    `author` is name and e-mail for the commits, `time` is in seconds since 1970, `pin` the fingerprint this user trusts.
    Gives the commit that signs. Raises UserError where it does not hold when read back, or the branch moved meanwhile.
    """
    desk, manifest = submission.desk, submission.manifest
    repository, path, raw = desk.objects.repository, path_of(manifest.year, manifest.number), render(manifest)
    tip = desk.judgement.tip
    _refuse_in_the_way(desk, path)
    text = f"{manifest.year}年度需求建议书第{manifest.number}版的清单\n"
    listing = new_commit.write(repository, tip, {path: raw}, author, time, text)
    said = {"party": OWNER, "decision": "approve", "opinion": OPINION}
    ring = signoff.keyring_at(desk)
    record = signoff.new_record(ring, kind=KIND, path=path, digest=digest(raw), catalog=EMPTY_CATALOG, **said)
    signed = candidate.make(repository, listing.commit, [record], submission.signer, author, time)
    _read_back(desk, signed.commit, manifest.year, pin)
    both = NewCommit(signed.commit, tip, {**listing.files, **signed.files})
    publish(repository, desk.branch, both)
    return signed.commit


def _refuse_in_the_way(desk: Desk, path: str) -> None:
    """Raises UserError where a file stands in place of one of the list's folders, or a folder in its own."""
    for above in (*map(str, reversed(PurePosixPath(path).parents[:-1])), path):
        standing = desk.objects.entry(desk.judgement.tree, above)
        if standing is not None and (standing[0] == TREE) == (above == path):
            raise UserError(
                Message(messages.IN_THE_WAY, place=above, path=path),
                Message(messages.TAKE_AWAY, place=above),
            )


def _read_back(desk: Desk, commit: str, year: int, pin: str | None) -> None:
    judgement = judge(desk.objects.repository, desk.objects, commit, pin)
    code = next((d.code for d in judgement.decisions if d.commit == commit), "SIGNOFF_DIFF")
    if code != "OK":
        raise UserError(Message(messages.NOT_ACCEPTED, what=meaning(code)))
    made = next(iter(freezes_of(desk.objects, judgement, {year})), None)
    if made is None or made.decision.commit != commit or not made.holds:
        raise UserError(
            Message(messages.DOES_NOT_HOLD, reason=made.why if made else ""),
            Message(messages.VERIFY_REGISTRY),
        )
