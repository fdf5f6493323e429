"""`bwtb hook`: git hooks that check commits on a client and judge pushes on a server."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer

from bwtb.actions import hooks, receiving
from bwtb.actions.receiving import Refusal
from bwtb.base.errors import UserError
from bwtb.base.languages import _, language, words
from bwtb.cli.command import App
from bwtb.cli.history.opening import history_errors_explained, names_in, warn_of
from bwtb.cli.options import options
from bwtb.cli.parameters.shared import TrustRoot, Yes
from bwtb.cli.terminal import confirm, finish, note, say
from bwtb.git import open_objects, open_repository, programs
from bwtb.registry.layout import find_root
from bwtb.signing.judge import judge
from bwtb.signing.pin import find_pin

app = App(
    help=_("Git hooks: check before a commit, judge before a server takes a push."),
    epilog=_("Example: bwtb hook install --server /srv/git/registry.git --trust-root sha256:…"),
)

# How many refusals are shown: whoever pushes has to begin somewhere.
SHOWN = 20


@app.command(
    help=_("Install the client's hook in this registry, or with --server the server's in a bare repository."),
    epilog=_("Example: bwtb hook install --client"),
)
def install(
    client: Annotated[
        bool,
        typer.Option("--client", help=_("Check what is staged before each commit (what is done unless --server).")),
    ] = False,
    server: Annotated[
        Path | None, typer.Option("--server", metavar="REPO", help=_("Judge what is pushed to this bare repository."))
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help=_("Put it in place of another hook, which is kept as .old."))
    ] = False,
    trust_root: TrustRoot = None,
    yes: Yes = False,
) -> None:
    if client and server is not None:
        raise UserError(_("--client and --server exclude each other."), _("Give only one of them."))
    if server is not None:
        _install_server(server, trust_root, replace=replace, yes=yes)
        return
    own = hooks.client_hook(open_repository(find_root(options().registry)))
    if _put(own, replace=replace, yes=yes):
        say(_("Installed: {path}. Commits with errors are refused from now on.").format(path=own.file))


def _install_server(folder: Path, trust_root: str | None, *, replace: bool, yes: bool) -> None:
    repository = open_repository(folder)
    own = hooks.server_hook(repository, language())
    known = hooks.read_pin(repository) if hooks.pin_file(repository).is_file() else None
    pin = find_pin(trust_root) or known
    if pin is None:
        raise UserError(
            _("The server needs the fingerprint of the keyring that it is to trust."),
            _("Give it with --trust-root sha256:…, as `bwtb keyring fingerprint 1` prints it."),
        )
    if known not in (None, pin):
        confirm(_("Trust {pin} from now on, in place of {known}?").format(pin=pin, known=known), yes=yes)
    changed = _put(own, replace=replace, yes=yes)
    if pin != known:
        hooks.write_pin(repository, pin)
    if changed or pin != known:
        say(_("Installed: {path}. It trusts {pin}.").format(path=own.file, pin=pin))
    if tip := repository.object_at("HEAD"):
        with history_errors_explained(), open_objects(repository) as objects:
            judgement = judge(repository, objects, tip, pin)
            warn_of(judgement.problems, names_in(objects, judgement.tree))  # a pin that does not fit shows here


def _put(own: hooks.Hook, *, replace: bool, yes: bool) -> bool:
    """Install a hook unless it stands there as it should; says so."""
    if own.is_current:
        say(_("Nothing to do: {path} is up to date.").format(path=own.file))
        return False
    if own.is_foreign and replace:
        confirm(_("Put our hook in place of {path}, which is kept as .old?").format(path=own.file), yes=yes)
    hooks.install(own, replace=replace)
    return True


@app.command(
    help=_("Judge a push: git on the server runs this and gives it lines of old, new and ref."),
    epilog=_("Example: echo OLD NEW refs/heads/main | bwtb hook pre-receive"),
)
def pre_receive(trust_root: TrustRoot = None) -> None:
    repository = open_repository(Path(os.environ.get("GIT_DIR", ".")))
    # Neither the environment nor a home folder is asked: on a server both may be the pusher's.
    pin = find_pin(trust_root) if trust_root else hooks.read_pin(repository)
    if pin is None:
        raise UserError(
            _("This server does not know which keyring to trust, so it takes nothing."),
            _("The engineers who keep the server set it with `bwtb hook install --server REPO --trust-root sha256:…`."),
        )
    if refused := receiving.refusals(repository, receiving.read_updates(_lines()), pin):
        _show(refused)
        finish(1)


def _lines() -> list[str]:
    """What git gives the hook. Names of branches are bytes, of whatever encoding, and may hold what Python ends lines at."""
    return [programs.text(line) for line in sys.stdin.buffer.read().split(b"\n") if line]


def _show(refused: list[Refusal]) -> None:
    """What speaks against the push, branch by branch, with what to do. Git passes it on to the pusher."""
    note(_("This push is refused; nothing of it was taken over."))
    for ref in dict.fromkeys(r.ref for r in refused):
        note(f"{ref.removeprefix(receiving.BRANCHES)}:")
        own = [r for r in refused if r.ref == ref]
        for number, refusal in enumerate(own[:SHOWN], 1):
            where = f"{refusal.where} " if refusal.where else ""
            note(f"  {number}. {where}{refusal.code}: {words(refusal.message)}")
            if refusal.hint:
                note("     " + _("What to do: {hint}").format(hint=words(refusal.hint)))
        if len(own) > SHOWN:
            note("  " + _("… and {count} more.").format(count=len(own) - SHOWN))
