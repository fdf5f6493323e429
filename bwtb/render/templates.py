"""Templates: packaged defaults, a registry's own beside them by name, in a sandbox. YAML text is data, never a template.

`own` is everywhere a mapping of the registry's own templates, path → content, as `own_templates` reads them.
"""

from __future__ import annotations

from collections.abc import Mapping
from traceback import extract_tb
from types import MappingProxyType
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined, TemplateError, meta
from jinja2.filters import do_forceescape, do_mark_safe
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bwtb.base import resources, typography
from bwtb.base.errors import UserError
from bwtb.base.messages import Message
from bwtb.registry import schema
from bwtb.registry.source import Source
from bwtb.render import messages

DEFAULT = "default/"


def _text(name: str, own: Mapping[str, bytes]) -> str | None:
    """`default/NAME` is always the tool's own; NAME alone the registry's `templates/NAME`, else the tool's own."""
    raw = None if name.startswith(DEFAULT) else own.get(f"templates/{name}")
    if raw is None:
        return packaged(name.removeprefix(DEFAULT))
    try:
        return raw.decode()
    except UnicodeDecodeError:
        raise UserError(Message(messages.NOT_UTF8, name=f"templates/{name}")) from None


def packaged(name: str) -> str | None:
    """A default template by name; only plain names, so that nothing outside the folder can be meant."""
    file = resources.path("templates") / "default" / name
    if "/" in name or "\\" in name or not file.is_file():
        return None
    return file.read_text(encoding="utf-8")


def book(title: str) -> str:
    """A document's title in 书名号, with those inside it turned into single ones."""
    return "《" + title.replace("《", "〈").replace("》", "〉") + "》"


def quoted(text: str) -> str:
    """A text in quotation marks, with those inside it turned into single ones."""
    return "“" + text.replace("“", "‘").replace("”", "’") + "”"


def word(text: str) -> str:
    """A word of a title, as markup: no line ends inside it."""
    return do_mark_safe(f'<span class="nowrap">{do_forceescape(text)}</span>')


def environment(own: Mapping[str, bytes] = MappingProxyType({})) -> Environment:
    """The sandbox that templates run in."""

    def load(name: str) -> tuple[str, str, None] | None:
        text = _text(name, own)
        return None if text is None else (text, name, None)

    made = ImmutableSandboxedEnvironment(
        loader=FunctionLoader(load),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=lambda value: "" if value is None else value,
        cache_size=50,
    )
    made.filters.update(
        wan=typography.wan,
        thousands=typography.thousands,
        date=typography.date,
        month=typography.month,
        em=typography.width,
        paragraphs=typography.paragraphs,
        book=book,
        quoted=quoted,
        word=word,
    )
    made.globals.update(labels=schema.codes, label=schema.title)
    return made


def own_templates(source: Source | None) -> dict[str, bytes]:
    """A registry's own templates by path; empty where the tool's own are all there is."""
    if source is None:
        return {}
    read = {path: source.read_bounded(path) for path in source.files("templates") if path.endswith(".j2")}
    return {path: content for path, content in read.items() if content is not None}


def render_here(name: str, own: Mapping[str, bytes], context: Mapping[str, Any]) -> str:
    """A template's text, made in this process, not yet without what XML cannot carry.

    Raises UserError naming template and line where the template does not work.
    """
    try:
        counted = {"number": typography.Numbering().next, "figure": typography.Figures().next}
        return environment(own).get_template(name).render(**counted, **context)
    except OverflowError:
        raise
    except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        # If not Jinja's, the template's own mistake: 1 + "a", an unknown attribute of a filter's result.
        raise _broken(error, name) from error


def names_in(name: str, own: Mapping[str, bytes]) -> list[str]:
    """The names that a template uses and does not set, found in this process."""
    try:
        return sorted(meta.find_undeclared_variables(environment(own).parse(_text(name, own) or "")))
    except TemplateError as error:
        raise _broken(error, name) from error


def _broken(error: Exception, name: str) -> UserError:
    problem = (error.message or type(error).__name__) if isinstance(error, TemplateError) else str(error)
    return UserError(
        Message(messages.DOES_NOT_WORK, name=_place(error, name), problem=problem),
        Message(messages.COMPARE_WITH_DEFAULT),
    )


def _place(error: Exception, name: str) -> str:
    """Template and line: as the error says, else the deepest line of a template that it came through."""
    line = getattr(error, "lineno", None)
    if line:
        return f"{getattr(error, 'name', None) or name}:{line}"
    frames = [frame for frame in extract_tb(error.__traceback__) if not frame.filename.endswith(".py")]
    templates = [frame for frame in frames if frame.filename.endswith(".j2")]
    return f"{templates[-1].filename}:{templates[-1].lineno}" if templates else name
