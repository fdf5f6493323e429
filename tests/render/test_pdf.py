"""The PDF: measures of GB/T 9704-2012, page numbers, fonts by name, missing glyphs said, the same bytes again."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import pytest

from bwtb.base.errors import UserError
from bwtb.proposal import Proposal
from bwtb.registry.request import DESCRIPTION
from bwtb.render import page, pdf
from bwtb.render.blocks import BlockModel, Chart, Section, Series
from bwtb.render.layout.styles import FANGSONG, HEITI, LATIN
from bwtb.render.markup import block_model
from bwtb.render.pdf.fonts import SERIF, Chosen, choose
from bwtb.render.pdf.model import as_data
from tests.helpers.reviews import TIME, catalog, proposal, request_data, reviewed

MM = 72 / 25.4


def made(**changes: object) -> Proposal:
    texts = dict.fromkeys(DESCRIPTION, "需求说明文字，用来占据版面的一段话，长度足够换行。" * 30)
    return proposal(*(reviewed(request_data(1, u, **{"description": texts, **changes})) for u in ("mzj", "ldz", "fgw")))


def build(what: Proposal) -> pdf.Printed:
    return pdf.write(block_model(page.proposal_page(what, catalog())), author="上海市宝山区行政服务中心", time=TIME)


@pytest.fixture(scope="module")
def content() -> bytes:
    pytest.importorskip("typst", reason="the extra pdf is missing: pip install -e '.[pdf]'")
    return build(made()).content


@pytest.fixture
def file(content: bytes, tmp_path: Path) -> Path:
    (tmp_path / "out.pdf").write_bytes(content)
    return tmp_path / "out.pdf"


def pages(file: Path) -> list[str]:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext (poppler-utils) is missing")
    shown = subprocess.run(["pdftotext", "-layout", file, "-"], check=True, capture_output=True)
    return shown.stdout.decode().split("\f")[:-1]


def test_qpdf_finds_nothing_wrong(file: Path) -> None:
    if not shutil.which("qpdf"):
        pytest.skip("qpdf is missing (Debian: qpdf)")
    done = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_same_input_same_bytes(content: bytes) -> None:
    assert build(made()).content == content


def test_page_numbers_and_contents_agree(file: Path) -> None:
    shown = [re.sub(r"[ \n]", "", text) for text in pages(file)]
    listed = {m[1]: int(m[2]) for m in re.finditer(r"([一二三四五六七八]、[^.…\d]+)\.+(\d+)", shown[2])}
    assert len(listed) == 8
    numbers = [re.search(r"—(\d+)—$", text) for text in shown]
    assert numbers[0] is None
    assert numbers[1] is None
    start = next(i for i, text in enumerate(shown) if text.startswith("一、编制依据本"))
    for chapter, number in listed.items():
        place = start + number - 1
        assert chapter in shown[place]
        found = numbers[place]
        assert found is not None
        assert int(found[1]) == number
    assert all(text for text in shown), "no empty page"


def test_lines_stand_on_the_grid_inside_the_margins(file: Path) -> None:
    """A full page of text has 22 lines, 28 characters wide: 156 × 225 mm, 28 mm from the left, 37 mm from the top."""
    pages(file)
    boxes = subprocess.run(["pdftotext", "-bbox-layout", file, "-"], check=True, capture_output=True).stdout.decode()
    full = 0
    for one in boxes.split("<page ")[4:]:
        if 'width="595' not in one.split(">")[0]:
            continue
        found = re.findall(r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)"', one)
        lines = [(float(a), float(b), float(c), float(d)) for a, b, c, d in found]
        text = sorted(line for line in lines if line[3] < (297 - 35) * MM + 4)
        rows = sorted({round(line[1]) for line in text})
        if "需求说明文字" in one and "<table" not in one and len(rows) == 22:
            full += 1
            assert min(a for a, _b, _c, _d in text) >= 28 * MM - 1
            assert max(c for _a, _b, c, _d in text) <= (28 + 156) * MM + 17  # a stop may hang
            assert rows[0] >= 37 * MM - 4
            # Fonts differ in how high a line's box is; the lines themselves are 28.95 points apart.
            assert abs(rows[-1] - rows[0] - 21 * 28.95) < 5
            assert all(24 <= b - a <= 34 for a, b in pairwise(rows))
    assert full > 3


def test_charts_stand_with_their_captions_and_their_text_is_text(file: Path) -> None:
    shown = [re.sub(r"[ \n]", "", text) for text in pages(file)]
    for number, title in enumerate(("按需求类别汇总", "按申请单位汇总", "按经费类别汇总", "赋能清单引用情况"), 1):
        place = next(text for text in shown if re.search(f"图{number}\u3000*{title}", text))
        assert ("引用的需求数（项）" if number == 4 else "平台承担的经费预算（万元）") in place
    assert any("“宝你慧”智能填表" in text and "图4" in text for text in shown)


def test_characters_that_only_a_chart_has_are_named_too() -> None:
    pytest.importorskip("typst")
    chart = Chart("甲", ("\U0003134a",), (Series("乙", (1.0,)),), "丙", 0, "图1")
    what = BlockModel("标题", (Section("body", (chart,)),))
    assert any("U+3134A" in str(line) for line in pdf.write(what, author="", time=TIME).notes)


def test_what_the_font_lacks_stands_in_a_chart_in_the_font_that_is_named() -> None:
    chart = Chart("甲", ("雪甲",), (Series("乙", (1.0,)),), "丙", 0, "图1")
    what = BlockModel("标题", (Section("body", (chart,)),))
    chosen = Chosen({FANGSONG: ["某仿宋", SERIF]}, {FANGSONG: {"雪": SERIF}}, ())
    drawn = as_data(what, chosen)["sections"][0]["blocks"][0]["svg"]
    assert "font-family=\"'某仿宋'\"" in drawn
    assert f"<tspan font-family=\"'{SERIF}'\">雪</tspan>甲" in drawn


def test_text_is_data_and_never_markup(tmp_path: Path) -> None:
    """Whatever Typst, the program behind it, would run, read or fetch stands on the page as it was written."""
    pytest.importorskip("typst")
    title = '#read("/etc/passwd")#eval("1+1")#import"@preview/a:1.0.0"$x^2$*b*<h1>'
    (tmp_path / "out.pdf").write_bytes(build(proposal(reviewed(request_data(title=title)))).content)
    assert title in re.sub(r"\s", "", "".join(pages(tmp_path / "out.pdf")))


def test_characters_that_no_font_has_are_named() -> None:
    pytest.importorskip("typst")
    printed = build(proposal(reviewed(request_data(contact={"name": "赟\U0003134a", "phone": "1234567"}))))
    named = [line for line in printed.notes if "U+3134A" in str(line)]
    assert ["U+8D5F" in str(line) for line in named] == [False]


def test_without_the_extra_it_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "typst", None)
    with pytest.raises(UserError) as caught:
        build(made())
    assert "bwtb[pdf]" in str(caught.value.hint)


@dataclass
class Face:
    family: str
    path: str | None = "/nowhere"
    style: str = "normal"
    weight: int = 400
    stretch: float = 1.0
    index: int = 0


@pytest.mark.parametrize(
    ("installed", "family", "said"),
    [
        (["仿宋_GB2312", SERIF], "仿宋_GB2312", 0),
        (["FangSong_GB2312", SERIF], "FangSong_GB2312", 0),
        (["FandolFang R", SERIF], "FandolFang R", 1),
        ([SERIF], SERIF, 1),
    ],
)
def test_the_font_meant_comes_first_and_a_stand_in_is_named(installed: list[str], family: str, said: int) -> None:
    chosen = choose([Face(name) for name in (*installed, LATIN)], {FANGSONG: ""})
    assert chosen.stacks[FANGSONG][0] == family
    assert len(chosen.notes) == said


def test_no_font_at_all_is_an_error() -> None:
    with pytest.raises(UserError, match="黑体"):
        choose([Face(LATIN), Face("Arial")], {HEITI: ""})


def test_no_page_begins_with_a_total_alone_or_a_note(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    units = [str(code) for code in catalog().codes("units")]
    lines = [{"name": f"第{n}项", "kind": "software", "amount": 33333} for n in range(9)]
    what = proposal(*(reviewed(request_data(1, u, budget={"items": lines[: 3 + n % 7]})) for n, u in enumerate(units)))
    (tmp_path / "out.pdf").write_bytes(build(what).content)
    shown = [re.sub(r"\s", "", text) for text in pages(tmp_path / "out.pdf")]
    assert sum("年度合计" in text for text in shown) > 5
    assert not [text for text in shown if re.match(r"序号\D*(\d{4}年度)?合计|因四舍五入", text)]
