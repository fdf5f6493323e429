"""What the proposal's charts show: the budget by category, unit and cost kind, and how often capabilities are cited."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bwtb.base.typography import wan
from bwtb.proposal.model import Breakdown, Proposal

# More bars than this make no picture: the largest are shown, the rest together or not at all, and the caption says so.
MOST = 15

# In place of a code: the rest together.
REST = "*"

PLATFORM, OWN, CITED = "平台承担", "单位承担", "引用数"

# The summaries that are charted: the heading of each, and how its members are counted.
_SUMMARIES = {"category": ("需求类别", "个类别"), "unit": ("申请单位", "个单位"), "kind": ("经费类别", "类")}


@dataclass(frozen=True)
class Bar:
    """One row of a chart: its label, one value a series, and the code of what it stands for (REST for the rest together)."""

    label: str
    values: tuple[Decimal, ...]
    code: str


@dataclass(frozen=True)
class ChartData:
    """One chart. `key` is that of its summary, `note` what the caption adds to the title; `unit` is that of the values,
    which are shown with `places` decimal places."""

    key: str
    title: str
    note: str
    head: str
    axis: str
    unit: str
    places: int
    series: tuple[str, ...]
    bars: tuple[Bar, ...]

    @property
    def caption(self) -> str:
        """The title with its note, without a number."""
        return f"{self.title}（{self.note}）" if self.note else self.title


def charts_of(proposal: Proposal) -> Mapping[str, ChartData]:
    """The charts by key: category, unit, kind, capability; those with nothing to show are not among them."""
    budgets = [_budget(proposal.totals.breakdowns[key], *names) for key, names in _SUMMARIES.items()]
    return {chart.key: chart for chart in (*budgets, _capabilities(proposal)) if chart}


def _budget(breakdown: Breakdown, head: str, counted: str) -> ChartData | None:
    """The amounts of one summary in 万元; what units bear stands beside only where there is any."""
    rows = breakdown.rows
    amounts = {PLATFORM: [row.platform for row in rows], OWN: [row.own for row in rows]}
    series = {name: column for name, column in amounts.items() if any(column)}
    if not series:
        return None
    shown, rest = _largest([row.platform + row.own for row in rows], ranked=breakdown.key == "unit")
    bars = [Bar(rows[p].name, tuple(wan(column[p]) for column in series.values()), rows[p].code) for p in shown]
    note = ""
    if rest:
        together = tuple(wan(sum(column[p] for p in rest)) for column in series.values())
        bars.append(Bar(f"其他{len(rest)}{counted}", together, REST))
        note = f"金额居前的{len(shown)}{counted}，其余{len(rest)}{counted}合并列示"
    return ChartData(
        key=breakdown.key,
        title=f"按{head}汇总的经费预算",
        note=note,
        head=head,
        axis="经费预算" if len(series) > 1 else f"{next(iter(series))}的经费预算",
        unit="万元",
        places=2,
        series=tuple(series),
        bars=tuple(bars),
    )


def _largest(amounts: Sequence[int], *, ranked: bool) -> tuple[Sequence[int], Sequence[int]]:
    """The places of the largest amounts, and those of the rest: in their order, or (`ranked`) the largest first."""
    order = sorted(range(len(amounts)), key=lambda place: -amounts[place])
    most = MOST if len(amounts) <= MOST else MOST - 1  # one bar is that of the rest
    return order[:most] if ranked else sorted(order[:most]), order[most:]


def _capabilities(proposal: Proposal) -> ChartData | None:
    """How many requests cite each capability of annex 2; the most cited where many are."""
    cited = [row for row in proposal.matrix if row.count]
    if not cited:
        return None
    shown = sorted(cited, key=lambda row: (-row.count, row.capability.number))[:MOST]
    return ChartData(
        key="capability",
        title="赋能清单引用情况",
        note=f"引用数居前的{len(shown)}项，共引用{len(cited)}项" if len(cited) > len(shown) else "",
        head="数字能力赋能",
        axis="引用的需求数",
        unit="项",
        places=0,
        series=(CITED,),
        bars=tuple(
            Bar(f"{row.capability.number} {row.capability.name}", (Decimal(row.count),), row.capability.code)
            for row in shown
        ),
    )
