"""Examples for fields, codes, ids and attachments."""

from __future__ import annotations

from bwtb.checking.explaining.example import DRAFT, FILLED, INTEGRATION, ITEM, TITLE, Arrangement, Example

_CAPABILITIES = "capabilities: [cap-06, cap-14, cap-15]"
_PATH = "path: 2027-mzj-001/需求说明.pdf, title: 需求描述附页"
_DATE = "date: 2026-08-20"
_TWO_SETS = "quantity: 2, unit: 套, price: 110000, amount: 220000"
_ID_AND_UNIT = "id: 2027-zmjd-001\ntitle: 既有多层住宅加装电梯征询与办理快办应用\nunit: zmjd"

EXAMPLES = {
    "DRAFT_INCOMPLETE": Example(*FILLED[0], DRAFT, at=FILLED[0][0]),
    "FIELD_MISSING": Example("title:\nunit: mzj", f"{TITLE}\nunit: mzj"),
    "FIELD_UNFILLED": Example("title: …\nunit: mzj", f"{TITLE}\nunit: mzj"),
    "FIELD_UNKNOWN": Example("platform: [channel, citizen_store]", "platforms: [channel, citizen_store]"),
    "FIELD_TYPE": Example("nature: upgrade", "nature: [upgrade]"),
    "FIELD_FORMAT": Example(_PATH.replace("2027-mzj-001/", "C:\\"), _PATH),
    "FIELD_LENGTH": Example(f"title: {'养老服务' * 26}", TITLE),
    "FIELD_RANGE": Example(ITEM.replace("45000", "-45000"), ITEM),
    "FIELD_COUNT": Example("  - {}", "  - {document: 上海市养老服务条例}"),
    "FIELD_DUPLICATE": Example("capabilities: [cap-06, cap-14, cap-15, cap-06]", _CAPABILITIES),
    "FIELD_MISPLACED": Example("category: scenario\nscopes: [one_thing]", "category: scenario"),
    "AMOUNT_FORMAT": Example(ITEM.replace("45000", "4.5万元"), ITEM),
    "FIELD_SIGNS": Example("phone: “021-55550101”", 'phone: "021-55550101"'),
    "AMOUNT_SMALL": Example(ITEM.replace("45000", "45"), ITEM),
    "AMOUNT_MISMATCH": Example(_TWO_SETS.replace("220000", "110000"), _TWO_SETS, INTEGRATION),
    "DATE_FORMAT": Example("date: 2026年8月20日", _DATE),
    "DATE_INVALID": Example("date: 2026-08-32", _DATE),
    "DATE_AHEAD": Example("date: 2126-08-20", _DATE),
    "CODE_UNKNOWN": Example("capabilities: [cap-06, cap-14, 电子证照]", _CAPABILITIES),
    "CODE_DUPLICATE": Example(
        "- code: fgw\n  name: 区经委",
        "- code: jw\n  name: 区经委",
        "catalog/units.yaml",
    ),
    "CATALOG_MISSING": Example(
        "catalog/channels.yaml  (—)",
        "catalog/channels.yaml",
        wrong_files=Arrangement(drop="catalog/channels.yaml", everything=True),
    ),
    "ID_DUPLICATE": Example(
        "id: 2027-zmjd-001",
        "id: 2027-zmjd-002",
        "requests/2027/2027-zmjd-002.yaml",
        copy_of=DRAFT,
        at="id: 2027-zmjd-001",
    ),
    "ID_UNIT": Example(_ID_AND_UNIT.replace("unit: zmjd", "unit: ldz"), _ID_AND_UNIT, DRAFT),
    "CONTINUES_UNKNOWN": Example(
        "category: scenario\ncontinues: 2026-mzj-009",
        "category: scenario\ncontinues: 2026-mzj-001",
        at="category: scenario",
        files=Arrangement(add={"requests/2026/2026-mzj-001.yaml": "id: 2026-mzj-001\n"}),
    ),
    "CONTINUES_YEAR": Example("category: scenario\ncontinues: 2027-jw-001", "category: scenario"),
    "ATTACHMENT_OUTSIDE": Example(_PATH.replace("mzj", "jw"), _PATH),
    "ATTACHMENT_MISSING": Example(_PATH.replace("说明", "附页"), _PATH),
    "ATTACHMENT_LINK": Example(
        "requests/2027/2027-mzj-001/需求说明.pdf → /home/…/需求说明.pdf",
        "requests/2027/2027-mzj-001/需求说明.pdf",
        wrong_files=Arrangement(link="requests/2027/2027-mzj-001/需求说明.pdf"),
    ),
    "ATTACHMENT_HASH": Example(
        f"title: 需求描述附页, sha256: {'f' * 64}",
        "title: 需求描述附页, sha256: c0adc95fb3164b010aa2665e6ca9bd92e9d4e1fb4be80ca05e2b67bcc455965b",
    ),
}
