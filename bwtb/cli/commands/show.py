"""`bwtb show`: one request as the form, with its sign-offs and history."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any

import typer

from bwtb.base.languages import _, words
from bwtb.cli.command import App
from bwtb.cli.history.requests import Shown, frozen_differently, look_up
from bwtb.cli.history.uncommitted import files_of, how_to_commit
from bwtb.cli.options import options
from bwtb.cli.parameters.shared import TrustRoot, check_format
from bwtb.cli.terminal import emit_json, money, note, say, yuan
from bwtb.cli.views.states import STATES, VERDICTS, deciding, parties_as_json
from bwtb.proposal import Entry, entry_of
from bwtb.registry import catalogs, schema
from bwtb.registry.catalogs import Catalog
from bwtb.registry.layout import find_root
from bwtb.registry.request import DESCRIPTION
from bwtb.registry.worktree import WorkTree
from bwtb.review.states import iso_time
from bwtb.signing.record import digest

app = App()


@app.command(
    help=_("One request as the form of annex 1, with its sign-offs and its history."),
    epilog=_("Example: bwtb show 2027-mzj-001 --format html > form.html"),
)
def show(
    id: Annotated[str, typer.Argument(metavar="ID", help=_("The request's id."))],
    trust_root: TrustRoot = None,
    format: Annotated[
        str,
        typer.Option("--format", metavar="text|json|html", help=_("Text, JSON for programs, or the form as a page.")),
    ] = "text",
) -> None:
    check_format(format, "text", "json", "html")
    root = find_root(options().registry)
    source = WorkTree(root)
    catalog = catalogs.require(source)
    (shown,) = look_up(root, source, [id], trust_root)
    if format == "json":
        emit_json(_as_json(shown))
        return
    if format == "html":
        from bwtb.render.page import form_page

        typer.echo(form_page(entry_of(shown.as_read, catalog), catalog, source, history=_history(shown)), nl=False)
    else:
        for line in _lines(shown, entry_of(shown.as_read, catalog), catalog):
            say(line)
    for line in frozen_differently([shown]):
        note(line)
    if shown.edited:
        note(
            _("Note: the file differs from the last commit; sign-offs are about the committed text and are not shown.")
        )
    elif shown.reviewed is None and shown.time:  # else there is no git to commit it with
        note(
            _("Note: it is not committed yet, so it has no state. Commit it: {commit}.").format(
                commit=how_to_commit(files_of(root, [id]), id)
            )
        )
    elif not shown.trusted:
        for warning in shown.warnings:
            note(warning)


def _history(shown: Shown) -> list[dict[str, str]]:
    return [
        {"commit": c.commit, "date": iso_time(c.time), "author": c.author, "subject": c.subject} for c in shown.history
    ]


def _as_json(shown: Shown) -> dict[str, Any]:
    row = shown.as_read
    return {
        "version": 1,
        "id": shown.request.id,
        "path": shown.request.path,
        "digest": digest(shown.request.raw),
        "committed": shown.reviewed is not None and not shown.edited,
        "trusted": shown.trusted,
        "state": row.state,
        "amount": row.amount,
        "request": dict(shown.request.data),
        "parties": parties_as_json(row),
        "reasons": [words(reason) for reason in row.reasons],
        "history": _history(shown),
    }


def _lines(shown: Shown, one: Entry, catalog: Catalog) -> Iterator[str]:
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
