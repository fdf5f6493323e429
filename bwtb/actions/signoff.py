"""Say what may be signed now, and sign it: records bound to the registry at HEAD, one signed commit, and its verdict read back."""

from __future__ import annotations

import datetime
import secrets
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass

from bwtb.actions import messages
from bwtb.base.errors import ReasonError, UserError
from bwtb.base.messages import Fact, Listed, Message, Named
from bwtb.checking.rules.ahead import ahead, may_be_ahead
from bwtb.git import CommitTree, Objects, Repository
from bwtb.git.checkout import publish
from bwtb.git.new_commit import NewCommit
from bwtb.registry import catalogs, schema
from bwtb.registry.catalogs import PARTIES, Catalog
from bwtb.review.states import RequestReview, Review, judge_and_assess
from bwtb.signing import candidate
from bwtb.signing import keyring as keyrings
from bwtb.signing.binding import EMPTY_CATALOG, catalog_digest
from bwtb.signing.decision import by_different_people
from bwtb.signing.judge import Judgement, judge
from bwtb.signing.keyfile import Signer
from bwtb.signing.keyring import Keyring
from bwtb.signing.notices import meaning
from bwtb.signing.record import Record, digest
from bwtb.signing.sshsig import fingerprint

# What ids begin with that name no request: keyring:0002, proposal:2027-1.
KEYRING_ID, PROPOSAL_ID = "keyring:", "proposal:"


@dataclass(frozen=True)
class Desk:
    """The registry at the commit that is about to be signed on: what the signer sees is what gets signed.

    `branch` is the full name of the branch that the signed commit goes on, `review` the state of the requests that are
    looked at.
    """

    objects: Objects
    branch: str
    judgement: Judgement
    review: Review
    catalog: Catalog

    @property
    def source(self) -> CommitTree:
        """The files of that commit."""
        return CommitTree(self.objects, self.judgement.tree)


@dataclass(frozen=True)
class Wish:
    """What somebody wants to sign: for which party (or unit), the decision (a key of `record.DECISIONS`), and the opinion in
    their own words."""

    party: str
    decision: str
    opinion: str


class RefusedError(ReasonError):
    """Why something may not be signed now."""


def open_desk(objects: Objects, pin: str | None, ids: Collection[str] | None = None) -> Desk:
    """Read and judge the branch that is checked out. `ids`: only these requests are looked at, all of them if it is None.

    `pin` is the fingerprint that this user trusts. Raises UserError on a detached HEAD, HistoryError as `judge` does.
    """
    return desk_at(objects, checked_out(objects.repository), objects.repository.resolve("HEAD"), pin, ids)


def checked_out(repository: Repository) -> str:
    """The branch that is checked out, by its full name. Raises UserError on a detached HEAD."""
    branch = repository.branch()
    if branch is None:
        raise UserError(
            Message(messages.NO_BRANCH),
            Message(messages.SWITCH_TO_BRANCH),
        )
    return branch


def desk_at(
    objects: Objects, branch: str, tip: str, pin: str | None, ids: Collection[str] | None = None, *, watched: str = ""
) -> Desk:
    """The desk at any commit (`tip`), to sign on top of it; `pin` and `ids` as in `open_desk`.

    `watched` is the branch whose accepted past is remembered (`signing.seen`): where commits of it are gone, nothing counts.
    """
    judgement, review = judge_and_assess(objects, tip, pin, ids=ids, branch=watched)
    catalog = catalogs.require(CommitTree(objects, judgement.tree))
    return Desk(objects, branch, judgement, review, catalog)


def keyring_at(desk: Desk) -> Keyring:
    """The keyring in force. Raises UserError where there is none to sign under."""
    ring = desk.judgement.keyring
    if ring is None:
        raise UserError(
            Message(messages.NO_KEYRING),
            Message(messages.ENGINEERS_MAKE_KEYRING),
        )
    return ring


def signer_name(desk: Desk, signer: Signer, party: str) -> str:
    """The name of the person whose key this is, from the keyring. Raises UserError unless it is in use for that party or unit."""
    key, own = keyring_at(desk).find(signer.blob), fingerprint(signer.blob)
    if key is None:
        raise UserError(
            Message(messages.KEY_NOT_LISTED, fingerprint=own),
            Message(messages.ASK_TO_BE_ADDED),
        )
    if key.owner != party:
        names = {p: desk.catalog.name("parties" if p in PARTIES else "units", p) for p in (key.owner, party)}
        raise UserError(
            Message(messages.KEY_OF_ANOTHER, owner=names[key.owner], party=names[party]),
            Message(messages.SIGN_AS_OWNER, owner=key.owner),
        )
    if key not in desk.judgement.active_keys(party):
        raise UserError(
            Message(messages.KEY_NOT_IN_USE, fingerprint=own),
            Message(messages.SIGN_WITH_ANOTHER_KEY),
        )
    return key.person


def refusal(desk: Desk, row: RequestReview, party: str, decision: str) -> Message | None:
    """Why this party or unit may not make this decision on this request now; None where it may (articles 8 and 9)."""
    if party not in PARTIES:
        return _endorsement_refusal(row, party, decision, desk.catalog)
    request, verdict = row.request, row.parties[party].verdict
    if decision == "withdraw":
        stands = verdict in ("approved", "returned", "rejected", "stale")
        return None if stands else Message(messages.NOTHING_TO_WITHDRAW)
    if row.state == "draft" and request.is_draft:
        return Message(messages.IS_A_DRAFT)
    if row.errors:
        return Message(messages.HAS_ERRORS, count=row.errors, path=request.path)
    with_keys = [unit for unit in request.units if desk.judgement.active_keys(unit)]  # of its leader's own
    if decision == "approve" and (why := _dated_ahead(row)):
        return why
    if missing := [unit for unit in with_keys if row.endorsements[unit].verdict != "approved"]:
        names = Listed(tuple(desk.catalog.name("units", unit) for unit in missing))
        return Message(messages.ENDORSEMENT_MISSING, units=names)
    if request.category == "supplementary":
        if party != "centre":
            return Message(messages.RECORDED_BY_CENTRE)
        if decision == "approve" and not request.mapping("supplementary").get("approval"):
            return Message(messages.NO_GOVERNMENT_APPROVAL)
    if decision == "approve" and verdict == "approved" and not row.one_for_two:
        return Message(messages.APPROVED_ALREADY)
    return None


def _endorsement_refusal(row: RequestReview, unit: str, decision: str, catalog: Catalog) -> Message | None:
    if unit not in row.request.units:
        return Message(messages.NOT_AN_APPLYING_UNIT, unit=Named(unit, catalog.name("units", unit)))
    if decision not in ("approve", "withdraw"):
        return Message(messages.LEADER_ONLY_ENDORSES)
    verdict = row.endorsements[unit].verdict
    if decision == "withdraw":
        return None if verdict in ("approved", "stale") else Message(messages.NOTHING_TO_WITHDRAW)
    if not any(e.get("unit") == unit for e in row.request.endorsements):
        return Message(messages.NO_ENDORSEMENT_ENTRY, unit=Named(unit, catalog.name("units", unit)))
    if row.errors:
        return Message(messages.HAS_ERRORS, count=row.errors, path=row.request.path)
    if why := _dated_ahead(row):
        return why
    return Message(messages.ENDORSED_ALREADY) if verdict == "approved" else None


def _dated_ahead(row: RequestReview) -> Message | None:
    """That something in a request is dated after this machine's day; None where nothing is. Whoever approves is writing."""
    today = datetime.date.today()
    for pointer, date in ahead(dict(row.request.data), today) if may_be_ahead(row.request.raw, today) else ():
        return Message(messages.DATED_AHEAD, label=schema.label(pointer), date=date, today=today.isoformat())
    return None


def waiting(desk: Desk, party: str) -> list[str]:
    """The ids of the requests that wait for a party or unit: it may approve them, and has not decided on them as they stand."""
    open_to = [i for i, row in desk.review.requests.items() if refusal(desk, row, party, "approve") is None]
    if party not in PARTIES:
        return open_to
    decided = ("returned", "rejected")
    return [i for i in open_to if desk.review.requests[i].parties[party].verdict not in decided]


def prepare(desk: Desk, ids: Iterable[str], wish: Wish) -> list[Record]:
    """The records of one decision on several subjects, bound to what HEAD holds. `ids` name requests, keyring versions
    (`keyring:0002`) or frozen proposals (`proposal:2027-1`). Raises UserError naming everything that may not be signed."""
    records, refused = list[Record](), list[Fact]()
    for id in dict.fromkeys(ids):
        try:
            records.append(record_of(desk, id, wish))
        except RefusedError as error:
            refused.append(Message(messages.REFUSED_LINE, id=id, reason=error.reason))
    if refused:
        raise UserError(
            Listed((Message(messages.MAY_NOT_BE_SIGNED), *refused), by="lines"),
            Message(messages.LEAVE_THESE_OUT),
        )
    if len({r.kind for r in records}) > 1:
        raise UserError(Message(messages.KEYRING_BY_ITSELF))
    return records


def record_of(desk: Desk, id: str, wish: Wish) -> Record:
    """The record of a decision on one subject, with a random number of its own. Raises RefusedError where it may not be signed."""
    ring = keyring_at(desk)
    bound = EMPTY_CATALOG
    if id.startswith(KEYRING_ID):
        kind, (path, raw) = "keyring", _pending_version(desk, id, ring, wish)
    elif id.startswith(PROPOSAL_ID):
        kind, (path, raw) = "proposal", _frozen_version(desk, id, wish)
    else:
        row = desk.review.requests.get(id)
        if row is None:
            raise RefusedError(Message(messages.NO_SUCH_REQUEST))
        if why := refusal(desk, row, wish.party, wish.decision):
            raise RefusedError(why)
        kind, path, raw = "request" if wish.party in PARTIES else "endorsement", row.request.path, row.request.raw
        bound = catalog_digest(row.request, desk.catalog)
        if not bound:
            raise RefusedError(Message(messages.CATALOG_NUMBER_TOO_LARGE))
    return new_record(ring, kind=kind, path=path, digest=digest(raw), catalog=bound, **asdict(wish))


def new_record(ring: Keyring, **facts: str) -> Record:
    """A record with these fields, made under a keyring, with a random number of its own."""
    nonce = secrets.token_hex(16)
    return Record(keyring_version=ring.version, keyring_digest=ring.digest, nonce=nonce, **facts)


def _pending_version(desk: Desk, id: str, ring: Keyring, wish: Wish) -> tuple[str, bytes]:
    """The pending keyring version that an ID such as `keyring:0002` names, if it may be decided on as wished."""
    number = id.removeprefix(KEYRING_ID)
    if not (number.isascii() and number.isdigit()):
        raise RefusedError(Message(messages.KEYRING_VERSION_NAME))
    if wish.party not in PARTIES:
        raise RefusedError(Message(messages.KEYRING_DECIDED_BY_PARTIES))
    path = keyrings.path_of(int(number))
    raw = desk.source.read_bounded(path)
    if raw is None:
        raise RefusedError(Message(messages.NO_SUCH_KEYRING_VERSION))
    if int(number) <= ring.version:
        raise RefusedError(Message(messages.KEYRING_VERSION_IN_FORCE))
    try:
        keyrings.check_successor(ring, keyrings.parse(raw, path))
    except keyrings.KeyringError as error:
        raise RefusedError(Message(messages.KEYRING_VERSION_UNFIT, reason=error.reason)) from error
    standing = {p: desk.judgement.standing("keyring", path, p) for p in PARTIES}
    own = standing[wish.party]
    if wish.decision == "withdraw" and not own:
        raise RefusedError(Message(messages.NOTHING_TO_WITHDRAW))
    approved = own and all(d.effect == "approve" and d.record.digest == digest(raw) for d in own)
    if wish.decision == "approve" and approved and by_different_people(d for ds in standing.values() for d in ds):
        raise RefusedError(Message(messages.APPROVED_ALREADY))
    return path, raw


def _frozen_version(desk: Desk, id: str, wish: Wish) -> tuple[str, bytes]:
    """The list of the frozen proposal that an ID such as `proposal:2027-1` names; it can be withdrawn and nothing else."""
    year, _dash, number = id.removeprefix(PROPOSAL_ID).partition("-")
    path = f"requests/{year}/proposal/{number}/manifest.json"
    if not candidate.PROPOSAL.fullmatch(path):
        raise RefusedError(Message(messages.PROPOSAL_NAME))
    if wish.party != "centre" or wish.decision != "withdraw":
        raise RefusedError(Message(messages.PROPOSAL_ONLY_WITHDRAWN))
    standing = desk.judgement.standing("proposal", path, wish.party)
    raw = desk.source.read_bounded(path)
    if raw is None or not any(d.effect == "approve" for d in standing):
        raise RefusedError(Message(messages.NOT_FROZEN))
    return path, raw


def revocation(desk: Desk, party: str, key: str, accept_until: str, opinion: str) -> Record:
    """The record by which a party revokes one of its own keys: `key` by fingerprint, `accept_until` a commit's id."""
    ring = keyring_at(desk)
    subject = {"kind": "revocation", "path": keyrings.path_of(ring.version), "digest": ring.digest}
    said = {"party": party, "decision": "revoke", "opinion": opinion, "key": key, "accept_until": accept_until}
    return new_record(ring, catalog=EMPTY_CATALOG, **subject, **said)


def uncommitted(desk: Desk, ids: Iterable[str], on_disk: Mapping[str, bytes | None]) -> list[str]:
    """The ids whose file in the work tree is not what HEAD holds, and so not what gets signed."""
    return [id for id in ids if id in desk.review.requests and on_disk.get(id) != desk.review.requests[id].request.raw]


def make(
    desk: Desk, records: list[Record], signer: Signer, who: tuple[str, str], time: int, pin: str | None
) -> NewCommit:
    """Make the signed commit and judge it as anybody else would. It is on no branch yet.

    `who` is name and e-mail of its author, `time` in seconds since 1970, `pin` the fingerprint that this user trusts.

    Raises UserError where the verdict read back is not that every record counts.
    """
    made = candidate.make(desk.objects.repository, desk.judgement.tip, records, signer, who, time)
    verdicts = judge(desk.objects.repository, desk.objects, made.commit, pin).decisions
    codes = [d.code for d in verdicts if d.commit == made.commit]
    codes += [] if len(codes) == len(records) else ["SIGNOFF_DIFF"]
    if bad := [code for code in codes if code != "OK"]:
        raise UserError(Message(messages.NOT_ACCEPTED, what=meaning(bad[0])))
    return made


def sign(desk: Desk, records: list[Record], signer: Signer, who: tuple[str, str], time: int, pin: str | None) -> str:
    """Make and judge the commit, and only then move the branch. Gives the commit's id.

    Raises UserError as `make` and `checkout.publish`.
    """
    made = make(desk, records, signer, who, time, pin)
    publish(desk.objects.repository, desk.branch, made)
    return made.commit
