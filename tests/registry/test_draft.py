"""The text of a draft: it reads back as what went in, in the schema's order, for every category."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bwtb.registry import catalogs, draft, schema
from bwtb.registry.request import DESCRIPTION, Request
from bwtb.registry.worktree import WorkTree
from bwtb.yaml import loader
from bwtb.yaml.characters import suspicious
from tests import REPOSITORY

CATALOG = catalogs.require(WorkTree(REPOSITORY))
ID = "2027-mzj-001"


def read(text: str) -> dict[str, Any]:
    document = loader.load(text.encode(), "requests/2027/2027-mzj-001.yaml")
    assert document.findings == ()
    assert isinstance(document.data, dict)
    return document.data


@pytest.mark.parametrize("category", draft.CATEGORIES)
def test_a_draft_of_every_category_reads_back_in_the_order_of_the_schema(category: str) -> None:
    text = draft.render(ID, {"unit": "mzj", "category": category, "title": "养老服务"}, CATALOG)
    data = read(text)
    order = [key for key in schema.read("request")["properties"] if key in data]
    assert list(data) == order
    assert (data["id"], data["unit"], data["category"], data["title"]) == (ID, "mzj", category, "养老服务")
    assert set(data["description"]) == set(DESCRIPTION)
    assert Request("", text.encode(), data).is_draft
    assert text.splitlines()[0] == "# yaml-language-server: $schema=../../schemas/request.schema.json"


def test_every_field_of_the_schema_stands_in_the_draft_with_its_label() -> None:
    text = draft.render(ID, {"unit": "mzj"}, CATALOG)
    for key, spec in schema.read("request")["properties"].items():
        assert f"{key}:" in text
        assert f"# {spec['title']}：" in text


def test_what_belongs_to_another_category_is_commented_out() -> None:
    scenario = read(draft.render(ID, {"unit": "mzj", "category": "scenario"}, CATALOG))
    assert not {"scopes", "integration", "supplementary", "joint_units"} & set(scenario)
    assert "scopes" in read(draft.render(ID, {"unit": "mzj", "category": "work_point"}, CATALOG))
    integration = read(draft.render(ID, {"unit": "mzj", "category": "integration"}, CATALOG))
    assert integration["integration"] == {"system": "", "operator": "unit"}
    supplementary = read(draft.render(ID, {"unit": "mzj", "category": "supplementary"}, CATALOG))
    assert supplementary["joint_units"] == ["zwzx"]


def test_no_category_leaves_it_open() -> None:
    text = draft.render(ID, {"unit": "mzj"}, CATALOG)
    assert "category" not in read(text)
    assert "\n#category: work_point\n" in text


def test_a_commented_field_becomes_a_field_by_deleting_its_mark() -> None:
    text = draft.render(ID, {"unit": "mzj", "category": "scenario"}, CATALOG)
    lines, inside = [], False
    for line in text.splitlines():
        inside = re.match("#[a-z_]+:", line) is not None or (inside and line.startswith("#  "))
        lines.append(line[1:] if inside else line)
    data = read("\n".join(lines))
    assert set(data) == set(schema.read("request")["properties"])
    assert data["integration"] == {"mode": "deep_merge", "system": "…"}
    assert data["endorsements"][0]["date"] == "2026-08-20"


def test_values_are_written_at_their_fields_with_their_labels() -> None:
    answers = {
        "unit": "mzj",
        "category": "scenario",
        "nature": ["upgrade"],
        "capabilities": ["cap-06", "cap-15"],
        "description": {"goals": "第一段。\n\n第二段。\n", "data": " 缩进\n"},
        "basis": [{"document": "方案: 一", "number": "沪府办〔2026〕12号"}],
        "budget": {"items": [{"name": "改造, 一期", "kind": "software", "amount": 480000}]},
        "contact": {"name": "张三", "phone": "021-00000000"},
    }
    text = draft.render(ID, answers, CATALOG)
    data = read(text)
    assert data["description"]["goals"] == "第一段。\n\n第二段。\n"
    assert data["description"]["data"] == " 缩进"
    for key in ("nature", "capabilities", "basis", "budget", "contact"):
        assert data[key] == answers[key]
    assert "nature: [upgrade]  # 升级改造\n" in text
    assert "capabilities: [cap-06, cap-15]  # “宝你慧”智能填表、电子证照\n" in text


@given(
    st.text(st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp")), max_size=60).filter(
        lambda t: not suspicious(t)
    )
)
def test_any_title_reads_back(title: str) -> None:
    assert read(draft.render(ID, {"unit": "mzj", "title": title}, CATALOG))["title"] == title


@given(
    st.text(
        st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp"), include_characters="\n"), max_size=60
    ).filter(lambda t: not suspicious(t))
)
def test_any_text_of_the_description_reads_back(text: str) -> None:
    data = read(draft.render(ID, {"unit": "mzj", "description": {"goals": text}}, CATALOG))
    assert data["description"]["goals"].strip("\n") == text.strip("\n")


@pytest.mark.parametrize("bad", ["\x1b[31m", "\u202e", "\u200b", "\u2028", "\x85", "a\nb"])
def test_characters_that_must_not_stand_in_a_request_are_named(bad: str) -> None:
    named = draft.refused("标题" + bad)
    assert named is not None
    assert named.startswith("U+")


def test_the_fields_left_open_stand_in_the_schema() -> None:
    assert all(schema.field(pointer) for pointer in draft.OPEN)
    assert list(schema.codes("/category")) == list(draft.CATEGORIES)
