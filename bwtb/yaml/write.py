"""Values → YAML text that the strict profile reads back as the same values."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import yaml

from bwtb.yaml.scalars import reads_plain


def quoted(text: str) -> str:
    """A text as a double-quoted scalar: a JSON string is one, but for characters that the strict profile refuses."""
    return json.dumps(text, ensure_ascii=False)


class _InlineDumper(yaml.SafeDumper):
    """Writes text with line breaks in double quotes, so that it stays on its line."""

    def represent_str(self, text: str) -> yaml.ScalarNode:
        breaks = any(c in text for c in "\n\r\x85\u2028\u2029")
        style = '"' if not text or breaks or not reads_plain(text) else None
        return self.represent_scalar("tag:yaml.org,2002:str", text, style=style)

    def represent_float(self, number: float) -> yaml.ScalarNode:
        """In digits alone: what a number with an exponent is, programs disagree on."""
        digits = format(Decimal(repr(number)), "f")
        return self.represent_scalar("tag:yaml.org,2002:float", digits if "." in digits else f"{digits}.0")


_InlineDumper.add_representer(str, _InlineDumper.represent_str)
_InlineDumper.add_representer(float, _InlineDumper.represent_float)


def inline(value: Any) -> str:
    """A value as YAML on one line, quoted where it must be: after `key: ` or inside a list it reads back the same."""
    options: dict[str, Any] = {"allow_unicode": True, "default_flow_style": True, "width": float("inf")}
    # Written as the one item of a list, a text is quoted for every place it may stand in.
    written: str = yaml.dump([value], Dumper=_InlineDumper, sort_keys=False, **options)
    return written.strip()[1:-1]
