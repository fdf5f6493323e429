"""The quick screen never disagrees with the jsonschema package, which is the judge."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from bwtb import screen, yamlfile
from bwtb.schema import read
from bwtb.schemacheck import judge
from tests.conftest import REPOSITORY
from tests.test_check import CHANGES, DATA, mutated

# A keyring names units as keys, which only the judge understands; there are few of them.
KINDS = ["request", "proposal", "signoff"]
KINDS += [f"catalog/{f.name.removesuffix('.schema.json')}" for f in sorted((REPOSITORY / "schemas/catalog").iterdir())]


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_can_be_screened(kind: str) -> None:
    assert screen.compiled(read(kind), blank_texts=True) is not screen.never


@given(CHANGES)
@settings(max_examples=400, deadline=None)
def test_screen_and_judge_agree_on_mutated_requests(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    data = mutated(DATA, changes)
    passed = screen.compiled(read("request"), blank_texts=True)(data)
    valid = judge("request").is_valid(data)
    # The screen may send to the judge what is valid (say a list of numbers without repeats), never the reverse.
    assert valid or not passed


def test_the_samples_pass_the_screen_and_the_judge() -> None:
    passes = screen.compiled(read("request"), blank_texts=False)
    for file in sorted((REPOSITORY / "requests/2027").glob("2027-*.yaml")):
        data = yamlfile.load(file.read_bytes(), file.name).data
        assert judge("request").is_valid(data) == passes(data) or '""' in file.read_text(encoding="utf-8")


def test_an_integer_is_written_as_one() -> None:
    data = mutated(DATA, [(("budget", "items", 0, "amount"), 480000.0)])
    assert not judge("request").is_valid(data)


def test_unknown_keywords_go_to_the_judge() -> None:
    assert screen.compiled({"type": "string", "format": "date"}, blank_texts=True) is screen.never
    assert screen.compiled({"anyOf": []}, blank_texts=True) is screen.never
