"""What a stranger may write into one file costs no more than its length, and is said in a bounded number of findings."""

from __future__ import annotations

from string import ascii_lowercase

import pytest

from bwtb.base import budget
from bwtb.checking import check
from tests import REPOSITORY
from tests.helpers.corpus import AT, CATALOG, CORPUS
from tests.helpers.sources import Memory

VALID = (CORPUS / "valid/scenario.yaml").read_text(encoding="utf-8")
ITEMS = "budget:\n  items:\n"


def findings(text: str) -> list[str]:
    return [str(f.message) for f in check.check_source(Memory({**CATALOG, AT: text.encode()}), [AT])]


@pytest.mark.parametrize("count", [2_000, 12_000])
def test_of_many_unknown_names_the_first_are_named_and_the_others_counted(count: int) -> None:
    said = findings(VALID + "".join(f"k{number}: 1\n" for number in range(count)))
    named = [text for text in said if text.startswith("There is no field “k")]
    assert len(named) == budget.GUESSES
    assert f"{count - budget.GUESSES} more names here are none of the fields." in said


def test_a_long_name_is_not_compared_with_those_of_the_fields() -> None:
    assert any("There is no field “kkkk" in text and len(text) < 200 for text in findings(VALID + "k" * 150 + ": 1\n"))


@pytest.mark.parametrize(
    "value", ["9" * 4300, "9" * 4300 + "万", "9" * 5000 + "元", "1" + "0" * 4299, "cap" + "9" * 5000]
)
@pytest.mark.parametrize("field", ["amount: 20000", "price: 5000", "quantity: 4", "[cap-06, cap-14, cap-15]"])
def test_a_text_of_thousands_of_digits_ends_no_command(field: str, value: str) -> None:
    """Python writes out no number of more than 4300 digits, and reads none; in quotes YAML has nothing against them."""
    name, colon, _number = field.rpartition(": ")
    said = findings(VALID.replace(field, f"{name}{colon}'{value}'" if colon else f"['{value}']"))
    assert said
    assert all("The program failed" not in text for text in said)


@pytest.mark.parametrize(
    "value", ["cap" + "9" * 5000 + "x", "cap" + "-9" * 100_000 + "-", "甲、" * 100_000, "cap-06 " * 100_000]
)
@pytest.mark.parametrize(
    "field", ["unit: mzj", "[cap-06, cap-14, cap-15]", "[channel, citizen_store]", "[district]", "[upgrade]"]
)
def test_no_code_is_guessed_from_a_text_that_nobody_would_have_meant(field: str, value: str) -> None:
    """The first took as many steps as there are ways to part its digits; the last compared each of its words with every code."""
    name, colon, _code = field.rpartition(": ")
    for written in (f"'{value}'", f"['{value}']"):
        assert findings(VALID.replace(field, f"{name}{colon}{written}", 1))


@pytest.mark.parametrize(
    ("path", "text"),
    [
        (AT, VALID.replace("channel, citizen_store", ", ".join(f"channel{letter}" for letter in ascii_lowercase))),
        (
            "catalog/capabilities.yaml",
            CATALOG["catalog/capabilities.yaml"].decode().replace("channels: [", "channels: [chanel, "),
        ),
    ],
)
def test_of_many_unknown_codes_only_the_first_are_guessed(path: str, text: str) -> None:
    found = check.check_source(Memory({**CATALOG, path: text.encode()}), [path])
    hints = [str(f.hint) for f in found if f.code == "CODE_UNKNOWN"]
    assert sum(hint.startswith("Did you mean") for hint in hints) == budget.GUESSES < len(hints)


def test_of_very_many_findings_the_first_are_shown_and_the_others_counted() -> None:
    said = findings(VALID.replace(ITEMS, ITEMS + "    - {name: a, kind: softwar, amount: x, y: …}\n" * 300))
    assert len(said) == budget.FINDINGS + 1
    assert said[-1].endswith("more things are wrong or doubtful in this file.")


@pytest.mark.parametrize(
    "entries",
    ["- {code: c, name: a}\n" * 5_900, "- {code: c}\n" * 9_000, "- x\n" * 29_000],
    ids=["of few fields", "of one", "of none"],
)
def test_of_very_many_mistakes_in_a_list_of_the_catalog_not_all_are_looked_for(entries: str) -> None:
    path = "catalog/units.yaml"
    said = check.check_source(Memory({**CATALOG, path: entries.encode()}), [path])
    assert len(said) == budget.FINDINGS + 1
    assert str(said[-1].message).startswith("At least ")


def test_an_entry_that_is_repeated_very_often_is_compared_with_no_other() -> None:
    """Channels of a capability: each once."""
    path = "catalog/capabilities.yaml"
    text = (REPOSITORY / path).read_text(encoding="utf-8")
    many = text.replace(
        "channels: [portal, channel, enterprise_store]", f"channels: [{', '.join(['portal'] * 28_000)}]", 1
    )
    assert many != text
    said = check.check_source(Memory({**CATALOG, path: many.encode()}), [path])
    assert {f.code for f in said} == {"FIELD_DUPLICATE"}
