"""How an answer is read from the request that is being filled in, and how it is written into it.

Most answers are the value of one field. A few are a part of a field, several fields together, or a note that never goes
into the file; each of those has a `Way` of its own here, and its question names it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bwtb.yaml.pointers import steps, value_at

# What is known so far, as in a request file. Keys that begin with “+” are notes of the interview and never written.
Answers = dict[str, Any]

LATER = "+later"  # the six texts are written in the editor afterwards
OTHER = "+"  # beside the codes of the platforms: another one, by its name
CONDITIONS = ("initiation", "acceptance")  # deep connection is promised for both (article 7)


@dataclass(frozen=True)
class Way:
    """How the answer to one question is read (None where there is none yet) and written (None takes it out)."""

    read: Callable[[Mapping[str, Any]], Any]
    write: Callable[[Answers, Any], None]


def set_at(answers: Answers, pointer: str, value: Any) -> None:
    """Put a value at a JSON pointer, making the groups above it; None, an empty text or an empty list takes it out."""
    *above, last = steps(pointer)
    group: Any = answers
    for step in above:
        below = group[int(step)] if isinstance(group, list) else group.get(step)
        if not isinstance(below, dict | list):
            if value in (None, "", []):
                return
            below = {}
            group[step] = below
        group = below
    if value in (None, "", []):
        group.pop(last, None)
    else:
        group[last] = value


def of_field(pointer: str) -> Way:
    """The way of an answer that is the value of one field."""
    return Way(partial(value_at, pointer=pointer), lambda answers, value: set_at(answers, pointer, value))


def _basis(answers: Mapping[str, Any], *, work_points: bool) -> list[dict[str, Any]]:
    """The entries of the basis that cite work points, or the others, which name documents."""
    entries = [entry for entry in answers.get("basis") or () if isinstance(entry, dict)]
    return [entry for entry in entries if ("work_point" in entry) == work_points]


def _write_work_points(answers: Answers, codes: list[str] | None) -> None:
    cited = [{"work_point": code} for code in codes or ()]
    set_at(answers, "/basis", cited + _basis(answers, work_points=False))


def _write_documents(answers: Answers, documents: list[dict[str, Any]] | None) -> None:
    cited = [{"work_point": entry["work_point"]} for entry in _basis(answers, work_points=True)]
    set_at(answers, "/basis", cited + (documents or []))


def _read_conditions(answers: Mapping[str, Any]) -> bool | None:
    """Whether both conditions are made; None where neither was ever spoken of."""
    promised = [value_at(answers, f"/integration/conditions/{name}") for name in CONDITIONS]
    return None if promised == [None, None] else promised == [True, True]


def _write_conditions(answers: Answers, promised: bool | None) -> None:
    set_at(answers, "/integration/conditions", dict.fromkeys(CONDITIONS, True) if promised else None)


def _write_later(answers: Answers, when: str | None) -> None:
    answers[LATER] = when if when == "later" else None


def _read_platforms(answers: Mapping[str, Any]) -> Any:
    codes = value_at(answers, "/platforms")
    known = codes if isinstance(codes, list) else []
    return [*known, OTHER] if OTHER in answers else codes


def _write_platforms(answers: Answers, codes: Any) -> None:
    """Without `OTHER` among the codes the name of another platform is taken out too; None leaves that as it is."""
    if isinstance(codes, list):
        answers.pop(OTHER, None)
        if OTHER in codes:
            answers[OTHER] = True
        else:
            answers.pop("platform_other", None)
        codes = [code for code in codes if code != OTHER]
    set_at(answers, "/platforms", codes)


WORK_POINTS = Way(lambda a: [e["work_point"] for e in _basis(a, work_points=True)] or None, _write_work_points)
DOCUMENTS = Way(lambda answers: _basis(answers, work_points=False) or None, _write_documents)
BOTH_CONDITIONS = Way(_read_conditions, _write_conditions)
NOW_OR_LATER = Way(lambda answers: answers.get(LATER), _write_later)
PLATFORMS = Way(_read_platforms, _write_platforms)
