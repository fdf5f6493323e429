"""The structure of a file as the parser goes through it: what the profile does not allow, quotes, brackets and syntax."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import yaml

from bwtb.base.budget import NESTING, NODES
from bwtb.yaml import characters, comments, quotes, syntax
from bwtb.yaml.characters import Place
from bwtb.yaml.collected import Collected
from bwtb.yaml.parser import events, place_of


@dataclass
class _Seen:
    """What the parser has gone through. Of the texts in quotes only those that may have swallowed others are kept."""

    lines: list[str]
    forbidden: dict[str, Place] = field(default_factory=dict)  # code → where the first is
    opened: list[tuple[Place, int, bool]] = field(
        default_factory=list
    )  # place, indentation (from 0), whether in brackets
    deepest: int = 0
    documents: int = 0
    nodes: int = 0
    quoted: list[quotes.Quoted] = field(default_factory=list)  # over several lines
    last_quoted: quotes.Quoted | None = None
    cuts: list[tuple[Place, Place, str, bool]] = field(default_factory=list)  # start, cut, value, whether in brackets
    last_cut: bool = False

    def take(self, event: Any) -> None:
        self.nodes += isinstance(event, yaml.NodeEvent)
        if isinstance(event, yaml.ScalarEvent):
            self.scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            place = place_of(event)
            inherited = self.opened[-1][1] if self.opened else -1
            self.opened.append((place, inherited if event.flow_style else place[1] - 1, bool(event.flow_style)))
        elif isinstance(event, yaml.CollectionEndEvent):
            self.opened.pop()
        elif isinstance(event, yaml.DocumentStartEvent):
            self.documents += 1
        for code in _forbidden(event, len(self.opened), self.documents):
            self.forbidden.setdefault(code, place_of(event))

    def scalar(self, event: Any) -> None:
        start, end = place_of(event), place_of(event, end=True)
        bracketed = bool(self.opened) and self.opened[-1][2]
        self.last_cut = False
        if event.style in ("'", '"'):
            indent = self.opened[-1][1] if self.opened else -1
            self.last_quoted = quotes.Quoted(start, end, indent, bracketed)
            if start[0] != end[0]:
                self.quoted.append(self.last_quoted)
        elif not event.style and (cut := comments.cut_at(self.lines, end, event.value)):
            self.last_cut = True
            self.cuts.append((start, cut, event.value, bracketed))

    def mistake(self, error: Any) -> syntax.Mistake:
        """The parser's error in plain terms."""
        problem: Any = getattr(error, "problem_mark", None)
        context: Any = getattr(error, "context_mark", None)
        last = () if self.last_quoted is None else (self.last_quoted,)
        return syntax.Mistake(
            problem=str(getattr(error, "problem", None) or error),
            place=(problem.line + 1, problem.column + 1) if problem else (1, 1),
            context=str(getattr(error, "context", None) or ""),
            start=(context.line + 1, context.column + 1) if context else None,
            quoted=(*self.quoted, *last),
            bracket=self.opened[-1][0] if self.opened and self.opened[-1][2] else None,
        )


def look(text: str, lines: list[str], found: Collected) -> bool:
    """Collect anchors, tags, several documents, depth, quotes, syntax: the first of each kind; whether there are none.

    Nothing is expanded or recursed into.
    """
    seen = _Seen(lines)
    odd = {f.line + below for f in found.findings if f.code.startswith("TEXT_") for below in (0, 1)}
    try:
        for event in events(text):
            seen.take(event)
            if seen.nodes > NODES:
                found.findings.append(characters.too_many(found.path, NODES, place_of(event)))
                return False
            if len(seen.opened) > NESTING:
                break
    except yaml.YAMLError as error:
        if not seen.forbidden:
            _say_mistake(text, lines, seen, error, odd, found)
            return False
    if place := quotes.swallowing(lines, seen.quoted):
        found.findings.append(syntax.unclosed(lines, found.path, place))
        return False
    for code, place in sorted(seen.forbidden.items(), key=lambda s: s[1]):
        found.add(code, place, partial(syntax.say_structure, code, NESTING))
    return not seen.forbidden


def _say_mistake(text: str, lines: list[str], seen: _Seen, error: Any, odd: set[int], found: Collected) -> None:
    """Collect what the parser's error comes from; on lines with odd characters it only follows from these."""
    mistake = seen.mistake(error)
    bracket = mistake.bracket or mistake.place
    by_cut = seen.last_cut or any(cut[1] >= bracket for cut in seen.cuts)
    for start, cut, value, bracketed in seen.cuts:
        said = partial(comments.say, lines, start, cut, value=value, bracketed=bracketed)
        found.add(comments.CODE, cut, said)
    if not by_cut:
        for finding in syntax.explain(text, lines, found.path, mistake):
            if finding.code != "YAML_SYNTAX" or finding.line not in odd:
                found.findings.append(finding)


def _forbidden(event: Any, depth: int, documents: int) -> Iterator[str]:
    if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
        yield "YAML_ANCHOR"
    if getattr(event, "tag", None):
        yield "YAML_TAG"
    if isinstance(event, yaml.ScalarEvent) and event.value == "<<" and event.implicit[0]:
        yield "YAML_MERGE_KEY"
    if isinstance(event, yaml.DocumentStartEvent) and (event.version or event.tags):
        yield "YAML_DIRECTIVE"
    if documents > 1:
        yield "YAML_DOCUMENTS"
    if depth > NESTING:
        yield "YAML_DEPTH"
