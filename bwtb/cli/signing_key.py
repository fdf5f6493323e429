"""What the commands that sign share: the key, its passphrase, and whose name the commit bears."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from bwtb.errors import UserError
from bwtb.i18n import _
from bwtb.signing import keyfile

KeyOption = Annotated[
    Path | None, typer.Option("--key", metavar="FILE", show_default=False, help=_("Your private key; else BWTB_KEY."))
]


def signer_of(key: Path | None) -> keyfile.Signer:
    """The key to sign with: --key, then BWTB_KEY. Raises UserError where there is none."""
    chosen = key or (Path(os.environ["BWTB_KEY"]) if os.environ.get("BWTB_KEY") else None)
    if chosen is None:
        raise UserError(_("No key to sign with."), _("Name your private key with --key FILE, or set BWTB_KEY."))
    return keyfile.load(chosen.expanduser(), _ask_passphrase)


def _ask_passphrase() -> str:
    return str(typer.prompt(_("Passphrase of the key"), hide_input=True))


def author(person: str, party: str) -> tuple[str, str]:
    """Name and e-mail of a sign-off's author: the person as the keyring names them, the address git is told."""
    return person, os.environ.get("GIT_COMMITTER_EMAIL") or f"{party}@bwtb.invalid"
