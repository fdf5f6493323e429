"""Examples for the rules of the regulation, by article."""

from __future__ import annotations

from bwtb.checking.explaining.example import (
    DRAFT,
    ENDORSEMENT,
    INTEGRATION,
    ITEM,
    SUPPLEMENTARY,
    WORK_POINT,
    Arrangement,
    Example,
    endorsed,
    endorsed_merge,
)

_SCOPE = "scope: {funding: [district], classified: false, public_data: true}"
_OTHER_MONEY = _SCOPE.replace("district", "non_fiscal")
_BASIS = "basis:\n  - {document: 关于进一步做好本市既有多层住宅加装电梯工作的若干意见}\n  - {document: 张庙街道既有多层住宅加装电梯工作专班会议纪要}"
_CITED = "basis:\n  - {work_point: wp-2026-09}\n  - {work_point: wp-2026-03}\n"
_PLATFORMS = "platforms: [citizen_store]\ncapabilities: [cap-22, cap-37]"
_OPINION = "  opinion: {number: 宝行政中心〔2026〕31号, date: 2026-08-18, issuer: 宝山区行政服务中心}\n"
_BORNE = "    - {name: 密码应用安全性评估, kind: crypto_test, amount: 80000, borne_by: unit, funding: superior_special}"
_BY_PLATFORM = "    - {name: 旗舰店与智能工作台嵌入, kind: integration, amount: 120000, borne_by: platform}"
_CONDITIONS = "  conditions: {initiation: true, acceptance: true}"
_SHARED = "platforms: [citizen_store]\ncapabilities: [cap-15, cap-22, cap-24, cap-27]\nsurfaces: [mobile]"
_APPROVAL = """  approval:
    date: 2026-10-09
    authority: 宝山区人民政府
    scan: {path: 2027-fgw-001/区政府批准意见.png, sha256: 1f6a1cb98367e8b2f88cfb671e0a83094f30a508aec668de6ae01795393243a1}"""
_INNOVATION = """category: supplementary
supplementary:
  level: municipal
  approval:
    date: 2026-10-16
    authority: 宝山区人民政府
    scan: {path: 2027-zmjd-001/批复.pdf, sha256: 00e38cfb8a98ef92d1c24ff227eb5e288c272dbbbad25d73987c578536f8ceff}
"""
_OLD_POINT = "\n- code: wp-2024-01\n  year: 2024\n  level: city\n  title: 旧要点\n  text: 旧要点。\n  sample: true\n"

EXAMPLES = {
    # Articles 2 to 6.
    "CLASSIFIED": Example(_SCOPE.replace("classified: false", "classified: true"), _SCOPE),
    "FUNDING_MISSING": Example(_SCOPE.replace("[district]", "[]"), _SCOPE),
    "PUBLIC_DATA": Example(_OTHER_MONEY.replace("true}", "false}"), _OTHER_MONEY, at=_SCOPE),
    "ITEM_FUNDING": Example(_BORNE.replace(", funding: superior_special", ""), _BORNE, INTEGRATION),
    "NATURE_MISSING": Example("nature: []", "nature: [upgrade]"),
    "OPERATIONS_ALONE": Example("nature: [operations]", "nature: [upgrade, operations]", DRAFT, at="nature: [new]"),
    "SUBJECT_MISSING": endorsed("basis: []", "basis:\n  - {document: 上海市养老服务条例}", at=_BASIS),
    "SUBJECT_REASON": endorsed(
        "  operations: 不涉及。", "  operations: 不涉及，本项目只作一次性数据核对。", at='  operations: ""'
    ),
    "BUDGET_NOTE": endorsed(
        "budget:\n  items: []",
        "budget:\n  note: 由街道自有力量承担，不申请经费。\n  items: []",
        at="""budget:
  items:
    - {name: 征询表决与公示模块开发, kind: software, amount: 320000}
    - {name: 门洞底账采集核对, kind: data, quantity: 1300, unit: 个, price: 60, amount: 78000}""",
    ),
    "BUDGET_YEAR": Example(
        ITEM.replace("45000", "45000, year: 2026"), ITEM.replace("45000", "45000, year: 2028"), at=ITEM
    ),
    "BASIS_KIND": Example(
        "  - {work_point: wp-2026-03, document: 上海市养老服务条例}",
        "  - {work_point: wp-2026-03}\n  - {document: 上海市养老服务条例}",
        at="  - {document: 上海市养老服务条例}",
        first=(("  - {work_point: wp-2026-03}\n", ""),),
    ),
    # Article 7.
    "WORK_POINT_MISSING": Example("basis:\n", _CITED, WORK_POINT),
    "WORK_POINT_YEAR": Example(
        "basis:\n  - {work_point: wp-2024-01}",
        "basis:\n  - {work_point: wp-2026-09}",
        WORK_POINT,
        files=Arrangement(add={"catalog/work_points.yaml": _OLD_POINT}),
    ),
    "SCOPES_MISSING": Example(
        "category: work_point\n", "category: work_point\nscopes: [policy_application, no_application]\n", WORK_POINT
    ),
    "OTHER_TEXT": endorsed_merge(
        "  new_scenario: [other]\n", "  new_scenario: [other]\n  new_scenario_other: 园区企业诉求直达与帮办服务\n"
    ),
    "SCENARIO_EMPTY": endorsed(
        "  new_item: []\n  new_scenario: [quick_service]\n  new_system: false\nplatforms: [citizen_store]\ncapabilities: []",
        "  new_scenario: [quick_service]\n  new_system: false\nplatforms: [citizen_store]\ncapabilities: [cap-22, cap-37]",
        at="  new_item: [public_service]\n  new_scenario: [quick_service]\n  new_system: false\n" + _PLATFORMS,
    ),
    "INTEGRATION_MISSING": endorsed_merge(
        "surfaces: [workbench]\n",
        """surfaces: [workbench]
integration:
  mode: deep_merge
  system: 高境镇园区企业服务管理系统
  operator: unit
  conditions: {initiation: true, acceptance: true}
""",
    ),
    "OPERATOR": endorsed_merge("  operator: centre", "  operator: unit"),
    "CONDITIONS": Example(_CONDITIONS.replace("true}", "false}"), _CONDITIONS, INTEGRATION),
    "OPINION": endorsed_merge("  mode: interface\n", "  mode: interface\n" + _OPINION, at="  mode: deep_merge\n"),
    "NOT_SHARED": Example(_SHARED.replace("citizen_store", "kiosk"), _SHARED, INTEGRATION),
    "BORNE_BY": Example(_BORNE.replace(", borne_by: unit", ""), _BORNE, INTEGRATION),
    "UNIT_BORNE": endorsed_merge(_BY_PLATFORM.replace("platform", "unit"), _BY_PLATFORM),
    # Articles 8 and 9, annex 1.
    "SUPPLEMENTARY_MISSING": Example(
        "category: supplementary\n",
        "category: supplementary\nsupplementary:\n  level: national\n" + _APPROVAL + "\n",
        SUPPLEMENTARY,
        at="category: supplementary\n",
        first=(("supplementary:\n  level: national\n" + _APPROVAL + "\n", ""),),
    ),
    "CENTRE_MISSING": Example(
        "unit: zmjd\n" + ENDORSEMENT,
        "unit: zmjd\njoint_units: [zwzx]\n"
        + ENDORSEMENT
        + "  - {unit: zwzx, name: 孙某, opinion: 同意。, date: 2026-09-02}\n",
        DRAFT,
        at="unit: zmjd\n",
        first=(("category: scenario\n", _INNOVATION),),
        files=Arrangement(add={"requests/2027/2027-zmjd-001/批复.pdf": "%PDF-1.4 sample\n"}),
    ),
    "APPROVAL_PENDING": Example("  level: national\n", "  level: national\n" + _APPROVAL + "\n", SUPPLEMENTARY),
    "APPROVAL_SCAN": Example(_APPROVAL.rpartition("\n")[0] + "\n", _APPROVAL + "\n", SUPPLEMENTARY),
    "ENDORSEMENT_MISSING": endorsed("endorsements: []", ENDORSEMENT.rstrip()),
    "ENDORSEMENT_UNIT": endorsed(
        ENDORSEMENT + "  - {unit: ldz, name: 李某, opinion: 同意。, date: 2026-09-02}\n", ENDORSEMENT
    ),
    "ENDORSEMENT_TWICE": endorsed(
        ENDORSEMENT + "  - {unit: zmjd, name: 赵某, opinion: 同意。, date: 2026-09-02}\n", ENDORSEMENT
    ),
    "NO_APPLICATION_TYPE": endorsed(
        "application: {new_system: false}",
        "application: {new_item: [public_service], new_system: false}",
        at="application:\n  new_item: [public_service]\n  new_scenario: [quick_service]\n  new_system: false",
    ),
    "PLATFORM_MISSING": endorsed("platforms: []", "platforms: [citizen_store]"),
    "PHONE_SHORT": Example('contact: {name: 沈赟, phone: "5555"}', 'contact: {name: 沈赟, phone: "021-55550101"}'),
}
