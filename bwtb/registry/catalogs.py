"""The catalog: capabilities, channels, units, parties and the other lists that requests refer to by code."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bwtb.base import values
from bwtb.base.budget import OverBudgetError
from bwtb.base.errors import UserError
from bwtb.base.findings import Finding, on_file
from bwtb.base.messages import Message
from bwtb.registry import messages
from bwtb.registry.source import Source
from bwtb.yaml import loader

CatalogEntry = Mapping[str, Any]

# Every list of the catalog: the file's stem.
LISTS = (
    "capabilities", "channels", "surfaces", "units", "parties", "scopes", "cost_kinds", "work_points", "bases", "articles",
    "corrections",
)  # fmt: skip
PARTIES = ("centre", "office", "bigdata")
_NAMES = ("name", "full_name", "form", "short")  # what an entry is called by, beside its code


@dataclass(frozen=True)
class Catalog:
    """All lists: `lists["capabilities"]["cap-15"]` is the entry as it stands in the file.

    `written` keeps each entry in the form that is signed (`signing.binding`), by list and code, once it was asked for.
    """

    lists: Mapping[str, Mapping[str, CatalogEntry]]
    written: dict[tuple[str, str], bytes] = field(default_factory=dict, compare=False, repr=False)

    def entry(self, kind: str, code: str) -> CatalogEntry | None:
        """One entry of a list, None where the code is unknown."""
        return self.lists.get(kind, {}).get(code)

    def name(self, kind: str, code: str) -> str:
        """The Chinese name of a code; the code itself where it is unknown."""
        entry = self.entry(kind, code)
        return str(entry["name"]) if entry and "name" in entry else code

    def party(self, code: str) -> CatalogEntry:
        """What the catalog says of one of the three parties: name, short, full_name, unit; empty where it is not listed."""
        return self.entry("parties", code) or {}

    def regulation(self) -> CatalogEntry:
        """The standing basis that is the regulation itself: the one marked so, else the last of them."""
        bases = list(self.lists.get("bases", {}).values())
        return next((entry for entry in bases if entry.get("regulation") is True), bases[-1] if bases else {})

    def codes(self, kind: str) -> list[str]:
        """All codes of a list, in the order of the file."""
        return list(self.lists.get(kind, {}))

    def nearest(self, kind: str, wrong: str) -> str | None:
        """The code most likely meant: by its Chinese name, else by spelling; None where nothing is near."""
        entries = self.lists.get(kind, {})
        names = {code: [str(entry[key]) for key in _NAMES if key in entry] for code, entry in entries.items()}
        return values.nearest(wrong, names, at_least=0.6)


def other_names(unit: CatalogEntry) -> tuple[str, str]:
    """A unit's other names: in full, and as people shorten the listed one (区民政局 → 民政局, 罗店镇 → 罗店)."""
    name = str(unit.get("name", ""))
    return str(unit.get("full_name", "")), name.removeprefix("区").removesuffix("镇").removesuffix("街道")


class _Lists(Mapping[str, Mapping[str, CatalogEntry]]):
    """The lists of a source's catalog, each read when it is first asked for."""

    def __init__(self, source: Source, findings: list[Finding]) -> None:
        self._source, self._findings = source, findings
        self._read: dict[str, Mapping[str, CatalogEntry]] = {}

    def __getitem__(self, kind: str) -> Mapping[str, CatalogEntry]:
        if kind not in self._read:
            if kind not in LISTS:
                raise KeyError(kind)
            self._read[kind] = self._load(f"catalog/{kind}.yaml")
        return self._read[kind]

    def __iter__(self) -> Iterator[str]:
        return iter(LISTS)

    def __len__(self) -> int:
        return len(LISTS)

    def _load(self, path: str) -> Mapping[str, CatalogEntry]:
        try:
            raw = self._source.read(path)
        except OverBudgetError:
            self._findings.extend(loader.too_large(path).findings)
            return {}
        if raw is None:
            message = Message(messages.LIST_MISSING, path=path)
            hint = Message(messages.PUT_LIST_BACK)
            self._findings.append(on_file(path, "CATALOG_MISSING", message, hint))
            return {}
        document = loader.load(raw, path)
        self._findings.extend(document.findings)
        entries = document.data if isinstance(document.data, list) else []
        coded = [e for e in entries if isinstance(e, dict) and isinstance(e.get("code"), str)]
        times = Counter(e["code"] for e in coded)
        # What is listed twice means nothing: one reader would take the first, another the last.
        return {e["code"]: e for e in coded if times[e["code"]] == 1}


def lazily(source: Source) -> tuple[Catalog, list[Finding]]:
    """The catalog of a source, each list read when it is first used; the findings grow with what is read."""
    findings: list[Finding] = []
    return Catalog(_Lists(source, findings)), findings


def load(source: Source) -> tuple[Catalog, list[Finding]]:
    """Read every list of the catalog from a source; a list that can't be read is empty and has findings."""
    catalog, findings = lazily(source)
    lists = {kind: catalog.lists[kind] for kind in LISTS}
    return Catalog(lists), [f for f in findings if f.code != "CATALOG_MISSING"]


def require(source: Source) -> Catalog:
    """The catalog, where the work cannot go on without one. Raises UserError naming the first broken file."""
    catalog, findings = load(source)
    if findings:
        first = findings[0]
        raise UserError(
            Message(messages.CATALOG_UNREADABLE, path=first.path, line=first.line, message=first.message),
            Message(messages.VALIDATE_CATALOG),
        )
    return catalog
