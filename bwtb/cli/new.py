"""`bwtb new`: draft a request."""

from __future__ import annotations

import datetime
import os
import unicodedata
from pathlib import Path
from typing import Annotated, Any

import typer

from bwtb import catalog as catalogs
from bwtb import draft, registry, schema
from bwtb.catalog import Catalog
from bwtb.cli.ask import ask_choice, ask_text, ask_yes_no, at_terminal
from bwtb.cli.common import common, finish, inert, make_app, note, options, say
from bwtb.cli.naming import Names, categories, find, pick, units
from bwtb.errors import UserError, os_reason
from bwtb.i18n import _

app = make_app(help=_("Draft a request, with every field labelled."))

TITLE_LENGTH = 100


@app.command(
    help=_(
        "Draft a request: a new file with every field labelled, ready to be filled in. "
        "At a terminal it asks for what is missing."
    ),
    epilog=_("Example: bwtb new --unit mzj --category scenario --title 养老服务智能填表"),
)
@common
def new(
    unit: Annotated[str | None, typer.Option("--unit", help=_("The applying unit, code or name."))] = None,
    category: Annotated[str | None, typer.Option("--category", help=_("The category, code or name."))] = None,
    title: Annotated[str | None, typer.Option("--title", help=_("The request's title."))] = None,
    year: Annotated[
        int | None, typer.Option("--year", help=_("The proposal's year; next year if not given."), show_default=False)
    ] = None,
    from_: Annotated[
        Path | None,
        typer.Option(
            "--from",
            metavar="FILE",
            help=_("A YAML file with fields of a request that are known already; options come before it."),
            show_default=False,
        ),
    ] = None,
) -> None:
    root = registry.find_root(options().registry)
    source = registry.WorkTree(root)
    catalog = catalogs.require(source)
    wanted = _year(year)
    answers = {} if from_ is None else _answers(from_, catalog, source)
    if unit is not None:
        answers["unit"] = pick(unit, units(catalog), "--unit")
    if category is not None:
        answers["category"] = pick(category, categories(), "--category")
    if title is not None:
        answers["title"] = _checked_title(title)
    if at_terminal():
        _ask(catalog, answers)
    if "unit" not in answers:
        raise UserError(
            _("Which unit applies is not said, and there is no terminal to ask at."),
            _("Name the unit after --unit, like --unit mzj; `bwtb catalog list units` lists them."),
        )
    path = _create(root, catalog, wanted, answers)
    say(_shown(root / path))
    note(_("Next: fill in the file, then run `bwtb validate {path}` until it finds nothing more;").format(path=path))
    note(_("have the unit's leader endorse it, and commit it with git."))


def _answers(file: Path, catalog: Catalog, source: registry.WorkTree) -> dict[str, Any]:
    """The fields that a file gives. Ends with 1 where something is wrong with it, its findings shown."""
    from bwtb import answers as files
    from bwtb.report import text

    try:
        raw = file.read_bytes()
    except OSError as error:
        raise UserError(
            _("{path} cannot be read: {problem}").format(path=file, problem=os_reason(error)),
            _("Name a YAML file with fields of a request after --from."),
        ) from error
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
        note(
            _("Not taken over, because it belongs to the file it stands in: {fields}.").format(
                fields=", ".join(given.left)
            )
        )
    return dict(given.values)


def _year(year: int | None) -> int:
    wanted = datetime.date.today().year + 1 if year is None else year
    if not 2000 <= wanted <= 2099:
        raise UserError(
            _("{year} is not a year of a proposal.").format(year=wanted),
            _("Name a year between 2000 and 2099 after --year, or leave it out for next year."),
        )
    return wanted


def _title_problem(title: str) -> str | None:
    bad = draft.refused(title)
    if bad:
        return _("The title holds the character {code}, which must not stand in a request.").format(code=bad)
    if len(title) > TITLE_LENGTH:
        return _("The title has {count} characters; at most {limit} fit.").format(count=len(title), limit=TITLE_LENGTH)
    return None


def _checked_title(title: str) -> str:
    title = unicodedata.normalize("NFC", title).strip()
    problem = _title_problem(title)
    if problem:
        raise UserError(f"--title: {problem}", _("Write the title on one line, without special characters."))
    return title


def _ask(catalog: Catalog, answers: dict[str, Any]) -> None:
    """Ask a person for what is missing. A classified project ends here, before anything is written."""
    scope = answers.get("scope", {})
    if scope.get("classified") is not False:
        if ask_yes_no(_("Is the project classified (是否涉密)?")):
            _refuse_classified(catalog)
        answers["scope"] = {**scope, "classified": False}
    if "unit" not in answers:
        names = units(catalog)
        rows = [(code, others[0]) for code, others in names]
        answers["unit"] = ask_choice(_("Which unit applies (申请单位)?"), rows, lambda text: find(text, names))
    if "category" not in answers:
        answers["category"] = _ask_code(_("Which category (需求类别)?"), "/category")
    of_category = {
        "integration": ("mode", _("How is it integrated (整合方式)?")),
        "supplementary": ("level", _("Of which level (创新应用级别)?")),
    }
    if answers["category"] in of_category:
        key, question = of_category[answers["category"]]
        part = answers.get(answers["category"]) or {}
        if not part.get(key):
            code = _ask_code(question, f"/{answers['category']}/{key}")
            answers[answers["category"]] = {**part, key: code}
    if "title" not in answers:
        title = ask_text(_("The request's title (需求名称), Enter to leave it open"), _title_problem)
        if title:
            answers["title"] = _checked_title(title)


def _ask_code(question: str, pointer: str) -> str:
    """One of the codes that the schema fixes for a field, shown with what it says of each."""
    choices = (schema.field(pointer) or {})["oneOf"]
    names: Names = [(str(c["const"]), (str(c["title"]),)) for c in choices]
    rows = [(str(c["const"]), f"{c['title']}：{c['description']}") for c in choices]
    return ask_choice(question, rows, lambda text: find(text, names))


def _refuse_classified(catalog: Catalog) -> None:
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
    first = registry.next_id(registry.WorkTree(root), year, answers["unit"])
    stem, _dash, number = first.rpartition("-")
    for candidate in range(int(number), 1000):
        request_id = f"{stem}-{candidate:03}"
        path = registry.request_path(request_id)
        text = draft.render(request_id, answers, catalog)
        try:
            registry.refuse_link(root, path.rpartition("/")[0])
            registry.create_file(root / path, text.encode())
        except FileExistsError:
            continue
        except OSError as error:
            raise UserError(
                _("{path} cannot be written: {problem}").format(path=root / path, problem=os_reason(error)),
                _("See that the folder can be written to and the disk is not full."),
            ) from error
        return path
    raise UserError(
        _("There is no free number left for {unit} in {year}.").format(unit=answers["unit"], year=year),
        _("A unit has at most 999 requests a year."),
    )


def _shown(file: Path) -> str:
    """The path as a person would type it from where they are."""
    here = Path.cwd()
    return os.path.relpath(file, here) if file.is_relative_to(here) else str(file)
