"""The findings on one file as they are collected: as many as a person can read, and of the others how many there are."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bwtb.base.budget import FINDINGS
from bwtb.base.findings import Finding, Severity
from bwtb.base.messages import Message
from bwtb.yaml import messages
from bwtb.yaml.characters import Place


class Collected:
    """Findings on one file. Beyond `budget.FINDINGS` those of each code are only counted."""

    def __init__(self, path: str, findings: Iterable[Finding] = ()) -> None:
        self.path = path
        self.findings = list(findings)
        self._codes = {finding.code for finding in self.findings}  # of what is said once in a file
        self._beyond: dict[str, tuple[Place, int]] = {}  # by code: where the first stands, and how many there are

    def add(
        self,
        code: str,
        place: Place,
        say: Callable[[], tuple[Message, Message]],
        *,
        severity: Severity = "error",
        pointer: object = "",
    ) -> None:
        """Collect one finding. `say` gives its message and hint, `str(pointer)` its pointer, if it is to be shown."""
        if len(self.findings) < FINDINGS:
            message, hint = say()
            found = Finding(self.path, *place, code, message, hint, severity=severity, pointer=str(pointer))
            self.findings.append(found)
        else:
            first, count = self._beyond.get(code, (place, 0))
            self._beyond[code] = first, count + 1

    def add_once(self, finding: Finding) -> None:
        """Collect a finding unless there is one of its code."""
        if finding.code not in self._codes:
            self._codes.add(finding.code)
            self.findings.append(finding)

    def all(self) -> tuple[Finding, ...]:
        """What was collected, and one more finding for each code of which some were only counted."""
        more = (
            Finding(
                self.path, *place, code, Message(messages.AND_MORE, count=count), Message(messages.MEND_THOSE_ABOVE)
            )
            for code, (place, count) in self._beyond.items()
        )
        return (*self.findings, *more)
