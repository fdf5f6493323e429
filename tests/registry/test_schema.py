"""Labels of fields and codes come from the schemas' titles."""

from __future__ import annotations

import pytest

from bwtb.base.languages import words
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog

CATALOG = Catalog({"channels": {"channel": {"name": "频道", "form": "频道"}, "sms": {"name": "短信发送"}}})


@pytest.mark.parametrize(
    ("pointer", "title"),
    [
        ("/budget/items/0/kind", "经费类别"),
        ("budget.items.kind", "经费类别"),
        ("/budget/items", "预算明细"),
        ("/budget/items/3", "预算项"),
        ("/endorsements/0/unit", "单位"),
        ("/unit", "申请单位"),
        ("/no/such/field", "field"),
        ("", "信息化项目需求申请"),
    ],
)
def test_titles(pointer: str, title: str) -> None:
    assert schema.title(pointer) == title


def test_labels_follow_the_language() -> None:
    label, code = schema.label("/budget/items/0/kind"), schema.code_label("category", "scenario")
    assert (words(label, "zh"), words(code, "zh")) == ("经费类别", "场景开发类")
    assert (words(label, "en"), words(code, "en")) == ("kind (经费类别)", "scenario (场景开发类)")


def test_codes_of_lists_and_of_the_catalog() -> None:
    assert list(schema.codes("nature")) == ["new", "upgrade", "system_integration", "procurement", "operations"]
    assert schema.codes("platforms", catalog=CATALOG) == {"channel": "频道"}
    assert schema.codes("platforms") == {}
    assert schema.codes("title") == {}
