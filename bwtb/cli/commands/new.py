"""`bwtb new`: draft a request."""

from __future__ import annotations

import datetime
import os
import sys
import unicodedata
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from bwtb.base.errors import UserError, reading, writing
from bwtb.base.files import create_file
from bwtb.base.languages import _, words
from bwtb.cli.command import App
from bwtb.cli.options import options
from bwtb.cli.parameters.names import categories, pick, units
from bwtb.cli.terminal import finish, inert, note, say
from bwtb.interview import fields, unfinished
from bwtb.interview.answers import Checker
from bwtb.interview.unfinished import Unfinished
from bwtb.registry import catalogs, draft, layout
from bwtb.registry.catalogs import Catalog
from bwtb.registry.worktree import WorkTree, refuse_link

if TYPE_CHECKING:
    from bwtb.cli.wizard.asking import Asker

app = App()


@app.command(
    help=_(
        "Draft a request: a new file with every field labelled, ready to be filled in. "
        "At a terminal it asks for what is missing."
    ),
    epilog=_("Example: bwtb new --unit mzj --category scenario --title 养老服务智能填表"),
)
def new(
    unit: Annotated[str | None, typer.Option("--unit", help=_("The applying unit, code or name."))] = None,
    category: Annotated[str | None, typer.Option("--category", help=_("The category, code or name."))] = None,
    title: Annotated[str | None, typer.Option("--title", help=_("The request's title."))] = None,
    year: Annotated[int | None, typer.Option("--year", help=_("The proposal's year; next year if not given."))] = None,
    from_: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help=_("A YAML file with fields of a request that are known already; options come before it."),
        ),
    ] = None,
) -> None:
    root = layout.find_root(options().registry)
    source = WorkTree(root)
    catalog = catalogs.require(source)
    wanted = _year(year)
    answers = {} if from_ is None else _answers(from_, catalog, source)
    if unit is not None:
        answers["unit"] = pick(unit, units(catalog), "--unit")
    if category is not None:
        answers["category"] = pick(category, categories(), "--category")
    checker = Checker(catalog, source, wanted)
    if title is not None:
        answers["title"] = unicodedata.normalize("NFC", title).strip()
        if wrong := checker.wrong({}, "/title", answers["title"]):
            raise UserError(f"--title: {words(wrong.message)}", wrong.hint)
    kept = None
    if sys.stdin.isatty() and sys.stdout.isatty():
        fresh = not answers and from_ is None and year is None
        wanted, answers, kept = _interview(root, checker, answers, fresh=fresh)
    if "unit" not in answers:
        raise UserError(
            _("Which unit applies is not said, and there is no terminal to ask at."),
            _("Name the unit after --unit, like --unit mzj; `bwtb catalog list units` lists them."),
        )
    path = _create(root, catalog, wanted, answers)
    if kept is not None:
        unfinished.written(kept, answers["unit"])
    # The path as a person would type it from where they are.
    file, here = root / path, Path.cwd()
    say(os.path.relpath(file, here) if file.is_relative_to(here) else str(file))
    text = _("Next: fill in the file, then run `bwtb validate {path}` until it finds nothing more;")
    if kept is not None and not replace(checker, year=wanted).missing(answers):
        text = _("Next: nothing is left open; look the file over (`bwtb validate {path}` checks it),")
    note(text.format(path=path))
    note(_("have the unit's leader endorse it, and commit it with git."))


def _answers(file: Path, catalog: Catalog, source: WorkTree) -> dict[str, Any]:
    """The fields that a file gives. Ends with 1 where something is wrong with it, its findings shown."""
    from bwtb.checking.report import text
    from bwtb.interview import from_file as files

    with reading(file, _("Name a YAML file with fields of a request after --from.")):
        raw = file.read_bytes()
    given = files.read(raw, str(file), catalog, source)
    if given.classified:
        _refuse_classified(catalog)
    if given.findings:
        lines = raw.decode("utf-8-sig", "replace").splitlines()
        for line in text.render(given.findings, lambda _path: lines, inert):
            note(line)
        note(_("Nothing was written."))
        finish(1)
    if given.left:
        left = _("Not taken over, because it belongs to the file it stands in: {fields}.")
        note(left.format(fields=", ".join(map(words, given.left))))
    return dict(given.values)


def _year(year: int | None) -> int:
    wanted = datetime.date.today().year + 1 if year is None else year
    if not 2000 <= wanted <= 2099:
        raise UserError(
            _("{year} is not a year of a proposal.").format(year=wanted),
            _("Name a year between 2000 and 2099 after --year, or leave it out for next year."),
        )
    return wanted


def _interview(
    root: Path, checker: Checker, answers: dict[str, Any], *, fresh: bool
) -> tuple[int, dict[str, Any], Unfinished]:
    """Ask a person for what is missing; gives the year, the answers, and where they are kept until they are written.

    Ends with 1 for a classified project, with 0 where the person throws all away, and with 130 where they break off.
    `fresh`: nothing was said on the line.
    """
    from bwtb.cli.wizard import walk
    from bwtb.cli.wizard.asking import StoppedError

    asker, kept = _asker(), unfinished.new(root, checker.year)
    waiting = unfinished.kept_for(root)
    # What the line or the file says is not asked.
    known = frozenset(q.pointer for q in fields.QUESTIONS if fields.get(answers, q.pointer) is not None)
    talk = walk.Interview(asker, checker, kept, answers, known=known)
    try:
        if waiting and fresh:
            chosen = walk.choose_unfinished(asker, waiting, checker)
            if chosen is not None:
                talk = walk.taken_up(asker, checker, chosen)
        elif waiting:
            note(_("There is a request that you did not finish; `bwtb new` alone offers to go on with it."))
        return talk.checker.year, fields.finished(talk.run()), talk.kept
    except walk.ClassifiedError:
        unfinished.forget(talk.kept)
        _refuse_classified(checker.catalog)
    except walk.GivenUpError:
        unfinished.forget(talk.kept)
        note(_("Nothing was written, and nothing is kept."))
        finish(0)
    except StoppedError:
        note("")
        kept_text = _("No request was written yet. What you entered is kept: run `bwtb new` to go on with it.")
        note(kept_text if talk.kept.file.is_file() else _("Nothing was written."))
        finish(130)


def _asker() -> Asker:
    """The way of asking that fits the terminal."""
    if os.environ.get("TERM", "").lower() in ("dumb", "unknown", "") and sys.platform != "win32":
        from bwtb.cli.wizard.lines import Lines

        return Lines()
    from bwtb.cli.wizard.screen import Screen

    return Screen()


def _refuse_classified(catalog: Catalog) -> NoReturn:
    article = catalog.entry("articles", "art-02") or {}
    note(_("A classified project is outside these rules: nothing was written."))
    note(_("Article 2: {text}").format(text=article.get("text", "")))
    note(_("Do not put anything of it into this registry; handle it under the rules on state secrets."))
    finish(1)


def _create(root: Path, catalog: Catalog, year: int, answers: dict[str, Any]) -> str:
    """Write the draft under the next free number and give its path. Never overwrites; another's number is passed over."""
    folder = root / "requests" / str(year)
    if folder.is_symlink() or (root / "requests").is_symlink():
        raise UserError(
            _("{path} is a link; requests are not written through links.").format(path=folder),
            _("Replace the link by a folder."),
        )
    stem, _dash, number = layout.next_id(WorkTree(root), year, answers["unit"]).rpartition("-")
    hint = _("See that the folder can be written to and the disk is not full.")
    for candidate in range(int(number), 1000):
        request_id = f"{stem}-{candidate:03}"
        path = layout.request_path(request_id)
        with writing(root / path, hint), suppress(FileExistsError):
            refuse_link(root, path.rpartition("/")[0])
            create_file(root / path, draft.render(request_id, answers, catalog, words).encode())
            return path
    raise UserError(
        _("There is no free number left for {unit} in {year}.").format(unit=answers["unit"], year=year),
        _("A unit has at most 999 requests a year."),
    )
