"""`bwtb explain`: what a code means, with an example of right and wrong and the article's own text."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Annotated

import typer

from bwtb.base.errors import UserError
from bwtb.base.languages import _
from bwtb.checking.explaining import page
from bwtb.cli.command import App
from bwtb.cli.terminal import inert, say

app = App()


@app.command(
    help=_("What a code means: an example of right and wrong, what to do, and the article behind it."),
    epilog=_("Example: bwtb explain CODE_UNKNOWN"),
)
def explain(
    code: Annotated[
        str | None, typer.Argument(help=_("A finding's or a sign-off's code; none: all of them."), show_default=False)
    ] = None,
) -> None:
    if code is None:
        for each in page.known():
            said = page.meaning(each) if each in page.EXAMPLES else page.signoff_meanings(each)[0]
            say(f"{each}  {said}")
        return
    wanted = code.upper().replace("-", "_")
    if wanted not in page.known():
        near = get_close_matches(wanted, page.known(), 1, 0.5)
        hint = _("Did you mean {codes}?").format(codes=near[0]) if near else _("`bwtb explain` lists the codes.")
        raise UserError(_("There is no code “{code}”.").format(code=inert(code)), hint)
    for line in page.text(wanted):
        say(line)
