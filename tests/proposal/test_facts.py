"""The facts a keeper gives, their defaults, and the draft of the file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
import yaml
from jsonschema import Draft7Validator

from bwtb.base.errors import UserError
from bwtb.proposal import facts
from bwtb.registry import schema
from bwtb.registry.source import Source
from tests import REPOSITORY
from tests.helpers.reviews import TIME


@dataclass(frozen=True)
class One(Source):
    """A source that holds the parties, and one file of facts or none."""

    content: str | None

    def read(self, path: str) -> bytes | None:
        if path == "catalog/parties.yaml":
            return (REPOSITORY / path).read_bytes()
        return self.content.encode() if self.content is not None and path == "requests/2027/proposal.yaml" else None

    def listing(self, folder: str) -> Iterator[tuple[str, str]]:
        return iter(())


def test_absent_facts_have_the_commits_date_and_invent_nothing() -> None:
    result = facts.read(One(None), 2027, TIME)
    assert (result.given, result.compiled, result.addressee) == (False, "2026-11-14", "区大数据中心")
    assert (result.number, result.date) == ("", "")


def test_given_facts_are_read() -> None:
    text = "date: 2026-12-01\nnumber: 宝行政中心〔2026〕18号\noverview:\n  goals: 总体目标。\ntitle_lines: [甲, 乙]\n"
    result = facts.read(One(text), 2027, TIME)
    assert (result.date, result.compiled, result.title_lines) == ("2026-12-01", "2026-12-01", ("甲", "乙"))
    assert result.overview == {"goals": "总体目标。"}


@pytest.mark.parametrize("text", ["wrong: 1\n", "- a\n", "date: [\n", "date: 明天\n"])
def test_unfit_facts_are_refused_with_the_place(text: str) -> None:
    with pytest.raises(UserError, match=r"requests/2027/proposal\.yaml:"):
        facts.read(One(text), 2027, TIME)


def test_the_draft_is_valid_as_written_and_with_every_mark_taken_away() -> None:
    text = facts.draft(2027, "区大数据中心").decode()
    validator = Draft7Validator(schema.read("proposal"))
    assert list(validator.iter_errors(yaml.safe_load(text))) == []
    given = yaml.safe_load("\n".join(re.findall(r"^(?:# )?( *(?:- |[a-z_]+:).*)$", text, re.MULTILINE)))
    assert set(given) == set(schema.read("proposal")["properties"])
    assert [e.message for e in validator.iter_errors(given)] == []
    assert all(schema.title(key, "proposal") in text for key in given)
