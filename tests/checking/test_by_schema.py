"""The quick check never disagrees with the jsonschema package, which has the last word."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bwtb.checking import quick
from bwtb.checking.by_schema import validator
from bwtb.registry.schema import read
from bwtb.yaml import loader
from tests import REPOSITORY
from tests.checking.test_check import CHANGES, DATA, mutated
from tests.helpers.mutations import SAMPLES, Sample

# A keyring names units as keys, which only the package understands; there are few of them.
KINDS = ["request", "proposal", "signoff"]
KINDS += [f"catalog/{f.name.removesuffix('.schema.json')}" for f in sorted((REPOSITORY / "schemas/catalog").iterdir())]


@pytest.mark.parametrize("kind", KINDS)
def test_every_schema_can_be_compiled(kind: str) -> None:
    assert quick.compiled(read(kind), blank_texts=True) is not quick.never


@given(CHANGES)
@settings(max_examples=400)
def test_both_agree_on_mutated_requests(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    data = mutated(DATA, changes)
    passed = quick.compiled(read("request"), blank_texts=True)(data)
    valid = validator("request").is_valid(data)
    # The quick check may send to the package what is valid (say a list of numbers without repeats), never the reverse.
    assert valid or not passed


@given(st.sampled_from(SAMPLES), st.randoms(use_true_random=False))
@settings(max_examples=400)
def test_both_agree_on_what_is_nearly_right(sample: Sample, random: random.Random) -> None:
    data = loader.load(sample.text.encode(), sample.path).data
    for _change in range(random.randint(1, 3)):
        nearly(data, random)
    for blank in (True, False):
        if quick.compiled(read("request"), blank_texts=blank)(data):
            assert validator("request").is_valid(data)


def nearly(data: Any, random: random.Random) -> None:
    """One thing in the data made almost as it has to be: by a sign, a bound, a type, a name, an entry."""
    groups = [data]
    for group in groups:
        below = group.values() if isinstance(group, dict) else group
        groups += [inner for inner in below if isinstance(inner, dict | list) and inner]
    group = random.choice([g for g in groups if g] or [{"x": 1}])
    step = random.choice(list(group) if isinstance(group, dict) else range(len(group)))
    value = group[step]
    match random.randrange(4):
        case 0 if isinstance(group, dict):
            group[random.choice([*group, step + "s", step.upper(), "x"])] = group.pop(step)
        case 0:
            group.append(value)
        case 1:
            del group[step]
        case _:
            group[step] = random.choice(_near(value))


def _near(value: Any) -> list[Any]:
    """Values that a schema may be taken to allow where this one is right."""
    if isinstance(value, str):
        wide = value.translate({ord("0") + n: ord("０") + n for n in range(10)})
        more = [
            value + "\n",
            "\n" + value,
            value + " ",
            value[:-1],
            value + "x",
            value.upper(),
            value * 300,
            wide,
            "",
            " ",
        ]
        return [*more, "\u3000", [value], {value: value}]
    if isinstance(value, bool):
        return [int(value), str(value).lower(), None]
    if isinstance(value, int | float):
        return [float(value), -value, value + 0.5, value * 10**9, 10**13, 10**13 + 1, str(value), True, float("inf"), 0]
    if isinstance(value, list):
        return [[], [*value, *value], [*value, None], [value], value * 30, {}, None]
    return [{}, [value], None, {**value, "x": 1}, list(value)] if isinstance(value, dict) else ["", {}, []]


def test_the_samples_pass_both() -> None:
    passes = quick.compiled(read("request"), blank_texts=False)
    for file in sorted((REPOSITORY / "requests/2027").glob("2027-*.yaml")):
        data = loader.load(file.read_bytes(), file.name).data
        assert validator("request").is_valid(data) == passes(data) or '""' in file.read_text(encoding="utf-8")


def test_an_integer_is_written_as_one() -> None:
    data = mutated(DATA, [(("budget", "items", 0, "amount"), 480000.0)])
    assert not validator("request").is_valid(data)


def test_a_patterns_end_is_the_end_of_the_text() -> None:
    """As in ECMA 262; Python's `$` would let a line break follow."""
    for pointer in (("id",), ("attachments", 0, "sha256")):
        value = DATA
        for step in pointer:
            value = value[step]
        assert not validator("request").is_valid(mutated(DATA, [(pointer, f"{value}\n")])), pointer


def test_unknown_keywords_go_to_the_package() -> None:
    assert quick.compiled({"type": "string", "format": "date"}, blank_texts=True) is quick.never
    assert quick.compiled({"anyOf": []}, blank_texts=True) is quick.never
