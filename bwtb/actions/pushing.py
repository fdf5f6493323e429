"""Sign together with others on one server: on top of the server's branch, pushed at once, and again where others were quicker.

What is signed anew is only what the signer saw: requests whose bytes and catalog entries are still the same, and on
which their party has decided nothing meanwhile. Everything else is taken out and shown, never signed unseen.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field

from bwtb.actions import messages, signoff
from bwtb.actions.signoff import Desk, RefusedError, Wish
from bwtb.base.errors import UserError
from bwtb.base.messages import Fact, Listed, Message
from bwtb.git import Objects
from bwtb.git.checkout import fast_forward
from bwtb.git.remote import Answer, Remote
from bwtb.git.scratch import BranchMove
from bwtb.signing.history import HistoryError
from bwtb.signing.keyfile import Signer
from bwtb.signing.record import Record

ATTEMPTS = 20
# The wait after an attempt is a random time, up to once, twice, four times … what the attempt took, but never more than
# LONGEST_WAIT_TIMES what it took, nor more than LONGEST_WAIT seconds.
LONGEST_WAIT_TIMES, LONGEST_WAIT = 8, 30.0


@dataclass(frozen=True)
class Counter:
    """Where a shared registry is signed: the server's branch (`remote`), the commit that the local branch is at (`local`),
    and the fingerprint that this user trusts."""

    remote: Remote
    local: str
    pin: str | None


@dataclass(frozen=True)
class Pushed:
    """What came of it: the commit on the server and its records.

    `taken_out`: id → why it was not signed after all; `left_behind`: why the local branch stayed where it was, None where it
    was brought to the new commit.
    """

    commit: str
    records: list[Record]
    taken_out: Mapping[str, Fact] = field(default_factory=dict)
    left_behind: Fact | None = None


def open_counter(
    objects: Objects, remote: Remote, branch: str, pin: str | None, ids: Collection[str] | None
) -> tuple[Counter, Desk]:
    """Fetch the server's branch and judge what it holds. `ids`: only these requests are looked at, all of them if it is None.

    Raises UserError where the server has no such branch or the local one holds commits that the server does not have:
    they would be pushed along, unseen. Raises HistoryError as `judge`.
    """
    repository = objects.repository
    local = repository.resolve(branch)
    if repository.is_shallow_or_partial():
        raise HistoryError("INCOMPLETE_HISTORY", local)
    tip = _fetched(remote)
    if unpushed := repository.missing(tip, local):
        raise UserError(
            Message(messages.UNPUSHED_COMMITS, count=len(unpushed)),
            Message(messages.PUSH_FIRST),
        )
    return Counter(remote, local, pin), signoff.desk_at(objects, branch, tip, pin, ids)


def _fetched(remote: Remote) -> str:
    tip = remote.fetch()
    if tip is None:
        short = remote.branch.removeprefix("refs/heads/")
        raise UserError(
            Message(messages.NO_BRANCH_ON_SERVER, branch=remote.branch),
            Message(messages.PUSH_BRANCH_FIRST, remote=remote.name, branch=short),
        )
    return tip


@dataclass
class Session:
    """One signing from the first attempt to its end.

    `seen` is the desk as it was shown to the signer; `author` gives name and e-mail for a person of the keyring; `report` is
    told what happens on the way.
    """

    counter: Counter
    seen: Desk
    wish: Wish
    signer: Signer
    author: Callable[[str], tuple[str, str]]
    report: Callable[[Message], None]

    def run(self, records: list[Record]) -> Pushed:
        """Sign, push, and sign again on the server's new tip until it is in.

        Raises UserError where the server refuses, where nothing is left to sign, or where others were quicker every time.
        """
        desk, taken_out, commit = self.seen, dict[str, Fact](), ""
        answer = Answer(False)
        for attempt in range(ATTEMPTS):
            began = time.monotonic()
            if not commit:
                person = signoff.signer_name(desk, self.signer, self.wish.party)
                who = self.author(person)
                commit = signoff.make(desk, records, self.signer, who, int(time.time()), self.counter.pin).commit
            answer = self.counter.remote.push(commit)
            if answer.accepted:
                return self._finished(commit, records, taken_out)
            _wait(attempt, time.monotonic() - began)
            tip = self._tip_after(commit, answer)
            if tip is None:
                return self._finished(commit, records, taken_out)
            if tip == desk.judgement.tip:
                if answer.declined:
                    said = Listed((Message(messages.SERVER_REFUSED), answer.said), by="lines")
                    raise UserError(said, Message(messages.PUT_RIGHT_AND_SIGN))
                continue  # the server was busy or the line broke: the same commit again, no second signature
            self.report(Message(messages.BRANCH_MOVED))
            desk = self._desk_at(tip, {r.subject_id for r in records})
            records, gone = self._still_the_same(desk, records)
            taken_out |= gone
            commit = ""
            if not records:
                raise _nothing_left(taken_out)
        raise _never_taken(answer, kept=commit != "")

    def _tip_after(self, commit: str, answer: Answer) -> str | None:
        """Where the server's branch is after a push that was not accepted; None where it has our commit all the same."""
        try:
            tip = _fetched(self.counter.remote)
        except UserError as error:
            raise UserError(
                Message(messages.PUSH_UNCERTAIN, said=answer.said or error.message),
                Message(messages.LOOK_AT_SERVER),
            ) from error
        return tip if self.seen.objects.repository.missing(tip, commit) else None

    def _desk_at(self, tip: str, ids: Collection[str]) -> Desk:
        seen = self.seen
        if seen.objects.repository.missing(tip, seen.judgement.tip):
            raise UserError(
                Message(messages.HISTORY_REWRITTEN),
                Message(messages.ASK_ENGINEERS),
            )
        desk = signoff.desk_at(seen.objects, seen.branch, tip, self.counter.pin, ids)
        if seen.judgement.trusted and not desk.judgement.trusted:
            raise UserError(
                Message(messages.KEYRING_UNRELIABLE),
                Message(messages.VERIFY_SAYS_WHY),
            )
        return desk

    def _still_the_same(self, desk: Desk, records: list[Record]) -> tuple[list[Record], dict[str, Fact]]:
        """Records made anew for what may still be signed as it was seen, and why the others may not."""
        fresh, gone = list[Record](), dict[str, Fact]()
        for old in records:
            try:
                new = signoff.record_of(desk, old.subject_id, self.wish)
            except RefusedError as error:
                gone[old.subject_id] = error.reason
                continue
            if (new.path, new.digest, new.catalog) != (old.path, old.digest, old.catalog):
                gone[old.subject_id] = Message(messages.CHANGED_MEANWHILE)
            elif _decided(desk, old) != _decided(self.seen, old):
                gone[old.subject_id] = Message(messages.DECIDED_MEANWHILE)
            else:
                fresh.append(new)
        return fresh, gone

    def _finished(self, commit: str, records: list[Record], taken_out: Mapping[str, Fact]) -> Pushed:
        move = BranchMove(self.seen.branch, self.counter.local, commit)
        return Pushed(commit, records, taken_out, fast_forward(self.seen.objects, move))


def _never_taken(answer: Answer, *, kept: bool) -> UserError:
    """Why it was given up. `kept`: the last attempt failed though nobody else had pushed."""
    if not kept:
        return UserError(Message(messages.NEVER_FREE, count=ATTEMPTS), Message(messages.TRY_AGAIN))
    told = Message(messages.NOT_TAKEN, count=ATTEMPTS)
    return UserError(Listed((told, answer.said), by="lines"), Message(messages.KEEPERS_OF_THE_SERVER))


def _decided(desk: Desk, record: Record) -> set[str]:
    """The commits by which a record's party stands decided on its subject."""
    return {d.commit for d in desk.judgement.standing(record.kind, record.path, record.party)}


def _wait(attempt: int, took: float) -> None:
    """Let others go first. The wait is random, so that those who pushed at the same moment do not meet again, and longer where
    an attempt took longer. `attempt` counts from 0, `took` is in seconds."""
    longest = min(LONGEST_WAIT, took * min(LONGEST_WAIT_TIMES, 2**attempt))
    time.sleep(random.uniform(0, longest))  # noqa: S311 - no secret


def _nothing_left(taken_out: Mapping[str, Fact]) -> UserError:
    lines = (Message(messages.REFUSED_LINE, id=id, reason=reason) for id, reason in taken_out.items())
    said = Listed((Message(messages.NOTHING_LEFT_TO_SIGN), *lines), by="lines")
    return UserError(said, Message(messages.LOOK_AT_CHANGES))
