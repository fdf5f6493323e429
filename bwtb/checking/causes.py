"""One cause gives one finding: what only follows from what was found before is dropped, and what belongs together is said once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from bwtb.base import budget
from bwtb.base.findings import Finding
from bwtb.base.messages import Choice, Fact, Listed, Message, Named
from bwtb.checking import lacking, messages, unknown_fields
from bwtb.checking.rules import RESTS_ON
from bwtb.registry import schema
from bwtb.yaml.loader import Document
from bwtb.yaml.pointers import above, all_above

# Findings by which a part of a list or group cannot be told.
_UNREAD = {
    *unknown_fields.CODES, "CODE_UNKNOWN", "FIELD_TYPE", "FIELD_MISSING", "FIELD_UNFILLED", "YAML_AMBIGUOUS",
}  # fmt: skip
# Findings on a field that is not there or holds nothing.
_ABSENT = ("FIELD_MISSING", "FIELD_UNFILLED", "DRAFT_INCOMPLETE")

# Findings on the path of an attachment by which there is no file to take a checksum of.
_NO_FILE = ("ATTACHMENT_MISSING", "ATTACHMENT_LINK", "ATTACHMENT_OUTSIDE", "FILE_TOO_LARGE", "FIELD_FORMAT")


@dataclass
class _Known:
    """What earlier stages spoke of."""

    fields: set[str] = field(default_factory=set)
    general: set[str] = field(default_factory=set)  # the same fields, in general
    lines: set[int] = field(default_factory=set)  # with odd characters
    wholes: set[str] = field(default_factory=set)  # lists and groups of which a part cannot be told
    groups: set[str] = field(default_factory=set)  # below the file itself, with a field too many or too few
    meant: set[str] = field(default_factory=set)

    def follows(self, finding: Finding, document: Document) -> bool:
        """Whether a finding of a later stage only follows from what is known."""
        pointer = finding.pointer
        return (
            finding.line in self.lines
            or pointer in self.wholes
            or above(pointer) in self.groups
            or any(field in self.fields for field in (pointer, *all_above(pointer)))
            or any(f in self.general or unknown_fields.covers(self.meant, f) for f in RESTS_ON.get(finding.code, ()))
            or bool(self.meant and pointer not in document.values and unknown_fields.covers(self.meant, pointer))
        )

    def learn(self, stage: Iterable[Finding], document: Document, kind: str) -> None:
        """Take in the findings of a stage, those that follow among them."""
        unread = [f for f in stage if f.pointer and f.code in _UNREAD]
        self.fields.update(f.pointer for f in stage if f.pointer)
        self.lines.update(f.line for f in stage if f.code.startswith("TEXT_"))
        self.wholes.update(above for f in unread for above in all_above(f.pointer))
        self.groups.update(
            group
            for f in unread
            if (group := above(f.pointer))
            and (f.code in unknown_fields.CODES or (f.code == "FIELD_MISSING" and group.rpartition("/")[2].isdigit()))
            and not f.pointer.endswith("/sha256")  # whether the file is there can be said without it
        )
        if any(f.code in unknown_fields.CODES for f in unread):
            self.meant = unknown_fields.meant(document.data, kind)
        self.general.update(schema.general(p) for p in self.fields)


def first(stages: Iterable[list[Finding]], document: Document, kind: str) -> list[Finding]:
    """The findings of all stages without those that only follow from one of an earlier stage.

    That is: at or below its field, or on its line of odd characters; on a list or group of which it says that a part
    cannot be told; on a field that is missed because its name is misspelt or stands elsewhere; and of a rule that rests on
    its field.
    """
    kept: list[Finding] = []
    known = _Known()
    for stage in stages:
        # A rule that knows what has to stand in a field says what was said of its absence, and more.
        better = {(f.pointer, f.code): f for f in stage if f.code in _ABSENT} if kept else {}
        kept = [better.get((f.pointer, f.code), f) for f in kept]
        kept += [f for f in stage if not known.follows(f, document)]
        if stage:
            known.learn(stage, document, kind)
    # The checksum of a file that is not there follows from the file.
    not_there = {above(f.pointer) for f in kept if f.pointer.endswith("/path") and f.code in _NO_FILE}
    return [
        f for f in kept if not (f.pointer.endswith("/sha256") and f.code in _ABSENT and above(f.pointer) in not_there)
    ]


def together(findings: list[Finding], document: Document) -> list[Finding]:
    """The findings, with the errors on fields that one group lacks drawn together into one; of very many the first."""
    groups: dict[str, list[Finding]] = {}
    for finding in findings:
        absent = finding.code == "FIELD_MISSING" and finding.severity == "error"
        if absent and finding.pointer not in document.values:
            groups.setdefault(above(finding.pointer), []).append(finding)
    several = [group for group in groups.values() if len(group) > 1]
    drawn = {finding for group in several for finding in group}
    return _bounded([*(f for f in findings if f not in drawn), *map(_drawn, several)])


def knows_value(finding: Finding) -> bool:
    """Whether a finding says what has to stand in the field: such a field can be filled in without asking anybody."""
    return isinstance(finding.hint, Message) and finding.hint.id in (messages.ADD_VALUE, messages.FILL_IN_VALUE)


def _bounded(findings: list[Finding]) -> list[Finding]:
    """The first findings of a file; where more were found the last says how many, in the place and by the code of the next."""
    if len(findings) <= budget.FINDINGS:
        return findings
    findings = sorted(findings)
    shown, more = findings[: budget.FINDINGS], findings[budget.FINDINGS :]
    last = replace(
        more[0],
        # Of very many not all are looked for.
        message=Message(
            messages.MORE_FINDINGS if len(findings) < budget.COUNTED // 4 else messages.MANY_MORE, count=len(more)
        ),
        hint=Message(messages.MEND_FIRST),
        severity="error" if any(f.severity == "error" for f in more) else "warning",
        pointer="",
        label="",
        article="",
        anchor="",
    )
    return [*shown, last]


def _with_code(label: Fact) -> Fact:
    """A field by its name, with its label in either language."""
    return Choice(label.code, label.name) if isinstance(label, Named) else label


def _drawn(group: list[Finding]) -> Finding:
    """One finding on the fields that a group lacks, at the first of them."""
    labels = Listed(tuple(f.label for f in group))
    articles = {f.article for f in group}
    return replace(
        group[0],
        label=labels,
        message=Message(messages.SEVERAL_MISSING, labels=labels),
        hint=lacking.drawn({f.pointer.rpartition("/")[2]: (_with_code(f.label), f.hint) for f in group}),
        article=articles.pop() if len(articles) == 1 else "",
    )
