"""Languages: every text a person reads goes through `_`; message ids are English, `locale/zh_CN` has the Chinese.

Codes, JSON keys and exit codes never pass through here.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

LOCALE_DIR = Path(__file__).parent.parent / "locale"
LANGUAGES = ("zh", "en")

_language = "zh"
_translations: gettext.NullTranslations = gettext.NullTranslations()


def N_(message: str) -> str:  # noqa: N802 - the customary name, known to message extractors
    """Mark a message for translation where it stands in a table; translate it with `_` where it is shown."""
    return message


def _(message: str) -> str:
    """The message in the language in force."""
    return _translations.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message for the count `n` in the language in force."""
    return _translations.ngettext(singular, plural, n)


def joined(parts: Iterable[str], *, clauses: bool = False) -> str:
    """A list of words (or, with `clauses`, of whole clauses) as the language in force writes it."""
    if _language == "zh":
        return ("；" if clauses else "、").join(parts)
    return ("; " if clauses else ", ").join(parts)


def one_line(text: str) -> str:
    """A text from a file or a name as part of a sentence: its line breaks are shown, so that it makes no lines of its own."""
    return text.replace("\n", "\\n")


def language() -> str:
    """The language in force: `zh` or `en`."""
    return _language


def set_language(code: str) -> None:
    """Put `zh` or `en` in force, for our own messages and for those of the command-line library."""
    global _language, _translations
    _language = code
    names = ["zh_CN"] if code == "zh" else ["en"]
    _translations = gettext.translation("bwtb", LOCALE_DIR, languages=names, fallback=True)
    # typer's own captions ("Options", "Usage") ask the process-wide domain.
    os.environ["LANGUAGE"] = names[0]
    gettext.bindtextdomain("bwtb", str(LOCALE_DIR))
    gettext.textdomain("bwtb")


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Put another language in force for a while: what goes into files is Chinese whatever the terminal speaks."""
    before = _language
    set_language(code)
    try:
        yield
    finally:
        set_language(before)


def choose_language(option: str | None, registry_setting: str | None) -> str:
    """`--lang`, then BWTB_LANG, then the registry's setting, then the locale; Chinese where none of them says."""
    for wish in (option, os.environ.get("BWTB_LANG"), registry_setting, _locale_language()):
        code = (wish or "").lower().split("_")[0].split("-")[0]
        if code in LANGUAGES:
            return code
    return "zh"


def _locale_language() -> str | None:
    for variable in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(variable):
            return os.environ[variable]
    return locale.getlocale()[0]
