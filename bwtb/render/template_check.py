"""What is wrong with a registry's own templates: names that nothing defines, files that nothing uses, chapters that are
gone, and whatever a rendering of the sample requests shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from jinja2 import TemplateSyntaxError, meta, nodes

from bwtb.base import resources
from bwtb.base.errors import UserError
from bwtb.base.messages import Fact, Message
from bwtb.proposal import Facts, Proposal, compile_proposal
from bwtb.proposal.corrections import corrected
from bwtb.proposal.facts import addressee
from bwtb.registry import catalogs
from bwtb.registry.catalogs import PARTIES, Catalog
from bwtb.registry.request import requests
from bwtb.registry.source import Source
from bwtb.registry.worktree import WorkTree
from bwtb.render import confined, messages, page
from bwtb.render.blocks import Table
from bwtb.render.markup import block_model
from bwtb.render.templates import DEFAULT, environment, own_templates, packaged
from bwtb.review.states import PartyVerdict, RequestReview, Review

FOLDER = "templates/"
# The templates that documents are made of; the others are parts of these.
DOCUMENTS = ("proposal.html.j2", "form.html.j2", "opinion.html.j2")

# What the documents hand to their templates, beside `labels`, `label` and `number`.
CONTEXT = frozenset(
    ("proposal", "regulation", "rounding_note", "entries_rounded", "subjects", "form_platforms", "parties", "entry", "attached",
     "copies", "history", "opinion", "sender", "number", "figure", "charts")
)  # fmt: skip

# A chapter's number, which counts the chapters before it.
_NUMBER = re.compile("^[一二三四五六七八九十]+、")

YEAR = 2027
TIME = 1794639600  # 2026-11-14T15:00:00+08:00


@dataclass(frozen=True)
class Problem:
    """Something wrong with a template; `line` counts from 1, 0 where it is about the whole file."""

    path: str
    line: int
    message: Fact


def defaults() -> list[str]:
    """The names of the tool's own templates."""
    return sorted(file.name for file in (resources.path("templates") / "default").glob("*.j2"))


def blocks(name: str) -> list[str]:
    """The blocks of one of the tool's own templates that a registry can override."""
    return [block.name for block in _default(name).find_all(nodes.Block)]


@cache
def _default(name: str) -> nodes.Template:
    return environment().parse(packaged(name) or "")


@cache
def _known() -> frozenset[str]:
    """Names that a template may use without setting them: the context, and what the defaults set at their top."""
    known = set(CONTEXT) | set(environment().globals)
    for node in (node for name in defaults() for node in _default(name).body):
        known |= {n.name for n in node.find_all(nodes.Name) if n.ctx == "store"}
        if isinstance(node, nodes.Macro):
            known.add(node.name)
        elif isinstance(node, nodes.FromImport):
            known |= {item if isinstance(item, str) else item[1] for item in node.names}
    return frozenset(known)


def check(source: Source) -> list[Problem]:
    """Everything wrong with the registry's own templates; a rendering is tried where nothing else is."""
    own = own_templates(source)
    trees: dict[str, nodes.Template] = {}
    problems: list[Problem] = []
    for path, content in own.items():
        if path.startswith(FOLDER + DEFAULT):
            problems.append(Problem(path, 0, Message(messages.NO_EFFECT)))
            continue
        try:
            # Parsed and no more: compiling would work out what is constant, without the limits of `confined`.
            trees[path] = environment(own).parse(content.decode())
            problems += _unknown(path, trees[path]) or _undefined(path, trees[path], own)
        except UnicodeDecodeError:
            problems.append(Problem(path, 0, Message(messages.IS_NOT_UTF8)))
        except TemplateSyntaxError as error:
            problems.append(Problem(path, error.lineno, error.message or ""))
        except RecursionError:
            problems.append(Problem(path, 0, Message(messages.IS_NESTED_TOO_DEEP)))
        except UserError as error:
            problems.append(Problem(path, 0, error.message))
    problems += _references(trees)
    return problems or list(_rendered(source, trees))


def _unknown(path: str, tree: nodes.Template) -> list[Problem]:
    """Filters and tests that do not exist."""
    jinja = environment()
    unknown = [
        *(node for node in tree.find_all(nodes.Filter) if node.name not in jinja.filters),
        *(node for node in tree.find_all(nodes.Test) if node.name not in jinja.tests),
    ]
    return [Problem(path, node.lineno, Message(messages.NO_FILTER, name=node.name)) for node in unknown]


def _undefined(path: str, tree: nodes.Template, own: Mapping[str, bytes]) -> list[Problem]:
    """Names that nothing defines. Raises UserError where the template cannot be looked at within the limits."""
    lines = {node.name: node.lineno for node in reversed(list(tree.find_all(nodes.Name)))}
    unknown = (name for name in confined.undeclared(path.removeprefix(FOLDER), own) if name not in _known())
    return [Problem(path, lines.get(name, 0), Message(messages.UNDEFINED, name=name)) for name in unknown]


def _references(trees: dict[str, nodes.Template]) -> Iterator[Problem]:
    """Templates that are named and not there, and files that no document uses."""
    used: set[str] = set()
    for path, tree in trees.items():
        for name in filter(None, meta.find_referenced_templates(tree)):
            used.add(name)
            if FOLDER + name not in trees and name.removeprefix(DEFAULT) not in defaults():
                yield Problem(path, 0, Message(messages.NO_TEMPLATE, name=name))
    for path in trees:
        name = path.removeprefix(FOLDER)
        if name not in used and name not in defaults():
            yield Problem(path, 0, Message(messages.UNUSED, names=", ".join(defaults())))


def _uses_own(name: str, trees: Mapping[str, nodes.Template]) -> bool:
    """Whether a template is the registry's own, or one that it names is."""
    # The tool's own templates, which are all that is followed, name each other in no circle.
    below = meta.find_referenced_templates(_default(name.removeprefix(DEFAULT)))
    return FOLDER + name in trees or any(_uses_own(one, trees) for one in below if one)


def _rendered(source: Source, trees: Mapping[str, nodes.Template]) -> Iterator[Problem]:
    """The documents that use these templates, made of the sample requests with them and with the tool's own."""
    made, catalog = sample()
    for name in (name for name in DOCUMENTS if _uses_own(name, trees)):
        try:
            mine = list(_parts(name, made, catalog, source))
        except UserError as error:
            yield Problem(FOLDER + name, 0, error.message)
            continue
        for part in _missing(mine, list(_parts(name, made, catalog, None))):
            yield Problem(FOLDER + name, 0, Message(messages.MISSING, part=part))


def _missing(mine: list[str], due: list[str]) -> list[str]:
    """What is due and not there. One chapter that is gone gives all after it another number: only it is missing."""
    there = {_NUMBER.sub("", part) for part in mine}
    gone = [part for part in due if _NUMBER.sub("", part) not in there]
    return gone or [part for part in due if part not in mine]


def _parts(name: str, made: Proposal, catalog: Catalog, source: Source | None) -> Iterator[str]:
    """What a document must have: the chapters and annexes of the proposal, the rows of the form."""
    if name == "proposal.html.j2":
        headings = block_model(page.proposal_page(made, catalog, source)).headings()
        yield from (heading.text for heading in headings if heading.level == 1)
        return
    if name == "opinion.html.j2":
        for one in made.integrations[:1]:
            block_model(page.opinion_page(one, catalog, source))
        return
    forms = [page.blank_entry(catalog), *made.entries[:1]]
    pages = [block_model(page.form_page(one, catalog, source, copies=["区府办"])) for one in forms]
    tables = (block for section in pages[0].sections for block in section.blocks if isinstance(block, Table))
    for cell in (cell for table in tables for row in table.rows for cell in row.cells if cell.head):
        yield "".join(p.text for p in cell.paragraphs)


@cache
def sample() -> tuple[Proposal, Catalog]:
    """The sample requests that came with the tool as if all were approved, and their catalog."""
    source = WorkTree(resources.path("requests").parent)
    catalog = catalogs.require(source)
    samples, _findings = requests(source, YEAR)
    verdicts = {
        party: PartyVerdict(
            party=party,
            verdict="approved",
            code="OK",
            decision="approve",
            opinion="同意。",
            signer="某某",
            key="SHA256:" + "x" * 43,
            commit="0" * 40,
            date="2026-11-14T15:00:00+08:00",
        )
        for party in PARTIES
    }
    reviewed = {
        one.id: RequestReview(request=one, state="approved", amount=one.total(), parties=verdicts) for one in samples
    }
    review = Review(
        commit="0" * 40,
        time=TIME,
        trusted=True,
        keyring_version=1,
        keyring_digest="sha256:" + "0" * 64,
        requests=reviewed,
    )
    facts = Facts(given=False, compiled="2026-11-14", addressee=addressee(catalog))
    made = compile_proposal(review, catalog, facts, YEAR)
    # As a corrected version, so that every annex is there.
    return corrected(made, 2, dict(list(reviewed.items())[1:]), catalog), catalog
