"""`bwtb keyring init|show|fingerprint`: who may sign for which party."""

from __future__ import annotations

import json
import secrets
from pathlib import Path
from typing import Annotated, Any

import typer

from bwtb.catalog import PARTIES
from bwtb.cli.common import Format, TrustRoot, check_format, common, make_app, note, options, say
from bwtb.cli.judging import judging, open_registry
from bwtb.errors import UserError
from bwtb.gitstore import open_objects
from bwtb.i18n import _
from bwtb.registry import WorkTree, find_root, write_file
from bwtb.signing import keyring as keyrings
from bwtb.signing.keyring import Keyring
from bwtb.signing.record import digest
from bwtb.signing.verify import judge
from bwtb.trust import pin as find_pin

app = make_app(
    help=_("Who may sign for which party."),
    epilog=_("Example: bwtb keyring init --person centre:张三:keys/centre.pub …"),
)


@app.command(
    "init",
    help=_("Write the keyring's first version and print its fingerprint."),
    epilog=_(
        "Example: bwtb keyring init --person centre:张三:a.pub --person office:李四:b.pub --person bigdata:王五:c.pub"
    ),
)
@common
def init(
    person: Annotated[
        list[str],
        typer.Option(
            "--person",
            metavar="PARTY:NAME:FILE.pub",
            help=_("A person of a party (or unit) and a public-key file; repeat."),
        ),
    ],
) -> None:
    root = find_root(options().registry)
    if versions := _versions(root):
        raise UserError(
            _("This registry has a keyring already: {path}.").format(path=versions[-1]),
            _("A keyring is never begun anew; changes are new versions that the three parties approve."),
        )
    people: dict[str, dict[str, list[str]]] = {}
    for entry in person:
        owner, name, line = _person(entry)
        people.setdefault(owner, {}).setdefault(name, []).append(line)
    try:
        raw = keyrings.render(secrets.token_hex(16), 1, None, people)
    except keyrings.KeyringError as error:
        raise UserError(
            _("The keyring would not be valid: {reason}.").format(reason=error),
            _("Each of {parties} needs at least one person with one key of their own.").format(
                parties=", ".join(PARTIES)
            ),
        ) from error
    path = keyrings.path_of(1)
    write_file(root / path, raw)
    say(digest(raw))
    note(
        _(
            "Written: {path}. Commit it, and give the fingerprint above to everyone who verifies, by another way than git."
        ).format(path=path)
    )


def _person(entry: str) -> tuple[str, str, str]:
    owner, _first, rest = entry.partition(":")
    name, _second, file = rest.partition(":")
    if not owner or not name.strip() or not file:
        raise UserError(_("“{entry}” is not of the form PARTY:NAME:FILE.pub.").format(entry=entry))
    try:
        lines = Path(file).expanduser().read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UserError(
            _("The public-key file {path} cannot be read.").format(path=file),
            _("Name the .pub file that ssh-keygen wrote beside the private key."),
        ) from error
    if len(lines) != 1 or "PRIVATE" in lines[0]:
        raise UserError(
            _("{path} does not hold one public key.").format(path=file), _("Name the .pub file, never the private key.")
        )
    return owner, name.strip(), lines[0].strip()


def _versions(root: Path) -> list[str]:
    """The version files in the work tree, lowest first."""
    files = WorkTree(root).files(keyrings.FOLDER)
    return [f for f in files if keyrings.FILE_NAME.fullmatch(f.removeprefix(keyrings.FOLDER + "/"))]


@app.command(
    "fingerprint",
    help=_("Print the fingerprint of a keyring version as it stands in the work tree (the last one unless named)."),
    epilog=_("Example: bwtb keyring fingerprint 1"),
)
@common
def fingerprint(
    version: Annotated[int | None, typer.Argument(help=_("The version's number."), show_default=False)] = None,
) -> None:
    root = find_root(options().registry)
    versions = _versions(root)
    path = keyrings.path_of(version) if version is not None else (versions[-1] if versions else keyrings.path_of(1))
    raw = WorkTree(root).read(path)
    if raw is None:
        raise UserError(
            _("There is no keyring version {path}.").format(path=path), _("`bwtb keyring init` makes the first.")
        )
    say(f"{digest(raw)}  {path}")


@app.command(
    "show",
    help=_("Show who may sign, as the keyring in force at the last commit says."),
    epilog=_("Example: bwtb keyring show"),
)
@common
def show(trust_root: TrustRoot = None, format: Format = "text") -> None:
    check_format(format)
    _root, repository = open_registry(options().registry)
    with judging(), open_objects(repository) as objects:
        judgement = judge(repository, objects, repository.resolve("HEAD"), find_pin(trust_root))
    ring = judgement.keyring
    if ring is None:
        raise UserError(
            _("The last commit holds no keyring in force."), _("`bwtb keyring init` makes the first; commit it.")
        )
    if format == "json":
        typer.echo(json.dumps(_as_json(ring, trusted=judgement.trusted), ensure_ascii=False, indent=2))
        return
    pinned = _("pinned") if judgement.trusted else _("not pinned: taken from the checkout unchecked")
    say(
        _("Keyring version {version} of registry {registry} ({pinned})").format(
            version=ring.version, registry=ring.registry, pinned=pinned
        )
    )
    say(f"{ring.digest}")
    for owner in dict.fromkeys(k.owner for k in ring.keys):
        for key in ring.of(owner):
            until = (
                "  " + _("retired, accepted until {commit}").format(commit=key.accept_until[:12])
                if key.accept_until
                else ""
            )
            say(f"  {owner}  {key.person}  {key.fingerprint}{until}")
        if owner in PARTIES and sum(not k.accept_until for k in ring.of(owner)) < 2:
            say(
                "    "
                + _(
                    "advice: a second key (another person or a spare) keeps {party} able to sign when one is lost"
                ).format(party=owner)
            )


def _as_json(ring: Keyring, *, trusted: bool) -> dict[str, Any]:
    return {
        "version": 1,
        "trusted": trusted,
        "keyring": {
            "version": ring.version,
            "digest": ring.digest,
            "registry": ring.registry,
            "previous": ring.previous,
        },
        "keys": [
            {
                "owner": k.owner,
                "person": k.person,
                "fingerprint": k.fingerprint,
                "public": k.line,
                "accept_until": k.accept_until,
            }
            for k in ring.keys
        ],
    }
