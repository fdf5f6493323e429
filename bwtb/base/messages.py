"""Sentences as data: which sentence, and the facts in it.

Whatever the program has to tell a person (findings, notices, reasons, refusals) is made of these everywhere below the
rooms that print or write documents. `base.languages.words` turns one into text, in the language that is asked for; so the
same finding is equal to itself in every language, and nothing has to be judged twice to be said in two.

A room keeps its sentences in its `messages.py`, as constants marked with `N_`:

    NOT_A_DAY = N_("{value} is not a day of the calendar.")
    Message(messages.NOT_A_DAY, value=value)
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, overload


def N_(message: str) -> str:  # noqa: N802 - the customary name, known to message extractors
    """Marks a sentence for translation where it stands in a table; `words` translates it where it is shown."""
    return message


@dataclass(frozen=True, init=False)
class Message:
    """One sentence. `id` is its English text with {placeholders}, by which translations know it; `facts` fill those in.

    Facts are texts from files (never translated), numbers, or again sentences, names and lists. `str()` gives the
    English text, for logs and for order; people are shown `languages.words`.
    """

    id: str
    facts: tuple[tuple[str, Fact], ...]

    def __init__(self, id: str, /, **facts: Fact) -> None:
        object.__setattr__(self, "id", id)
        object.__setattr__(self, "facts", tuple(facts.items()))

    def __str__(self) -> str:
        if not self.facts:  # such a sentence may show braces
            return self.id
        return self.id.format(**{name: fact if isinstance(fact, int) else str(fact) for name, fact in self.facts})


@dataclass(frozen=True)
class Named:
    """A field or code with its Chinese name: 经费类别 in Chinese, `kind (经费类别)` in English."""

    code: str
    name: str

    def __str__(self) -> str:
        return self.code if self.code == self.name else f"{self.code} ({self.name})"


@dataclass(frozen=True)
class Choice:
    """A code to write, with its Chinese name for information: `scenario（场景开发类）`, `scenario (场景开发类)`."""

    code: str
    name: str

    def __str__(self) -> str:
        return self.code if self.code == self.name else f"{self.code} ({self.name})"


@dataclass(frozen=True)
class Listed:
    """Several facts in a row: words (、 and commas), clauses (；and semicolons), whole sentences, or a line each."""

    parts: tuple[Fact, ...]
    by: Literal["words", "clauses", "sentences", "lines"] = "words"

    def __str__(self) -> str:
        return {"words": ", ", "clauses": "; ", "sentences": " ", "lines": "\n"}[self.by].join(
            str(part) for part in self.parts
        )


@dataclass(frozen=True)
class Clause:
    """A sentence as part of another one: the same words without the full stop."""

    said: Fact

    def __str__(self) -> str:
        return str(self.said).rstrip(FULL_STOPS)


FULL_STOPS = ".。"
Fact: TypeAlias = "str | int | Message | Named | Choice | Listed | Clause"


def short(text: str, most: int = 40) -> str:
    """The beginning of a text from a file, for a sentence: on one line, and no longer than that many characters."""
    line = " ".join(text[: 4 * most].split())
    return f"{line[:most]}…" if len(line) > most or len(text) > 4 * most else line


@overload
def one_line(said: str) -> str: ...


@overload
def one_line(said: Fact) -> Fact: ...


def one_line(said: Fact) -> Fact:
    """A text from a file or a name as part of a sentence: its line breaks are shown, so that it makes no lines of its own.

    Of a message, name or list the texts in it are treated so.
    """
    match said:
        case str():
            return said.replace("\n", "\\n")
        case Message(id, facts):
            return Message(id, **{name: one_line(fact) for name, fact in facts})
        case Named(code, name):
            return Named(one_line(code), one_line(name))
        case Choice(code, name):
            return Choice(one_line(code), one_line(name))
        case Listed(parts, by):
            return Listed(tuple(one_line(part) for part in parts), by)
        case Clause(inner):
            return Clause(one_line(inner))
    return said
