"""The schemas keep to what draft-07 and 2020-12 both understand, and label every field and code in Chinese."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests import REPOSITORY

SCHEMAS = sorted((REPOSITORY / "schemas").rglob("*.json"))
DRAFTS = (jsonschema.Draft7Validator, jsonschema.Draft202012Validator)

ANNOTATIONS = {"title", "description", "examples"}
# Keywords that mean the same in both drafts; anything else must not appear.
KEYWORDS = ANNOTATIONS | {
    "$ref", "type", "const", "oneOf", "properties", "required", "additionalProperties", "propertyNames", "minProperties",
    "items", "minItems", "maxItems", "uniqueItems", "minLength", "maxLength", "pattern", "minimum", "maximum",
}  # fmt: skip
CHINESE = re.compile("[\u4e00-\u9fff]")

Schema = dict[str, Any]


def read(path: Path) -> Schema:
    def unique(pairs: list[tuple[str, Any]]) -> Schema:
        assert len({key for key, _value in pairs}) == len(pairs), [key for key, _value in pairs]
        return dict(pairs)

    found: Schema = json.loads(path.read_text("utf-8"), object_pairs_hook=unique)
    return found


def nodes(schema: Schema, pointer: str = "") -> Iterator[tuple[str, Schema]]:
    """Every subschema with its pointer, the root first."""
    yield pointer, schema
    for keyword in ("properties", "definitions"):
        for name, child in schema.get(keyword, {}).items():
            yield from nodes(child, f"{pointer}/{keyword}/{name}")
    for keyword in ("items", "additionalProperties", "propertyNames"):
        if isinstance(schema.get(keyword), dict):
            yield from nodes(schema[keyword], f"{pointer}/{keyword}")
    for index, child in enumerate(schema.get("oneOf", [])):
        yield from nodes(child, f"{pointer}/oneOf/{index}")


def is_labelled(node: Schema) -> bool:
    return all(CHINESE.search(node.get(keyword, "")) for keyword in ("title", "description"))


@pytest.fixture(params=SCHEMAS, ids=lambda path: path.relative_to(REPOSITORY / "schemas").as_posix())
def schema(request: pytest.FixtureRequest) -> Schema:
    return read(request.param)


def test_the_schemas_that_the_tool_reads_are_there() -> None:
    names = {path.relative_to(REPOSITORY / "schemas").as_posix() for path in SCHEMAS}
    assert {f"{name}.schema.json" for name in ("request", "proposal", "signoff", "keyring")} <= names
    assert all(name.endswith(".schema.json") for name in names)


def test_valid_in_both_drafts(schema: Schema) -> None:
    assert schema["$schema"] == "http://json-schema.org/draft-07/schema#"
    for draft in DRAFTS:
        draft.check_schema(schema)


def test_only_common_keywords(schema: Schema) -> None:
    for pointer, node in nodes(schema):
        extra = {"$schema", "definitions"} if not pointer else set()
        assert set(node) <= KEYWORDS | extra, pointer


def test_only_annotations_stand_beside_a_reference(schema: Schema) -> None:
    """draft-07 ignores what stands beside `$ref`, 2020-12 does not: a constraint there would mean two things."""
    for pointer, node in nodes(schema):
        if "$ref" in node:
            assert set(node) <= ANNOTATIONS | {"$ref"}, pointer
            name = re.fullmatch("#/definitions/([a-z0-9_]+)", node["$ref"])
            assert name, pointer
            assert name[1] in schema["definitions"], pointer


def test_no_definition_is_unused(schema: Schema) -> None:
    used = {node["$ref"].rpartition("/")[2] for _pointer, node in nodes(schema) if "$ref" in node}
    assert used == set(schema.get("definitions", {}))


def test_every_field_and_code_has_a_chinese_title_and_description(schema: Schema) -> None:
    unlabelled = []
    for pointer, node in nodes(schema):
        parent = pointer.rpartition("/")[0].rpartition("/")[2]
        named = not pointer or parent in ("properties", "definitions", "oneOf")
        if named and not is_labelled(node):
            unlabelled.append(pointer)
    assert unlabelled == []


def test_alternatives_are_only_codes(schema: Schema) -> None:
    """One wrong code gives one error, which can list the labels; other alternatives would give a cascade."""
    for pointer, node in nodes(schema):
        codes = node.get("oneOf", [])
        assert all(set(code) == {"const", "title", "description"} for code in codes), pointer
        for keyword in ("const", "title"):
            assert len({code[keyword] for code in codes}) == len(codes), pointer


def test_objects_are_closed_and_require_only_what_they_have(schema: Schema) -> None:
    for pointer, node in nodes(schema):
        if node.get("type") == "object":
            assert "additionalProperties" in node, pointer
            assert node["additionalProperties"] is not True, pointer
            assert set(node.get("required", [])) <= set(node.get("properties", {})), pointer


def test_examples_are_valid(schema: Schema) -> None:
    for pointer, node in nodes(schema):
        for draft in DRAFTS:
            validator = draft({**node, "definitions": schema.get("definitions", {})})
            for example in node.get("examples", []):
                assert [error.message for error in validator.iter_errors(example)] == [], pointer


# A request with nothing that may be left out, and one with every field there is.
MINIMAL = {
    "id": "2027-mzj-001",
    "title": "养老服务“一件事”智能填表与免申即享改造",
    "unit": "mzj",
    "category": "scenario",
    "nature": ["upgrade"],
    "application": {},
    "platforms": [],
    "scope": {"funding": ["district"], "classified": False},
    "basis": [],
    "description": dict.fromkeys(("goals", "content", "functions", "data", "security", "operations"), ""),
    "budget": {"items": []},
    "contact": {"name": "联系人", "phone": "021-00000000"},
}
SCAN = {"path": "2027-mzj-001/盖章申请表.pdf", "sha256": "0" * 64}
FULL: Schema = {
    **MINIMAL,
    "joint_units": ["rsj"],
    "continues": "2026-mzj-001",
    "nature": ["new", "upgrade", "system_integration", "procurement", "operations"],
    "scopes": ["one_thing", "other"],
    "scopes_other": "适老化改造",
    "application": {
        "new_item": ["public_service", "licence", "custom"],
        "item_names": ["养老机构备案"],
        "new_scenario": ["one_thing", "good_service", "quick_service", "no_application", "other"],
        "new_scenario_other": "适老化专区",
        "new_system": False,
        "integration": ["entry", "data", "function"],
    },
    "platforms": ["channel", "citizen_store"],
    "platform_other": "区级养老服务小程序",
    "capabilities": ["cap-06", "cap-14", "cap-15"],
    "surfaces": ["mobile", "workbench"],
    "scope": {"funding": ["district", "superior_special", "non_fiscal"], "classified": False, "public_data": True},
    "basis": [{"work_point": "wp-2026-03"}, {"document": "某某实施方案", "number": "沪府办〔2026〕12号"}],
    "integration": {
        "mode": "interface",
        "system": "养老服务管理系统",
        "conditions": {"initiation": True, "acceptance": True},
        "opinion": {"number": "1号", "date": "2026-08-20", "issuer": "区行政服务中心", "summary": "同意整合。"},
        "operator": "unit",
    },
    "supplementary": {
        "level": "municipal",
        "approval": {"number": "1号", "date": "2026-08-20", "authority": "区政府", "scan": SCAN},
    },
    "budget": {
        "items": [
            {
                "name": "短信服务",
                "kind": "operations",
                "amount": 480000,
                "quantity": 12000000,
                "unit": "条",
                "price": 0.04,
                "note": "按上年用量测算",
                "funding": "district",
                "year": 2028,
                "borne_by": "platform",
            }
        ],
        "note": "含税。",
    },
    "endorsements": [
        {"unit": "mzj", "name": "甲", "title": "副局长", "opinion": "同意申报。", "date": "2026-08-20", "scan": SCAN}
    ],
    "attachments": [{**SCAN, "title": "盖章申请表"}],
    "remarks": "无",
}


@pytest.mark.parametrize("draft", DRAFTS)
@pytest.mark.parametrize("document", [MINIMAL, FULL], ids=["minimal", "full"])
def test_request_is_accepted(draft: type[Any], document: Schema) -> None:
    errors = draft(read(REPOSITORY / "schemas/request.schema.json")).iter_errors(document)
    assert [error.message for error in errors] == []


@pytest.mark.parametrize("draft", DRAFTS)
@pytest.mark.parametrize(
    ("pointer", "wrong"),
    [
        ("id", "2027-MZJ-1"),
        ("title", "两行\n名称"),
        ("category", "场景开发类"),
        ("nature/0", "build"),
        ("capabilities/0", "cap-6"),
        ("scope/classified", "no"),
        ("budget/items/0/amount", 480000.5),
        ("budget/items/0/amount", -1),
        ("budget/items/0/amount", "48万"),
        ("budget/items/0/total", 1),
        ("budget/total", 480000),
        ("basis/0", {}),
        ("basis/0/work_point", "wp-3"),
        ("description/summary", "…"),
        ("endorsements/0/date", "2026年8月20日"),
        ("endorsements/0/scan/sha256", "A" * 64),
        ("attachments/0/path", "../registry.yaml"),
        ("attachments/0/path", "/etc/passwd"),
        ("state", "approved"),
    ],
)
def test_one_slip_gives_one_error_at_its_place(draft: type[Any], pointer: str, wrong: Any) -> None:
    document = json.loads(json.dumps(FULL))
    *parents, last = [int(step) if step.isdigit() else step for step in pointer.split("/")]
    target = document
    for step in parents:
        target = target[step]
    unknown = isinstance(target, dict) and last not in target
    target[last] = wrong
    errors = list(draft(read(REPOSITORY / "schemas/request.schema.json")).iter_errors(document))
    assert [list(error.absolute_path) for error in errors] == [parents if unknown else [*parents, last]]


@pytest.mark.parametrize("field", ["goals", "content", "functions", "data", "security", "operations"])
def test_each_subject_of_article_6_is_required(field: str) -> None:
    description = {name: text for name, text in MINIMAL["description"].items() if name != field}  # type: ignore[attr-defined]
    validator = jsonschema.Draft7Validator(read(REPOSITORY / "schemas/request.schema.json"))
    errors = list(validator.iter_errors({**MINIMAL, "description": description}))
    assert [error.validator for error in errors] == ["required"]


DIGEST = "sha256:" + "0" * 64
KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIFGBCxaW0bLvuruPmkCbIEc1oEnDyjdzM+PFgPVGN6cN 某某"
RECORD: Schema = {
    "version": 1,
    "subject": {"kind": "request", "path": "requests/2027/2027-mzj-001.yaml"},
    "digest": DIGEST,
    "catalog": DIGEST,
    "party": "centre",
    "decision": "approve",
    "opinion": "",
    "keyring": {"version": 1, "digest": DIGEST},
    "nonce": "0" * 32,
}
MEMBER = {"people": [{"name": "某某", "keys": [{"public": KEY}, {"public": KEY, "accept_until": "0" * 40}]}]}
KEYRING: Schema = {
    "registry": "0" * 32,
    "version": 1,
    "previous": None,
    "parties": {"centre": MEMBER, "office": MEMBER, "bigdata": MEMBER},
    "units": {"mzj": MEMBER},
}


@pytest.mark.parametrize("draft", DRAFTS)
@pytest.mark.parametrize(
    ("name", "document", "valid"),
    [
        ("signoff", RECORD, True),
        ("signoff", {**RECORD, "decision": "revoke", "key": KEY, "accept_until": "0" * 40}, True),
        ("signoff", {**RECORD, "version": 2}, False),
        ("signoff", {**RECORD, "version": True}, False),
        ("signoff", {**RECORD, "digest": "0" * 64}, False),
        ("signoff", {**RECORD, "nonce": "0" * 31}, False),
        ("signoff", {**RECORD, "subject": {"kind": "request", "path": "/etc/passwd"}}, False),
        ("keyring", KEYRING, True),
        ("keyring", {**KEYRING, "version": 2, "previous": DIGEST}, True),
        ("keyring", {**KEYRING, "version": 0}, False),
        ("keyring", {**KEYRING, "parties": {"centre": MEMBER, "office": MEMBER}}, False),
        ("keyring", {**KEYRING, "units": {"区民政局": MEMBER}}, False),
        ("keyring", {**KEYRING, "units": {"mzj": {"people": []}}}, False),
        ("proposal", {}, True),
        ("proposal", {"date": "2026-09-08", "overview": {"goals": "…"}, "imprint": {"cc": "区发改委"}}, True),
        ("proposal", {"date": "2026.9.8"}, False),
        ("proposal", {"overview": {"summary": "…"}}, False),
    ],
)
def test_other_files(draft: type[Any], name: str, document: Schema, valid: bool) -> None:
    assert draft(read(REPOSITORY / f"schemas/{name}.schema.json")).is_valid(document) is valid
