"""Both languages are complete: every message stands in the Chinese catalog, translated, with its placeholders."""

from __future__ import annotations

import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from tests import REPOSITORY

PLACEHOLDER = re.compile(r"\{[a-z_]+\}")


def chinese() -> Catalog:
    with (REPOSITORY / "bwtb/locale/zh_CN/LC_MESSAGES/bwtb.po").open("rb") as po_file:
        return read_po(po_file, locale="zh_CN")


def messages() -> dict[str, str]:
    keywords = {"_": None, "N_": None, "ngettext": (1, 2)}
    found = extract_from_dir(REPOSITORY / "bwtb", method_map=[("**.py", "python")], keywords=keywords)
    return {m if isinstance(m, str) else m[0]: Path(f).name for f, _line, m, _comments, _context in found}


def test_every_message_is_translated() -> None:
    catalog = chinese()
    missing = [m for m in messages() if m not in catalog or not catalog[m].string or catalog[m].fuzzy]
    assert not missing, "run `make messages` and translate"


def test_translations_keep_the_placeholders() -> None:
    for message in chinese():
        if message.id and isinstance(message.id, str):
            assert set(PLACEHOLDER.findall(message.id)) == set(PLACEHOLDER.findall(str(message.string))), message.id


def test_no_translation_without_its_message() -> None:
    known = messages()
    ids = [m.id if isinstance(m.id, str) else m.id[0] for m in chinese() if m.id]
    assert [i for i in ids if i not in known] == []
