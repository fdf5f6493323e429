"""The proposal's tables as a workbook: 汇总, 明细, charts, 赋能引用, 会商意见. Text goes in as text, sums as formulas."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_range

from bwtb.base.pack import pack, unpack
from bwtb.base.typography import clean, date, width
from bwtb.proposal import Proposal
from bwtb.proposal.charts import CITED, OWN, PLATFORM, REST, charts_of
from bwtb.proposal.model import Breakdown
from bwtb.render.charts import sheet as charts
from bwtb.render.charts.chart_xml import explicit
from bwtb.render.charts.sheet import Origin

FONT, MONO = "宋体", "Courier New"
Value = str | int | float | None

# The first rows of every sheet: title, then the header that stays in sight.
TITLE, HEADER, FIRST = 0, 1, 2

# As many columns of the matrix of capabilities and requests stand on a printed page.
MATRIX = 32

# A line of 10-point text, in points.
LINE = 14

BREAKDOWNS = {"category": "需求类别", "unit": "申请单位", "kind": "经费类别", "funding": "资金来源"}
SUMS, CAPABILITIES = "预算汇总", "赋能清单引用"


@dataclass(frozen=True)
class Column:
    """A column: its heading, its width in characters, and its kind: text, centre, wan (万元), yuan, number."""

    head: str
    width: float
    kind: str = "text"


def _formats(book: Any) -> dict[str, Any]:
    base = {"font_name": FONT, "font_size": 10, "border": 1, "valign": "vcenter", "text_wrap": True}
    made = {
        "figure": {"font_name": "黑体", "font_size": 10},
        "marked": {**base, "num_format": "@", "align": "center", "bg_color": "#D9D9D9"},
        "title": {"font_name": "黑体", "font_size": 16, "align": "center", "valign": "vcenter"},
        "head": {**base, "font_name": "黑体", "align": "center", "bg_color": "#F2F2F2"},
        "text": {**base, "num_format": "@"},
        "centre": {**base, "num_format": "@", "align": "center"},
        "number": {**base, "align": "center", "num_format": "#,##0.##;-#,##0.##;0"},
        "integer": {**base, "align": "center", "num_format": "0"},
        "wan": {**base, "num_format": "#,##0.00"},
        "yuan": {**base, "num_format": "#,##0"},
        "code": {**base, "font_name": MONO, "font_size": 8, "num_format": "@"},
        "turned": {**base, "font_name": "黑体", "rotation": 90, "align": "center", "num_format": "@"},
    }
    made |= {f"total-{name}": {**made[name], "font_name": "黑体"} for name in ("text", "integer", "wan", "yuan")}
    return {name: book.add_format(properties) for name, properties in made.items()}


class _Sheet:
    """One sheet with a title, a frozen header and rows."""

    def __init__(
        self, book: Any, formats: dict[str, Any], name: str, title: str, columns: Sequence[Column], across: int = 0
    ) -> None:
        """`across`: how many columns of a sheet that is too wide for a page stand on one; 0 for all of them."""
        self.sheet = book.add_worksheet(name)
        self.formats = formats
        self.columns = columns
        self.row = FIRST
        across = across if across < len(columns) else 0
        self.sheet.merge_range(TITLE, 0, TITLE, (across or len(columns)) - 1, "", formats["title"])
        self.sheet.write_string(TITLE, 0, title, formats["title"])
        self.sheet.set_row(TITLE, 30)
        self.sheet.set_row(HEADER, 2 * LINE + 4)
        for place, column in enumerate(columns):
            self.sheet.set_column(place, place, column.width)
            self.sheet.write_string(
                HEADER, place, clean(column.head), formats["turned" if column.kind == "mark" else "head"]
            )
        self.sheet.freeze_panes(FIRST, 0)
        _printable(self.sheet, whole=not across)

    def add(self, *values: Value) -> None:
        """A row of values, one a column; as high as its longest text (LibreOffice would not make it so by itself)."""
        self.sheet.set_row(self.row, LINE * max(map(_lines, values, self.columns)) + 4)
        for place, (value, column) in enumerate(zip(values, self.columns, strict=True)):
            kind = column.kind if column.kind != "mark" else "marked" if value else "centre"
            self.cell(self.row, place, value, kind)
        self.row += 1

    def cell(self, row: int, column: int, value: Value, kind: str) -> None:
        if value is None:
            self.sheet.write_blank(row, column, None, self.formats[kind])
        elif isinstance(value, str):
            # Never `write`: it would make a formula of =1+1 and a link of http://…
            self.sheet.write_string(row, column, clean(value), self.formats[kind])
        else:
            self.sheet.write_number(row, column, value, self.formats[kind])

    def totals(self, label_column: int, sums: dict[int, float], first: int = FIRST) -> None:
        """A row of sums over the rows from `first` on, as formulas that carry their values."""
        for place, column in enumerate(self.columns):
            if place in sums:
                formula = f"=SUM({xl_range(first, place, self.row - 1, place)})" if self.row > first else "=0"
                self.sheet.write_formula(self.row, place, formula, self.formats[f"total-{column.kind}"], sums[place])
            else:
                self.cell(self.row, place, "合计" if place == label_column else None, "total-text")
        self.row += 1


def _lines(value: Value, column: Column) -> int:
    """How many lines a text takes in its column: a full-width character is two of the column's units."""
    if not isinstance(value, str) or column.kind == "mark":
        return 1

    # Programs differ in the fonts they have, and so in where a line ends: a tenth to spare.
    return sum(max(1, math.ceil(2.2 * width(line) / (column.width - 1))) for line in value.split("\n"))


def _printable(sheet: Any, *, whole: bool) -> None:
    """A4 across, the head on every page; as wide as a page, or else as wide as it takes."""
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.8)
    if whole:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(85)
    sheet.repeat_rows(TITLE, HEADER)
    sheet.center_horizontally()
    sheet.set_footer("&C— &P —")


def _wan(yuan: int) -> float:
    return yuan / 10000


def write(proposal: Proposal, *, author: str) -> bytes:
    """The workbook. Its date is the commit's; the same proposal gives the same bytes."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    created = datetime.fromtimestamp(proposal.time, UTC).replace(tzinfo=None)
    book.set_properties({"title": f"{proposal.year}年度需求建议书附表", "author": clean(author), "created": created})
    formats = _formats(book)
    for add in (_summary, _items, _sums, _capabilities, _opinions, _later, _supplementary, _correction):
        add(book, formats, proposal)
    book.close()
    parts = unpack(target.getvalue())
    for name in (name for name in parts if name.startswith("xl/charts/chart")):
        parts[name] = explicit(parts[name])
    # XlsxWriter deflates; stored parts are the same bytes with every zlib.
    return pack(parts)


def _summary(book: Any, formats: dict[str, Any], proposal: Proposal) -> None:
    columns = (
        Column("序号", 5, "integer"), Column("编号", 14), Column("申请单位", 11), Column("需求名称", 25),
        Column("类别", 10.5, "centre"), Column("申请类型", 11), Column("上线平台", 17), Column("引用赋能\n（清单序号）", 11),
        Column("平台承担\n（万元）", 10, "wan"), Column("单位承担\n（万元）", 10, "wan"), Column("资金来源", 9.5),
        Column("会商结果", 9, "centre"),
    )  # fmt: skip
    sheet = _Sheet(book, formats, "需求汇总表", f"{proposal.year}年度需求汇总表", columns)
    for number, entry in enumerate(proposal.entries, 1):
        platforms = [p.name for p in entry.platforms] + ([entry.platform_other] if entry.platform_other else [])
        sheet.add(
            number, entry.id, "、".join(entry.units), entry.title, entry.category.name,
            "、".join(entry.types or tuple(n.name for n in entry.nature)), "、".join(platforms),
            ", ".join(str(c.number) for c in entry.capabilities), _wan(entry.platform), _wan(entry.own),
            "、".join(f.name for f in entry.funding), "一致通过",
        )  # fmt: skip
    sheet.totals(3, {8: _wan(proposal.totals.platform), 9: _wan(proposal.totals.own)})


def _items(book: Any, formats: dict[str, Any], proposal: Proposal) -> None:
    columns = (
        Column("序号", 5, "integer"), Column("编号", 14), Column("申请单位", 9.5), Column("需求名称", 18), Column("项目内容", 17),
        Column("经费类别", 9, "centre"), Column("数量", 6, "number"), Column("单位", 5.5, "centre"),
        Column("单价\n（元）", 9.5, "yuan"), Column("金额\n（元）", 11, "yuan"), Column("年度", 5.5, "integer"),
        Column("承担方", 8.5, "centre"), Column("资金来源", 9.5, "centre"), Column("计入年度\n合计", 8.5, "centre"),
        Column("测算依据", 15),
    )  # fmt: skip
    sheet = _Sheet(book, formats, "预算明细", f"{proposal.year}年度经费预算明细", columns)
    lines = [(entry, line) for entry in proposal.entries for line in entry.lines]
    for number, (entry, line) in enumerate(lines, 1):
        sheet.add(
            number, entry.id, "、".join(entry.units), entry.title, line.name, line.kind.name, line.quantity,
            line.unit or None, line.price, line.amount, line.year, line.borne_by.name, line.funding.name,
            "是" if line.counted else "否", line.note or None,
        )  # fmt: skip
    last = max(sheet.row - 1, FIRST)
    sheet.totals(4, {9: sum(line.amount for _entry, line in lines)})
    counted = f'=SUMIF({xl_range(FIRST, 13, last, 13)},"是",{xl_range(FIRST, 9, last, 9)})'
    sheet.sheet.set_row(sheet.row, 2 * LINE + 4)
    sheet.cell(sheet.row, 4, f"其中：{proposal.year}年度由平台承担", "total-text")
    sheet.sheet.write_formula(sheet.row, 9, counted, formats["total-yuan"], proposal.totals.platform)


def _sums(book: Any, formats: dict[str, Any], proposal: Proposal) -> None:
    columns = (
        Column("分类", 30), Column("需求数", 10, "integer"), Column("平台承担\n（万元）", 16, "wan"),
        Column("单位承担\n（万元）", 16, "wan"),
    )  # fmt: skip
    sheet = _Sheet(book, formats, SUMS, f"{proposal.year}年度经费预算汇总", columns)
    # Where the values of the charts stand; how often each capability is cited is counted in the sheet of those.
    cells: dict[str, Origin] = {
        f"capability/{row.capability.code}/{CITED}": (CAPABILITIES, FIRST + place, 3, row.count)
        for place, row in enumerate(proposal.matrix)
    }
    for key, heading in BREAKDOWNS.items():
        cells |= _block(sheet, heading, proposal.totals.breakdowns[key])
    if shown := charts_of(proposal):
        charts.write(book, formats, shown, cells)


def _block(sheet: _Sheet, heading: str, breakdown: Breakdown) -> dict[str, Origin]:
    """One summary below the other; gives where its values and its totals stand, for the charts."""
    cells: dict[str, Origin] = {}
    for place in range(len(sheet.columns)):
        sheet.cell(sheet.row, place, None if place else f"按{heading}汇总", "head")
    sheet.row += 1
    first = sheet.row
    for share in breakdown.rows:
        cells[f"{breakdown.key}/{share.code}/{PLATFORM}"] = (SUMS, sheet.row, 2, _wan(share.platform))
        cells[f"{breakdown.key}/{share.code}/{OWN}"] = (SUMS, sheet.row, 3, _wan(share.own))
        sheet.add(share.name, share.requests, _wan(share.platform), _wan(share.own))
    platform, own = _wan(sum(s.platform for s in breakdown.rows)), _wan(sum(s.own for s in breakdown.rows))
    cells[f"{breakdown.key}/{REST}/{PLATFORM}"] = (SUMS, sheet.row, 2, platform)
    cells[f"{breakdown.key}/{REST}/{OWN}"] = (SUMS, sheet.row, 3, own)
    sheet.totals(0, {2: platform, 3: own}, first)
    sheet.row += 1
    return cells


def _capabilities(book: Any, formats: dict[str, Any], proposal: Proposal) -> None:
    columns = (
        Column("序号", 5, "integer"), Column("赋能类别", 12), Column("数字能力赋能", 22), Column("引用数", 7, "integer"),
        *(Column(entry.id, 3.6, "mark") for entry in proposal.entries),
    )  # fmt: skip
    sheet = _Sheet(book, formats, CAPABILITIES, f"{proposal.year}年度赋能清单引用情况", columns, across=MATRIX)
    sheet.sheet.repeat_columns(0, 3)
    sheet.sheet.set_row(HEADER, 92)
    sheet.sheet.freeze_panes(FIRST, 4)
    for row in proposal.matrix:
        marks = ["√" if cited else None for cited in row.cited]
        sheet.add(row.capability.number, row.capability.group, row.capability.name, row.count, *marks)
        if marks:
            place = sheet.row - 1
            formula = f'=COUNTIF({xl_range(place, 4, place, 3 + len(marks))},"√")'
            sheet.sheet.write_formula(place, 3, formula, formats["integer"], row.count)


def _opinions(book: Any, formats: dict[str, Any], proposal: Proposal) -> None:
    columns = (
        Column("序号", 5, "integer"), Column("编号", 14), Column("申请单位", 10), Column("需求名称", 18), Column("会商方", 13),
        Column("结论", 8, "centre"), Column("意见", 20), Column("签署人", 8, "centre"), Column("签署日期", 10, "centre"),
        Column("核验编号：\n签署提交", 18, "code"), Column("核验编号：\n密钥指纹", 21, "code"),
    )  # fmt: skip
    sheet = _Sheet(book, formats, "会商意见", f"{proposal.year}年度三方联合会商意见一览", columns)
    for number, entry in enumerate(proposal.entries, 1):
        for opinion in entry.opinions:
            sheet.add(
                number, entry.id, "、".join(entry.units), entry.title, opinion.party.name, opinion.decision, opinion.opinion,
                opinion.signer, date(opinion.date), opinion.commit, opinion.key,
            )  # fmt: skip


def _later(book: Any, formats: dict[str, Any], proposal: Proposal) -> None:
    lines = [(entry, line) for entry in proposal.entries for line in entry.later]
    if not lines:
        return
    columns = (
        Column("编号", 15), Column("申请单位", 14), Column("需求名称", 34), Column("年度", 8, "integer"), Column("项目内容", 30),
        Column("承担方", 10, "centre"), Column("金额\n（元）", 14, "yuan"),
    )  # fmt: skip
    sheet = _Sheet(book, formats, "后续年度", "后续年度经费（不计入本年度合计）", columns)
    for entry, line in lines:
        sheet.add(
            entry.id, "、".join(entry.units), entry.title, line.year, line.name, line.borne_by.name, line.amount
        )  # fmt: skip
    sheet.totals(2, {6: sum(line.amount for _entry, line in lines)})


def _supplementary(book: Any, formats: dict[str, Any], proposal: Proposal) -> None:
    approved = [(entry, entry.supplementary) for entry in proposal.supplementary if entry.supplementary]
    if not approved:
        return
    columns = (
        Column("序号", 6, "integer"), Column("编号", 15), Column("申请单位", 18), Column("需求名称", 32), Column("级别", 8, "centre"),
        Column("批准机关", 16), Column("批准日期", 16, "centre"), Column("批准文号", 20), Column("经费预算\n（万元）", 12, "wan"),
    )  # fmt: skip
    sheet = _Sheet(book, formats, "补充需求", "补充需求（不计入年度合计）", columns)
    for number, (entry, one) in enumerate(approved, 1):
        sheet.add(
            number, entry.id, "、".join(entry.units), entry.title, one.level, one.authority, date(one.date), one.number,
            _wan(entry.platform + entry.own),
        )  # fmt: skip
    sheet.totals(3, {8: _wan(proposal.totals.supplementary)})


def _correction(book: Any, formats: dict[str, Any], proposal: Proposal) -> None:
    correction = proposal.correction
    if correction is None or not correction.changes:
        return
    columns = (
        Column("序号", 6, "integer"), Column("编号", 16), Column("申请单位", 20), Column("需求名称", 34), Column("变更", 8, "centre"),
        Column(f"第{correction.previous}版平台承担（万元）", 16, "wan"), Column("本版平台承担（万元）", 16, "wan"), Column("修改的内容", 34),
    )  # fmt: skip
    sheet = _Sheet(book, formats, "与上一版的差异", f"与第{correction.previous}版的差异", columns)
    for number, change in enumerate(correction.changes, 1):
        before, after = (None if yuan is None else _wan(yuan) for yuan in (change.before, change.after))
        fields = "、".join(change.fields)
        sheet.add(number, change.id, "、".join(change.units), change.title, change.word, before, after, fields)
