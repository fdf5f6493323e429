"""`bwtb show`: one request as the form, with its sign-offs and history."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from bwtb.base.languages import _, words
from bwtb.cli.command import App
from bwtb.cli.history.requests import Shown, frozen_differently, look_up
from bwtb.cli.options import options
from bwtb.cli.parameters.shared import TrustRoot, check_format
from bwtb.cli.terminal import emit_json, note, say
from bwtb.cli.views.request import lines
from bwtb.cli.views.states import parties_as_json
from bwtb.proposal import entry_of
from bwtb.registry import catalogs
from bwtb.registry.layout import find_root
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
        for line in lines(shown, entry_of(shown.as_read, catalog), catalog):
            say(line)
    for line in frozen_differently([shown]):
        note(line)
    if shown.edited:
        note(
            _("Note: the file differs from the last commit; sign-offs are about the committed text and are not shown.")
        )
    elif shown.reviewed and not shown.trusted:
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
