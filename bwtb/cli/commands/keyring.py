"""`bwtb keyring`: who may sign for which party, and how that changes."""

from __future__ import annotations

import secrets
import time
from pathlib import Path
from typing import Annotated

import typer

from bwtb.actions import signoff
from bwtb.base.errors import UserError
from bwtb.base.languages import _, joined, words
from bwtb.base.messages import Named
from bwtb.cli.command import App
from bwtb.cli.history import uncommitted
from bwtb.cli.history.opening import open_registry, opened_registry
from bwtb.cli.options import options
from bwtb.cli.parameters.shared import Format, KeyOption, TrustRoot, Yes, check_format
from bwtb.cli.parameters.signing_key import author, signer_of
from bwtb.cli.terminal import confirm, emit_json, note, say
from bwtb.cli.views import keyring
from bwtb.git import CommitTree, Repository
from bwtb.git.checkout import alone
from bwtb.registry import catalogs
from bwtb.registry.catalogs import PARTIES
from bwtb.registry.layout import find_root
from bwtb.registry.worktree import WorkTree, create_below, write_below
from bwtb.signing import keyring as keyrings
from bwtb.signing import public_key
from bwtb.signing.judge import Judgement, judge
from bwtb.signing.key_states import key_states, pending_versions
from bwtb.signing.keyring import Keyring
from bwtb.signing.notices import with_names
from bwtb.signing.pin import find_pin, remember
from bwtb.signing.record import digest
from bwtb.signing.sshsig import public_blob

app = App(
    help=_("Who may sign for which party."),
    epilog=_("Example: bwtb keyring init --person centre:张三:keys/centre.pub …"),
)


PersonOption = Annotated[
    list[str],
    typer.Option(
        "--person",
        metavar="PARTY:NAME:FILE.pub",
        help=_("A person of a party (or unit) and a public-key file; repeat."),
    ),
]
KeyArgument = Annotated[
    str, typer.Argument(metavar="KEY", help=_("The key's fingerprint, or the name of a person who has one key."))
]
AcceptUntil = Annotated[
    str, typer.Option("--accept-until", metavar="REV", help=_("The last commit whose decisions by that key stand."))
]


@app.command(
    help=_("Write the keyring's first version and print its fingerprint."),
    epilog=_(
        "Example: bwtb keyring init --person centre:张三:a.pub --person office:李四:b.pub --person bigdata:王五:c.pub"
    ),
)
def init(person: PersonOption) -> None:
    root = find_root(options().registry)
    if versions := _versions(root):
        raise _begun_already(versions[-1])
    entries = [_person(root, entry) for entry in person]
    owners = {entry.owner for entry in entries}
    if lacking := uncommitted.without_a_person(root, [party for party in PARTIES if party not in owners]):
        raise lacking
    try:
        raw = keyrings.render(secrets.token_hex(16), 1, None, entries)
    except keyrings.KeyringError as error:
        raise _invalid(root, error) from error
    path = keyrings.path_of(1)
    try:
        create_below(root, path, raw)
    except FileExistsError as error:  # somebody was quicker: their fingerprint may be given out by now
        raise _begun_already(path) from error
    say(digest(raw))
    text = _("Written: {path}. Commit it: {commit}.")
    note(text.format(path=path, commit=uncommitted.how_to_commit([path], "Keyring")))
    text = _(
        "Give the fingerprint above to everyone who verifies, by another way than git; each of them types: `{command}`."
    )
    note(text.format(command=f"bwtb keyring trust {digest(raw)}"))


def _begun_already(path: str) -> UserError:
    return UserError(
        _("This registry has a keyring already: {path}.").format(path=path),
        _("A keyring is never begun anew; changes are new versions that the three parties approve."),
    )


def _person(root: Path, entry: str) -> keyrings.Entry:
    owner, _first, rest = entry.partition(":")
    name, _second, file = rest.partition(":")
    if not owner or not name.strip() or not file:
        raise UserError(
            _("“{entry}” is not of the form PARTY:NAME:FILE.pub.").format(entry=entry),
            _("For example: office:李四:new.pub"),
        )
    _check_owner(root, owner)
    return keyrings.Entry(owner, name.strip(), public_key.read(Path(file)))


def _check_owner(root: Path, owner: str) -> None:
    """A key belongs to a party or to a unit of the catalog: a misspelt owner would hold a key that signs for nobody."""
    if owner in PARTIES:
        return
    catalog, _findings = catalogs.lazily(WorkTree(root))
    if catalog.entry("units", owner) is None:
        near = catalog.nearest("parties", owner) or catalog.nearest("units", owner)
        text = _("“{owner}” is neither a party ({parties}) nor a unit's code.")
        hint = (
            _("Did you mean “{name}”?").format(name=near) if near else _("`bwtb catalog list units` lists the units.")
        )
        raise UserError(text.format(owner=owner, parties=joined(PARTIES)), hint)


def _versions(root: Path) -> list[str]:
    """The version files in the work tree, lowest first."""
    files = WorkTree(root).files(keyrings.FOLDER)
    return [f for f in files if keyrings.FILE_NAME.fullmatch(f.removeprefix(keyrings.FOLDER + "/"))]


@app.command(
    help=_("Print the fingerprint of a keyring version as it stands in the work tree (the last one unless named)."),
    epilog=_("Example: bwtb keyring fingerprint 1"),
)
def fingerprint(
    version: Annotated[int | None, typer.Argument(metavar="VERSION", help=_("The version's number."))] = None,
) -> None:
    root = find_root(options().registry)
    path = [keyrings.path_of(1), *_versions(root)][-1] if version is None else keyrings.path_of(version)
    raw = WorkTree(root).read_bounded(path)
    if raw is None:
        raise UserError(
            _("There is no keyring version {path}.").format(path=path), _("`bwtb keyring init` makes the first.")
        )
    say(f"{digest(raw)}  {path}")
    if path != keyrings.path_of(1):
        note(
            _("Pin a version only once the three parties have approved it; `bwtb keyring show` says whether they have.")
        )


@app.command(
    help=_("Show who may sign, as the keyring in force at the last commit says, and what waits to come into force."),
    epilog=_("Example: bwtb keyring show"),
)
def show(trust_root: TrustRoot = None, format: Format = "text") -> None:
    check_format(format)
    with opened_registry() as (root, repository, objects):
        judgement = judge(repository, objects, repository.resolve("HEAD"), find_pin(trust_root))
        ring = _in_force(root, judgement)
        states, waiting = key_states(judgement, ring), pending_versions(judgement, ring)
        catalog, _findings = catalogs.lazily(CommitTree(objects, judgement.tree))
        names = {p: catalog.name("parties", p) for p in PARTIES}
        names |= {k.owner: catalog.name("units", k.owner) for k in ring.keys if k.owner not in PARTIES}
    if format == "json":
        emit_json(keyring.as_json(ring, states, waiting, trusted=judgement.trusted))
        return
    for line in keyring.lines(ring, states, waiting, names, trusted=judgement.trusted):
        say(line)
    for problem in judgement.problems:
        if problem.code.startswith(("KEYRING_", "KEY_REVOKED", "UNTRUSTED_ROOT")):
            note(f"{_('Problem')} {problem.code}: {words(with_names(problem.message, catalog))}")


@app.command(
    help=_("Write the next version with one more key; it takes effect once the three parties have approved it."),
    epilog=_("Example: bwtb keyring add --person office:李四:new.pub"),
)
def add(person: PersonOption, trust_root: TrustRoot = None) -> None:
    root, repository, ring = _last_commits(trust_root)
    added = [_person(root, entry) for entry in person]
    with alone(repository):  # whoever adds another key meanwhile would write the same version without this one
        _write_next(root, ring, [*_next_entries(root, ring), *added])


@app.command(
    help=_("Write the next version with a key retired: what it signed up to a commit stands, nothing after it."),
    epilog=_("Example: bwtb keyring retire SHA256:… --accept-until HEAD"),
)
def retire(key: KeyArgument, accept_until: AcceptUntil = "HEAD", trust_root: TrustRoot = None) -> None:
    _root, repository = open_registry()
    until = _last(repository, accept_until)
    root, repository, ring = _last_commits(trust_root)
    blob = _find(ring, key).blob
    with alone(repository):
        entries = _next_entries(root, ring)
        _write_next(root, ring, [e._replace(accept_until=until) if public_blob(e.line) == blob else e for e in entries])


@app.command(
    help=_("Revoke a key of your own party at once, with any of its keys; nothing undoes it."),
    epilog=_("Example: bwtb keyring revoke SHA256:… --party office --key spare --accept-until HEAD~3"),
)
def revoke(
    key_name: KeyArgument,
    party: Annotated[str, typer.Option("--party", metavar="PARTY", help=_("The party whose key it is."))],
    key: KeyOption = None,
    accept_until: AcceptUntil = "HEAD",
    opinion: Annotated[str, typer.Option("--opinion", help=_("Why, for the record."))] = "",
    trust_root: TrustRoot = None,
    yes: Yes = False,
) -> None:
    with opened_registry() as (root, repository, objects):
        pin = find_pin(trust_root)
        desk = signoff.open_desk(objects, pin)
        lost = _find(_in_force(root, desk.judgement), key_name)
        until = _last(repository, accept_until)
        signer = signer_of(key)
        person = signoff.signer_name(desk, signer, party)
        if lost.owner != party:
            raise UserError(
                _("The key {key} is not one of {party}.").format(
                    key=lost.fingerprint, party=words(Named(party, desk.catalog.name("parties", party)))
                )
            )
        text = _("Revoke {key} of {person}: what it signed up to {commit} stands, nothing after it.")
        say(text.format(key=lost.fingerprint, person=lost.person, commit=until[:12]))
        confirm(_("Nothing undoes this. Revoke?"), yes=yes)
        record = signoff.revocation(desk, party, lost.fingerprint, until, opinion)
        commit = signoff.sign(desk, [record], signer, author(person, party), int(time.time()), pin)
    say(_("Revoked and verified: commit {commit}.").format(commit=commit[:12]))


@app.command(
    help=_("Pin a fingerprint in your own configuration, so that you need not give it every time."),
    epilog=_("Example: bwtb keyring trust sha256:…"),
)
def trust(
    fingerprint: Annotated[
        str, typer.Argument(metavar="FINGERPRINT", help=_("The fingerprint the engineers gave you."))
    ],
) -> None:
    say(_("Pinned in {path}.").format(path=remember(fingerprint.strip())))


def _last(repository: Repository, revision: str) -> str:
    """The last commit whose decisions by a key are to stand. Raises UserError for one beside: then no approval would."""
    commit = repository.resolve(revision)
    if repository.missing("HEAD", commit):
        text = _("Commit {commit} is not in the history of this branch, so no approval by that key would stand.")
        raise UserError(
            text.format(commit=commit[:12]),
            _("Name a commit of this branch after --accept-until; its first one, where nothing is to stand."),
        )
    return commit


def _last_commits(trust_root: str | None) -> tuple[Path, Repository, Keyring]:
    """The registry's root, its repository, and the keyring in force at the last commit."""
    with opened_registry() as (root, repository, objects):
        judgement = judge(repository, objects, repository.resolve("HEAD"), find_pin(trust_root))
    return root, repository, _in_force(root, judgement)


def _in_force(root: Path, judgement: Judgement) -> Keyring:
    if judgement.keyring is None:
        raise uncommitted.no_keyring(root, judgement)
    return judgement.keyring


def _find(ring: Keyring, name: str) -> keyrings.Key:
    """The key that a fingerprint, or the name of a person with one key, means."""
    keys = [k for k in ring.keys if name in (k.fingerprint, k.person)]
    if len(keys) == 1:
        return keys[0]
    raise UserError(
        _("“{name}” is not one key of the keyring in force.").format(name=name),
        _("Name it by its fingerprint SHA256:…; `bwtb keyring show` lists them."),
    )


def _next_entries(root: Path, ring: Keyring) -> list[keyrings.Entry]:
    """The keys in the next version so far: as its file in the work tree says, else as the version in force."""
    path = keyrings.path_of(ring.version + 1)
    raw = WorkTree(root).read_bounded(path)
    if raw is None:
        return keyrings.entries_of(ring)
    try:
        pending = keyrings.parse(raw, path)
        keyrings.check_successor(ring, pending)
    except keyrings.KeyringError as error:
        text = _("The next version {path} is there already and not fit for use: {reason}.")
        text = text.format(path=path, reason=words(with_names(error.reason, catalogs.lazily(WorkTree(root))[0])))
        raise UserError(text, _("Remove that file and try again.")) from error
    return keyrings.entries_of(pending)


def _invalid(root: Path, error: keyrings.KeyringError) -> UserError:
    catalog, _findings = catalogs.lazily(WorkTree(root))
    return UserError(
        _("The keyring would not be valid: {reason}.").format(reason=words(with_names(error.reason, catalog))),
        _("One person has one name, stands for one party or unit, and has keys that nobody else has."),
    )


def _write_next(root: Path, ring: Keyring, entries: list[keyrings.Entry]) -> None:
    version, path = ring.version + 1, keyrings.path_of(ring.version + 1)
    try:
        raw = keyrings.render(ring.registry, version, ring.digest, entries)
        keyrings.check_successor(ring, keyrings.parse(raw, path))
    except keyrings.KeyringError as error:
        raise _invalid(root, error) from error
    write_below(root, path, raw)
    say(f"{digest(raw)}  {path}")
    catalog, _findings = catalogs.lazily(WorkTree(root))
    for party in PARTIES:
        if all(e.accept_until for e in entries if e.owner == party):
            text = _(
                "Warning: in this version {party} has no key to sign with; `bwtb keyring add` one before signing it."
            )
            note(text.format(party=words(Named(party, catalog.name("parties", party)))))
    text = _(
        "Commit it: {commit}. It takes effect once each party has signed: `bwtb sign keyring:{version:04d} --party …`."
    )
    note(text.format(commit=uncommitted.how_to_commit([path], f"Keyring {version}"), version=version))
