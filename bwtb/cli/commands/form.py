"""`bwtb form`: the application form of annex 1 in its copies, an empty one, or the 整合意见."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bwtb.base.errors import UserError, writing
from bwtb.base.languages import _, joined
from bwtb.base.messages import Message
from bwtb.cli.command import App
from bwtb.cli.options import options
from bwtb.cli.parameters.shared import TrustRoot, check_format
from bwtb.cli.terminal import note, say

if TYPE_CHECKING:
    from bwtb.cli.history.requests import Shown
    from bwtb.registry.catalogs import Catalog
    from bwtb.registry.worktree import WorkTree

app = App()

FORMATS = ("docx", "html", "pdf")
_APPLICANT = "项目需求单位"


@dataclass(frozen=True)
class Page:
    """A form as a page. The document made of it names `author`, and `time` (in seconds since 1970) as its date."""

    html: str
    author: str
    time: int


@app.command(
    help=_(
        "Print the application form of annex 1, ticked from the file: four copies, each saying whose it is, one more for "
        "each further unit that applies. The parties' cells hold their verified sign-offs and are empty without them."
    ),
    epilog=_("Example: bwtb form 2027-mzj-001 -o forms"),
)
def form(
    ids: Annotated[list[str] | None, typer.Argument(metavar="ID", help=_("The requests' ids."))] = None,
    output: Annotated[Path, typer.Option("-o", "--output", metavar="DIR", help=_("Where to put the files."))] = Path(
        "forms"
    ),
    format: Annotated[
        str, typer.Option("--format", metavar="docx|html|pdf", help=_("A Word file, a page for the browser, or a PDF."))
    ] = "docx",
    blank: Annotated[bool, typer.Option("--blank", help=_("An empty form, to be filled in by hand."))] = False,
    opinion: Annotated[
        bool,
        typer.Option(
            "--opinion", help=_("The centre's opinion on an interface (整合意见, article 7) in place of the form.")
        ),
    ] = False,
    trust_root: TrustRoot = None,
) -> None:
    check_format(format, *FORMATS)
    wanted = list(dict.fromkeys(ids or ()))
    if blank and (wanted or opinion):
        raise UserError(_("--blank prints an empty form and takes neither ids nor --opinion."))
    if not blank and not wanted:
        raise UserError(_("Which requests? Name their ids, or --blank for an empty form."))
    from bwtb.base.files import write_file
    from bwtb.registry import catalogs
    from bwtb.registry.layout import find_root
    from bwtb.registry.worktree import WorkTree

    root = find_root(options().registry)
    source = WorkTree(root)
    catalog = catalogs.require(source)
    if blank:
        pages = {f"form-blank.{format}": _blank(catalog, source)}
    else:
        from bwtb.cli.history.requests import look_up

        shown = look_up(root, source, wanted, trust_root)
        _warn(shown)
        make, kind = (_opinion, "opinion") if opinion else (_form, "form")
        pages = {f"{kind}-{one.request.id}.{format}": make(one, catalog, source) for one in shown}
    note_once = cache(note)  # what is said of fonts holds for all of them
    files = {name: _document(page, format, note_once) for name, page in pages.items()}
    with writing(output, _("Name another folder after -o.")):
        for name, content in files.items():
            write_file(output / name, content)
    say(_("Written: {files}").format(files=joined(str(output / name) for name in files)))


def _warn(shown: Sequence[Shown]) -> None:
    """Why a form has no sign-offs, where that is not simply because nobody has signed."""
    from bwtb.cli.history.requests import frozen_differently

    for line in frozen_differently(shown):
        note(line)
    if edited := [one.request.id for one in shown if one.edited]:
        text = _(
            "Note: {ids}: the file differs from the last commit; sign-offs are about the committed text and are not shown."
        )
        note(text.format(ids=joined(edited)))
    for warning in next((one.warnings for one in shown if one.reviewed and not one.edited), ()):
        note(warning)


def _blank(catalog: Catalog, source: WorkTree) -> Page:
    from bwtb.registry.schema import title
    from bwtb.render.page import blank_entry, form_page

    html = form_page(blank_entry(catalog), catalog, source, copies=[_APPLICANT, *_holders(catalog)])
    return Page(html, title("unit"), 0)


def _holders(catalog: Catalog) -> list[str]:
    """The three parties in the order of the form's note: 区府办、区大数据中心、区行政服务中心."""
    return [str(catalog.party(code).get("short", code)) for code in ("office", "bigdata", "centre")]


def _form(one: Shown, catalog: Catalog, source: WorkTree) -> Page:
    from bwtb.proposal import entry_of
    from bwtb.render.page import form_page

    made = entry_of(one.as_judged, catalog)
    copies = [f"{_APPLICANT}（{unit}）" for unit in made.units] + _holders(catalog)
    return Page(form_page(made, catalog, source, copies=copies), "、".join(made.full_units), one.time)


def _opinion(one: Shown, catalog: Catalog, source: WorkTree) -> Page:
    from bwtb.proposal import entry_of
    from bwtb.proposal.entries import full_unit
    from bwtb.render.page import opinion_page

    made = entry_of(one.as_judged, catalog)
    if made.integration is None or made.integration.mode.code != "interface":
        raise UserError(
            _("{id} is no request of 业务整合类 with interfaces, so there is no 整合意见 on it.").format(id=made.id),
            _("Article 7 asks for it where category is integration and integration.mode is interface."),
        )
    if missing := [key for key in ("date", "summary") if not made.integration.opinion.get(key)]:
        fields = joined(f"integration.opinion.{key}" for key in missing)
        note(_("Note: {id} does not say {fields}; these places are left blank.").format(id=made.id, fields=fields))
    author = full_unit(catalog, str(catalog.party("centre").get("unit", "")))
    return Page(opinion_page(made, catalog, source), author, one.time)


def _document(page: Page, format: str, tell: Callable[[Message], None]) -> bytes:
    """The page as a file; `tell` is told what people should know of its fonts."""
    if format == "html":
        return page.html.encode()
    from bwtb.render.layout.pagination import fitted
    from bwtb.render.markup import block_model

    model = fitted(block_model(page.html))
    if format == "docx":
        from bwtb.render import docx

        return docx.write(model, author=page.author, time=page.time)
    from bwtb.render import pdf

    printed = pdf.write(model, author=page.author, time=page.time)
    for said in printed.notes:
        tell(said)
    return printed.content
