"""`bwtb catalog list|show|schemas`: look things up in the catalog, and give editors its codes."""

from __future__ import annotations

from typing import Annotated

import typer

from bwtb.base.errors import UserError
from bwtb.base.languages import _
from bwtb.cli.command import App
from bwtb.cli.options import options
from bwtb.cli.parameters.shared import Format, check_format
from bwtb.cli.terminal import emit_json, finish, inert, say
from bwtb.cli.views.entry import entry_lines
from bwtb.registry import catalogs, schema
from bwtb.registry.layout import find_root
from bwtb.registry.worktree import WorkTree, write_below

app = App(help=_("Look things up in the catalog."), epilog=_("Example: bwtb catalog show cap-15"))


def _catalog() -> catalogs.Catalog:
    return catalogs.require(WorkTree(find_root(options().registry)))


@app.command("list", help=_("List one of the catalog's lists."), epilog=_("Example: bwtb catalog list units"))
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
        say(f"{code}  {schema.called(entry) or entry.get('before', '')}")


@app.command(help=_("Show everything the catalog says of one code."), epilog=_("Example: bwtb catalog show cap-15"))
def show(
    code: Annotated[str, typer.Argument(metavar="CODE", help=_("A code or a Chinese name."))], format: Format = "text"
) -> None:
    check_format(format)
    catalog = _catalog()
    matches = [(kind, entry) for kind in catalogs.LISTS if (entry := catalog.entry(kind, code))] or [
        (kind, entry)
        for kind in catalogs.LISTS
        for entry in catalog.lists[kind].values()
        if code in (entry.get("name"), entry.get("full_name"), entry.get("short"))
    ]
    if not matches:
        hint = _("`bwtb catalog list` lists the codes.")
        if near := [n for kind in catalogs.LISTS if (n := catalog.nearest(kind, code))]:
            hint = _("Did you mean {codes}?").format(codes=", ".join(near))
        raise UserError(_("The catalog has no “{code}”.").format(code=inert(code)), hint)
    if format == "json":
        emit_json({"version": 1, "found": [{"list": kind, "entry": entry} for kind, entry in matches]})
        return
    for kind, entry in matches:
        for line in entry_lines(kind, entry, catalog):
            say(line)


@app.command(
    help=_(
        "Write the schemas that editors use anew, with the codes and names of the catalog: after changing the catalog, "
        "or with a new version of bwtb. They decide nothing."
    ),
    epilog=_("Example: bwtb catalog schemas"),
)
def schemas(
    check: Annotated[
        bool, typer.Option("--check", help=_("Write nothing; end with 1 where one of them is not up to date."))
    ] = False,
) -> None:
    from bwtb.base import resources
    from bwtb.registry import editor

    root = find_root(options().registry)
    if (root / "schemas").resolve() == resources.path("schemas").resolve():
        text = _("{path} is where bwtb itself is developed: its schemas judge, and are written by hand.")
        raise UserError(text.format(path=root), _("Name the registry's own folder after --registry."))
    source = WorkTree(root)
    wanted = editor.files(catalogs.require(source))
    changed = sorted(path for path, content in wanted.items() if source.read_bounded(path) != content)
    for path in changed:
        if not check:
            write_below(root, path, wanted[path])
        say(_("Not up to date: {path}").format(path=path) if check else _("Written: {path}").format(path=path))
    if not changed and not options().quiet:
        say(_("The editors' schemas are up to date."))
    if check and changed:
        finish(1)
