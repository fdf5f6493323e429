"""docs/sign-off.md keeps to the code: its examples are records and messages, its codes those that judging gives."""

from __future__ import annotations

import re

from bwtb.cli.history.opening import HISTORY_ERRORS
from bwtb.signing import record as records
from bwtb.signing.candidate import KINDS
from bwtb.signing.messages import MEANINGS, NOTICES, PUBLIC_CODES
from tests import REPOSITORY

PAGE = (REPOSITORY / "docs/sign-off.md").read_text(encoding="utf-8")


def examples(language: str) -> list[bytes]:
    return [b.encode() for b in re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)]


def test_the_examples_are_records_and_their_message() -> None:
    decision, revocation = (records.parse(raw, "x") for raw in examples("yaml"))
    assert (decision.kind, revocation.kind) == ("request", "revocation")
    (message,) = examples("text")
    assert records.parse_message(message) == [decision]


def test_it_lists_every_code_and_no_other() -> None:
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", PAGE, re.M))
    given = set(MEANINGS) | {PUBLIC_CODES.get(code, code) for code in NOTICES}
    assert listed == given | set(HISTORY_ERRORS)


def test_it_names_the_kinds_and_their_decisions() -> None:
    rows = dict(re.findall(r"^\| `([a-z]+)` \| [^|]+ \| [^|]+ \| ([^|]+) \|$", PAGE, re.M))
    assert {kind: tuple(re.findall(r"`([a-z]+)`", decisions)) for kind, decisions in rows.items()} == {
        kind: rule.decisions for kind, rule in KINDS.items()
    }


def test_it_gives_the_words_of_the_form() -> None:
    for code, word in records.DECISIONS.items():
        assert f"`{code}` {word}" in PAGE
