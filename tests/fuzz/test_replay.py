"""Every input of the corpora is read without a find: what fuzzing has found once is not found again."""

from __future__ import annotations

import pytest

from tests.fuzz.finds import tried
from tests.fuzz.keeping import CORPUS
from tests.fuzz.targets import TARGETS


@pytest.mark.parametrize("name", TARGETS)
def test_no_input_of_the_corpus_is_a_find(name: str) -> None:
    inputs = sorted((CORPUS / name).iterdir())
    assert inputs
    for file in inputs:
        assert tried(TARGETS[name].run, file.read_bytes()) is None, file


def test_every_corpus_has_its_target() -> None:
    assert {folder.name for folder in CORPUS.iterdir()} == set(TARGETS)


def test_the_corpora_are_small() -> None:
    assert sum(file.stat().st_size for file in CORPUS.rglob("*")) < 600_000
