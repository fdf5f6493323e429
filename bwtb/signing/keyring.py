"""The keyring: which people and keys speak for which party, in numbered versions that only ever grow.

One version is one file, `catalog/keyring/<nnnn>.yaml`. Which version is in force at a commit is the judge's question
(`rings`); here a version is read, and what holds within one version is checked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from bwtb.base.errors import ReasonError
from bwtb.base.messages import Message
from bwtb.git.repository import COMMIT_ID
from bwtb.registry.catalogs import PARTIES
from bwtb.signing import messages, public_key, sshsig
from bwtb.signing.record import CODE, SHA256, digest
from bwtb.yaml import loader, write

FOLDER = "catalog/keyring"
FILE_NAME = re.compile(r"(?P<version>[0-9]{4})\.yaml")
REGISTRY_ID = re.compile(r"[0-9a-f]{32}")


class KeyringError(ReasonError):
    """A keyring version that must not be used (KEYRING_INVALID)."""


@dataclass(frozen=True, kw_only=True)
class Key:
    """One public key of one person. `owner` is the party or unit it speaks for, `line` the key as OpenSSH writes it.

    `blob` is the key itself. `accept_until` is the last commit whose decisions by the key stand, "" while it is active.
    """

    owner: str
    person: str
    line: str
    blob: bytes
    accept_until: str

    @property
    def fingerprint(self) -> str:
        return sshsig.fingerprint(self.blob)


@dataclass(frozen=True, kw_only=True)
class Keyring:
    """One version. `registry` is the registry's id, `previous` the digest of the version before, `digest` that of its bytes.

    `keys` are the keys of the three parties and of the units that have some, in the order of the file.
    """

    registry: str
    version: int
    previous: str | None
    digest: str
    keys: tuple[Key, ...]

    def find(self, blob: bytes) -> Key | None:
        """The key with this blob, whoever holds it."""
        return next((k for k in self.keys if k.blob == blob), None)

    def of(self, owner: str) -> tuple[Key, ...]:
        """The keys of a party or unit, retired ones included."""
        return tuple(k for k in self.keys if k.owner == owner)


def path_of(version: int) -> str:
    """Where a version stands."""
    return f"{FOLDER}/{version:04d}.yaml"


def version_of(path: str) -> int:
    """The number of the version that stands at a path; 0 where it is no such path."""
    name = FILE_NAME.fullmatch(path.rsplit("/", 1)[-1])
    return int(name["version"]) if name else 0


def parse(raw: bytes, path: str) -> Keyring:
    """Read one version. Raises KeyringError: unreadable, a party without a key, a key or a person in two places."""
    document = loader.load(raw, path)
    if document.findings:
        raise KeyringError(document.findings[0].message)
    data = document.data
    if not isinstance(data, dict):
        raise KeyringError(Message(messages.NO_MAPPING))
    registry, version, previous = data.get("registry"), data.get("version"), data.get("previous")
    if not isinstance(registry, str) or not REGISTRY_ID.fullmatch(registry):
        raise KeyringError(Message(messages.BAD_REGISTRY_ID))
    if type(version) is not int or version != version_of(path) or version < 1:
        raise KeyringError(Message(messages.OTHER_VERSION))
    if previous is not None and not (isinstance(previous, str) and SHA256.fullmatch(previous)):
        raise KeyringError(Message(messages.BAD_PREVIOUS))
    if (previous is None) != (version == 1):
        raise KeyringError(Message(messages.FIRST_HAS_NONE))
    if unknown := set(data) - {"registry", "version", "previous", "parties", "units"}:
        raise KeyringError(Message(messages.UNKNOWN_ENTRIES, names=", ".join(sorted(map(str, unknown)))))
    keys = tuple(_owners(data))
    _check_distinct(keys)
    return Keyring(registry=registry, version=version, previous=previous, digest=digest(raw), keys=keys)


def _owners(data: Mapping[str, Any]) -> Iterator[Key]:
    parties = data.get("parties")
    if not isinstance(parties, dict) or set(parties) != set(PARTIES):
        raise KeyringError(Message(messages.NOT_THE_PARTIES))
    for owner, entry in parties.items():
        yield from _keys(owner, entry)
    units = data.get("units") or {}
    if not isinstance(units, dict) or not all(
        isinstance(u, str) and CODE.fullmatch(u) and u not in PARTIES for u in units
    ):
        raise KeyringError(Message(messages.BAD_UNIT))
    for owner, entry in units.items():
        yield from _keys(owner, entry)


def _entries(owner: str, entry: Any, *known: str) -> Mapping[str, Any]:
    """A mapping of the file, empty where it is none. Raises KeyringError for an entry of no meaning in it.

    A misspelt `accept_until` would leave a key in use.
    """
    entries: Mapping[str, Any] = entry if isinstance(entry, dict) else {}
    if unknown := set(entries) - {*known}:
        names = ", ".join(sorted(map(str, unknown)))
        raise KeyringError(Message(messages.UNKNOWN_ENTRIES_OF, owner=owner, names=names))
    return entries


def _keys(owner: str, entry: Any) -> Iterator[Key]:
    people = _entries(owner, entry, "people").get("people")
    if not isinstance(people, list) or not people:
        raise KeyringError(Message(messages.NO_PEOPLE, owner=owner))
    for person in people:
        entries = _entries(owner, person, "name", "keys")
        name, keys = entries.get("name"), entries.get("keys")
        if not isinstance(name, str) or not name.strip() or not isinstance(keys, list) or not keys:
            raise KeyringError(Message(messages.NO_NAME_OR_KEYS, owner=owner))
        for key in keys:
            known = _entries(name, key, "public", "accept_until")
            line, until = str(known.get("public")), known.get("accept_until", "")
            if not isinstance(until, str) or (until and not COMMIT_ID.fullmatch(until)):
                raise KeyringError(Message(messages.BAD_ACCEPT_UNTIL, person=name))
            try:
                blob = sshsig.public_blob(line)
            except ValueError as error:
                what = public_key.unfit(line) or Message(messages.KEY_DAMAGED)
                raise KeyringError(Message(messages.NO_PUBLIC_KEY, person=name, what=what)) from error
            yield Key(owner=owner, person=name, line=line, blob=blob, accept_until=until)


def same_person(name: str) -> str:
    """What is the same for two spellings of one name: width, compatibility forms, case and blanks do not count."""
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _check_distinct(keys: tuple[Key, ...]) -> None:
    """One key, one holder; one person, one party: three approvals are to be three people's (threat 4)."""
    holders: dict[bytes, str] = {}  # by what the key is, however its line calls it
    homes: dict[str, str] = {}
    for key in keys:
        person, material = key.person, sshsig.material(key.blob)
        if (holder := holders.get(material)) is not None:
            raise KeyringError(Message(messages.KEY_TWICE, fingerprint=key.fingerprint, first=holder, second=person))
        if (home := homes.setdefault(same_person(person), key.owner)) != key.owner:
            raise KeyringError(Message(messages.PERSON_TWICE, person=person, first=home, second=key.owner))
        holders[material] = person


def check_successor(before: Keyring, following: Keyring) -> None:
    """Raises KeyringError unless one version may follow another: chained to it, and no key dropped, revived or moved."""
    chained = (before.registry, before.version + 1, before.digest)
    if (following.registry, following.version, following.previous) != chained:
        raise KeyringError(Message(messages.NO_SUCCESSOR))
    for key in before.keys:
        now = following.find(key.blob)
        if now is None:
            raise KeyringError(Message(messages.DROPS_KEY, fingerprint=key.fingerprint, person=key.person))
        if now.owner != key.owner:
            raise KeyringError(Message(messages.MOVES_KEY, fingerprint=key.fingerprint, owner=now.owner))
        if key.accept_until and now.accept_until != key.accept_until:
            raise KeyringError(Message(messages.REVIVES_KEY, fingerprint=key.fingerprint, person=key.person))


class Entry(NamedTuple):
    """One key as a version's file lists it: of which party or unit, whose, and its public-key line.

    `accept_until` is the last commit whose decisions by the key stand, "" while it is active.
    """

    owner: str
    person: str
    line: str
    accept_until: str = ""


def entries_of(ring: Keyring) -> list[Entry]:
    """The keys of a version, in the form that `render` takes."""
    return [Entry(key.owner, key.person, key.line, key.accept_until) for key in ring.keys]


def render(registry: str, version: int, previous: str | None, entries: Sequence[Entry]) -> bytes:
    """The file of a new version. Raises KeyringError where it would not be fit for use."""
    lines = [f'registry: "{registry}"', f"version: {version}", f"previous: {previous or 'null'}", "parties:"]
    lines += _rows(PARTIES, entries)
    units = dict.fromkeys(e.owner for e in entries if e.owner not in PARTIES)
    lines += ["units:", *_rows(units, entries)] if units else []
    raw = ("\n".join(lines) + "\n").encode("utf-8")
    parse(raw, path_of(version))
    return raw


def _rows(owners: Iterable[str], entries: Sequence[Entry]) -> Iterator[str]:
    for owner in owners:
        own = [e for e in entries if e.owner == owner]
        yield f"  {owner}:"
        yield "    people:"
        for person in dict.fromkeys(e.person for e in own):
            yield f"      - name: {write.quoted(person)}"
            yield "        keys:"
            for entry in (e for e in own if e.person == person):
                yield f"          - public: {write.quoted(entry.line)}"
                if entry.accept_until:
                    yield f"            accept_until: {write.quoted(entry.accept_until)}"
