"""What the commands that sign share: the key, its passphrase, and whose name the commit bears."""

from __future__ import annotations

import os
from pathlib import Path

import typer

from bwtb.base import leftovers
from bwtb.base.errors import UserError
from bwtb.base.languages import _
from bwtb.git import user_setting
from bwtb.signing import keyfile


def signer_of(key: Path | None) -> keyfile.Signer:
    """The key to sign with: --key, BWTB_KEY, the user's own `user.signingkey`. Raises UserError where there is none."""
    named = key or (Path(os.environ["BWTB_KEY"]) if os.environ.get("BWTB_KEY") else None)
    if named is not None:
        return keyfile.load(named.expanduser(), _ask_passphrase)
    setting = user_setting("user.signingkey")
    if not setting:
        raise UserError(_("No key to sign with."), _("Name your private key with --key FILE, or set BWTB_KEY."))
    return keyfile.from_git_setting(setting, _ask_passphrase, leftovers.lasting())


def _ask_passphrase() -> str:
    return str(typer.prompt(_("Passphrase of the key"), hide_input=True, prompt_suffix=_(": ")))


def author(person: str, party: str) -> tuple[str, str]:
    """Name and e-mail of a sign-off's author: the person as the keyring names them, the address git is told."""
    return person, os.environ.get("GIT_COMMITTER_EMAIL") or f"{party}@bwtb.invalid"
