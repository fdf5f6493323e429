"""The facts of a year's proposal that cannot be computed: `requests/<year>/proposal.yaml`, and its first draft."""

from __future__ import annotations

from typing import Any

from bwtb.base.errors import UserError
from bwtb.base.messages import Message
from bwtb.base.typography import local_date
from bwtb.checking import check
from bwtb.proposal import messages
from bwtb.proposal.model import Facts
from bwtb.registry import catalogs, schema
from bwtb.registry.catalogs import Catalog
from bwtb.registry.layout import proposal_facts_path
from bwtb.registry.source import Source
from bwtb.yaml import loader, write


def addressee(catalog: Catalog) -> str:
    """To whom the proposal goes (article 10), unless the facts name another: the big data centre."""
    return str(catalog.party("bigdata").get("short", ""))


def read(source: Source, year: int, time: int) -> Facts:
    """The facts as they stand in a commit; defaults with the commit's date at +08:00 where there is no such file.

    `time` is the commit's, in seconds since 1970. Raises UserError where the file is not fit to print from.
    """
    path = proposal_facts_path(year)
    raw = source.read(path)
    data = {} if raw is None else _checked(source, path, raw)
    date = str(data.get("date", ""))
    return Facts(
        given=raw is not None,
        compiled=date or local_date(time),
        number=str(data.get("number", "")),
        addressee=str(data.get("addressee", addressee(catalogs.lazily(source)[0]))),
        date=date,
        title_lines=tuple(data.get("title_lines", ())),
        overview=dict(data.get("overview", {})),
        imprint=dict(data.get("imprint", {})),
        contact=dict(data.get("contact", {})),
    )


def _checked(source: Source, name: str, raw: bytes) -> dict[str, Any]:
    errors = (f for f in check.check_source(source, [name]) if f.severity == "error" and f.path == name)
    if first := next(errors, None):
        raise UserError(
            Message(messages.AT_LINE, path=first.path, line=first.line, message=first.message),
            Message(messages.CORRECT_AND_COMMIT),
        )
    return dict(loader.load(raw, name).data or {})


def draft(year: int, receiver: str) -> bytes:
    """A first `proposal.yaml`: every fact explained in a comment, none given but to whom the proposal goes (`receiver`)."""
    lines = [
        "# yaml-language-server: $schema=../../schemas/proposal.schema.json",
        f"# {year}年度需求建议书的要素。各项都可以不填；要填的，去掉行首的“# ”，把示例换成实际内容，提交以后再生成。",
    ]
    for key in schema.read("proposal")["properties"]:
        lines += ["", *_draft_field(key, receiver)]
    return ("\n".join(lines) + "\n").encode()


def _draft_field(key: str, receiver: str) -> list[str]:
    spec = schema.field(key, "proposal") or {}
    head = f"# {schema.title(key, 'proposal')}：{schema.description(key, 'proposal')}"
    if below := spec.get("properties"):
        return [head, f"# {key}:", *(f"#   {k}: {_example(f'{key}.{k}')}" for k in below)]
    if spec.get("type") == "array":
        examples = (spec.get("examples") or [[""]])[0]
        return [head, f"# {key}:", *(f"#   - {value}" for value in examples)]
    # The addressee is the one fact that never changes; with it the draft is a mapping, as the schema wants it.
    return [head, f"{key}: {write.inline(receiver)}" if key == "addressee" else f"# {key}: {_example(key)}"]


def _example(pointer: str) -> str:
    examples = (schema.field(pointer, "proposal") or {}).get("examples")
    return f'"{examples[0]}"' if examples else f"（{schema.title(pointer, 'proposal')}）"
