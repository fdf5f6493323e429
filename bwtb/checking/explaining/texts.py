"""Examples for what is wrong with a file, its characters and its YAML."""

from __future__ import annotations

import errno

from bwtb.base.faults import ExampleError
from bwtb.checking.explaining.example import DRAFT, TITLE, Arrangement, Example

_LIST = "platforms: [channel, citizen_store]"
_PHONE = 'contact: {name: 沈赟, phone: "021-55550101"}'

# The list of a frozen proposal (`freezing.manifest` has its form), whose request has another digest than the file.
_FROZEN = f"""{{
 "version": 1,
 "year": 2027,
 "number": 1,
 "previous": "",
 "rules": 1,
 "commit": "{"0" * 40}",
 "facts": "",
 "total": 1300000,
 "requests": [
  {{
   "id": "2027-mzj-001",
   "digest": "sha256:{"0" * 64}",
   "catalog": "sha256:{"0" * 64}",
   "amount": 1300000,
   "counted": true
  }}
 ],
 "documents": []
}}
"""

EXAMPLES = {
    "FILE_TOO_LARGE": Example(
        "requests/2027/2027-mzj-002.yaml  (1 048 577 B)",
        "requests/2027/2027-mzj-002.yaml  (6 000 B)\nrequests/2027/2027-mzj-002/需求说明.pdf  (1 048 577 B)",
        wrong_files=Arrangement(add={"requests/2027/2027-mzj-002.yaml": "#" * 1_048_577}, everything=True),
    ),
    "FILE_ENCODING": Example(TITLE, TITLE, encoding="gb18030"),
    "FILE_BOM": Example(
        "\ufeff# yaml-language-server: $schema=../../schemas/request.schema.json",
        "# yaml-language-server: $schema=../../schemas/request.schema.json",
    ),
    "FILE_LINE_ENDINGS": Example("unit: mzj\r\ncategory: scenario\r\n", "unit: mzj\ncategory: scenario\n"),
    "FILE_EMPTY": Example(
        "requests/2027/2027-zmjd-002.yaml  (0 B)",
        "requests/2027/2027-zmjd-002.yaml  (3 000 B)",
        wrong_files=Arrangement(add={"requests/2027/2027-zmjd-002.yaml": ""}, everything=True),
    ),
    "FILE_LINK": Example(
        "requests/2027/2027-zmjd-001.yaml → /home/…/2027-zmjd-001.yaml",
        "requests/2027/2027-zmjd-001.yaml",
        DRAFT,
        wrong_files=Arrangement(link=DRAFT),
    ),
    "FILE_NAME": Example(
        "requests/2027/加装电梯.yaml",
        "requests/2027/2027-zmjd-001.yaml",
        DRAFT,
        wrong_files=Arrangement(move=(DRAFT, "requests/2027/加装电梯.yaml")),
    ),
    "FILE_PLACE": Example(
        "requests/张庙/2027-zmjd-001.yaml",
        "requests/2027/2027-zmjd-001.yaml",
        DRAFT,
        wrong_files=Arrangement(move=(DRAFT, "requests/张庙/2027-zmjd-001.yaml")),
    ),
    "FILE_COLLISION": Example(
        "requests/2027/2027-mzj-001/需求说明.pdf\nrequests/2027/2027-mzj-001/需求说明.PDF",
        "requests/2027/2027-mzj-001/需求说明.pdf\nrequests/2027/2027-mzj-001/需求说明（二）.pdf",
        wrong_files=Arrangement(add={"requests/2027/2027-mzj-001/需求说明.PDF": "%PDF"}, everything=True),
    ),
    "FILE_FROZEN": Example(
        "requests/2027/2027-mzj-001.yaml  (sha256:6f03…)\nrequests/2027/proposal/1/manifest.json  (2027-mzj-001 sha256:0000…)",
        "requests/2027/2027-mzj-001.yaml  (sha256:0000…)\nrequests/2027/proposal/1/manifest.json  (2027-mzj-001 sha256:0000…)",
        wrong_files=Arrangement(
            add={
                "requests/2027/proposal/1/manifest.json": _FROZEN,
                "requests/2027/proposal/1/signoffs/centre-000000000000.yaml": "",
            }
        ),
    ),
    "FILE_UNREADABLE": Example(
        "requests/2027/2027-zmjd-001.yaml  (----------)",
        "requests/2027/2027-zmjd-001.yaml  (-rw-r--r--)",
        DRAFT,
        wrong_files=Arrangement(fails=(DRAFT, PermissionError(errno.EACCES, ""))),
    ),
    "INTERNAL": Example(
        "requests/2027/2027-zmjd-001.yaml  (ExampleError)",
        "requests/2027/2027-zmjd-001.yaml",
        DRAFT,
        wrong_files=Arrangement(fails=(DRAFT, ExampleError("example"))),
    ),
    "TEXT_CONTROL": Example("title: 养老服务\x07“一件事”智能填表与免申即享改造", TITLE),
    "TEXT_LINE_BREAK": Example("title: 养老服务\u2028“一件事”智能填表与免申即享改造", TITLE),
    "TEXT_INVISIBLE": Example("title: 养老服务\u200b“一件事”智能填表与免申即享改造", TITLE),
    "TEXT_BIDI": Example("title: 养老服务\u202e“一件事”智能填表与免申即享改造", TITLE),
    "TEXT_SPACE": Example("category:\u00a0scenario", "category: scenario"),
    "TEXT_NOT_NFC": Example(
        "  - {document: 上海市Cafe\u0301扶持办法}",
        "  - {document: 上海市Café扶持办法}",
        at="  - {document: 上海市养老服务条例}",
    ),
    "YAML_SYNTAX": Example(
        "remarks: 备注: 四个事项的线下受理渠道保持不变",
        "remarks: '备注: 四个事项的线下受理渠道保持不变'",
        at="remarks: 四个事项的线下受理渠道保持不变；统一需求评估的评估环节仍由市级系统承担，不在本次改造范围。",
    ),
    "YAML_TAB": Example("application:\n\tnew_item: [public_service]", "application:\n  new_item: [public_service]"),
    "YAML_FULLWIDTH": Example("category：scenario", "category: scenario"),
    "YAML_UNCLOSED": Example("platforms: [channel, citizen_store", _LIST),
    "YAML_COMMENT_IN_TEXT": Example("title: 养老服务 #2 期改造", "title: '养老服务 #2 期改造'", at=TITLE),
    "YAML_DUPLICATE_KEY": Example("unit: mzj\ncategory: scenario\nunit: mzj", "unit: mzj\ncategory: scenario"),
    "YAML_KEY": Example("category: scenario\n2027: scenario", "category: scenario"),
    "YAML_AMBIGUOUS": Example("  new_system: no", "  new_system: false"),
    "YAML_ANCHOR": Example("platforms: &both [channel, citizen_store]", _LIST),
    "YAML_MERGE_KEY": Example('contact: {<<: {name: 沈赟}, phone: "021-55550101"}', _PHONE),
    "YAML_TAG": Example('contact: !person {name: 沈赟, phone: "021-55550101"}', _PHONE),
    "YAML_DIRECTIVE": Example(
        "%YAML 1.1\n---\nid: 2027-mzj-001",
        "id: 2027-mzj-001",
        at="# yaml-language-server: $schema=../../schemas/request.schema.json\nid: 2027-mzj-001",
    ),
    "YAML_DOCUMENTS": Example("unit: mzj\n---\ncategory: scenario", "unit: mzj\ncategory: scenario"),
    "YAML_DEPTH": Example(f"platforms: {'[' * 33}channel{']' * 33}", _LIST),
}
