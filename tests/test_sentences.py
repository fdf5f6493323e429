"""Every sentence of a messages.py has one name, is used, and is given all the facts that it names, and no others."""

from __future__ import annotations

import ast
import importlib
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from bwtb.checking import messages as of_checking
from tests import REPOSITORY

HOUSE = REPOSITORY / "bwtb"
ROOMS = sorted(
    path.relative_to(HOUSE).parent.as_posix() for path in HOUSE.rglob("messages.py") if path.parent.name != "base"
)


@cache
def modules() -> list[tuple[Path, ast.Module]]:
    """Every module of the house, parsed."""
    return [(path, ast.parse(path.read_text("utf-8"))) for path in sorted(HOUSE.rglob("*.py"))]


def places(sentence: str) -> set[str]:
    """The names of the facts that a sentence has places for: `{name}` and nothing else in the braces, which YAML has too."""
    return set(re.findall(r"\{(\w+)\}", sentence))


def sentences_of(tree: ast.Module) -> str | None:
    """The module of sentences that one module imports as `messages`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and any(alias.name == "messages" for alias in node.names):
            return f"{node.module}.messages"
    return None


def wrongly_given(path: Path, tree: ast.Module) -> list[str]:
    """Where a sentence is given other facts than it has places for."""
    told = sentences_of(tree)
    wrong = []
    for call in ast.walk(tree):
        match call:
            case ast.Call(
                func=ast.Name("Message"), args=[ast.Attribute(value=ast.Name("messages"), attr=name)], keywords=facts
            ):
                sentence = getattr(importlib.import_module(told or ""), name)
                given = {fact.arg for fact in facts}
                if None not in given and given != places(sentence):
                    wrong.append(f"{path.name}:{call.lineno} {name}: {sorted(map(str, given))} for {sentence!r}")
    return wrong


# How a rule says a finding: two sentences, whose facts are given once, beside what the field has of its own.
SAYING = {"error", "warning", "missing", "lacking"}
OF_FIELD = {"label", "value", "key"}


def wrongly_said(path: Path, tree: ast.Module) -> tuple[int, list[str]]:
    """How many findings are said of sentences of `checking`, and where one is given other facts than both have places for."""
    said, wrong = 0, []
    for function in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        local: dict[str, set[str]] = {}
        for node in ast.walk(function):
            if (
                isinstance(node, ast.Assign)
                and isinstance(node.targets[0], ast.Tuple)
                and isinstance(node.value, ast.Tuple)
            ):
                for target, value in zip(node.targets[0].elts, node.value.elts, strict=True):
                    local[ast.unparse(target)] = names_in(value)
            elif isinstance(node, ast.Assign):
                local[ast.unparse(node.targets[0])] = names_in(node.value)
        for call in ast.walk(function):
            match call:
                case ast.Call(func=ast.Attribute(attr=method), args=args, keywords=facts) if method in SAYING:
                    named = {name for arg in args for name in local.get(ast.unparse(arg), names_in(arg))}
                    wanted = {place for name in named for place in places(getattr(of_checking, name))}
                    given = {str(fact.arg) for fact in facts} - {"at_key"}
                    said += bool(named)
                    if "None" not in given and (given - wanted or wanted - given - OF_FIELD):
                        wrong.append(f"{path.name}:{call.lineno} {sorted(named)}: {sorted(given)}")
    return said, wrong


def names_in(value: ast.expr) -> set[str]:
    """The sentences that an expression is: one, or one of two; none where it is a message already."""
    match value:
        case ast.Attribute(value=ast.Name("messages"), attr=name):
            return {name}
        case ast.IfExp(body=one, orelse=other):
            return names_in(one) | names_in(other)
    return set()


@pytest.mark.parametrize("room", ROOMS)
def test_no_name_is_given_to_two_sentences(room: str) -> None:
    tree = ast.parse((HOUSE / room / "messages.py").read_text("utf-8"))
    names = Counter(target.id for node in tree.body if isinstance(node, ast.Assign) for target in node.targets
                    if isinstance(target, ast.Name))  # fmt: skip
    assert [name for name, times in names.items() if times > 1] == []


@pytest.mark.parametrize("room", ROOMS)
def test_every_sentence_is_used(room: str) -> None:
    tree = ast.parse((HOUSE / room / "messages.py").read_text("utf-8"))
    own = {
        target.id
        for node in tree.body
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name)
    }
    told = f"bwtb.{room.replace('/', '.')}.messages"
    used = {
        node.attr if isinstance(node, ast.Attribute) else node.id
        for _path, other in modules()
        for other_told in [sentences_of(other)]
        for node in ast.walk(other)
        if (isinstance(node, ast.Attribute) and other_told == told)
        or (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load))
    }
    imported = {
        alias.name
        for _p, other in modules()
        for n in ast.walk(other)
        if isinstance(n, ast.ImportFrom)
        for alias in n.names
    }
    assert own - used - imported == set()


def test_every_sentence_gets_the_facts_it_names() -> None:
    assert [line for path, tree in modules() for line in wrongly_given(path, tree)] == []


def test_every_finding_gets_the_facts_of_its_sentences() -> None:
    told = [wrongly_said(path, tree) for path, tree in modules() if "checking" in path.parts]
    assert [line for _said, wrong in told for line in wrong] == []
    assert sum(said for said, _wrong in told) > 60


@pytest.mark.parametrize("facts", ["", "unit=1, other=2", "label=1"])
def test_a_wrong_fact_of_a_finding_would_be_found(facts: str) -> None:
    source = f"def rule():\n    twice = messages.ENDORSED_TWICE\n    case.error('X', '/unit', twice, messages.FILL_IN, {facts})"
    assert len(wrongly_said(Path("a.py"), ast.parse(source))[1]) == 1


def test_a_wrong_fact_would_be_found() -> None:
    source = 'from bwtb.actions import messages\nMessage(messages.CHANGED_UNDER_THE_REPAIR, file="a")\nMessage(messages.CHANGED_UNDER_THE_REPAIR)'
    assert len(wrongly_given(Path("a.py"), ast.parse(source))) == 2
