"""Requests and what is made of them: checked, repaired, drafted from, printed as the form of annex 1; and the other YAML files."""

from __future__ import annotations

from contextlib import suppress
from functools import cache

from bwtb.base.errors import UserError
from bwtb.checking import check
from bwtb.checking.repairing.repair import repair
from bwtb.checking.report import text as report
from bwtb.interview import from_file
from bwtb.proposal import facts
from bwtb.proposal.entries import entry_of
from bwtb.registry import catalogs, draft
from bwtb.registry.catalogs import Catalog
from bwtb.registry.layout import proposal_facts_path
from bwtb.registry.request import read_request
from bwtb.review.states import RequestReview
from bwtb.signing.binding import catalog_digest, changed_attachments
from bwtb.yaml import loader
from tests.helpers.corpus import AT, CATALOG
from tests.helpers.sources import Memory

ATTACHED = {"requests/2027/2027-mzj-001/说明.pdf": b"%PDF-1.4 sample\n"}
FORM_WORDS = tuple(
    f"\n{word}: ".encode()
    for word in (
        "id", "title", "unit", "joint_units", "category", "continues", "nature", "scopes", "application", "  new_item", "platforms",
        "capabilities", "surfaces", "scope", "  classified", "  funding", "basis", "  - work_point", "  - document", "description",
        "  goals", "integration", "  mode", "  opinion", "    date", "supplementary", "budget", "  items", "    - name", "      kind",
        "      amount", "      quantity", "      price", "      borne_by", "contact", "  phone", "endorsements", "  - unit",
        "    scan", "      path", "      sha256", "attachments", "remarks", "compiled", "imprint", "code", "name", "short",
    )
)  # fmt: skip


def form(data: bytes) -> None:
    """A request file, whatever it holds, is checked, repaired, bound, and printed as a form; and may be drafted from."""
    source = Memory({**CATALOG, **ATTACHED, AT: data})
    findings = _checked(source, AT)
    list(report.render(findings, lambda _path: data.decode("utf-8", "replace").split("\n"), str))
    done = repair(source, AT, _catalog())
    assert done is None or done.after != data
    request, document = read_request(source, AT)
    if request is not None and document is not None:
        catalog_digest(request, _catalog())
        changed_attachments(request, source)
        entry_of(RequestReview(request=request, state="", amount=request.total(), parties={}), _catalog())
    _drafted(data, source)


def _drafted(data: bytes, source: Memory) -> None:
    given = from_file.read(data, "x.yaml", _catalog(), source)
    if not given.findings:
        text = draft.render("2027-mzj-001", given.values, _catalog())
        assert not loader.load(text.encode(), AT).findings


OTHERS = (
    *CATALOG,
    proposal_facts_path(2027),
    "catalog/keyring/0001.yaml",
    "requests/2027/2027-mzj-001/signoffs/x.yaml",
)


def lists(data: bytes) -> None:
    """The lists of the catalog, the facts of a year's proposal, and what else is YAML: the first byte says which."""
    path, raw = OTHERS[data[0] % len(OTHERS) if data else 0], data[1:]
    source = Memory({**CATALOG, path: raw})
    _checked(source, path)
    with suppress(UserError):
        facts.read(source, 2027, 0)
        catalog = catalogs.require(source)
        for name in catalogs.LISTS:
            catalog.codes(name)


def _checked(source: Memory, path: str) -> list[check.Finding]:
    """The findings on a file. What is said to be a fault of the program's is one."""
    catalog, _findings = catalogs.lazily(source) if path in CATALOG else (_catalog(), [])
    findings = sorted(check.check_file(source, path, catalog))
    assert [f for f in findings if f.code == "INTERNAL"] == []
    return findings


@cache
def _catalog() -> Catalog:
    return catalogs.lazily(Memory(CATALOG))[0]
