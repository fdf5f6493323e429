"""`bwtb explain`: what a code means, with an example of right and wrong and the article's own text."""

from __future__ import annotations

from typing import Annotated

import typer

from bwtb.base.errors import UserError
from bwtb.base.languages import _
from bwtb.base.values import nearest
from bwtb.cli.command import App
from bwtb.cli.terminal import inert, say
from bwtb.cli.views import explanation

app = App()


@app.command(
    help=_("What a code means: an example of right and wrong, what to do, and the article behind it."),
    epilog=_("Example: bwtb explain CODE_UNKNOWN"),
)
def explain(
    code: Annotated[str | None, typer.Argument(help=_("A finding's or a sign-off's code; none: all of them."))] = None,
) -> None:
    if code is None:
        for each in explanation.known():
            say(f"{each}  {explanation.meaning(each)}")
        return
    wanted = code.upper().replace("-", "_")
    if wanted not in explanation.known():
        near = nearest(wanted, explanation.known(), at_least=0.5)
        hint = _("Did you mean {codes}?").format(codes=near) if near else _("`bwtb explain` lists the codes.")
        raise UserError(_("There is no code “{code}”.").format(code=inert(code)), hint)
    for line in explanation.text(wanted):
        say(line)
