"""What a draft is to say, from a YAML file: a partial request, whose values are copied to their fields."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bwtb.base.findings import Finding
from bwtb.base.messages import Fact
from bwtb.checking import by_schema
from bwtb.checking.rules import Case
from bwtb.checking.rules.references import known_codes
from bwtb.registry import schema
from bwtb.registry.catalogs import Catalog
from bwtb.registry.request import Request
from bwtb.registry.source import Source
from bwtb.yaml import loader

# Fields that name their own file or follow from the review: a draft gets its own, or none.
OWN = ("id", "endorsements", "attachments")


@dataclass(frozen=True)
class PartialRequest:
    """What a file of answers gives: the values to copy, the fields that are not taken over, and what is wrong with it."""

    values: Mapping[str, Any] = field(default_factory=dict)
    left: tuple[Fact, ...] = ()
    findings: tuple[Finding, ...] = ()

    @property
    def classified(self) -> bool:
        """Whether the file says that the project is classified, right or wrong otherwise."""
        scope = self.values.get("scope")
        return isinstance(scope, dict) and scope.get("classified") is True


def read(raw: bytes, path: str, catalog: Catalog, source: Source) -> PartialRequest:
    """Read a file of answers. What is missing in it is no finding: the draft leaves it open.

    `path` is only for the findings. With findings nothing is to be drafted.
    """
    document = loader.load(raw, path)
    findings = list(document.findings)
    if not findings or document.data is not None:
        findings += by_schema.check(document, "request", draft=True, catalog=catalog)
    values = document.data if isinstance(document.data, dict) else {}
    if values and not any(f.severity == "error" for f in findings):
        request = Request(path, raw, values)
        findings += known_codes(Case(document, "request", True, catalog=catalog, request=request, source=source))
    errors = [f for f in findings if f.severity == "error"]
    kept = {key: value for key, value in values.items() if key not in OWN and value not in (None, "")}
    left = tuple(schema.label(f"/{key}") for key in OWN if key in values)
    return PartialRequest(kept, left, tuple(sorted(errors)))
