"""What goes into the annual proposal, in which order, and what it adds up to (articles 6 to 9)."""

from __future__ import annotations

from bwtb.proposal import entry_of
from bwtb.proposal.entries import opinion
from bwtb.review.states import PartyVerdict
from tests.helpers.reviews import catalog, proposal, request_data, reviewed

ITEM = {"name": "开发", "kind": "software"}


def test_only_approved_requests_go_in_and_the_others_have_reasons() -> None:
    states = ["approved", "in_review", "returned", "rejected", "submitted", "draft"]
    result = proposal(*(reviewed(request_data(n), state) for n, state in enumerate(states, 1)))
    assert [e.id for e in result.entries] == ["2027-mzj-001"]
    assert [(e.request.id, e.state) for e in result.excluded] == [
        (f"2027-mzj-{n:03}", s) for n, s in enumerate(states, 1)
    ][1:]
    assert all(e.reasons and e.request.raw for e in result.excluded)


def test_another_years_requests_are_neither_in_nor_left_out() -> None:
    result = proposal(reviewed(request_data(id="2026-mzj-001")), reviewed(request_data(2)))
    assert [e.id for e in result.entries] == ["2027-mzj-002"]
    assert not result.excluded


def test_order_is_category_then_unit_of_the_catalog_then_id() -> None:
    made = [
        reviewed(request_data(2, "ldz")),
        reviewed(request_data(1, "ldz")),
        reviewed(request_data(1, "mzj")),
        reviewed(request_data(1, "zmjd", category="work_point")),
    ]
    result = proposal(*made)
    assert [e.id for e in result.entries] == ["2027-zmjd-001", "2027-mzj-001", "2027-ldz-001", "2027-ldz-002"]
    assert [g.category.name for g in result.groups] == ["工作要点类", "场景开发类"]


def test_the_units_own_share_and_later_years_stand_beside_the_total() -> None:
    items = [
        {**ITEM, "amount": 300000, "borne_by": "platform"},
        {**ITEM, "amount": 200000, "borne_by": "unit", "kind": "hardware"},
        {**ITEM, "amount": 100000, "borne_by": "platform", "year": 2028},
        {**ITEM, "amount": 50000, "borne_by": "unit", "year": 2028},
    ]
    integration = {"mode": "interface", "system": "甲系统", "operator": "unit"}
    one = request_data(category="integration", integration=integration, budget={"items": items})
    result = proposal(reviewed(one), reviewed(request_data(2)))
    assert (result.totals.platform, result.totals.own) == (780000, 200000)
    assert result.totals.later == {2028: (100000, 50000)}
    kinds = {s.code: (s.platform, s.own, s.requests) for s in result.totals.breakdowns["kind"].rows}
    assert kinds == {"software": (780000, 0, 2), "hardware": (0, 200000, 1)}
    assert [e.id for e in result.integrations] == ["2027-mzj-001"]


def test_every_breakdown_adds_up_to_the_total() -> None:
    funding = {"funding": ["district", "superior_special"], "classified": False}
    items = [{**ITEM, "amount": 10050, "funding": "district"}, {**ITEM, "amount": 10050, "funding": "superior_special"}]
    result = proposal(reviewed(request_data(scope=funding, budget={"items": items})), reviewed(request_data(1, "ldz")))
    for breakdown in result.totals.breakdowns.values():
        assert sum(row.platform for row in breakdown.rows) == result.totals.platform == 500100
    assert not result.totals.breakdowns["kind"].rounded


def test_a_request_that_costs_nothing_counts_in_its_category_and_unit() -> None:
    free = request_data(1, "ldz", category="work_point", budget={"items": [], "note": "由现有系统配置实现。"})
    result = proposal(reviewed(request_data()), reviewed(free))
    found = {
        key: [(share.code, share.requests, share.platform) for share in one.rows]
        for key, one in result.totals.breakdowns.items()
    }
    assert found["category"] == [("work_point", 1, 0), ("scenario", 1, 480000)]
    assert sorted(found["unit"]) == [("ldz", 1, 0), ("mzj", 1, 480000)]
    assert found["kind"] == [("software", 1, 480000)]
    for key in ("category", "unit"):
        assert sum(count for _code, count, _sum in found[key]) == result.totals.requests == 2


def test_a_note_is_due_where_rounded_parts_do_not_add_up() -> None:
    made = [reviewed(request_data(1, u, budget={"items": [{**ITEM, "amount": 10050}]})) for u in ("mzj", "ldz")]
    assert proposal(*made).totals.breakdowns["unit"].rounded  # 1.01 + 1.01 万元 beside a total of 2.01


def test_supplementary_requests_stand_outside_every_total() -> None:
    approval = {"level": "municipal", "approval": {"date": "2026-07-01", "authority": "区政府"}}
    one = request_data(9, category="supplementary", supplementary=approval)
    result = proposal(reviewed(one), reviewed(request_data()))
    assert result.totals.platform == 480000
    assert result.totals.supplementary == 480000
    assert [e.id for e in result.supplementary] == ["2027-mzj-009"]
    assert all(e.id != "2027-mzj-009" for e in result.entries)
    assert len(result.matrix[0].cited) == 1


def test_matrix_has_all_of_annex_2() -> None:
    result = proposal(reviewed(request_data()), reviewed(request_data(2, capabilities=["cap-15"])))
    assert [row.capability.number for row in result.matrix] == list(range(1, 39))
    assert {row.capability.code: row.cited for row in result.matrix}["cap-15"] == (True, True)
    assert sum(row.count for row in result.matrix) == 4


def test_confirmation_needs_a_named_capability_on_a_surface_in_a_scenario_request() -> None:
    made = [
        request_data(1),
        request_data(2, surfaces=[]),
        request_data(3, capabilities=["cap-06"]),
        request_data(4, category="work_point"),
    ]
    result = proposal(*map(reviewed, made))
    assert [e.id for e in result.confirmations] == ["2027-mzj-001"]
    confirmation = result.confirmations[0].confirmation
    assert confirmation
    assert (confirmation.capabilities, confirmation.surfaces) == (("电子证照",), ("随申办移动端",))


def test_bases_are_the_standing_ones_and_then_the_cited_once_each() -> None:
    result = proposal(reviewed(request_data(1)), reviewed(request_data(2)))
    assert [b.title for b in result.bases][-2:] == ["宝山区“一网通办”政务服务信息化需求管理办法", "某某实施方案"]
    assert result.bases[-1].requests == ("2027-mzj-001", "2027-mzj-002")
    assert [(w.code, w.level, len(w.requests)) for w in result.work_points] == [("wp-2026-03", "市级", 2)]


def test_opinions_are_shown_only_where_they_count() -> None:
    entry_ = proposal(reviewed(request_data())).entries[0]
    assert [(o.party.code, o.decision, o.signer) for o in entry_.opinions] == [
        ("centre", "同意", "centre签"),
        ("office", "同意", "office签"),
        ("bigdata", "同意", "bigdata签"),
    ]
    stale = PartyVerdict(
        party="office",
        verdict="stale",
        code="STALE",
        decision="approve",
        opinion="同意",
        signer="王五",
        key="SHA256:x",
        commit="c" * 40,
        date="2026-11-03",
    )
    assert opinion(catalog(), "office", stale).decision == ""


def test_a_partys_words_say_the_decision_once() -> None:
    def words(decision: str, said: str) -> str:
        return opinion(
            catalog(),
            "office",
            PartyVerdict(party="office", verdict="approved", code="OK", decision=decision, opinion=said),
        ).words

    assert words("approve", "") == "同意。"
    assert words("approve", "同意列入。") == "同意列入。"
    assert words("approve", "技术上可行。") == "同意：技术上可行。"
    assert words("return", "测算依据不足。") == "退回修改：测算依据不足。"
    assert opinion(catalog(), "office", None).words == ""


def test_a_draft_with_next_to_nothing_still_makes_an_entry() -> None:
    bare = {"id": "2027-mzj-001", "title": "草稿"}
    assert entry_of(reviewed(bare, "draft"), catalog()).title == "草稿"
