"""Signed registries of any size whose requests are of every kind: for `bench.render`, and to look at the documents.

    .venv/bin/python -m bench.varied DIR --requests N

The texts are those of the sample requests; lengths, units, amounts, ticks and opinions vary. All of them are approved.
"""

from __future__ import annotations

import argparse
import hashlib
import secrets
import subprocess
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from bench.histories import PARTIES, Folder, Registry, chunks, finish, start
from bwtb.registry import catalogs
from bwtb.registry.catalogs import Catalog
from bwtb.registry.request import DESCRIPTION, Request
from bwtb.registry.worktree import WorkTree
from bwtb.signing.binding import catalog_digest
from bwtb.signing.record import Record, digest
from bwtb.yaml import loader

ROOT = Path(__file__).resolve().parent.parent
YEAR, BEGUN = 2027, 1794639600  # 2026-11-14T15:00:00+08:00
SCAN = b"%PDF-1.4\n% the government's approval\n"
MEETING = 40  # sign-offs to a commit

LONG = "面向企业全生命周期和个人全生命周期的高频事项“一件事”集成服务、智能预填、免申即享、跨省通办及线下综合窗口无差别受理一体化升级改造项目（二期）之电子证照与区块链电子材料复用及好差评闭环管理"
OPINIONS = (
    "同意。",
    "同意列入下一年度需求建议书。",
    "经会商，技术上可行，数据来源明确，与区政务服务平台已有能力不重复，建议列入；实施中请与市级系统做好接口版本衔接，并在立项前补充等保测评和密码测评的安排。",
    "已核对经费测算。",
)


def samples() -> list[dict[str, Any]]:
    """The sample requests' data, drafts left out."""
    files = sorted((ROOT / "requests" / str(YEAR)).glob(f"{YEAR}-*.yaml"))
    read = [dict(loader.load(f.read_bytes(), str(f)).data) for f in files]
    return [data for data in read if "endorsements" in data]


def contents(number: int) -> Iterator[dict[str, Any]]:
    """So many requests' data, all different."""
    units = loader.load((ROOT / "catalog/units.yaml").read_bytes(), "units").data
    codes = [str(u["code"]) for u in units]
    bases = samples()
    for n in range(number):
        unit = codes[n * 7 % len(codes)]
        yield _varied(n, dict(bases[n % len(bases)]), unit, f"{YEAR}-{unit}-{n // len(codes) + 1:03}", codes)


def _varied(n: int, data: dict[str, Any], unit: str, id: str, codes: Sequence[str]) -> dict[str, Any]:
    data |= {"id": id, "unit": unit, "title": _title(n, data["title"]), "description": _texts(n, data["description"])}
    for key in ("attachments", "joint_units", "continues", "remarks"):
        data.pop(key, None)
    together = [codes[(n + step) % len(codes)] for step in range(1, 6)] if n % 8 == 2 else []
    if data["category"] == "supplementary":
        approval = data["supplementary"]["approval"]
        scan = {"path": f"{id}/区政府批复.pdf", "sha256": hashlib.sha256(SCAN).hexdigest()}
        data["supplementary"] = {**data["supplementary"], "approval": {**approval, "scan": scan}}
        together.append("zwzx" if unit != "zwzx" else "mzj")
    if together := [code for code in dict.fromkeys(together) if code != unit]:
        data["joint_units"] = together
    data["endorsements"] = [
        {
            "unit": u,
            "name": "欧阳𠮷赟" if n % 5 == 1 else "李四",
            "opinion": _endorsing(n),
            "date": f"2026-08-{n % 28 + 1:02}",
        }
        for u in (unit, *together)
    ]
    data["contact"] = {
        "name": "沈赟" if n % 3 else "欧阳𠮷",
        "phone": "021-55550101转8001、13800000000" if n % 4 == 1 else "55550101",
    }
    if n % 10 == 1:
        new = {
            **data["application"],
            "new_scenario": ["one_thing", "other"],
            "new_scenario_other": "产业园区企业服务驿站",
        }
        data |= {"application": new, "platform_other": "园区服务驿站触摸屏、社区事务受理服务中心叫号屏"}
    if n % 4 == 0:
        data["remarks"] = "与上年度项目的接口版本保持一致。\n线下受理渠道不变。"
    return data | {"budget": _budget(n, data)}


def _title(n: int, title: str) -> str:
    if n % 10 == 3:
        return f"网办{n}"
    if n % 10 == 7:
        return f"{LONG}{n}"[-100:]
    return f"{title}（𠮷祥里试点，{n}）" if n % 12 == 5 else f"{title}（{n}）"


def _texts(n: int, texts: dict[str, str]) -> dict[str, str]:
    if n % 9 == 1:
        return dict.fromkeys(DESCRIPTION, "不涉及，沿用平台现有安排。")
    if n % 11 == 4:
        return {key: (texts[key].strip() + "\n") * 6 for key in DESCRIPTION}
    return {key: f"{texts[key].strip()}\n" for key in DESCRIPTION}


def _endorsing(n: int) -> str:
    return (
        "同意申报。"
        if n % 3
        else "同意申报。请业务科室会同信息专班做好与街镇、市级系统的衔接，明确专人负责，按期报送进度。"
    )


def _budget(n: int, data: dict[str, Any]) -> dict[str, Any]:
    if n % 13 == 6:
        return {"items": [], "note": "利用平台现有功能配置实现，不申请经费。"}
    items = [dict(item) for item in data["budget"]["items"]]
    first = items[0] if items else {}
    extra: dict[str, Any] = {key: first[key] for key in ("borne_by", "funding") if key in first}
    if n % 5 == 2:
        items = [{**item, "amount": 33333 + 11 * index} for index, item in enumerate(items)]
        for item in items:
            for key in ("quantity", "unit", "price"):
                item.pop(key, None)
    if n % 6 == 1:
        later = {"name": "次年推广和培训", "kind": "training", "note": "按12个街镇测算", **extra}
        items += [{**later, "amount": 123456, "year": YEAR + 1}, {**later, "amount": 65432, "year": YEAR + 2}]
    if n % 7 == 0:
        lines = {"quantity": 12, "unit": "台", "price": 9999, "amount": 119988}
        items.append({"name": "自助终端外设及读卡、签字、高拍一体化模块", "kind": "hardware", **lines, **extra})
    return {**data["budget"], "items": items}


def write(root: Path, number: int) -> str:
    """A registry in a git repository without a work tree's files; gives the pin."""
    catalog = {f.name: f.read_bytes() for f in (ROOT / "catalog").glob("*.yaml")}
    registry = start(root, catalog)
    registry.time = BEGUN
    known = catalogs.require(WorkTree(ROOT))
    registry.years[YEAR] = Folder()
    requests = [_added(registry, data) for data in contents(number)]
    registry.year_done(YEAR)
    registry.commit(f"Requests for {YEAR}")
    for turn, party in enumerate(PARTIES):
        decided = [r for r in requests if r.category != "supplementary" or party == "centre"]
        for group in chunks([r.id for r in decided], MEETING):
            of = {r.id: r for r in decided}
            records = [_approval(registry, party, of[i], known, turn) for i in group]
            registry.sign_records(YEAR, party, group, records)
    finish(root, registry)
    subprocess.run(["git", "read-tree", "HEAD"], cwd=root, check=True)
    return digest(registry.ring)


def _added(registry: Registry, data: dict[str, Any]) -> Request:
    raw = yaml.safe_dump(data, allow_unicode=True, sort_keys=False, width=10_000).encode()
    id = data["id"]
    registry.digests[id] = digest(raw)
    registry.years[YEAR].entries[f"{id}.yaml"] = registry.blob(raw)
    if data["category"] == "supplementary":
        folder = registry.folders.setdefault(id, (Folder(), Folder()))[0]
        folder.entries["区政府批复.pdf"] = registry.blob(SCAN)
        registry.years[YEAR].entries[id] = (b"40000", folder.store(registry.pack))
    return Request(f"requests/{YEAR}/{id}.yaml", raw, data)


def _approval(registry: Registry, party: str, request: Request, catalog: Catalog, turn: int) -> Record:
    return Record(
        kind="request",
        path=request.path,
        digest=registry.digests[request.id],
        catalog=catalog_digest(request, catalog),
        party=party,
        decision="approve",
        opinion=OPINIONS[(len(request.raw) + turn) % len(OPINIONS)],
        keyring_version=1,
        keyring_digest=digest(registry.ring),
        nonce=secrets.token_hex(16),
    )


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("root", type=Path)
    options.add_argument("--requests", type=int, default=20)
    asked = options.parse_args()
    print(write(asked.root, asked.requests))


if __name__ == "__main__":
    main()
