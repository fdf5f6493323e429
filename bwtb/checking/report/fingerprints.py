"""What a finding is known by in a forge that compares one run with the next: the same in every language, wherever it stands."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

from bwtb.base.findings import Finding
from bwtb.base.messages import Choice, Fact, Listed, Message, Named


def fingerprints(findings: Sequence[Finding]) -> list[str]:
    """The fingerprint of each finding, 64 hex digits: over its code, file, field and the facts in its message.

    Neither words nor lines nor the number of an entry in its list are in it. Findings that are alike in all of this are
    numbered in their order.
    """
    seen: Counter[tuple[str, ...]] = Counter()
    made = []
    for finding in findings:
        known = (text for fact in facts(finding.message) for text in _known(fact))
        known_by = (finding.code, finding.path, finding.anchor or finding.pointer, *known)
        seen[known_by] += 1
        numbered = (*known_by, str(seen[known_by])) if seen[known_by] > 1 else known_by
        made.append(hashlib.sha256("\0".join(numbered).encode("utf-8", "surrogatepass")).hexdigest())
    return made


def facts(said: Fact) -> list[Fact]:
    """The facts of a message, also of the messages and lists in it, without its words; lines, which move, are left out."""
    match said:
        case Message(_, given):
            return [inner for name, fact in given if name != "line" for inner in facts(fact)]
        case Listed(parts, _):
            return [said, *(inner for part in parts for inner in facts(part))]
    return [said]


def _known(fact: Fact) -> Iterator[str]:
    """A fact as it goes into a fingerprint: of what has a code and a name the code."""
    match fact:
        case Named(code, _) | Choice(code, _):
            yield code
        case str(text):
            yield text
        case int(number):
            yield str(number)
