"""What the program says is what it said: in both languages, of the corpus, of the demonstration and of what that leaves."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.goldens import corpus, year

GOLDENS = Path(__file__).parent / "goldens"


def golden(name: str) -> list[str]:
    return (GOLDENS / name).read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_corpus_is_reported_word_for_word(language: str) -> None:
    assert corpus.report(language).splitlines() == golden(f"corpus.{language}.txt")


@pytest.mark.slow
@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_demonstration_and_what_commands_say_of_it(tmp_path: Path, language: str) -> None:
    assert year.play(tmp_path, language).splitlines() == golden(f"demo.{language}.txt")
    assert "".join(year.told(tmp_path, language)).splitlines() == golden(f"commands.{language}.txt")
    assert "".join(year.documents(tmp_path)).splitlines() == golden("documents.txt")
