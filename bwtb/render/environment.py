"""Templates: packaged defaults, a registry's own beside them by name, in a sandbox. YAML text is data, never a template."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from jinja2 import BaseLoader, Environment, StrictUndefined, TemplateError, TemplateNotFound
from jinja2.sandbox import ImmutableSandboxedEnvironment

from bwtb import resources, schema, typography
from bwtb.catalog import Source
from bwtb.errors import UserError
from bwtb.i18n import _

DEFAULT = "default/"


class Loader(BaseLoader):
    """`default/NAME` is always the tool's own; NAME alone the registry's `templates/NAME`, else the tool's own."""

    def __init__(self, source: Source | None) -> None:
        self._source = source

    def get_source(self, environment: Environment, template: str) -> tuple[str, str | None, Callable[[], bool] | None]:
        own = self._own(template) if self._source and not template.startswith(DEFAULT) else None
        text = own if own is not None else _packaged(template.removeprefix(DEFAULT))
        if text is None:
            raise TemplateNotFound(template)
        return text, None, None

    def _own(self, name: str) -> str | None:
        raw = self._source.read(f"templates/{name}") if self._source else None
        try:
            return raw.decode() if raw is not None else None
        except UnicodeDecodeError:
            raise UserError(_("The template {name} is not UTF-8 text.").format(name=f"templates/{name}")) from None


def _packaged(name: str) -> str | None:
    """A default template by name; only plain names, so that nothing outside the folder can be meant."""
    file = resources.path("templates") / "default" / name
    if "/" in name or "\\" in name or not file.is_file():
        return None
    return file.read_text(encoding="utf-8")


def _finalize(value: Any) -> Any:
    return "" if value is None else value


def book(title: str) -> str:
    """A document's title in 书名号, with those inside it turned into single ones."""
    return "《" + title.replace("《", "〈").replace("》", "〉") + "》"


def quoted(text: str) -> str:
    """A text in quotation marks, with those inside it turned into single ones."""
    return "“" + text.replace("“", "‘").replace("”", "’") + "”"


def environment(source: Source | None = None) -> Environment:
    """The sandbox that templates run in. `source` holds the registry's own templates, as they stand in a commit."""
    made = ImmutableSandboxedEnvironment(
        loader=Loader(source),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_finalize,
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
    )
    made.globals.update(labels=schema.codes, label=schema.title)
    return made


def render(name: str, source: Source | None, **context: Any) -> str:
    """A template's text with this context, without what XML cannot carry. Raises UserError naming template and line."""
    try:
        text = environment(source).get_template(name).render(number=typography.Numbering().next, **context)
    except TemplateError as error:
        raise UserError(
            _("The template {name} does not work: {problem}").format(name=_place(error, name), problem=error.message),
            _("Compare it with the default template of the same name."),
        ) from error
    return typography.clean(text)


def _place(error: TemplateError, name: str) -> str:
    line = getattr(error, "lineno", None)
    return f"{getattr(error, 'name', None) or name}:{line}" if line else name
