"""How `bwtb sign` shows what is about to be signed: a row a request, and what changed since that party last saw it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bwtb.actions.signoff import Desk, Wish
from bwtb.base.languages import _, joined, ngettext
from bwtb.base.messages import N_, Fact, Named
from bwtb.base.typography import cells
from bwtb.cli.terminal import inert, money
from bwtb.registry import schema
from bwtb.registry.catalogs import PARTIES
from bwtb.registry.layout import request_id
from bwtb.review.differences import Changes, changes, last_decisions
from bwtb.review.states import iso_time

# So many fields, entries or files are named, and the others counted: an account is to be read.
NAMED = 8
DECISIONS = {"approve": N_("approve"), "return": N_("return"), "reject": N_("reject"), "withdraw": N_("withdraw")}
DECIDED = {
    "approve": N_("approved it on {date}"),
    "return": N_("returned it on {date}"),
    "reject": N_("rejected it on {date}"),
    "withdraw": N_("withdrew its opinion on {date}"),
}


def about_to_be_signed(desk: Desk, ids: Sequence[str], wish: Wish) -> Iterator[str]:
    """Party, decision and opinion, then the subjects with what changed since the party last decided on them.

    What is no request (a keyring version) has its id alone. Every subject is one line, whatever a title or a file's name
    contains.
    """
    name = desk.catalog.name("parties" if wish.party in PARTIES else "units", wish.party)
    decision = _(DECISIONS[wish.decision])
    yield _("{party} · {decision} · “{opinion}”").format(party=name, decision=decision, opinion=wish.opinion)
    yield from (f"  {i}" for i in ids if i not in desk.review.requests)
    reviewed = [desk.review.requests[i] for i in ids if i in desk.review.requests]
    if not reviewed:
        return
    table = [(_("id"), _("unit"), _("amount"), _("title"))]
    for row in reviewed:
        unit = _plain(desk.catalog.name("units", row.request.unit))
        table.append((request_id(row.request.path), unit, money(row.amount), _plain(row.request.title)))
    widths = [max(map(cells, column)) for column in zip(*table, strict=True)]
    seen = last_decisions(desk.judgement, wish.party)
    yield _line(table[0], widths)
    for row, texts in zip(reviewed, table[1:], strict=True):
        yield _line(texts, widths)
        since = seen.get(row.request.path)
        about = changes(desk.source, desk.judgement, row.request, desk.catalog, since) if since else None
        yield f"    → {_plain(account(about, desk))}"
    if len(reviewed) > 1:
        amount = money(sum(row.amount for row in reviewed))
        total = ngettext("{count} request, {amount} in all", "{count} requests, {amount} in all", len(reviewed))
        yield "  " + total.format(count=len(reviewed), amount=amount)


def _line(row: tuple[str, str, str, str], widths: Sequence[int]) -> str:
    """A row of the table, its columns padded but for the title, which is the last."""
    id, unit, amount, title = row
    pads = [" " * (width - cells(text)) for width, text in zip(widths, row, strict=True)]
    return f"  {id}{pads[0]}  {unit}{pads[1]}  {pads[2]}{amount}  {title}"


def _plain(text: str) -> str:
    """A text from a file as it can stand in a row: on one line, with nothing that a terminal obeys."""
    return inert(" ".join(text.split()))


def account(about: Changes | None, desk: Desk) -> str:
    """In a sentence: when this party last decided, and what is different since; `None`: it never has."""
    if about is None:
        return _("new")
    when = iso_time(desk.judgement.history.commits[about.since.commit_index].time)[:10]
    decided = _(DECIDED[about.since.record.decision]).format(date=when)
    return _("{decided}; {what}").format(decided=decided, what=joined(_parts(about, desk), clauses=True))


def _parts(about: Changes, desk: Desk) -> list[str]:
    parts = []
    if about.amounts:
        before, now = (money(amount) for amount in about.amounts)
        parts.append(_("amount {before} → {now}").format(before=before, now=now))
    if about.fields:
        labels = list(dict.fromkeys(schema.label(pointer) for pointer in about.fields))
        parts.append(_("changed: {fields}").format(fields=_several(labels)))
    if about.attached:
        parts.append(_("attachments changed: {names}").format(names=_several(about.attached)))
    if about.entries:
        names = [Named(code, desk.catalog.name(kind, code)) for kind, code in about.entries]
        parts.append(_("catalog entries changed: {names}").format(names=_several(names)))
    if about.other:
        parts.append(_("only comments or layout changed"))
    return parts or [_("nothing changed since")]


def _several(names: Sequence[Fact]) -> str:
    if len(names) <= NAMED:
        return joined(names)
    return _("{names} and {count} more").format(names=joined(names[:NAMED]), count=len(names) - NAMED)
