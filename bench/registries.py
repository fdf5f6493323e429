"""Registries of any size for the benchmarks: valid requests of about 3.5 KB each, all different."""

from __future__ import annotations

import shutil
from itertools import count, islice
from pathlib import Path

from bwtb.yaml import loader

ROOT = Path(__file__).resolve().parent.parent
SIZE = 3500  # bytes of a request
PADDING = "申请人在移动端一次填报，系统按权威数据预填，工作人员在智能工作台合并受理；进度可查，结果可评。"


def ids() -> list[str]:
    """The units of the catalog, which ids are made of."""
    units = loader.load((ROOT / "catalog/units.yaml").read_bytes(), "catalog/units.yaml").data
    return [str(entry["code"]) for entry in units]


def build(folder: Path, number: int) -> None:
    """A registry with this catalog and so many requests, 999 a unit and year."""
    shutil.copytree(ROOT / "catalog", folder / "catalog")
    base = (ROOT / "tests/corpus/valid/scenario.yaml").read_text(encoding="utf-8")
    # Quoted, because some of the other checkers take an unquoted date for a moment in time and refuse it.
    base = base.partition("attachments:")[0].replace("2026-08-20", '"2026-08-20"') + "remarks: |\n"
    places = ((year, unit, n) for year in count(2027) for unit in ids() for n in range(1, 1000))
    for year, unit, n in islice(places, number):
        text = base.replace("2027-mzj-001", f"{year}-{unit}-{n:03}").replace("unit: mzj", f"unit: {unit}")
        lines = []
        while len(text.encode()) + sum(len(line.encode()) for line in lines) < SIZE - 100:
            lines.append(f"  {len(lines)} {unit}{n} {PADDING}\n")
        file = folder / f"requests/{year}/{year}-{unit}-{n:03}.yaml"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + "".join(lines), encoding="utf-8")
