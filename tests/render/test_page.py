"""The proposal and the form as pages; templates of the registry's own; hostile text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

import pytest

from bwtb.base.errors import UserError
from bwtb.proposal import Facts, entry_of
from bwtb.proposal.entries import opinion as made_opinion
from bwtb.registry.request import DESCRIPTION
from bwtb.registry.source import FILE, Source
from bwtb.render import page
from bwtb.render.blocks import Chart, Paragraph
from bwtb.render.markup import block_model
from bwtb.render.templates import environment
from bwtb.review.states import PartyVerdict
from tests.helpers.reviews import catalog, proposal, request_data, reviewed

HOSTILE = "<script>alert(1)</script>{{ 7*7 }}{% raw %}&amp;]]>\x0b\x00=1+1"
INERT = "&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}{% raw %}&amp;amp;]]&gt;=1+1"


@dataclass(frozen=True)
class Own(Source):
    """A registry's own templates."""

    templates: Mapping[str, str]

    def read(self, path: str) -> bytes | None:
        text = self.templates.get(path.removeprefix("templates/"))
        return None if text is None else text.encode()

    def listing(self, folder: str) -> Iterator[tuple[str, str]]:
        return ((f"{folder}/{name}", FILE) for name in self.templates)


class Balance(HTMLParser):
    """Checks that every element is closed in order."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.scripts += tag == "script"
        if tag not in ("br", "col", "meta"):
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def balanced(html: str) -> Balance:
    parser = Balance()
    parser.feed(html)
    parser.close()
    assert not parser.open
    return parser


def test_the_eight_subjects_and_five_annexes_in_order() -> None:
    html = page.proposal_page(proposal(reviewed(request_data())), catalog())
    chapters = ["编制依据", "系统目标", "建设内容", "功能应用", "数据资源", "安全保障", "运维服务", "经费预算"]
    wanted = [f"{n}、{c}</h2>" for n, c in zip("一二三四五六七八", chapters, strict=True)]
    wanted += [f">附表{n}" for n in range(1, 6)]
    places = [html.rindex(text) for text in wanted]
    assert places == sorted(places)
    balanced(html)


def test_every_text_of_a_request_stands_in_its_chapter() -> None:
    html = page.proposal_page(proposal(reviewed(request_data())), catalog())
    places = [html.index(f"<p>{key}的第二段。</p>") for key in DESCRIPTION]
    assert places == sorted(places)


def test_left_out_requests_are_not_in_the_document() -> None:
    one = reviewed(request_data(2, title="退回的需求"), "returned")
    html = page.proposal_page(proposal(reviewed(request_data()), one), catalog())
    assert "退回的需求" not in html
    assert "2027-mzj-002" not in html


def test_number_and_date_of_the_letter_are_blank_unless_given() -> None:
    html = page.proposal_page(proposal(reviewed(request_data())), catalog())
    assert 'class="number"' not in html
    assert ">　　　年　　月　　日<" in html
    facts = Facts(True, "2026-12-01", number="宝行政中心〔2026〕18号", addressee="区大数据中心", date="2026-12-01")
    html = page.proposal_page(proposal(reviewed(request_data()), given=facts), catalog())
    assert ">宝行政中心〔2026〕18号<" in html
    assert ">2026年12月1日<" in html
    assert ">2026年12月<" in html


def test_the_contents_link_every_chapter_and_section() -> None:
    html = page.proposal_page(proposal(reviewed(request_data())), catalog())
    assert '<li class="level-1"><a href="#h1">一、编制依据</a></li>' in html
    assert '<h2 id="h1">一、编制依据</h2>' in html


def test_nothing_approved_still_makes_a_document_that_says_so() -> None:
    html = page.proposal_page(proposal(reviewed(request_data(), "draft")), catalog())
    assert "本年度没有三方意见一致通过的需求。" in html


def test_hostile_text_is_inert_everywhere() -> None:
    data = request_data(
        title=HOSTILE,
        description=dict.fromkeys(DESCRIPTION, HOSTILE),
        remarks=HOSTILE,
        contact={"name": HOSTILE, "phone": HOSTILE},
        basis=[{"document": HOSTILE, "number": HOSTILE}],
        budget={"items": [{"name": HOSTILE, "kind": "software", "amount": 1, "note": HOSTILE}], "note": HOSTILE},
        endorsements=[{"unit": "mzj", "name": HOSTILE, "opinion": HOSTILE, "date": "2026-08-20"}],
    )
    facts = Facts(True, "2026-12-01", addressee=HOSTILE, title_lines=(HOSTILE,), overview={"goals": HOSTILE})
    html = page.proposal_page(proposal(reviewed(data, opinion=HOSTILE), given=facts), catalog())
    assert balanced(html).scripts == 0
    assert html.count(INERT) > 20
    assert "49" not in html.split("</style>")[1]
    assert not any(c in html for c in "\x00\x0b")


def test_a_registry_overrides_one_block_by_extending_the_default() -> None:
    own = Own(
        {
            "proposal.html.j2": '{% extends "default/proposal.html.j2" %}{% block principles %}<p>我区的话。</p>{% endblock %}'
        }
    )
    html = page.proposal_page(proposal(reviewed(request_data())), catalog(), own)
    assert "<p>我区的话。</p>" in html
    assert ">二、系统目标</h2>" in html
    balanced(html)


def test_default_templates_cannot_be_replaced_under_their_own_name() -> None:
    own = Own({"default/proposal.html.j2": "假的"})
    assert "假的" not in page.proposal_page(proposal(reviewed(request_data())), catalog(), own)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{{ nobody }}", "nobody"),
        ("{{ ''.__class__.__mro__ }}", "unsafe"),
        ("{% include '../pyproject.toml' %}", "pyproject"),
        ("{% include '/etc/passwd' %}", "passwd"),
        ("{% for %}", "proposal.html.j2:1"),
        ("{{ proposal.entries[0].request.data.update({'title': 'x'}) }}", "unsafe"),
        ("{{ proposal.entries[0].request.__init__.__globals__ }}", "unsafe"),
    ],
)
def test_a_template_that_does_not_work_or_reaches_out_is_refused(text: str, problem: str) -> None:
    with pytest.raises(UserError, match=r"proposal\.html\.j2") as caught:
        page.proposal_page(proposal(reviewed(request_data())), catalog(), Own({"proposal.html.j2": text}))
    assert problem in str(caught.value)


def test_the_form_has_annex_1s_rows_and_ticks() -> None:
    texts = {key: f"{key}段落。" for key in DESCRIPTION}
    data = request_data(remarks="备注文字", scopes_other="其他范畴说明", description=texts)
    html = page.form_page(proposal(reviewed(data)).entries[0], catalog())
    rows = [
        ">需求名称<",
        "申请单位",
        "申请类型",
        "上线平台",
        "需求描述",
        "联系人",
        "联系电话",
        "分管领导",
        "联合评审",
        "备注",
        "本表一式四份",
    ]
    body = html.split("<table", 1)[1]
    places = [body.rindex(row) for row in rows]
    assert places == sorted(places)
    assert body.count("☑") + body.count("□") == 12
    assert "☑</span>新增事项（<u>公共服务事项</u>、行政许可事项、个性化开发）" in body
    assert "☑</span>新增场景（<u>一件事</u>、好办、快办、<u>免申即享</u>等）" in body
    assert "□</span>新增系统（整体开发）" in body
    assert '☑</span>系统对接（<span class="box">□</span>入口对接　<span class="box">☑</span>数据对接' in body
    assert "予以确认的情形：在随申办移动端应用电子证照。" in body
    assert "备注文字" in body
    assert "其他范畴说明" in body
    balanced(html)


def test_a_long_description_goes_on_an_attached_page() -> None:
    brief = request_data(description={key: f"{key}段落。" * 3 for key in DESCRIPTION})
    long = request_data(description={key: f"{key}段落。" * 40 for key in DESCRIPTION})
    short, attached = (page.form_page(proposal(reviewed(d)).entries[0], catalog()) for d in (brief, long))
    assert "附页" not in short.replace("（可另附页）", "")
    form, _, beside = attached.partition("需求描述附页")
    assert "需求描述详见附页。" in form
    assert "goals段落。" not in form
    assert all(f"{key}段落。" in beside for key in DESCRIPTION)
    balanced(attached)


def test_an_unsigned_form_leaves_the_parties_cells_empty() -> None:
    html = page.form_page(entry_of(reviewed(request_data(), "submitted"), catalog()), catalog())
    assert "同意列入" not in html
    assert html.count("盖章</p>") == 3


def test_same_input_same_page() -> None:
    made = proposal(reviewed(request_data()), reviewed(request_data(1, "ldz")))
    assert page.proposal_page(made, catalog()) == page.proposal_page(made, catalog())


OWN_CHART = """{% extends "default/proposal.html.j2" %}
{% block principles %}
<figure data-chart="bar" data-axis="项"><table hidden><tr><th>年</th><th>数</th></tr>
<tr><th>{{ proposal.entries[0].title }}</th><td>1</td></tr></table><figcaption>{{ figure() }}　我区的图</figcaption></figure>
{% endblock %}"""


def test_every_chart_is_drawn_in_the_page_and_has_a_number() -> None:
    html = page.proposal_page(proposal(reviewed(request_data())), catalog())
    assert html.count('<figure class="chart"') == html.count("<svg ") == 4
    assert re.findall("<figcaption>(图[0-9]+)　", html) == ["图1", "图2", "图3", "图4"]
    assert all(f"如图{number}所示。" in html for number in range(1, 5))
    balanced(html)


def test_a_proposal_without_requests_has_no_chart() -> None:
    html = page.proposal_page(proposal(reviewed(request_data(), "draft")), catalog())
    assert "<figure" not in html
    assert "<svg" not in html


def test_a_chart_of_the_registrys_own_is_drawn_and_counted_first() -> None:
    what = proposal(reviewed(request_data(title=HOSTILE)))
    html = page.proposal_page(what, catalog(), Own({"proposal.html.j2": OWN_CHART}))
    assert re.findall("<figcaption>(图[0-9]+)　", html) == ["图1", "图2", "图3", "图4", "图5"]
    assert "如图5所示。" in html
    assert "<script" not in html
    assert any(isinstance(block, Chart) for section in block_model(html).sections for block in section.blocks)


def test_charts_without_end_are_stopped() -> None:
    with pytest.raises(UserError, match="more than 100 charts"):
        page.with_charts(
            '<figure data-chart="bar"><table><tr><th>a</th><th>b</th></tr><tr><th>a</th><td>1</td></tr></table></figure>'
            * 101
        )
    assert page.with_charts('<figure data-chart="bar">' * 200000).count("<figure") == 200000
    assert page.with_charts("<figure " * 200000 + ">") == "<figure " * 200000 + ">"


APPROVAL = {"date": "2026-10-09", "authority": "宝山区人民政府", "number": "宝府〔2026〕108号"}
SCAN = {"path": "2027-mzj-001/批复.pdf", "sha256": "0" * 64}


def supplementary(**approval: object) -> str:
    """The form of a supplementary request, from the row of the joint review on."""
    block = {"level": "national"} | ({"approval": approval} if approval else {})
    data = request_data(category="supplementary", joint_units=["zwzx"], supplementary=block)
    made = entry_of(reviewed(data, "approved" if approval else "submitted"), catalog())
    return page.form_page(made, catalog()).split("联合评审</p>")[1]


def test_a_supplementary_form_shows_the_governments_approval_in_place_of_the_joint_review() -> None:
    """Article 8: no three-party review, so no room for three seals, but the approval and the centre's own word."""
    html = supplementary(**APPROVAL, scan=SCAN)
    for text in (
        "批准机关：宝山区人民政府",
        "批准文号：宝府〔2026〕108号",
        "批准日期：2026年10月9日",
        "批准文件已扫描存档",
    ):
        assert text in html
    assert html.count("盖章</p>") == 1
    assert "区行政服务中心：</p>" in html
    assert "区府办：" not in html
    assert "（签署人：centre签）" in html


def test_an_approval_without_a_number_shows_none() -> None:
    html = supplementary(date="2026-10-09", authority="宝山区人民政府")
    assert "批准文号" not in html
    assert "已扫描存档" not in html


def test_a_supplementary_form_that_waits_for_the_government_leaves_its_places_empty() -> None:
    html = supplementary()
    assert [m.strip() for m in re.findall("<p>批准..：(.*?)</p>", html)] == ["", "", ""]
    assert "签署人" not in html


@pytest.mark.parametrize(
    ("decision", "opinion", "shown"),
    [
        ("approve", "同意。", "同意。"),
        ("approve", " 同意列入。", "同意列入。"),
        ("approve", "“同意”。", "“同意”。"),
        ("approve", "", "同意。"),
        ("approve", "已核对测算。", "同意：已核对测算。"),
        ("return", "退回修改：测算依据不足。", "退回修改：测算依据不足。"),
        ("reject", "不同意。", "不同意。"),
    ],
)
def test_a_decision_is_said_once(decision: str, opinion: str, shown: str) -> None:
    verdict = PartyVerdict(
        party="centre",
        verdict="approved",
        code="OK",
        decision=decision,
        opinion=opinion,
        signer="甲",
        key="SHA256:k",
        commit="0" * 40,
        date="2026-11-03",
    )
    assert made_opinion(catalog(), "centre", verdict).words == shown


def test_the_opinions_of_annex_3_and_of_the_form_say_the_decision_once() -> None:
    html = page.proposal_page(proposal(reviewed(request_data(), opinion="同意。")), catalog())
    assert html.count("<p>同意。</p>") == 6
    assert "同意：同意" not in html


def test_no_heading_of_a_table_breaks_inside_its_bracket() -> None:
    items = [
        {"name": "甲", "kind": "software", "amount": 10000, "borne_by": "platform"},
        {"name": "乙", "kind": "software", "amount": 10000, "borne_by": "unit", "year": 2028},
    ]
    integration = {"mode": "interface", "system": "甲系统", "operator": "unit"}
    data = request_data(category="integration", integration=integration, budget={"items": items})
    html = page.proposal_page(proposal(reviewed(data)), catalog())
    heads = [head for head in re.findall("<th>.*?</th>", html) if "万元" in head]
    assert len(heads) == 14
    assert set(heads) == {f"<th>{who}承担<br>（万元）</th>" for who in ("平台", "单位")}


def test_what_is_for_narrow_screens_is_not_for_paper() -> None:
    html = page.proposal_page(proposal(reviewed(request_data())), catalog())
    assert re.findall("@media ([^{]*)", html) == ["print ", "screen and (max-width: 40rem) "]


def test_words_that_a_template_marks_are_escaped_like_any_text() -> None:
    text = environment().from_string("{{ given|word }}").render(given="<b>甲</b>&amp;")
    (made,) = block_model(f'<section class="letter"><p class="title">{text}</p></section>').sections[0].blocks
    assert isinstance(made, Paragraph)
    assert made.text == "<b>甲</b>&amp;"


def test_the_cover_s_title_breaks_at_words_into_a_trapezoid() -> None:
    shown = block_model(page.proposal_page(proposal(reviewed(request_data())), catalog(), None))
    cover = next(s for s in shown.sections if s.layout == "cover")
    assert next(b.text for b in cover.blocks if isinstance(b, Paragraph)).split("\n") == [
        "宝山区“一网通办”政务服务",
        "信息化项目2027年度需求建议书",
    ]
