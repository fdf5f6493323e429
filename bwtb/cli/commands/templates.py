"""`bwtb templates export|check`: the templates that documents are made of, for a registry to change."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bwtb.base.errors import UserError, writing
from bwtb.base.files import write_file
from bwtb.base.languages import _, joined, ngettext, words
from bwtb.cli.command import App
from bwtb.cli.options import options
from bwtb.cli.terminal import finish, say
from bwtb.registry.layout import find_root
from bwtb.registry.worktree import WorkTree

app = App(help=_("The documents' templates: export, check."), epilog=_("Example: bwtb templates check"))


@app.command(
    help=_(
        "Copy the tool's own templates into the registry's folder templates/, where they take effect and can be changed. "
        "Files that are there already are left alone."
    ),
    epilog=_("Example: bwtb templates export proposal.html.j2"),
)
def export(
    names: Annotated[list[str] | None, typer.Argument(metavar="NAME", help=_("Which templates; all of them."))] = None,
    output: Annotated[
        Path | None,
        typer.Option("-o", "--output", metavar="DIR", help=_("Where to put them; the registry's templates/.")),
    ] = None,
) -> None:
    from bwtb.base import resources
    from bwtb.render.template_check import blocks, defaults

    known = defaults()
    wanted = list(dict.fromkeys(names or known))
    if unknown := [name for name in wanted if name not in known]:
        raise UserError(
            _("There is no template {name}.").format(name=unknown[0]),
            _("The templates are: {names}.").format(names=joined(known)),
        )
    folder = output if output is not None else find_root(options().registry) / "templates"
    for name in wanted:
        target = folder / name
        if target.exists():
            say(_("{path} is there already and was left alone.").format(path=target))
            continue
        content = (resources.path("templates") / "default" / name).read_bytes()
        with writing(folder, _("Name another folder after -o.")):
            write_file(target, content)
        say(str(target))
        if names := blocks(name):
            say("  " + _("Blocks: {names}").format(names=joined(names)))
    example = '{% extends "default/proposal.html.j2" %}{% block principles %}<p>…</p>{% endblock %}'
    say(_("To change one block only, write just that, and the rest follows the tool:") + "\n  " + example)


@app.command(
    help=_(
        "Check the registry's own templates: names that nothing defines, chapters or rows that are missing, and a "
        "rendering of the sample requests."
    ),
    epilog=_("Example: bwtb templates check"),
)
def check() -> None:
    from bwtb.render.template_check import check as problems_of
    from bwtb.render.templates import own_templates

    source = WorkTree(find_root(options().registry))
    own = own_templates(source)
    if not own:
        say(_("The registry has no templates of its own; the tool's own are used."))
        return
    problems = problems_of(source)
    for problem in problems:
        say(f"{problem.path}{f':{problem.line}' if problem.line else ''}: {words(problem.message)}")
    if problems:
        say(ngettext("{count} problem.", "{count} problems.", len(problems)).format(count=len(problems)))
        finish(1)
    fine = ngettext("{count} template checked: fine.", "{count} templates checked: fine.", len(own))
    say(fine.format(count=len(own)))
