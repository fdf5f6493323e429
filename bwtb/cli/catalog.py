"""`bwtb catalog list|show`: look things up in the catalog."""

from __future__ import annotations

from typing import Annotated

import typer

from bwtb import catalog as catalogs
from bwtb.cli.common import check_format, common, emit_json, inert, make_app, options, say
from bwtb.cli.parameters import Format
from bwtb.errors import UserError
from bwtb.i18n import _
from bwtb.registry import WorkTree, find_root

app = make_app(help=_("Look things up in the catalog."), epilog=_("Example: bwtb catalog show cap-15"))


def _catalog() -> catalogs.Catalog:
    return catalogs.require(WorkTree(find_root(options().registry)))


@app.command("list", help=_("List one of the catalog's lists."), epilog=_("Example: bwtb catalog list units"))
@common
def list_(
    kind: Annotated[
        str, typer.Argument(metavar="LIST", help=_("Which list: {lists}.").format(lists=", ".join(catalogs.LISTS)))
    ] = "capabilities",
    format: Format = "text",
) -> None:
    check_format(format)
    if kind not in catalogs.LISTS:
        raise UserError(
            _("There is no list “{kind}” in the catalog.").format(kind=kind),
            _("The lists are: {lists}.").format(lists=", ".join(catalogs.LISTS)),
        )
    entries = _catalog().lists[kind]
    if format == "json":
        emit_json({"version": 1, "list": kind, "entries": list(entries.values())})
        return
    for code, entry in entries.items():
        say(f"{code}  {entry.get('name') or entry.get('title') or entry.get('before', '')}")


@app.command(
    "show", help=_("Show everything the catalog says of one code."), epilog=_("Example: bwtb catalog show cap-15")
)
@common
def show(
    code: Annotated[str, typer.Argument(metavar="CODE", help=_("A code or a Chinese name."))], format: Format = "text"
) -> None:
    check_format(format)
    catalog = _catalog()
    found = [(kind, entry) for kind in catalogs.LISTS if (entry := catalog.entry(kind, code))] or [
        (kind, entry)
        for kind in catalogs.LISTS
        for entry in catalog.lists[kind].values()
        if code in (entry.get("name"), entry.get("full_name"), entry.get("short"))
    ]
    if not found:
        near = [n for kind in catalogs.LISTS if (n := catalog.nearest(kind, code))]
        hint = (
            _("Did you mean {codes}?").format(codes=", ".join(near))
            if near
            else _("`bwtb catalog list` lists the codes.")
        )
        raise UserError(_("The catalog has no “{code}”.").format(code=inert(code)), hint)
    if format == "json":
        rows = [{"list": kind, "entry": entry} for kind, entry in found]
        emit_json({"version": 1, "found": rows})
        return
    for kind, entry in found:
        say(f"[{kind}]")
        for key, value in entry.items():
            shown = ", ".join(map(str, value)) if isinstance(value, list) else str(value)
            say(f"  {key}: {shown}".replace("\n", "\n    "))
