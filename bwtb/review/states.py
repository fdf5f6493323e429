"""The state of each request by a judged history: who approved it, what is missing, what went stale and why."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta, timezone

from bwtb.base.codes import GENERATION, SINCE
from bwtb.base.messages import Fact, Message
from bwtb.checking.check import internal
from bwtb.git import CommitTree, ObjectCorruptError, Objects
from bwtb.registry import catalogs
from bwtb.registry.catalogs import PARTIES, Catalog
from bwtb.registry.layout import request_id
from bwtb.registry.request import Request
from bwtb.review import messages, request_files
from bwtb.review.request_files import AwaitFiles, Ids, RequestFile, begin_reading, list_files
from bwtb.signing import seen
from bwtb.signing.decision import Decision, by_different_people, verdict_of
from bwtb.signing.history import history_errors
from bwtb.signing.judge import Judgement, judge
from bwtb.signing.notices import Notice, meaning, notice

CHINA = timezone(timedelta(hours=8))


@dataclass(frozen=True, kw_only=True)
class PartyVerdict:
    """Where one party stands on one request as it is at the tip.

    `verdict`: approved | returned | rejected | withdrawn | stale | missing | invalid; `code` as in the threat table
    (OK, STALE, CATALOG_CHANGED, …), "" where there is nothing; `key` the signing key's fingerprint (SHA256:…);
    `commit` the sign-off's id; `date` its committer time at +08:00 (`2026-11-03T14:00:00+08:00`), "" where none.
    """

    party: str
    verdict: str
    code: str = ""
    decision: str = ""
    opinion: str = ""
    signer: str = ""
    key: str = ""
    commit: str = ""
    date: str = ""


@dataclass(frozen=True, kw_only=True)
class Endorsement:
    """How a unit's leader (分管领导) endorsed the request as it is at the tip.

    `verdict`: approved (by key) | typed (in the file, with the scan of the stamped form) | unscanned (typed, no scan) |
    stale | withdrawn | missing; `needs_key` where an entry in the file is not enough, because a decision was made
    under a keyring that lists an active key for the unit. `signed` is the standing record, if any.
    """

    unit: str
    verdict: str
    needs_key: bool
    signed: PartyVerdict | None = None

    @property
    def stands(self) -> bool:
        return self.verdict == "approved" or (self.verdict in ("typed", "unscanned") and not self.needs_key)


@dataclass(frozen=True, kw_only=True)
class RequestReview:
    """One request as it stands at the tip, with the three parties' verdicts.

    `state`: draft | submitted | in_review | approved | returned | rejected; `amount` in yuan, of its own year;
    `reasons` say why it is not approved and what to do next, empty where it is approved;
    `errors` counts what `bwtb validate` finds wrong with it; `stale` gives the code of each standing decision (by its
    commit) that is not about the request as it is; `endorsements` says for each applying unit how its leader endorsed;
    `one_for_two` where one person or key decided for more than one party (under different keyring versions). One in a
    frozen proposal is `proposed`, as it was frozen: then `frozen` is the version's number.
    """

    request: Request
    state: str
    amount: int
    parties: Mapping[str, PartyVerdict]
    reasons: tuple[Message, ...] = ()
    errors: int = 0
    stale: Mapping[str, str] = field(default_factory=dict)
    endorsements: Mapping[str, Endorsement] = field(default_factory=dict)
    one_for_two: bool = False
    frozen: int = 0


@dataclass(frozen=True, kw_only=True)
class Review:
    """Every request of a commit, judged from git history alone. `time` is the commit's, in seconds since 1970.

    `unreadable`: request files that cannot be read, with what is wrong; they have no state. `problems` and `notes`: what
    is to be said of frozen proposals; `freezes`: the commits that froze them, with the code of each.
    """

    commit: str
    time: int
    trusted: bool
    keyring_version: int
    keyring_digest: str
    requests: Mapping[str, RequestReview]
    unreadable: Mapping[str, Fact] = field(default_factory=dict)
    freezes: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Notice, ...] = ()
    notes: tuple[Notice, ...] = ()

    @property
    def warnings(self) -> tuple[Notice, ...]:
        """What is to be said of files that have no state, and of endorsements that nobody can check."""
        unread = [notice("REQUEST_UNREADABLE", path=path, reason=why) for path, why in self.unreadable.items()]
        typed = [
            notice("ENDORSEMENT_UNSCANNED", request=id, unit=e.unit)
            for id, row in self.requests.items()
            for e in row.endorsements.values()
            if e.verdict == "unscanned"
        ]
        return (*unread, *typed, *self.notes)


def judge_and_assess(
    objects: Objects, commit: str, pin: str | None, year: int | None = None, ids: Ids = None, *, branch: str = ""
) -> tuple[Judgement, Review]:
    """Judge a commit's history and assess its requests (all, one year's, or those named), which are read meanwhile.

    `pin` is the fingerprint that is trusted, None where there is none. If `branch` is named, nothing is settled where that
    branch lacks what this user has seen accepted on it. Raises HistoryError where history is incomplete or corrupt.
    """
    with begin_reading(objects, commit, year, ids) as await_files:
        judgement = judge(objects.repository, objects, commit, pin)
        if branch:
            judgement = seen.distrust_if_rewound(judgement, branch)
        return judgement, assess(objects, judgement, year, ids, await_files)


@history_errors()
def assess(
    objects: Objects,
    judgement: Judgement,
    year: int | None = None,
    ids: Ids = None,
    await_files: AwaitFiles = lambda: None,
    rules: int = GENERATION,
) -> Review:
    """The state of every request at the tip of a judged history, or of one year's, or of those named, by the rules of a
    generation (`base.codes`).

    `await_files` waits for the same request files, if other processes read them. Raises HistoryError where an object is
    corrupt.
    """
    source = CommitTree(objects, judgement.tree)
    catalog = catalogs.require(source)
    listed = list_files(objects, judgement.tree, year, ids)
    requests: dict[str, RequestReview] = {}
    unreadable: dict[str, Fact] = dict(listed.misnamed)
    for one in await_files() or (request_files.read(source, catalog, path) for path in listed.paths):
        if one.request is None:
            unreadable[one.path] = one.problem
            continue
        try:
            requests[request_id(one.path)] = _request_review(judgement, one, one.request, catalog, rules)
        except (ObjectCorruptError, MemoryError):
            raise
        except Exception as error:  # the program's own fault on one request: the others have their states
            unreadable[one.path] = internal(one.path, error).message
    ring = judgement.keyring
    return Review(
        commit=judgement.tip,
        time=judgement.time,
        trusted=judgement.trusted,
        keyring_version=ring.version if ring else 0,
        keyring_digest=ring.digest if ring else "",
        requests=requests,
        unreadable=dict(sorted(unreadable.items())) | dict(listed.irregular),
    )


def _request_review(
    judgement: Judgement, read: RequestFile, request: Request, catalog: Catalog, rules: int
) -> RequestReview:
    parties = {party: _verdict(judgement, request, party, read) for party in PARTIES}
    endorsements = {unit: _endorsement(judgement, request, unit, read) for unit in request.units}
    row = RequestReview(
        request=request,
        state="draft",
        amount=request.total(),
        parties=parties,
        errors=sum(SINCE.get(code, 1) <= rules for code in read.errors),
        stale=_stale(judgement, request, read),
        endorsements=endorsements,
        one_for_two=not by_different_people(d for p in PARTIES for d in judgement.standing("request", request.path, p)),
    )
    state = _state(row, trusted=judgement.trusted)
    reasons = () if state == "approved" else tuple(_reasons(row, catalog, trusted=judgement.trusted))
    return replace(row, state=state, reasons=reasons)


def _stale(judgement: Judgement, request: Request, now: RequestFile) -> dict[str, str]:
    owners = [*(("request", party) for party in PARTIES), *(("endorsement", unit) for unit in request.units)]
    standing = (d for kind, owner in owners for d in judgement.standing(kind, request.path, owner))
    return {d.commit: code for d in standing if (code := _code(now, d)) != "OK"}


def _code(now: RequestFile, decision: Decision) -> str:
    """OK where a decision is about the request as it is now; else why it is not."""
    if decision.record.digest != now.digest:
        return "STALE"
    if decision.record.catalog != now.catalog:
        return "CATALOG_CHANGED"
    return "OK" if now.intact else "ATTACHMENT_CHANGED"


def _verdict(judgement: Judgement, request: Request, party: str, now: RequestFile) -> PartyVerdict:
    """A party approves only if all its standing decisions approve the bytes as they are; else the worst shows."""
    if standing := judgement.standing("request", request.path, party):
        shown, decision = verdict_of(standing, [d for d in standing if _code(now, d) == "OK"])
        return _shown(judgement, party, shown, _code(now, decision), decision)
    if bad := judgement.bad("request", request.path, party):
        return _shown(judgement, party, "invalid", bad[-1].code, bad[-1])
    return PartyVerdict(party=party, verdict="missing")


def _endorsement(judgement: Judgement, request: Request, unit: str, now: RequestFile) -> Endorsement:
    """A standing record on these bytes; else the entry in the file; else what is in the way."""
    signed, verdict = None, "missing"
    if standing := judgement.standing("endorsement", request.path, unit):
        verdict = "approved" if all(_code(now, d) == "OK" and d.effect == "approve" for d in standing) else "stale"
        if any(d.effect == "withdraw" for d in standing):
            verdict = "withdrawn"
        signed = _shown(judgement, unit, verdict, "OK", standing[-1])
    elif typed := [e for e in request.endorsements if e.get("unit") == unit]:
        verdict = "typed" if typed[0].get("scan") else "unscanned"
    needs_key = judgement.lists_key_in_decisions(request.path, unit)
    return Endorsement(unit=unit, verdict=verdict, needs_key=needs_key, signed=signed)


def _shown(judgement: Judgement, party: str, verdict: str, code: str, decision: Decision) -> PartyVerdict:
    record = decision.record
    return PartyVerdict(
        party=party,
        verdict=verdict,
        code=code,
        decision=record.decision,
        opinion=record.opinion,
        signer=decision.signer,
        key=decision.key,
        commit=decision.commit,
        date=iso_time(judgement.history.commits[decision.commit_index].time),
    )


def iso_time(seconds: int) -> str:
    """A commit's time at +08:00, as RFC 3339 writes it."""
    return datetime.fromtimestamp(seconds, CHINA).isoformat()


def _state(row: RequestReview, *, trusted: bool) -> str:
    """Derived, never stored; by decisions that are not stale, the gravest first (domain: “State is derived”)."""
    if row.request.is_draft:
        return "draft"
    deciding = deciding_parties(row.request)
    verdicts = {row.parties[p].verdict for p in deciding}
    for verdict in ("rejected", "returned"):
        if verdict in verdicts:
            return verdict
    fit = row.errors == 0 and all(e.stands for e in row.endorsements.values())
    if verdicts == {"approved"} and fit and trusted and not row.one_for_two:
        return "approved"
    if verdicts & {"approved", "withdrawn"}:
        return "in_review"
    return "submitted" if fit else "draft"


def deciding_parties(request: Request) -> tuple[str, ...]:
    """Whose decisions count: the three parties; for a supplementary request the centre, once the government approved.

    The district government's approval takes the place of the three-party review (article 8).
    """
    if request.category != "supplementary":
        return PARTIES
    approval = request.mapping("supplementary").get("approval")
    is_given = isinstance(approval, dict) and approval.get("date") and approval.get("authority")
    return ("centre",) if is_given else ()


def _reasons(row: RequestReview, catalog: Catalog, *, trusted: bool) -> list[Message]:
    request = row.request
    if request.is_draft:
        return [Message(messages.IS_DRAFT)]
    reasons = [Message(messages.HAS_ERRORS, count=row.errors, path=request.path)] if row.errors else []
    missing = [unit for unit, endorsement in row.endorsements.items() if not endorsement.stands]
    reasons += [Message(messages.NOT_ENDORSED, unit=catalog.name("units", unit)) for unit in missing]
    deciding = deciding_parties(request)
    if not deciding:
        reasons.append(Message(messages.NO_GOVERNMENT_APPROVAL))
    undecided = [row.parties[p] for p in deciding if row.parties[p].verdict != "approved"]
    reasons += [_party_reason(v, catalog.name("parties", v.party)) for v in undecided]
    if row.one_for_two:
        reasons.append(Message(messages.ONE_PERSON_FOR_TWO))
    if not reasons and not trusted:
        reasons.append(Message(messages.NOT_TRUSTED))
    return reasons


def _party_reason(verdict: PartyVerdict, name: str) -> Message:
    opinion = " ".join(verdict.opinion.split())
    match verdict.verdict:
        case "missing":
            return Message(messages.NOT_SIGNED, party=name)
        case "stale" | "invalid":
            return Message(messages.SIGNOFF_DOES_NOT_COUNT, party=name, what=meaning(verdict.code))
        case "withdrawn":
            return Message(messages.HAS_WITHDRAWN, party=name)
        case "returned":
            return Message(messages.HAS_RETURNED, party=name, opinion=opinion)
    return Message(messages.HAS_REJECTED, party=name, opinion=opinion)
