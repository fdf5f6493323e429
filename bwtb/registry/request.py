"""Request: a typed, read-only view of one request file. Knows no rules; a draft's missing parts read as empty."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from bwtb.base.budget import OverBudgetError
from bwtb.base.codes import SINCE
from bwtb.registry.layout import ID, request_paths

if TYPE_CHECKING:
    from bwtb.base.findings import Finding
    from bwtb.registry.source import Source
    from bwtb.yaml import loader

# Article 6, in the order of the form and the proposal: six texts; with the basis and the budget all eight subjects.
DESCRIPTION = ("goals", "content", "functions", "data", "security", "operations")


@dataclass(frozen=True)
class BudgetItem:
    """One line of the budget. Amounts are whole yuan."""

    name: str
    kind: str
    amount: int
    year: int
    funding: str
    borne_by: str
    quantity: int | float | None
    unit: str
    price: int | float | None
    note: str


@dataclass(frozen=True)
class Request:
    """One request: where it stands, its raw bytes as stored, and its data."""

    path: str
    raw: bytes
    data: Mapping[str, Any]

    def text(self, key: str) -> str:
        """A top-level text, "" where absent."""
        value = self.data.get(key)
        return value if isinstance(value, str) else ""

    def list(self, key: str) -> list[Any]:
        """A top-level list, empty where absent."""
        value = self.data.get(key)
        return value if isinstance(value, list) else []

    def mapping(self, key: str) -> Mapping[str, Any]:
        """A top-level mapping, empty where absent."""
        value = self.data.get(key)
        return value if isinstance(value, dict) else {}

    @property
    def id(self) -> str:
        return self.text("id")

    @property
    def year(self) -> int:
        """The year whose proposal the request is for, from its id; 0 where the id is malformed."""
        match = ID.fullmatch(self.id)
        return int(match["year"]) if match else 0

    @property
    def title(self) -> str:
        """The title on one line, as it has to be written; what is shown beside others must not pass for more than one."""
        return " ".join(self.text("title").split("\n"))

    @property
    def unit(self) -> str:
        return self.text("unit")

    @property
    def units(self) -> tuple[str, ...]:
        """Every applying unit: the leading one, then those that apply together with it."""
        return (self.unit, *(u for u in self.list("joint_units") if isinstance(u, str) and u != self.unit))

    @property
    def category(self) -> str:
        return self.text("category")

    @property
    def folder(self) -> str:
        """The folder of attachments and sign-offs: the path without `.yaml`."""
        return self.path.removesuffix(".yaml")

    @property
    def endorsements(self) -> tuple[Mapping[str, Any], ...]:
        return tuple(e for e in self.list("endorsements") if isinstance(e, dict))

    @property
    def is_draft(self) -> bool:
        """A draft has no endorsements and may be incomplete."""
        return "endorsements" not in self.data

    @property
    def items(self) -> tuple[BudgetItem, ...]:
        """The budget's lines that can be read as such."""
        items = self.mapping("budget").get("items")
        readable = [i for i in items if isinstance(i, dict)] if isinstance(items, list) else []
        return tuple(self._item(i) for i in readable)

    def _item(self, item: Mapping[str, Any]) -> BudgetItem:
        funding = self.mapping("scope").get("funding")
        only = funding[0] if isinstance(funding, list) and len(funding) == 1 else ""
        amount = item.get("amount")
        return BudgetItem(
            name=str(item.get("name", "")),
            kind=str(item.get("kind", "")),
            amount=amount if isinstance(amount, int) and not isinstance(amount, bool) else 0,
            year=item["year"] if isinstance(item.get("year"), int) else self.year,
            funding=str(item.get("funding", only)),
            borne_by=str(item.get("borne_by", "")),
            quantity=item.get("quantity"),
            unit=str(item.get("unit", "")),
            price=item.get("price"),
            note=str(item.get("note", "")),
        )

    def total(self, *, year: int | None = None, borne_by: str | None = None) -> int:
        """The sum of the items in yuan: of the request's own year unless another is named, of one bearer if named."""
        wanted = self.year if year is None else year
        return sum(i.amount for i in self.items if i.year == wanted and borne_by in (None, i.borne_by))


def read_request(source: Source, path: str) -> tuple[Request | None, loader.Document | None]:
    """One request and its document; None, None where there is no such file, None with findings where unreadable."""
    from bwtb.yaml import loader

    try:
        raw = source.read(path)
    except OverBudgetError:
        return None, loader.too_large(path)
    if raw is None:
        return None, None
    document = loader.load(raw, path)
    # What only a later rule objects to could be read before there was that rule, and can be still.
    broken = any(f.severity == "error" and f.code not in SINCE for f in document.findings)
    if broken or not isinstance(document.data, dict):
        return None, document
    return Request(path, raw, document.data), document


def requests(source: Source, year: int | None = None) -> tuple[list[Request], list[Finding]]:
    """All readable requests in order of path, and the findings of those that could not be read."""
    readable: list[Request] = []
    findings: list[Finding] = []
    for path in request_paths(source, year):
        request, document = read_request(source, path)
        if request:
            readable.append(request)
        elif document:
            findings += document.findings
    return readable, findings
