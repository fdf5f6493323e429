"""Answers in words: as they are repeated to the person who gave them, one by one and in the summary."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from bwtb.base.findings import Finding
from bwtb.base.languages import _, joined, ngettext, words
from bwtb.base.messages import short
from bwtb.cli.terminal import money, note, say, yuan
from bwtb.cli.wizard.asking import Remark
from bwtb.interview import conditions, fields
from bwtb.interview.access import Answers
from bwtb.interview.answers import Checker

LONGEST = 60  # characters of an answer on its line


def in_words(checker: Checker, answers: Answers, pointer: str) -> str:
    """An answer as people read it, on one line; "" where there is none."""
    value = fields.get(answers, pointer)
    if pointer == "/budget/items":
        return total(answers) if value else ""
    if pointer == "/basis/document":
        return joined(entry(pointer, one) for one in value or ())
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    names = {option.code: option.name for option in fields.options(pointer, answers, checker.catalog, checker.year)}
    answer = joined(names.get(str(v), str(v)) for v in (value if isinstance(value, list) else [value]))
    line = " ".join(answer.split())
    return f"{line[:LONGEST]}…" if len(line) > LONGEST else line


def answered(checker: Checker, answers: Answers, pointer: str, otherwise: str) -> str:
    """A field and its answer, or what is said where it has none."""
    answer = in_words(checker, answers, pointer) or otherwise
    return _("{field}: {answer}").format(field=words(fields.label(pointer)), answer=answer)


def entry(pointer: str, one: dict[str, Any]) -> str:
    """One entry of a list: a document with its number, a cost with its amount."""
    if pointer == "/basis/document":
        return f"{one.get('document', '…')} {one.get('number', '')}".strip()
    amount = one.get("amount")
    return f"{one.get('name', '…')}  {yuan(amount) if isinstance(amount, int) else _('amount open')}"


def total(answers: Answers) -> str:
    """The sum of the budget."""
    amount = conditions.total(answers)
    return _("{yuan}, that is {wan}").format(yuan=yuan(amount), wan=money(amount))


def done(answers: Answers, pointer: str, entries: list[dict[str, Any]]) -> str:
    """What ends a list: what it comes to so far."""
    if not entries:
        return _("None")
    if pointer == "/budget/items":
        return _("Done: {sum}").format(sum=total(answers))
    return ngettext("Done: {count} entry", "Done: {count} entries", len(entries)).format(count=len(entries))


def remark(kind: str, text: str, value: Any) -> Remark:
    """How a text is understood, where that is not what stands there; a few yuan were most likely meant as ten thousands."""
    if kind == "amount" and isinstance(value, int):
        doubt = _("Only {yuan}? Type {text}万 for {wan}; Enter once more takes it as yuan.")
        doubt = doubt.format(yuan=yuan(value), text=text.strip(), wan=money(value * 10_000))
        few = 0 < value < 1000 and text.strip().isdecimal()
        understood = _("= {yuan} ({wan})").format(yuan=yuan(value), wan=money(value))
        return Remark(reading=understood, doubt=doubt if few else "")
    if kind == "date" and value != text.strip():
        return Remark(reading=f"= {value}")
    if kind == "names" and len(value) > 1:
        return Remark(reading=_("{count} names: {names}").format(count=len(value), names=joined(value)))
    return Remark()


def no_amount(text: str, value: Any) -> str:
    """What is said of a text that is no amount: only what can be typed at the terminal, where no file is written yet."""
    if isinstance(value, float):
        exact = Decimal(str(value))
        whole, wan = (int(n.to_integral_value(ROUND_HALF_UP)) for n in (exact, exact * 10_000))
        said = _("“{text}” is no whole number of yuan. Type {wan} if 万元 was meant, else {whole}, rounded.")
        return said.format(text=short(text), wan=wan, whole=whole)
    return _("“{text}” is not understood as an amount. Type it like 480000, 48万, 12.5万元 or 四十八万.").format(
        text=short(text)
    )


def doubt(finding: Finding) -> None:
    """Say what stands against an answer."""
    note(_("  Note: {message} {hint}").format(message=words(finding.message), hint=words(finding.hint)))


def summary(checker: Checker, answers: Answers) -> None:
    """Show every answer, what stands against it, and what is still open."""
    say("")
    say(_("Summary"))
    for question in fields.relevant(answers):
        if in_words(checker, answers, question.pointer) and question.pointer != "/description":
            say("  " + answered(checker, answers, question.pointer, ""))
            if question.pointer == "/budget/items":
                for one in fields.get(answers, "/budget/items"):
                    say(f"    · {entry('/budget/items', one)}")
    for finding in checker.findings(answers):
        if finding.code != "DRAFT_INCOMPLETE":
            doubt(finding)
    missing = checker.missing(answers)
    for finding in missing:
        if fields.given(answers, finding.pointer):
            doubt(finding)  # given, but not enough
    if labels := dict.fromkeys(words(f.label) for f in missing if f.label and not fields.given(answers, f.pointer)):
        say(_("  Still open, to be filled in afterwards: {fields}").format(fields=joined(labels)))
