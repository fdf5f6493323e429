"""Languages: messages become words here, and nowhere else; their ids are English, `locale/zh_CN` has the Chinese.

Codes, JSON keys and exit codes never pass through here.
"""

from __future__ import annotations

import gettext
import locale
import os
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from bwtb.base.messages import FULL_STOPS, Choice, Clause, Fact, Listed, Message, Named

LOCALE_DIR = Path(__file__).parent.parent / "locale"
LANGUAGES = ("zh", "en")
TRANSLATIONS = {"zh": "zh_CN", "en": "en"}  # as their folders in `locale` are called

SEPARATORS = {
    "zh": {"words": "、", "clauses": "；", "sentences": "", "lines": "\n"},
    "en": {"words": ", ", "clauses": "; ", "sentences": " ", "lines": "\n"},
}

_language = "zh"
_translations: gettext.NullTranslations = gettext.NullTranslations()


def _(message: str) -> str:
    """The message in the language in force."""
    return _translations.gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The message for the count `n` in the language in force."""
    return _translations.ngettext(singular, plural, n)


def words(said: Fact, language: str | None = None) -> str:
    """A message, name or list as text, in the language named or else in force. Plain text stays as it is."""
    tongue = language or _language
    match said:
        case Message(id, facts):
            filled = {name: fact if isinstance(fact, int) else words(fact, tongue) for name, fact in facts}
            sentence = _speaker(tongue).gettext(id)
            return sentence.format(**filled) if filled else sentence
        case Named(code, name) if tongue == "zh" or code == name:
            return name
        case Choice(code, name) if tongue == "zh":
            return code if code == name else f"{code}（{name}）"
        case Listed(parts, by):
            return SEPARATORS[tongue][by].join(words(part, tongue) for part in parts)
        case Clause(inner):
            return words(inner, tongue).rstrip(FULL_STOPS)
    return str(said)


def joined(parts: Iterable[Fact], *, clauses: bool = False) -> str:
    """A list of words (or, with `clauses`, of whole clauses) as the language in force writes it."""
    return words(Listed(tuple(parts), by="clauses" if clauses else "words"))


def language() -> str:
    """The language in force: `zh` or `en`."""
    return _language


def set_language(code: str) -> None:
    """Put `zh` or `en` in force, for our own messages and for those of the command-line library."""
    global _language, _translations
    _language = code
    _translations = _speaker(code)
    # typer's own captions ("Options", "Usage") ask the process-wide domain.
    os.environ["LANGUAGE"] = TRANSLATIONS[code]
    gettext.bindtextdomain("bwtb", str(LOCALE_DIR))
    gettext.textdomain("bwtb")


@cache
def _speaker(code: str) -> gettext.NullTranslations:
    """The translations into a language; message ids are English already."""
    return gettext.translation("bwtb", LOCALE_DIR, languages=[TRANSLATIONS[code]], fallback=True)


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
