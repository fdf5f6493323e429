"""The proposal as pure data: what the documents say, in no format. Amounts are whole yuan, labels are Chinese."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bwtb.base.messages import Named
from bwtb.registry.request import Request
from bwtb.review.states import RequestReview


@dataclass(frozen=True)
class Facts:
    """What a year's proposal says that cannot be computed (`requests/<year>/proposal.yaml`); "" where not given.

    `given`: whether the file stood in the commit. `compiled` is the date on the cover: the letter's date, else the
    commit's at +08:00. The letter's own number and date are given at signing and never invented.
    """

    given: bool
    compiled: str
    number: str = ""
    addressee: str = ""
    date: str = ""
    title_lines: tuple[str, ...] = ()
    overview: Mapping[str, str] = field(default_factory=dict)
    imprint: Mapping[str, str] = field(default_factory=dict)
    contact: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Basis:
    """One 依据: a document with its number, or a work point (then `work_point` is its code)."""

    title: str
    number: str = ""
    work_point: str = ""


@dataclass(frozen=True)
class BudgetLine:
    """One line of a request's budget. `counted`: of the proposal's year and borne by the platform."""

    name: str
    kind: Named
    amount: int
    year: int
    funding: Named
    borne_by: Named
    quantity: int | float | None
    unit: str
    price: int | float | None
    note: str
    counted: bool


@dataclass(frozen=True)
class Capability:
    """An entry of annex 2 that a request builds on."""

    code: str
    number: int
    group: str
    name: str


@dataclass(frozen=True)
class Opinion:
    """One party's word on a request. `decision` is the label (同意 …), "" where the party has decided nothing that counts."""

    party: Named
    short: str
    decision: str = ""
    opinion: str = ""
    signer: str = ""
    date: str = ""
    key: str = ""
    commit: str = ""

    @property
    def words(self) -> str:
        """Decision and opinion as one text, the decision once: 同意。 / 同意列入。 / 退回修改：测算依据不足。"""
        said = self.opinion.strip()
        if not said:
            return self.decision and f"{self.decision}。"
        return said if said.lstrip("“\"‘'（(【〔 　").startswith(self.decision) else f"{self.decision}：{said}"


@dataclass(frozen=True)
class LeaderOpinion:
    """分管领导意见 of one applying unit.

    `how`: key (signed with the unit's key, by the commit `commit`) | typed (in the file, with the scan of the stamped
    form) | unscanned (typed, no scan).
    """

    unit: str
    name: str
    title: str
    opinion: str
    date: str
    how: str = "typed"
    commit: str = ""


@dataclass(frozen=True)
class Confirmation:
    """A case for 确认 (article 7): these capabilities applied on these surfaces."""

    capabilities: tuple[str, ...]
    surfaces: tuple[str, ...]


@dataclass(frozen=True)
class Integration:
    """How a request of 业务整合类 joins the platform (article 7)."""

    mode: Named
    system: str
    opinion: Mapping[str, str]
    conditions: bool
    operator: str


@dataclass(frozen=True)
class Supplementary:
    """The government's approval of a 补充需求 (article 8), "" as long as there is none; `scanned`: its scan is kept."""

    level: str
    number: str
    date: str
    authority: str
    scanned: bool = False


@dataclass(frozen=True)
class Entry:
    """One request as the documents show it.

    `platform` and `own`: yuan of the proposal's year borne by the platform and by the unit; `later`: lines of other
    years. `texts` holds the six texts of article 6 by key, as paragraphs.
    """

    request: Request
    id: str
    title: str
    category: Named
    unit: Named
    units: tuple[str, ...]
    full_units: tuple[str, ...]
    nature: tuple[Named, ...]
    scopes: tuple[Named, ...]
    application: Mapping[str, tuple[str, ...]]
    types: tuple[str, ...]
    platforms: tuple[Named, ...]
    platform_other: str
    capabilities: tuple[Capability, ...]
    surfaces: tuple[Named, ...]
    funding: tuple[Named, ...]
    basis: tuple[Basis, ...]
    texts: Mapping[str, tuple[str, ...]]
    lines: tuple[BudgetLine, ...]
    budget_note: tuple[str, ...]
    platform: int
    own: int
    later: tuple[BudgetLine, ...]
    contact: Mapping[str, str]
    endorsements: tuple[LeaderOpinion, ...]
    opinions: tuple[Opinion, ...]
    confirmation: Confirmation | None
    integration: Integration | None
    supplementary: Supplementary | None
    others: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]

    @property
    def own_lines(self) -> tuple[BudgetLine, ...]:
        """The lines of the proposal's year."""
        return tuple(line for line in self.lines if line.year == self.request.year)


@dataclass(frozen=True)
class Chapter:
    """One of article 6's eight subjects for the whole: the keeper's own overview, empty where none is given."""

    key: str
    title: str
    overview: tuple[str, ...]


@dataclass(frozen=True)
class CategoryEntries:
    """The requests of one category, in order."""

    category: Named
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Share:
    """One row of a summary of the budget."""

    code: str
    name: str
    requests: int
    platform: int
    own: int


@dataclass(frozen=True)
class Breakdown:
    """The budget by category, unit, cost kind or funding. `rounded`: the parts in 万元 do not add up to the total."""

    key: str
    rows: tuple[Share, ...]
    rounded: bool


@dataclass(frozen=True)
class Totals:
    """Yuan of the proposal's year without 补充需求. `platform` is the annual total; what units bear stands beside it."""

    requests: int
    platform: int
    own: int
    breakdowns: Mapping[str, Breakdown]
    supplementary: int
    later: Mapping[int, tuple[int, int]]


@dataclass(frozen=True)
class MatrixRow:
    """One capability and the requests that cite it, by their place in the order of the proposal."""

    capability: Capability
    cited: tuple[bool, ...]

    @property
    def count(self) -> int:
        return sum(self.cited)


@dataclass(frozen=True)
class WorkPoint:
    """A work point that requests cite, and their ids."""

    code: str
    year: int
    level: str
    title: str
    text: str
    requests: tuple[str, ...]


@dataclass(frozen=True)
class StandingBasis:
    """A document the proposal rests on: of article 1, or cited by requests."""

    title: str
    number: str
    article: str
    requests: tuple[str, ...] = ()


@dataclass(frozen=True)
class Difference:
    """How one request differs from the version of the proposal that was frozen before.

    `kind`: added | removed | changed; `before` and `after`: yuan of the year borne by the platform, None where it is not
    in that version; `fields`: the labels of what was changed in it.
    """

    kind: str
    id: str
    title: str
    units: tuple[str, ...]
    before: int | None
    after: int | None
    fields: tuple[str, ...] = ()

    @property
    def word(self) -> str:
        """What happened, as a table says it."""
        return {"added": "新增", "removed": "删除", "changed": "修改"}[self.kind]


@dataclass(frozen=True)
class Correction:
    """The difference to the version frozen before, `previous`: a corrected proposal carries it as an annex.

    `before` and `after` are the annual totals of both, in yuan.
    """

    previous: int
    changes: tuple[Difference, ...]
    before: int
    after: int


@dataclass(frozen=True)
class Proposal:
    """The whole annual proposal (article 6). `entries` in the order of the documents; `supplementary` outside all totals;
    `excluded`: the year's requests that are left out, never in the documents.

    `number` counts the year's versions; from the second on, `correction` says how it differs from the one before.
    """

    year: int
    commit: str
    time: int
    facts: Facts
    chapters: Mapping[str, Chapter]
    groups: tuple[CategoryEntries, ...]
    entries: tuple[Entry, ...]
    supplementary: tuple[Entry, ...]
    bases: tuple[StandingBasis, ...]
    work_points: tuple[WorkPoint, ...]
    totals: Totals
    matrix: tuple[MatrixRow, ...]
    confirmations: tuple[Entry, ...]
    integrations: tuple[Entry, ...]
    excluded: tuple[RequestReview, ...]
    parties: tuple[Named, ...]
    number: int = 1
    correction: Correction | None = None
