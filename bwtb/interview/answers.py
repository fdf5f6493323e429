"""What an answer means, and what is wrong with it: checked as `validate` checks the file that it will stand in."""

from __future__ import annotations

import copy
import json
import unicodedata
from dataclasses import dataclass, field
from typing import Any

from bwtb.base import values
from bwtb.base.findings import Finding
from bwtb.checking import check
from bwtb.interview import fields
from bwtb.interview.access import Answers
from bwtb.registry import draft, layout
from bwtb.registry.catalogs import Catalog
from bwtb.registry.source import Source
from bwtb.yaml import characters, loader


@dataclass(frozen=True)
class Checker:
    """Checks answers for one registry and year. What is missing is no fault: it can be filled in afterwards."""

    catalog: Catalog
    source: Source
    year: int
    _ids: dict[str, str] = field(default_factory=dict)

    def request_id(self, answers: Answers) -> str:
        """The id that a request of the unit would get."""
        units = self.catalog.lists["units"]
        unit = answers["unit"] if answers.get("unit") in units else next(iter(units), "unit")
        if unit not in self._ids:
            self._ids[unit] = layout.next_id(self.source, self.year, unit)
        return self._ids[unit]

    def findings(self, answers: Answers) -> list[Finding]:
        """Everything that `validate` would say of a file with these answers, apart from the draft's own explanations."""
        data = draft.preset(fields.finished(answers), self.catalog) | {"id": self.request_id(answers)}
        return self._check(json.dumps(data, ensure_ascii=False), data["id"])

    def missing(self, answers: Answers) -> list[Finding]:
        """What a draft with these answers would leave open."""
        request_id = self.request_id(answers)
        text = draft.render(request_id, fields.finished(answers), self.catalog)
        return [f for f in self._check(text, request_id) if f.code == "DRAFT_INCOMPLETE"]

    def _check(self, text: str, request_id: str) -> list[Finding]:
        path = layout.request_path(request_id)
        raw = text.encode("utf-8", "surrogatepass")
        return sorted(check.check_file(self.source, path, self.catalog, (raw, loader.load(raw, path))))

    def wrong(self, answers: Answers, pointer: str, value: Any) -> Finding | None:
        """The first thing wrong with a value at a JSON pointer; None where it may stand there. The answers stay as they are."""
        text = value if isinstance(value, str) else ""
        for unfit in characters.characters(text, "", (1, 1), pointer):
            return unfit
        tried = copy.deepcopy(answers)
        fields.put(tried, pointer, value)
        errors = [f for f in self.findings(tried) if f.severity == "error"]
        return next((f for f in errors if f"{f.pointer}/".startswith(f"{pointer}/")), None)

    def doubts(self, answers: Answers, pointer: str) -> list[Finding]:
        """Errors and warnings about an answer as it stands beside the others: what `wrong` cannot see in the value alone."""
        field = {"/basis/work_point": "/basis"}.get(pointer, pointer)
        given = fields.given(answers, pointer)
        # What is given and still not enough (“not concerned” without a reason) is said; what is left open is not.
        doubts = [f for f in self.findings(answers) if f.code != "DRAFT_INCOMPLETE" or (given and f.pointer == pointer)]
        # Whether public data are concerned is asked next.
        doubts = [f for f in doubts if (f.code, f.pointer) != ("PUBLIC_DATA", "/scope/funding")]
        return [f for f in doubts if f"{f.pointer}/".startswith(f"{field}/")]


def tidy(text: str) -> str:
    """What was typed or pasted, without what `validate --fix` would repair: odd spaces, invisible signs, look-alikes."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    text = characters.without(characters.without(text, "TEXT_SPACE", " "), "TEXT_INVISIBLE", "")
    lines = unicodedata.normalize("NFC", text).split("\n")
    return "\n".join(line.rstrip() for line in lines).strip()


def meant(kind: str, text: str) -> Any:
    """The value that a typed text stands for, `kind` as in `fields.kind`: 12.5万 is 125000 (yuan), 2026年8月20日 is 2026-08-20.

    Gives the text itself where it cannot be told.
    """
    text = tidy(text)
    if kind == "date":
        return values.date(text) or text
    if kind == "names":
        return [part for line in text.replace("；", "\n").replace(";", "\n").split("\n") if (part := line.strip())]
    if kind == "amount" and text:
        known = values.amount(text)
        return known if known is not None else _number(text)
    return text if kind == "lines" else " ".join(text.split("\n"))


def _number(text: str) -> float | str:
    """A number with a fraction, of which `validate` says that it wants whole yuan; else the text."""
    plain = values.plain(text).replace(",", "")
    whole, dot, part = plain.partition(".")
    return float(plain) if dot and whole.isdecimal() and part.isdecimal() and len(plain) < 16 else text
