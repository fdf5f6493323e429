"""What this computer keeps for its user: answers of an interview, what was seen of a registry, settings."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bwtb.base.errors import UserError
from bwtb.cli.wizard import walk, wording
from bwtb.cli.wizard.lines import Lines
from bwtb.interview import fields, unfinished
from bwtb.interview.answers import Checker, meant
from bwtb.registry import catalogs, draft, layout
from bwtb.signing import pin, seen
from tests.helpers.corpus import CATALOG
from tests.helpers.sources import Memory

REGISTRY = "1" * 32
# What is answered by typing.
_OF_ENTRIES = [
    f"{'/basis' if name == '/basis/document' else name}/0/{each}"
    for name, inner in fields.ENTRIES.items()
    for each in inner
]
TYPED = [
    p
    for p in (*(q.pointer for q in fields.QUESTIONS), *_OF_ENTRIES)
    if fields.kind(p) not in ("one", "many", "yes", "entries")
]
STATE_WORDS = (
    b'{"version": 1, "year": 2027, "answers": {', b'"asked": [', b'"typed": ["/title", "', b'"registry": "' + REGISTRY.encode() + b'"',
    b'"branches": {', b'"refs/heads/main": {', b'"' + b"1" * 40 + b'": "centre approve 2027-mzj-001"', b"language = ", b"trust_root = ",
    b'"sha256:' + b"1" * 64 + b'"', b"[[a]]", b'"""', b"1979-05-27T07:32:00Z", b"1e999", b"NaN", b"\\ud800", b"{}", b"[]", b"null",
    b"true", *(f'"{q.pointer.split("/")[1]}": '.encode() for q in fields.QUESTIONS), b"48", "万元".encode(), "2026年8月20日".encode(),
    *(f'"{name}": '.encode() for name in ("document", "work_point", "name", "kind", "amount", "items", "conditions", "opinion")),
)  # fmt: skip


def state(data: bytes) -> None:
    """The first byte says where the rest stands: in one of the files that we write, or in a line that somebody types."""
    readers: list[Callable[[_Home, bytes], None]] = [_unfinished, _seen, _settings, _typed]
    with _home().lived_in():
        readers[data[0] % len(readers) if data else 0](_home(), data[1:])


@dataclass
class _Home:
    """A home and a registry of our own, and what checks answers."""

    folder: tempfile.TemporaryDirectory[str]
    checker: Checker

    @property
    def root(self) -> Path:
        return Path(self.folder.name)

    @contextmanager
    def lived_in(self) -> Iterator[None]:
        """Inside it, this is the home of whoever runs the program."""
        own = {"HOME": "", "XDG_STATE_HOME": "/state", "XDG_CONFIG_HOME": "/config"}
        before = {name: os.environ.get(name) for name in own}
        os.environ.update({name: f"{self.root}{below}" for name, below in own.items()})
        try:
            yield
        finally:
            for name, value in before.items():
                os.environ.pop(name, None)
                if value is not None:
                    os.environ[name] = value


@cache
def _home() -> _Home:
    home = _Home(tempfile.TemporaryDirectory(prefix="bwtb-fuzz-"), _checker())
    for name in ("catalog", "requests"):
        (home.root / name).mkdir()
    with home.lived_in():
        for file in (unfinished.folder(home.root) / "0.json", seen.memory_file(REGISTRY), pin.config_file()):
            file.parent.mkdir(parents=True)
    return home


def _checker() -> Checker:
    source = Memory(CATALOG)
    return Checker(catalogs.lazily(source)[0], source, 2027)


def _unfinished(home: _Home, data: bytes) -> None:
    """What is taken up again can be gone on with, shown, and written as a draft."""
    file = unfinished.folder(home.root) / "0.json"
    file.write_bytes(data)
    (file.parent / "unit").write_bytes(data[:60])
    unfinished.usual_unit(unfinished.new(home.root, 2027))
    for kept in unfinished.kept_for(home.root):
        talk = walk.taken_up(Lines(), home.checker, kept)
        for question in fields.relevant(talk.answers):
            wording.answered(home.checker, talk.answers, question.pointer, "")
            fields.options(question.pointer, talk.answers, home.checker.catalog, 2027)
        if fields.get(talk.answers, "/unit"):
            draft.render("2027-mzj-001", fields.finished(talk.answers), home.checker.catalog)
        unfinished.save(talk.kept)


def _seen(_home: _Home, data: bytes) -> None:
    seen.memory_file(REGISTRY).write_bytes(data)
    with suppress(seen._MemoryError):
        for marks in seen._read(seen.memory_file(REGISTRY), REGISTRY).values():
            assert all(isinstance(what, str) for what in marks.values())


def _settings(home: _Home, data: bytes) -> None:
    (home.root / "bwtb.toml").write_bytes(data)
    layout.language_setting(str(home.root))
    pin.config_file().write_bytes(data)
    with suppress(UserError):
        pin.find_pin(None)


def _typed(home: _Home, data: bytes) -> None:
    """A line that is typed as the answer to a question, which the first byte chooses."""
    pointer = TYPED[data[0] % len(TYPED)] if data else TYPED[0]
    value = meant(fields.kind(pointer), data[1:].decode("utf-8", "surrogateescape"))
    answers = {"unit": "mzj", "basis": [{"document": "x"}], "budget": {"items": [{"name": "x"}]}}
    if value and home.checker.wrong(answers, pointer, value) is None:
        fields.put(answers, pointer, value)
        draft.render("2027-mzj-001", fields.finished(answers), home.checker.catalog)
