"""How `bwtb show` puts one request: the rows of the form, its texts and budget, its sign-offs and history."""

from __future__ import annotations

from collections.abc import Iterator

from bwtb.base.languages import _, words
from bwtb.cli.history.requests import Shown
from bwtb.cli.terminal import money, yuan
from bwtb.cli.views.states import STATES, VERDICTS, deciding
from bwtb.proposal import Entry
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog
from bwtb.registry.request import DESCRIPTION
from bwtb.review.states import iso_time


def lines(shown: Shown, one: Entry, catalog: Catalog) -> Iterator[str]:
    """The request as the form has it, the parties' verdicts, and its history."""
    row = shown.as_read
    state = _(STATES[row.state]) if row.state else _("not committed")
    yield f"{one.id}  {state}  {one.title}"
    yield from _rows(one, catalog)
    yield from _texts(one)
    yield from _budget(one)
    yield from _people(one)
    if row.parties:
        yield "\n" + _("Joint review")
        for party in deciding(row):
            verdict = row.parties[party]
            who = "，".join(part for part in (verdict.signer, verdict.date[:10], verdict.commit[:12]) if part)
            yield f"  {catalog.name('parties', party)}  {_(VERDICTS[verdict.verdict])}{f'（{who}）' if who else ''}"
            if verdict.opinion:
                yield f"    {verdict.opinion}"
    yield from (f"  → {words(reason)}" for reason in row.reasons)
    if shown.history:
        yield "\n" + _("History")
        for change in shown.history:
            yield f"  {iso_time(change.time)[:16].replace('T', ' ')}  {change.commit[:12]}  {change.author}  {change.subject}"


def _label(pointer: str) -> str:
    """A field's name in the language in force."""
    return words(schema.label(pointer))


def _rows(one: Entry, catalog: Catalog) -> Iterator[str]:
    """The short rows of the form, those that have something in them."""
    data = one.request
    types = [
        f"{schema.title(f'application.{key}')}（{'、'.join(schema.codes(f'application.{key}').get(c, c) for c in ticked)}）"
        for key, ticked in one.application.items()
        if ticked and key != "new_system"
    ]
    types += [schema.title("application.new_system")] if one.application["new_system"] else []
    rows = {
        "unit": "、".join(one.full_units),
        "category": one.category.name,
        "nature": "、".join(n.name for n in one.nature),
        "application": "；".join(types),
        "platforms": "、".join(filter(None, [*(p.name for p in one.platforms), one.platform_other])),
        "capabilities": "、".join(f"{c.number} {c.name}" for c in one.capabilities),
        "surfaces": "、".join(s.name for s in one.surfaces),
        "scopes": "、".join(s.name for s in one.scopes),
        "scope.funding": "、".join(f.name for f in one.funding),
        "basis": "；".join(b.title + (f"（{b.number}）" if b.number else "") for b in one.basis),
        "joint_units": "、".join(catalog.name("units", u) for u in data.units[1:]),
    }
    yield from (f"{_label(key)}：{value}" for key, value in rows.items() if value)


def _texts(one: Entry) -> Iterator[str]:
    for key in DESCRIPTION:
        if one.texts[key]:
            yield "\n" + _label(f"description.{key}")
            yield from (f"  {text}" for text in one.texts[key])


def _budget(one: Entry) -> Iterator[str]:
    yield "\n" + _label("budget")
    for line in one.lines:
        year = f"（{line.year}）" if line.year != one.request.year else ""
        bearer = f"  {line.borne_by.name}" if one.integration else ""
        yield f"  {line.name}{year}  {line.kind.name}  {yuan(line.amount)}{bearer}"
    own = _(", of which {amount} borne by the unit").format(amount=money(one.own)) if one.own else ""
    yield "  " + _("This year: {amount}").format(amount=money(one.platform + one.own)) + own
    yield from (f"  {text}" for text in one.budget_note)


def _people(one: Entry) -> Iterator[str]:
    if one.contact:
        yield f"\n{_label('contact')}：{'　'.join(one.contact.values())}"
    for endorsement in one.endorsements:
        who = f"{endorsement.unit}，{endorsement.name}，{endorsement.date}"
        yield f"{_label('endorsements')}：{endorsement.opinion}（{who}）"
    for attachment in one.request.list("attachments"):
        if isinstance(attachment, dict):
            yield f"{_label('attachments')}：{attachment.get('title', '')}  {attachment.get('path', '')}"
    if one.remarks:
        yield f"{_label('remarks')}：{'　'.join(one.remarks)}"
