"""Options and arguments that several commands share. Their help is translated on import: only command modules import this."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from bwtb.base.errors import UserError
from bwtb.base.languages import _

TrustRoot = Annotated[
    str | None,
    typer.Option(
        "--trust-root",
        metavar="sha256:…",
        help=_("The pinned fingerprint of a keyring version, got from the engineers, not from the checkout."),
    ),
]
Yes = Annotated[bool, typer.Option("-y", "--yes", help=_("Do not ask."))]
Format = Annotated[str, typer.Option("--format", metavar="text|json", help=_("Text for people or JSON for programs."))]
Ids = Annotated[list[str] | None, typer.Argument(metavar="ID", help=_("Only these requests."))]
Year = Annotated[int | None, typer.Option("--year", help=_("Only the requests for this year."))]
KeyOption = Annotated[
    Path | None,
    typer.Option(
        "--key",
        metavar="FILE",
        help=_(
            "Your private key, or the .pub file of one in your ssh-agent; else BWTB_KEY, else git's user.signingkey."
        ),
    ),
]


def check_format(value: str, *allowed: str) -> None:
    """Raises UserError, which names those there are, for a format not allowed (text and json where none are named)."""
    names = allowed or ("text", "json")
    if value not in names:
        raise UserError(_("--format takes {allowed}, not “{value}”.").format(allowed=" | ".join(names), value=value))
