"""`bwtb sign`: show what is being signed, confirm, make one signed commit, verify it."""

from __future__ import annotations

import time
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from bwtb.actions import pushing, signoff
from bwtb.base.errors import UserError
from bwtb.base.languages import _, joined, ngettext, words
from bwtb.cli.command import App
from bwtb.cli.history.opening import history_errors_explained, open_registry, warn_of
from bwtb.cli.history.uncommitted import no_keyring, not_committed
from bwtb.cli.parameters.shared import KeyOption, TrustRoot, Yes
from bwtb.cli.parameters.signing_key import author, signer_of
from bwtb.cli.terminal import confirm, finish, note, say
from bwtb.cli.views.sign import about_to_be_signed
from bwtb.freezing.states import with_frozen
from bwtb.git import Repository, open_objects
from bwtb.git.remote import open_remote
from bwtb.registry.catalogs import PARTIES
from bwtb.registry.worktree import WorkTree
from bwtb.signing.pin import find_pin
from bwtb.signing.record import DECISIONS, is_plain
from bwtb.signing.seen import rewound
from bwtb.yaml.characters import suspicious

app = App()


@app.command(
    help=_("Sign off requests for a party: what is signed is what the last commit holds."),
    epilog=_("Example: bwtb sign 2027-mzj-001 --party centre --key ~/.ssh/id_ed25519"),
)
def sign(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help=_("The requests to sign."))] = None,
    party: Annotated[
        str,
        typer.Option(
            "--party",
            metavar="PARTY",
            help=_("The party you sign for: {parties}; or a unit, for its leader's endorsement.").format(
                parties=", ".join(PARTIES)
            ),
        ),
    ] = "",
    approve: Annotated[
        bool, typer.Option("--approve", help=_("Approve (what is done unless you say otherwise)."))
    ] = False,
    return_: Annotated[bool, typer.Option("--return", help=_("Return for correction; needs --opinion."))] = False,
    reject: Annotated[bool, typer.Option("--reject", help=_("Reject; needs --opinion."))] = False,
    withdraw: Annotated[bool, typer.Option("--withdraw", help=_("Withdraw this party's earlier decision."))] = False,
    opinion: Annotated[str, typer.Option("--opinion", help=_("The opinion, in the party's own words."))] = "",
    key: KeyOption = None,
    pending: Annotated[bool, typer.Option("--pending", help=_("Sign everything that waits for this party."))] = False,
    leave_out: Annotated[
        list[str] | None, typer.Option("--except", metavar="ID", help=_("With --pending: not this one."))
    ] = None,
    push: Annotated[
        bool,
        typer.Option(
            "--push", help=_("Sign what the server's branch holds, and push; again, when others were quicker.")
        ),
    ] = False,
    trust_root: TrustRoot = None,
    yes: Yes = False,
) -> None:
    decision = _decision(approve=approve, return_=return_, reject=reject, withdraw=withdraw)
    _check_usage(ids or [], decision, opinion, pending=pending, leave_out=leave_out or [])
    root, repository = open_registry()
    pin = find_pin(trust_root)
    with history_errors_explained(), ExitStack() as stack:
        counter, desk = _open(stack, repository, pin, None if pending else ids or [], push=push)
        _check_party(desk, party)
        chosen = _chosen(desk, ids or [], party, leave_out or [], pending=pending)
        if desk.judgement.keyring is None and not push:
            raise no_keyring(root, desk.judgement)
        lacking = [id for id in chosen if id not in desk.review.requests]
        if not push and (error := not_committed(root, lacking, desk.source)):
            raise error
        if not chosen:
            say(_("Nothing waits for this party."))
            return
        # Of an approval without words of its own the decision's name is the opinion.
        usual = DECISIONS["approve"] + "。" if decision == "approve" else ""
        wish = signoff.Wish(party, decision, opinion or usual)
        records = signoff.prepare(desk, chosen, wish)
        for line in about_to_be_signed(desk, chosen, wish):
            say(line)
        _warn_of_edits(desk, root, chosen, counter)
        _warn_of_frozen(desk, chosen)
        _warn_of_trust(desk, pin)
        warn_of(rewound(desk.judgement, desk.branch), desk.catalog)
        signer = signer_of(key)
        person = signoff.signer_name(desk, signer, party)
        confirm(_("Sign as {person}?").format(person=person), yes=yes)
        if counter:
            session = pushing.Session(counter, desk, wish, signer, lambda person: author(person, party), note)
            _tell_pushed(counter, session.run(records))
        else:
            commit = signoff.sign(desk, records, signer, author(person, party), int(time.time()), pin)
            text = ngettext(
                "Signed and verified: {count} subject in commit {commit}.",
                "Signed and verified: {count} subjects in commit {commit}.",
                len(records),
            )
            say(text.format(count=len(records), commit=commit[:12]))


def _open(
    stack: ExitStack, repository: Repository, pin: str | None, ids: list[str] | None, *, push: bool
) -> tuple[pushing.Counter | None, signoff.Desk]:
    """The desk to sign at: the branch that is checked out, or with --push the server's, fetched."""
    objects = stack.enter_context(open_objects(repository))
    if not push:
        return None, signoff.open_desk(objects, pin, ids)
    branch = signoff.checked_out(repository)
    remote = stack.enter_context(open_remote(repository, branch))
    return pushing.open_counter(objects, remote, branch, pin, ids)


def _tell_pushed(counter: pushing.Counter, pushed: pushing.Pushed) -> None:
    """What came of signing together. Exit code 1 where something was taken out."""
    text = ngettext(
        "Signed, verified and pushed to {address}: {count} subject in commit {commit}.",
        "Signed, verified and pushed to {address}: {count} subjects in commit {commit}.",
        len(pushed.records),
    )
    say(text.format(address=counter.remote.shown, count=len(pushed.records), commit=pushed.commit[:12]))
    if pushed.left_behind is not None:
        text = _("Your own branch was left where it is: {reason}. `git pull` brings it up to date.")
        note(text.format(reason=words(pushed.left_behind)))
    if pushed.taken_out:
        note(_("Not signed:"))
        for id, reason in pushed.taken_out.items():
            note(_("  {id}: {reason}").format(id=id, reason=words(reason)))
        finish(1)


def _decision(*, approve: bool, return_: bool, reject: bool, withdraw: bool) -> str:
    options = {"approve": approve, "return": return_, "reject": reject, "withdraw": withdraw}
    chosen = [name for name, on in options.items() if on] or ["approve"]
    if len(chosen) > 1:
        raise UserError(_("Choose one of --approve, --return, --reject and --withdraw."))
    return chosen[0]


def _check_party(desk: signoff.Desk, party: str) -> None:
    if not party:
        raise UserError(_("Say for which party you sign: --party {parties}.").format(parties="|".join(PARTIES)))
    if party in PARTIES or desk.catalog.entry("units", party):
        return
    near = desk.catalog.nearest("parties", party) or desk.catalog.nearest("units", party)
    raise UserError(
        _("--party takes {parties} or a unit's code, not “{value}”.").format(parties=joined(PARTIES), value=party),
        _("Did you mean “{name}”?").format(name=near) if near else "",
    )


def _check_usage(ids: list[str], decision: str, opinion: str, *, pending: bool, leave_out: list[str]) -> None:
    if bool(ids) == pending:
        raise UserError(_("Name the requests to sign, or say --pending; not both."))
    if leave_out and not pending:
        raise UserError(_("--except goes with --pending."))
    if decision in ("return", "reject") and not opinion.strip():
        raise UserError(
            _("Returning or rejecting a request needs an opinion."),
            _("Add --opinion with what the unit has to do, or why."),
        )
    if not is_plain(opinion) or suspicious(opinion):
        raise UserError(_("The opinion contains control or invisible characters."), _("Type it again without them."))


def _chosen(desk: signoff.Desk, ids: list[str], party: str, leave_out: list[str], *, pending: bool) -> list[str]:
    if not pending:
        return ids
    waiting = signoff.waiting(desk, party)
    if unknown := [id for id in leave_out if id not in waiting]:
        raise UserError(_("--except names what does not wait: {ids}.").format(ids=joined(unknown)))
    return [id for id in waiting if id not in leave_out]


def _warn_of_frozen(desk: signoff.Desk, ids: list[str]) -> None:
    """What was handed in does not change by what is signed now."""
    years = {desk.review.requests[i].request.year for i in ids if i in desk.review.requests}
    rows = with_frozen(desk.objects, desk.judgement, desk.review, years, ids).requests
    text = _(
        "Note: {id} is frozen in the proposal for {year}, version {number}, which stands whatever is signed now; only a"
        " corrected version changes it."
    )
    for row in (rows[i] for i in ids if i in rows and rows[i].frozen):
        note(text.format(id=row.request.id, year=row.request.year, number=row.frozen))


def _warn_of_trust(desk: signoff.Desk, pin: str | None) -> None:
    if pin is None:
        note(
            _(
                "Warning: no keyring is pinned, so this keyring is taken from the checkout unchecked. Get the fingerprint from"
                " the engineers who keep the keys, then type `bwtb keyring trust sha256:…` with it."
            )
        )
    elif not desk.judgement.trusted:
        warn_of(desk.judgement.problems, desk.catalog)


def _warn_of_edits(desk: signoff.Desk, root: Path, ids: list[str], counter: pushing.Counter | None) -> None:
    disk = WorkTree(root)
    rows = desk.review.requests
    on_disk = {id: disk.read_bounded(rows[id].request.path) for id in ids if id in rows}
    if counter:
        note(_("Signed and pushed is what {address} holds.").format(address=counter.remote.shown))
        text = _("Note: {id} on your disk is not what the server holds; what is signed is the server's version.")
    else:
        text = _("Note: {id} has uncommitted changes; what is signed is the last commit's version, not these.")
    for id in signoff.uncommitted(desk, ids, on_disk):
        note(text.format(id=id))
