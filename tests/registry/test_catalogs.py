"""The catalog says what the regulation says: every entry is derived again from the source and compared.

`tests/data/annex2.tsv` is annex 2 and `tests/data/articles.txt` the thirteen articles, both as published, slips included.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import jsonschema
import pytest

from bwtb.registry.catalogs import LISTS, PARTIES
from bwtb.yaml import loader
from tests import REPOSITORY

CATALOG = REPOSITORY / "catalog"
DATA = REPOSITORY / "tests/data"

GROUPS = {"宝你“HUI”系列": (1, 7), "场景应用": (8, 18), "场景开发": (19, 24), "基础功能": (25, 38)}

# Which rows of annex 2 name a channel.
CHANNEL_ROWS = {
    "portal": "1-9 11-18 21 22 25-28 30 31 35-38",
    "channel": "1-9 10 11-18 21 22 25-28 30 31 32 35-38",
    "citizen_store": "1 3 7 10 12 13 22 24 25 28 29 32 33 35-38",
    "enterprise_store": "1-7 13 14 16 18 25 28 29 32 33",
    "citizen_app": "11 19 20",
    "enterprise_app": "19",
    "workbench": "5 6 16 18",
    "hall": "7 28 32",
    "sms": "34",
}
CONFIRMATION = {13, 15, 17, 19, 20, 25, 28, 38}

# (row, field, as printed, as corrected): nothing else may differ from the source.
SLIPS = {
    (2, "channels_printed", "企业云，“宝山旗舰店", "企业云，宝山旗舰店"),
    (4, "channels_printed", "企业云，“宝山旗舰店", "企业云，宝山旗舰店"),
    (5, "channels_printed", "企业云，“宝山旗舰店", "企业云，宝山旗舰店"),
    (6, "channels_printed", "企业云，“宝山旗舰店", "企业云，宝山旗舰店"),
    (12, "description", "结果几时出具", "结果即时出具"),
    (13, "description", "线上线下载材料", "线上线下材料"),
    (25, "description", "一数一源”，", "“一数一源”，"),
    (27, "scenarios", "变证照更信息", "变更证照信息"),
}

# The form's 上线平台 line (annex 1), in its order.
FORM = {
    "channel": "一网通办宝山频道",
    "citizen_store": "市民云宝山旗舰店",
    "enterprise_store": "企业云宝山旗舰店",
    "kiosk": "自助终端",
    "backend": "后台应用",
}

UNITS = {
    "party": "zwzx qfb xxw",
    "department": "fgw jw sww wlj scjgj rsj wjw jtw kw mzj sfj lhsrj ghzyj swj",
    "organisation": "zgh",
    "town": "ldz dcz yhz ypz ljz gcz gjz mhz snz",
    "subdistrict": "yyljd wsjd zmjd",
}

# Article 7's 应用范畴, in its order: how each reads in the article.
SCOPES = {
    "one_thing": "“一件事”",
    "good_service": "“好办”",
    "quick_service": "“快办”",
    "two_exemptions": "“两个免于提交”",
    "no_application": "“免申即享”",
    "two_pages": "“两页”",
    "mobile_access": "“随申办”公共服务接入",
    "policy_application": "政策申报（简易标准版）",
}


def entries(stem: str) -> dict[str, dict[str, Any]]:
    """One list of the catalog by code, in the order of the file."""
    document = loader.load((CATALOG / f"{stem}.yaml").read_bytes(), stem)
    assert document.findings == ()
    return {entry["code"]: entry for entry in document.data}


def numbers(ranges: str) -> Iterator[int]:
    for part in ranges.split():
        first, _dash, last = part.partition("-")
        yield from range(int(first), int(last or first) + 1)


def annex2() -> dict[int, dict[str, Any]]:
    """Each row of annex 2 as published; an empty group cell repeats the group above; a space in the last cell was a line break."""
    rows: dict[int, dict[str, Any]] = {}
    group = ""
    for line in (DATA / "annex2.tsv").read_text("utf-8").splitlines():
        if not line or line.startswith("序号"):
            continue
        number, own_group, name, description, scenarios, channels = line.split("\t")
        group = own_group or group
        rows[int(number)] = {
            "number": int(number),
            "group": group,
            "name": name,
            "description": description,
            "scenarios": scenarios,
            "channels_printed": channels.replace(" ", "\n"),
        }
    return rows


def published_articles() -> list[str]:
    """The paragraphs of the articles as published, with the three that a page break cuts in two made whole."""
    text = (DATA / "articles.txt").read_text("utf-8")
    for before, after in (("类型制订", "下一年度"), ("区信息", "委（"), ("区大数据中", "心)")):
        assert text.count(f"{before}\n\n{after}") == 1
        text = text.replace(f"{before}\n\n{after}", before + after)
    kept = [p for p in text.split("\n") if p and not re.match("第.章 ", p)]
    assert kept.pop() == "本办法自印发之日起实施。"
    return kept


@pytest.mark.parametrize("stem", LISTS)
def test_list_is_in_the_strict_profile_and_valid(stem: str) -> None:
    raw = (CATALOG / f"{stem}.yaml").read_bytes()
    document = loader.load(raw, stem)
    assert document.findings == ()
    assert len({entry["code"] for entry in document.data}) == len(document.data)
    lines = raw.decode("utf-8").splitlines()
    assert sum(line.startswith("- code: ") for line in lines) == len(document.data)
    assert not [line for line in lines if re.search(r"(^|[ :\[-]) *[&*!]\S|^%|<<:", line)]
    schema = json.loads((REPOSITORY / f"schemas/catalog/{stem}.schema.json").read_bytes())
    for validator in (jsonschema.Draft7Validator, jsonschema.Draft202012Validator):
        assert [error.message for error in validator(schema).iter_errors(document.data)] == []


def test_there_is_no_list_or_schema_that_nobody_reads() -> None:
    assert {path.stem for path in CATALOG.glob("*.yaml")} == set(LISTS)
    assert {path.name.split(".")[0] for path in (REPOSITORY / "schemas/catalog").iterdir()} == set(LISTS)


def test_capabilities_are_the_38_rows_of_annex_2() -> None:
    rows = annex2()
    assert sorted(rows) == list(range(1, 39))
    assert list(entries("capabilities")) == [f"cap-{number:02d}" for number in rows]


@pytest.mark.parametrize("number", range(1, 39))
def test_capability_reads_as_printed_but_for_the_listed_corrections(number: int) -> None:
    code = f"cap-{number:02d}"
    expected = annex2()[number]
    for fix in entries("corrections").values():
        if (fix["file"], fix["entry"]) == ("capabilities.yaml", code):
            assert expected[fix["field"]].count(fix["before"]) == 1
            expected[fix["field"]] = expected[fix["field"]].replace(fix["before"], fix["after"])
    expected |= {
        "code": code,
        "channels": {channel for channel, rows in CHANNEL_ROWS.items() if number in numbers(rows)},
        "confirmation": number in CONFIRMATION,
    }
    found = entries("capabilities")[code]
    assert len(found["channels"]) == len(set(found["channels"]))
    assert {**found, "channels": set(found["channels"])} == expected


def test_groups() -> None:
    found: dict[str, list[int]] = {}
    for entry in entries("capabilities").values():
        found.setdefault(entry["group"], []).append(entry["number"])
    assert found == {group: list(range(first, last + 1)) for group, (first, last) in GROUPS.items()}


def test_corrections_are_exactly_the_known_slips() -> None:
    fixes = entries("corrections").values()
    assert {(int(f["entry"][4:]), f["field"], f["before"], f["after"]) for f in fixes} == SLIPS
    assert len(fixes) == len(SLIPS)
    for fix in fixes:
        target = entries(fix["file"].removesuffix(".yaml"))[fix["entry"]][fix["field"]]
        assert target.count(fix["after"]) == 1
        # Where the correction only adds, the slip is a part of what replaces it.
        assert target.replace(fix["after"], "").count(fix["before"]) == 0


@pytest.mark.parametrize(
    "odd",
    ["一帽牵头", "归集成", "一标核准", "公共卫生许可", "年报返检", "核心场景应用", "IC通知", "统一受办平台"],
)
def test_what_is_odd_but_no_plain_slip_stays(odd: str) -> None:
    texts = [e[f] for e in entries("capabilities").values() for f in ("name", "description", "scenarios")]
    assert sum(odd in text for text in texts) == 1


def test_articles_read_as_published() -> None:
    articles = entries("articles")
    assert list(articles) == [f"art-{number:02d}" for number in range(1, 14)]
    ordinals = ["一", "二", "三", "四", "五", "六", "七", "八", "九", "十", "十一", "十二", "十三"]
    found: list[str] = []
    for ordinal, (code, article) in zip(ordinals, articles.items(), strict=True):
        assert article["number"] == int(code[4:])
        head, paragraphs = f"第{ordinal}条 {article['title']}。", article["text"].split("\n")
        # Article 5 alone has its title on a line of its own.
        found += [head, *paragraphs] if article["number"] == 5 else [head + paragraphs[0], *paragraphs[1:]]
    assert found == published_articles()


def test_channels() -> None:
    channels = entries("channels")
    assert {code: entry["form"] for code, entry in list(channels.items())[:5]} == FORM
    assert [code for code, entry in channels.items() if "form" in entry] == list(FORM)
    assert set(channels) == set(FORM) | set(CHANNEL_ROWS)
    # A channel's name is made of what the annex prints; the stores' is printed on both sides of a separator.
    printed = "\n".join(entry["channels_printed"] for entry in entries("capabilities").values())
    squeezed = re.sub("[，、]", "", printed)
    for code in CHANNEL_ROWS:
        assert channels[code]["name"] in squeezed


def test_surfaces_stand_in_article_7_in_this_order() -> None:
    names = [entry["name"] for entry in entries("surfaces").values()]
    assert "、".join(names) in entries("articles")["art-07"]["text"]
    assert list(entries("surfaces")) == ["mobile", "workbench", "two_pages", "counter"]


def test_scopes_stand_in_article_7_in_this_order() -> None:
    scopes, text = entries("scopes"), entries("articles")["art-07"]["text"]
    places = [text.index(printed) for printed in SCOPES.values()]
    assert places == sorted(places)
    assert list(scopes) == [*SCOPES, "upgrade", "item_configuration", "other"]
    for code, printed in SCOPES.items():
        assert scopes[code]["name"] == re.sub("[“”]", "", printed)


def test_units() -> None:
    found: dict[str, list[str]] = {}
    for code, entry in entries("units").items():
        found.setdefault(entry["kind"], []).append(code)
        assert entry["full_name"] != entry["name"]
        assert entry["name"].startswith("区") == (entry["kind"] not in ("town", "subdistrict"))
        ends = {"town": ("镇", "镇人民政府"), "subdistrict": ("街道", "街道办事处")}.get(entry["kind"], ("", ""))
        assert entry["name"].endswith(ends[0])
        assert entry["full_name"].endswith(ends[1])
    assert {kind: " ".join(codes) for kind, codes in found.items()} == UNITS


def test_parties() -> None:
    parties, units = entries("parties"), entries("units")
    assert tuple(parties) == PARTIES
    assert [party["unit"] for party in parties.values()] == UNITS["party"].split()
    for party in parties.values():
        assert units[party["unit"]]["kind"] == "party"
        assert party["name"] == units[party["unit"]]["name"]
    keyring = json.loads((REPOSITORY / "schemas/keyring.schema.json").read_bytes())
    members = keyring["properties"]["parties"]["properties"]
    assert {code: member["title"] for code, member in members.items()} == {c: p["name"] for c, p in parties.items()}


def test_bases_are_the_six_documents_of_article_1_and_the_regulation() -> None:
    bases = list(entries("bases").values())
    named = re.findall("《(.*?)》", entries("articles")["art-01"]["text"])
    assert len(named) == 6
    assert [basis["title"] for basis in bases] == [*named, "宝山区“一网通办”政务服务信息化需求管理办法"]
    assert [basis["number"] for basis in bases] == [""] * 6 + ["宝行政中心〔2023〕26号"]


def test_work_points_are_marked_as_a_sample() -> None:
    points = entries("work_points")
    assert list(points) == [f"wp-{point['year']}-{n:02d}" for n, point in enumerate(points.values(), 1)]
    assert {point["year"] for point in points.values()} == {2026}
    assert {point["level"] for point in points.values()} == {"city", "district"}
    assert all(point["sample"] is True for point in points.values())


def test_every_reference_inside_the_catalog_resolves() -> None:
    channels, units = entries("channels"), entries("units")
    for capability in entries("capabilities").values():
        assert [code for code in capability["channels"] if code not in channels] == []
    assert [party["unit"] for party in entries("parties").values() if party["unit"] not in units] == []
    for fix in entries("corrections").values():
        assert fix["field"] in entries(fix["file"].removesuffix(".yaml"))[fix["entry"]]
