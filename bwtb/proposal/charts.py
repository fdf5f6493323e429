"""What the proposal's charts show: the budget by category, unit and cost kind, and how often capabilities are cited."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bwtb.base.typography import wan
from bwtb.proposal.model import Breakdown, Proposal, Share

# More bars than this make no picture: the largest are shown, the rest together or not at all, and the caption says so.
MOST = 15

# In place of a code: the rest together.
REST = "*"

PLATFORM, OWN, CITED = "平台承担", "单位承担", "引用数"


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


@dataclass(frozen=True)
class _Kind:
    """A summary that is charted: its heading, how its members are counted, and whether the largest stand first."""

    head: str
    counted: str
    ranked: bool = False


_KINDS = {
    "category": _Kind("需求类别", "个类别"),
    "unit": _Kind("申请单位", "个单位", ranked=True),
    "kind": _Kind("经费类别", "类"),
}


def charts_of(proposal: Proposal) -> Mapping[str, ChartData]:
    """The charts by key: category, unit, kind, capability; those with nothing to show are not among them."""
    found = [_budget(proposal.totals.breakdowns[key], kind) for key, kind in _KINDS.items()]
    found.append(_capabilities(proposal))
    return {chart.key: chart for chart in found if chart is not None}


def _budget(breakdown: Breakdown, kind: _Kind) -> ChartData | None:
    """The amounts of one summary in 万元; what units bear stands beside only where there is any."""
    columns: list[tuple[str, Callable[[Share], int]]] = [
        (name, amount)
        for name, amount in ((PLATFORM, _platform), (OWN, _own))
        if any(amount(share) for share in breakdown.rows)
    ]
    if not columns:
        return None
    shown, rest = _largest(breakdown.rows, lambda share: share.platform + share.own, kind.ranked)
    bars = [Bar(share.name, tuple(wan(amount(share)) for _name, amount in columns), share.code) for share in shown]
    note = ""
    if rest:
        label = f"其他{len(rest)}{kind.counted}"
        bars.append(Bar(label, tuple(wan(sum(map(amount, rest))) for _name, amount in columns), REST))
        note = f"金额居前的{len(shown)}{kind.counted}，其余{len(rest)}{kind.counted}合并列示"
    alone = columns[0][0] if len(columns) == 1 else ""
    return ChartData(
        key=breakdown.key,
        title=f"按{kind.head}汇总的经费预算",
        note=note,
        head=kind.head,
        axis=f"{alone}的经费预算" if alone else "经费预算",
        unit="万元",
        places=2,
        series=tuple(name for name, _amount in columns),
        bars=tuple(bars),
    )


def _platform(share: Share) -> int:
    return share.platform


def _own(share: Share) -> int:
    return share.own


def _largest(
    rows: Sequence[Share], size: Callable[[Share], int], ranked: bool
) -> tuple[Sequence[Share], Sequence[Share]]:
    """The largest rows, and the rest. Both in the order of the summary, or the largest first; equals in its order."""
    order = sorted(range(len(rows)), key=lambda place: (-size(rows[place]), place))
    most = MOST if len(rows) <= MOST else MOST - 1  # one bar is that of the rest
    shown, rest = order[:most], order[most:]
    return [rows[p] for p in (shown if ranked else sorted(shown))], [rows[p] for p in sorted(rest)]


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
