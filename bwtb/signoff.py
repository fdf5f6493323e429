"""What may be signed, and doing it: records from the registry at HEAD, one signed commit, its own verdict read back."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bwtb import catalog as catalogs
from bwtb.errors import UserError
from bwtb.gitstore import CommitTree, Objects, Repository
from bwtb.i18n import _
from bwtb.review import RequestReview, Review, assess
from bwtb.signing import commit as commits
from bwtb.signing.binding import catalog_digest
from bwtb.signing.keyfile import Signer
from bwtb.signing.keyring import Keyring
from bwtb.signing.record import Record, digest
from bwtb.signing.sshsig import fingerprint
from bwtb.signing.verdict import meaning
from bwtb.signing.verify import Judgement, judge


@dataclass(frozen=True)
class Desk:
    """The registry at the commit that is about to be signed on: what the signer sees is what gets signed."""

    repository: Repository
    objects: Objects
    branch: str
    judgement: Judgement
    review: Review


def open_desk(repository: Repository, objects: Objects, pin: str | None) -> Desk:
    """Read and judge the branch that is checked out. Raises UserError on a detached HEAD, HistoryError as `judge`."""
    branch = repository.branch()
    if branch is None:
        raise UserError(
            _("No branch is checked out, so a sign-off would belong to none."),
            _("Check out the registry's branch first: `git switch main`."),
        )
    judgement = judge(repository, objects, repository.resolve("HEAD"), pin)
    return Desk(repository, objects, branch, judgement, assess(objects, judgement))


def keyring_at(desk: Desk) -> Keyring:
    """The keyring in force. Raises UserError where there is none to sign under."""
    ring = desk.judgement.keyring
    if ring is None:
        raise UserError(
            _("This registry has no keyring, so nobody can sign."),
            _("The engineers make one with `bwtb keyring init` and commit it."),
        )
    return ring


def signer_name(ring: Keyring, signer: Signer, party: str) -> str:
    """Whose key this is. Raises UserError unless it is an active key of that party."""
    key = ring.find(signer.blob)
    if key is None:
        raise UserError(
            _("The keyring does not list your key {fingerprint}.").format(fingerprint=fingerprint(signer.blob)),
            _("`bwtb keyring show` lists who may sign; ask the engineers to add your key."),
        )
    if key.owner != party:
        raise UserError(
            _("Your key belongs to {owner}, not to {party}.").format(owner=key.owner, party=party),
            _("Sign with --party {owner}.").format(owner=key.owner),
        )
    if key.accept_until:
        raise UserError(_("Your key {fingerprint} has been retired.").format(fingerprint=fingerprint(signer.blob)))
    return key.person


def refusal(row: RequestReview, party: str, decision: str) -> str | None:
    """Why this party may not sign this request now; None where it may."""
    request, verdict = row.request, row.parties[party].verdict
    if decision == "withdraw":
        return None if verdict in ("approved", "returned", "rejected", "stale") else _("there is nothing to withdraw")
    if request.is_draft:
        return _("it is a draft: the unit's leader has not endorsed it")
    if row.errors:
        return _("it has {count} errors: run `bwtb validate {path}`").format(count=row.errors, path=request.path)
    if request.category == "supplementary":
        if party != "centre":
            return _("a supplementary request is recorded by the centre alone (article 8)")
        approval = request.mapping("supplementary").get("approval")
        if decision == "approve" and not approval:
            return _("the district government's approval is not in the file yet (article 8)")
    if decision == "approve" and verdict == "approved":
        return _("this party has approved it already, exactly as it stands")
    return None


def waiting(review: Review, party: str) -> list[str]:
    """The requests that wait for this party's decision: what it may approve and has not decided as it stands."""
    return [
        id
        for id, row in review.requests.items()
        if row.parties[party].verdict not in ("returned", "rejected") and refusal(row, party, "approve") is None
    ]


def prepare(desk: Desk, ids: Iterable[str], party: str, decision: str, opinion: str) -> list[Record]:
    """The records of a decision on these requests, bound to what HEAD holds. Raises UserError naming what may not be signed."""
    ring = keyring_at(desk)
    source = CommitTree(desk.objects, desk.judgement.tree)
    catalog = catalogs.require(source)
    records, refused = [], []
    for id in dict.fromkeys(ids):
        row = desk.review.requests.get(id)
        if row is None:
            refused.append(_("{id}: there is no such request in the last commit").format(id=id))
            continue
        if why := refusal(row, party, decision):
            refused.append(f"{id}: {why}")
            continue
        bound = digest(row.request.raw), catalog_digest(row.request, catalog)
        in_force = ring.version, ring.digest
        nonce = secrets.token_hex(16)
        records.append(Record("request", row.request.path, *bound, party, decision, opinion, *in_force, nonce))
    if refused:
        raise UserError(
            _("Nothing was signed. What may not be signed now:") + "".join(f"\n  {line}" for line in refused),
            _("Leave these out, or have them put right first."),
        )
    return records


def uncommitted(desk: Desk, ids: Iterable[str], on_disk: Mapping[str, bytes | None]) -> list[str]:
    """The ids whose file in the work tree is not what HEAD holds, and so not what gets signed."""
    return [id for id in ids if id in desk.review.requests and on_disk.get(id) != desk.review.requests[id].request.raw]


def sign(desk: Desk, records: list[Record], signer: Signer, who: tuple[str, str], time: int, pin: str | None) -> str:
    """Make the commit, judge it as anybody else would, and only then move the branch. Gives the commit's id.

    Raises UserError where the verdict read back is not that every record counts, or the branch moved meanwhile.
    """
    made = commits.make(desk.repository, desk.judgement.tip, records, signer, who, time)
    verdicts = judge(desk.repository, desk.objects, made.commit, pin).decisions
    own = [d for d in verdicts if d.commit == made.commit]
    bad = [d for d in own if not d.valid]
    if bad or len(own) != len(records):
        what = meaning(bad[0].code) if bad else meaning("SIGNOFF_DIFF")
        raise UserError(
            _("The sign-off was not accepted when read back: it {what}. Nothing was signed.").format(what=what)
        )
    commits.publish(desk.repository, desk.branch, made)
    return made.commit
