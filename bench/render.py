"""How fast the proposal becomes documents: `.venv/bin/python -m bench.render [--sizes N,N,…] [--convert N]`.

Signed registries of 20, 200 and 1,000 requests of every kind (`bench.varied`) are judged, compiled and rendered, in a
process of their own each; judging and rendering are told apart. Then the same document by other ways, in the same run: the
whole text and every table through docxtpl (a template with one loop), the Word file converted by LibreOffice, the PDF set by typst.
CPU seconds (user and system, of the process and its children), since the machine may be busy. Asserts nothing.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

from bench.varied import YEAR, write
from bwtb.git import CommitTree, open_objects, open_repository
from bwtb.proposal import compile_proposal, facts
from bwtb.registry import catalogs
from bwtb.render import docx, page, pdf, xlsx
from bwtb.render.blocks import BlockModel, Break, Heading, Paragraph, Table
from bwtb.render.layout.pagination import fitted, pages
from bwtb.render.markup import block_model
from bwtb.review.states import assess
from bwtb.signing.judge import judge

ROOT = Path(__file__).resolve().parent.parent
PEERS = ROOT / "build/peers"
Cost = dict[str, float]


def spent() -> float:
    """CPU seconds of this process and of the children it has waited for."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def timed(costs: Cost, name: str, work: Callable[[], Any]) -> Any:
    begun = spent()
    made = work()
    costs[name] = spent() - begun
    return made


def own(root: Path, pin: str, kinds: set[str], out: Path) -> Cost:
    """Judge and render one registry; writes the files and the block model's texts beside them."""
    costs: Cost = {}
    repository = open_repository(root)
    with open_objects(repository) as objects:
        judged = timed(costs, "judge", lambda: judge(repository, objects, repository.resolve("HEAD"), pin))
        review = timed(costs, "states", lambda: assess(objects, judged, YEAR))
        source = CommitTree(objects, judged.tree)
        catalog = catalogs.require(source)
        given = facts.read(source, YEAR, judged.time)
        proposal = timed(costs, "compile", lambda: compile_proposal(review, catalog, given, YEAR))
        gc.disable()
        html = timed(costs, "html", lambda: page.proposal_page(proposal, catalog, source))
        model = timed(costs, "blocks", lambda: fitted(block_model(html)))
        word = timed(costs, "docx", lambda: docx.write(model, author="", time=judged.time, pages=pages(model)))
        (out / "proposal.docx").write_bytes(word)
        timed(costs, "xlsx", lambda: xlsx.write(proposal, author=""))
        if "pdf" in kinds:
            costs["MB before PDF"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
            timed(costs, "pdf", lambda: pdf.write(model, author="", time=judged.time))
    costs["requests"] = len(proposal.entries) + len(proposal.supplementary)
    costs["MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    (out / "blocks.json").write_text(json.dumps(list(flat(model)), ensure_ascii=False), encoding="utf-8")
    return costs


def flat(model: BlockModel) -> Iterator[dict[str, Any]]:
    """The document as a peer gets it: styled texts and tables of texts."""
    for section in model.sections:
        for block in section.blocks:
            if isinstance(block, Heading):
                yield {"style": f"Heading {block.level}", "text": block.text, "rows": []}
            elif isinstance(block, Paragraph):
                yield {
                    "style": "Normal",
                    "text": "".join("" if isinstance(i, Break) else i.text for i in block.inlines),
                    "rows": [],
                }
            elif isinstance(block, Table):
                rows = [["\n".join(p.text for p in c.paragraphs) for c in row.cells] for row in block.rows]
                yield {"style": "", "text": "", "rows": rows}


def template(file: Path) -> None:
    """A docxtpl template: one loop over blocks, a table's rows and cells inside it."""
    import docx as python_docx

    word = python_docx.Document()
    for line in ("{%p for b in blocks %}", "{%p if b.text %}", "{{ b.text }}", "{%p endif %}", "{%p if b.rows %}"):
        word.add_paragraph(line)
    table = word.add_table(rows=3, cols=1)
    table.style = "Table Grid"
    table.cell(0, 0).text = "{%tr for r in b.rows %}"
    table.cell(2, 0).text = "{%tr endfor %}"
    first = table.cell(1, 0)
    first.text = "{%tc for c in r %}"
    following = [_cell(first, text) for text in ("{{ c }}", "{%tc endfor %}")]
    for cell in reversed(following):
        first._tc.addnext(cell)
    for line in ("{%p endif %}", "{%p endfor %}"):
        word.add_paragraph(line)
    word.save(str(file))


def _cell(like: Any, text: str) -> Any:
    made = deepcopy(like._tc)
    made.p_lst[0].r_lst[0].text = text
    return made


DOCXTPL = """
import json, sys
from docxtpl import DocxTemplate
made = DocxTemplate(sys.argv[1])
made.render({"blocks": json.load(open(sys.argv[2], encoding="utf-8"))}, autoescape=True)
made.save(sys.argv[3])
"""


def peers(out: Path, *, converted: bool) -> Cost:
    """The same document by others; those that are not there are named and left out. `converted`: LibreOffice too."""
    costs: Cost = {}
    python = PEERS / "docxtpl/bin/python"
    if python.exists() or _installed(python):
        template(out / "template.docx")
        command = [
            str(python),
            "-c",
            DOCXTPL,
            *(str(out / n) for n in ("template.docx", "blocks.json", "docxtpl.docx")),
        ]
        timed(costs, "docxtpl", lambda: subprocess.run(command, check=True))
    office = shutil.which("soffice")
    if office and converted:
        profile = f"-env:UserInstallation=file://{out}/profile"
        command = [
            office,
            profile,
            "--headless",
            "--convert-to",
            "pdf",
            "--outdir",
            str(out),
            str(out / "proposal.docx"),
        ]
        timed(costs, "LibreOffice", lambda: subprocess.run(command, check=True, capture_output=True))
    elif converted:
        print("LibreOffice left out: soffice is not installed")
    return costs


def _installed(python: Path) -> bool:
    try:
        subprocess.run([sys.executable, "-m", "venv", str(python.parent.parent)], check=True, capture_output=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q", "docxtpl==0.20.1"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"docxtpl left out: it could not be installed ({error})")
        return False
    return True


def measured(size: int, kinds: str, *, converted: bool) -> Cost:
    """One registry, measured in a process of its own so that memory is its own too."""
    with tempfile.TemporaryDirectory(prefix="bwtb-bench-") as name:
        root, out = Path(name) / "registry", Path(name) / "out"
        out.mkdir()
        pin = write(root, size)
        command = [sys.executable, "-m", "bench.render", "--one", str(root), pin, kinds, str(out)]
        done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(done.stdout) | peers(out, converted=converted)


STEPS = ("judge", "states", "compile", "html", "blocks", "docx", "xlsx", "pdf")


def show(sizes: list[int], largest: int) -> None:
    print(f"| requests | {' | '.join(STEPS)} | rendering to docx | to PDF | MB |\n|--:|{'--:|' * (len(STEPS) + 3)}")
    compared: dict[int, Cost] = {}
    for size in sizes:
        costs = measured(size, "pdf", converted=size <= largest)
        compared[size] = costs
        page_costs = costs["html"] + costs["blocks"]
        steps = " | ".join(f"{costs[step]:.2f}" for step in STEPS)
        word, printed = page_costs + costs["docx"], page_costs + costs["pdf"]
        print(f"| {size} | {steps} | {word:.2f} | {printed:.2f} | {costs['MB']:.0f} |", flush=True)
        costs["own docx"], costs["own PDF"] = word, printed
    print(
        "\n| requests | our docx | docxtpl ÷ ours | our PDF (typst) | LibreOffice's PDF ÷ ours |\n|--:|--:|--:|--:|--:|"
    )
    for size, costs in compared.items():
        ratios = [
            f"{costs[n] / costs[ours]:.1f}" if n in costs else "—"
            for n, ours in (("docxtpl", "own docx"), ("LibreOffice", "own PDF"))
        ]
        print(f"| {size} | {costs['own docx']:.2f} | {ratios[0]} | {costs['own PDF']:.2f} | {ratios[1]} |")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", default="20,200,1000")
    options.add_argument("--convert", type=int, default=200, help="the largest size that LibreOffice gets too")
    options.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    asked = options.parse_args()
    if asked.one:
        root, pin, kinds, out = asked.one
        print(json.dumps(own(Path(root), pin, set(kinds.split(",")), Path(out))))
        return
    begun = time.perf_counter()
    show([int(size) for size in asked.sizes.split(",")], asked.convert)
    load = os.getloadavg()[0]
    print(
        f"\nload average {load:.1f} on {len(os.sched_getaffinity(0))} processors, {time.perf_counter() - begun:.0f} s in all"
    )


if __name__ == "__main__":
    main()
