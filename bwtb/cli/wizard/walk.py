"""The walk through a request's questions: forward, back, to the summary, and out again with nothing lost."""

from __future__ import annotations

import datetime
import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any

from bwtb.base.languages import _, ngettext, words
from bwtb.cli.terminal import note, say
from bwtb.cli.wizard import wording
from bwtb.cli.wizard.asking import Asked, Asker, MenuItem, Move, Remark, StoppedError, menu_of
from bwtb.interview import contacts, fields, unfinished
from bwtb.interview.access import OTHER, Answers
from bwtb.interview.answers import Checker, meant
from bwtb.interview.fields import Question
from bwtb.interview.unfinished import Unfinished
from bwtb.registry import draft, schema

# Without these there is no draft to write.
NEEDED = (fields.CLASSIFIED, "/unit")


class ClassifiedError(Exception):
    """The project is classified: nothing of it may be written, here or anywhere."""


class GivenUpError(Exception):
    """The person wants neither to go on nor to keep what was entered."""


@dataclass
class Interview:
    """One request being filled in by a person. `known`: what was said on the command line, not asked again."""

    asker: Asker
    checker: Checker
    kept: Unfinished
    answers: Answers
    known: frozenset[str] = frozenset()
    asked: list[str] = field(default_factory=list)
    typed: tuple[str, str] = ("", "")
    ahead: list[str] = field(default_factory=list)  # answered, but gone back before

    def run(self) -> Answers:
        """Ask until the person says to write it. Raises StoppedError (everything is kept), ClassifiedError, or GivenUpError."""
        with self.asker.session(), self._keeping():
            self._walk()
            while (wish := self._review()) != "write":
                if wish == "drop":
                    raise GivenUpError
                if wish == "stop":
                    raise StoppedError
                if wish == "more":
                    self._walk()
                elif wish.startswith("/"):
                    self._change(wish)
            return self.answers

    # The walk

    def _open(self) -> list[Question]:
        """What is still to be asked."""
        done = {*self.asked, *self.known}
        return [q for q in fields.relevant(self.answers) if not q.extra and q.pointer not in done]

    def _walk(self) -> None:
        to_the_end = False
        while waiting := [q for q in self._open() if not to_the_end or self._needed(q.pointer)]:
            pointer = waiting[0].pointer
            move = self._ask(pointer)
            if move is Move.BACK:
                if self.asked:
                    self.ahead.append(self.asked.pop())
                else:
                    say(_("This is the first question."))
            elif move is Move.REVIEW:
                # What was answered already, and only passed on the way back, stays answered.
                self.asked += [each for each in reversed(self.ahead) if each not in self.asked]
                self.ahead.clear()
                to_the_end = True
                if self._needed(pointer):
                    say(_("This has to be answered before a draft can be written."))
            else:
                self.asked.append(pointer)
                self.ahead = [each for each in self.ahead if each != pointer]
                self._save()

    def _needed(self, pointer: str) -> bool:
        """Whether there can be no draft without an answer to this, and there is none."""
        return pointer in NEEDED and fields.get(self.answers, pointer) is None

    def _change(self, pointer: str) -> None:
        """Ask one question again; what follows from the new answer is asked next."""
        all_answered = not self._open()
        if self._ask(pointer) is None and pointer not in self.asked:
            self.asked.append(pointer)
        self._save()
        if all_answered:
            self._walk()

    def _ask(self, pointer: str) -> Move | None:
        """Put one question and note the answer; None where it was answered."""
        kind = fields.kind(pointer)
        move = self._entries(pointer) if kind == "entries" else self._single(pointer, kind)
        if move is None:
            typed = self.asker.leaves_lines and kind in ("text", "lines", "date")  # it stands on the terminal already
            if pointer != "/description" and not typed:
                say(wording.answered(self.checker, self.answers, pointer, _("left open")))
            for doubt in self.checker.doubts(self.answers, pointer) if kind != "entries" else ():
                wording.doubt(doubt)
        return move

    def _single(self, pointer: str, kind: str) -> Move | None:
        if pointer == "/contact/name" and not fields.get(self.answers, pointer):
            move = self._contact()
            if move is not None or fields.get(self.answers, pointer):
                return move
        before = fields.get(draft.preset(self.answers, self.checker.catalog), pointer)
        answer = self._put_question(self._asked(pointer), pointer, kind, before)
        if isinstance(answer, Move):
            return answer
        if pointer == fields.CLASSIFIED and answer is True:
            raise ClassifiedError
        fields.put(self.answers, pointer, answer)
        return None

    def _asked(self, pointer: str) -> Asked:
        questions = [q.pointer for q in fields.relevant(self.answers) if not q.extra and q.pointer not in self.known]
        progress = f"{questions.index(pointer) + 1}/{len(questions)}" if pointer in questions else ""
        return Asked(words(fields.label(pointer)), words(fields.help(pointer)), progress)

    def _put_question(self, asked: Asked, pointer: str, kind: str, before: Any) -> Any:
        """Ask in the way that fits the kind of answer; gives the value, or a Move."""
        rows = menu_of(fields.options(pointer, self.answers, self.checker.catalog, self.checker.year))
        if kind == "many":
            chosen = list(before or ())
            if pointer == "/platforms" and OTHER not in chosen and self.answers.get("platform_other"):
                chosen.append(OTHER)
            return self.asker.many(asked, rows, chosen)
        if kind == "yes":
            careful = pointer == fields.CLASSIFIED  # nobody is to slip through this one with the Enter key
            chosen_row = "yes" if before else None if before is None and careful else "no"
            answer = self.asker.one(replace(asked, careful=careful), rows, chosen_row)
            return answer if isinstance(answer, Move) else answer == "yes"
        if kind == "one":
            needed = pointer in NEEDED
            rows = rows if needed or pointer in fields.PART else [*rows, MenuItem("", _("leave it open"))]
            # The unit is usually the one that this person's last request was for.
            usual = unfinished.usual_unit(self.kept) if pointer == "/unit" else None
            answer = self.asker.one(replace(asked, careful=needed), rows, before or usual)
            return None if answer == "" else answer
        return self._text(asked, pointer, kind, before)

    def _text(self, asked: Asked, pointer: str, kind: str, before: Any) -> Any:
        shown = "；".join(before) if isinstance(before, list) else "" if before is None else str(before)
        if self.typed[0] == pointer:
            shown, self.typed = self.typed[1], ("", "")
        self._asking = pointer

        def check(text: str) -> Remark:
            value = meant(kind, text)
            wrong = self.checker.wrong(self.answers, pointer, value) if value else None
            if wrong is not None and kind == "amount" and not isinstance(value, int):
                return Remark(wording.no_amount(text, value))
            if wrong is not None:
                return Remark(_("{message} {hint}").format(message=words(wrong.message), hint=words(wrong.hint)))
            return wording.remark(kind, text, value)

        answer = self.asker.text(asked, shown, check, lines=kind == "lines")
        return answer if isinstance(answer, Move) else meant(kind, answer)

    _asking: str = ""

    def _contact(self) -> Move | None:
        """Offer those who were contacts before."""
        people = contacts.of_unit(self.checker.source, str(self.answers.get("unit", "")))
        if not people:
            return None
        rows = [
            MenuItem(str(number), f"{person['name']}  {person['phone']}", _("As in {id}").format(id=request_id))
            for number, (request_id, person) in enumerate(people, 1)
        ]
        asked = replace(self._asked("/contact/name"), title=words(schema.label("/contact")))
        answer = self.asker.one(asked, [*rows, MenuItem("+", _("somebody else"))], None)
        if isinstance(answer, Move):
            return answer
        if answer != "+":
            self.answers["contact"] = dict(people[int(answer) - 1][1])
            self.asked.append("/contact/phone")
        return None

    # Lists with several fields an entry

    def _entries(self, pointer: str) -> Move | None:
        while True:
            entries = self._entries_of(pointer)
            changes = [_("Change: {entry}").format(entry=wording.entry(pointer, entry)) for entry in entries]
            rows = [
                MenuItem("add", _("Add another") if entries else _("Add one")),
                MenuItem("done", wording.done(self.answers, pointer, entries)),
                *(MenuItem(str(index), change) for index, change in enumerate(changes)),
            ]
            answer = self.asker.one(self._asked(pointer), rows, "add")
            if isinstance(answer, Move):
                return answer
            if answer == "done":
                return None
            if answer == "add":
                fields.put(self.answers, pointer, [*entries, {}])
                self._fill(pointer, len(entries))
            else:
                self._edit(pointer, int(answer))
            self._save()

    def _entries_of(self, pointer: str) -> list[dict[str, Any]]:
        return list(fields.get(self.answers, pointer) or ())

    def _edit(self, pointer: str, index: int) -> None:
        entries = self._entries_of(pointer)
        rows = [MenuItem("change", _("Change it")), MenuItem("delete", _("Delete it")), MenuItem("keep", _("Leave it"))]
        answer = self.asker.one(Asked(wording.entry(pointer, entries[index])), rows, None)
        if answer == "delete":
            fields.put(self.answers, pointer, entries[:index] + entries[index + 1 :])
        elif answer == "change":
            self._fill(pointer, index)

    def _fill(self, pointer: str, index: int) -> None:
        self._ask_fields(pointer, index)
        # An entry in which nothing was filled in is none.
        fields.put(self.answers, pointer, [entry for entry in self._entries_of(pointer) if entry])

    def _ask_fields(self, pointer: str, index: int) -> None:
        """Ask for the fields of one entry; an empty first one, or going back from it, ends the entry."""
        names = fields.entry_fields(pointer, self.answers)
        entry = self._entries_of(pointer)[index]
        at = 0
        while at < len(names):
            pointer_of_field = f"{fields.entry_pointer(pointer, self.answers, index)}/{names[at]}"
            asked = Asked(
                _("{number}. {field}").format(number=index + 1, field=words(schema.label(pointer_of_field))),
                words(fields.help(pointer_of_field)),
            )
            answer = self._put_question(asked, pointer_of_field, fields.kind(pointer_of_field), entry.get(names[at]))
            if answer is Move.REVIEW or (at == 0 and (answer is Move.BACK or not answer)):
                return
            if answer is Move.BACK:
                at -= 1
                continue
            if answer in (None, ""):
                entry.pop(names[at], None)
            else:
                entry[names[at]] = answer
            at += 1
            self._save()

    # The summary

    def _review(self) -> str:
        """Show everything and ask what to do: `write`, `stop`, `drop`, `more`, or the pointer of an answer to change."""
        wording.summary(self.checker, self.answers)
        waiting = self._open()
        rows = [
            *([MenuItem("more", _("Go on with what is not answered yet"))] if waiting else []),
            MenuItem("write", _("Write the draft")),
            MenuItem("change", _("Change or add an answer")),
            MenuItem("stop", _("Leave, and go on another time")),
            MenuItem("drop", _("Throw away what was entered")),
        ]
        answer = self.asker.one(Asked(_("Is that right?")), rows, "more" if waiting else "write")
        if isinstance(answer, Move):
            if answer is Move.BACK and self.asked:
                self.asked.pop()
            return "more"
        if answer == "drop":
            sure = [MenuItem("no", _("no, keep it")), MenuItem("yes", _("yes, throw it away"))]
            return "drop" if self.asker.one(Asked(_("Throw everything away?")), sure, "no") == "yes" else "again"
        return self._which() if answer == "change" else answer

    def _which(self) -> str:
        pointers = [q.pointer for q in fields.relevant(self.answers) if q.pointer != fields.CLASSIFIED]
        rows = [MenuItem(pointer, wording.answered(self.checker, self.answers, pointer, "…")) for pointer in pointers]
        answer = self.asker.one(Asked(_("Which answer?")), rows, None)
        return "again" if isinstance(answer, Move) else answer

    # Keeping

    def _save(self, typed: tuple[str, str] = ("", "")) -> None:
        if fields.get(self.answers, fields.CLASSIFIED) is not False:
            return  # until it is known that the project is not classified, nothing of it is stored
        self.kept = replace(self.kept, answers=self.answers, asked=tuple(self.asked), typed=typed)
        try:
            unfinished.save(self.kept)
        except OSError:
            if not self._told:
                note(_("What you enter cannot be kept: {path} cannot be written.").format(path=self.kept.file))
            self._told = True

    _told: bool = False

    @contextmanager
    def _keeping(self) -> Iterator[None]:
        """Keep the line being typed as well when the terminal is closed, the process told to end, or Ctrl-C pressed."""

        def ended(number: int, _frame: object) -> None:
            self._save((self._asking, self.asker.typing()))
            if number == getattr(signal, "SIGHUP", None):
                os._exit(128 + number)  # there is no terminal any more to put in order
            raise SystemExit(128 + number)

        with _on_signals(ended):
            try:
                yield
            except StoppedError as stop:
                if stop.typed:
                    self._save((self._asking, stop.typed))
                raise


@contextmanager
def _on_signals(handler: Callable[[int, object], None]) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    numbers = [getattr(signal, name) for name in ("SIGHUP", "SIGTERM") if hasattr(signal, name)]
    before = {number: signal.signal(number, handler) for number in numbers}
    try:
        yield
    finally:
        for number, old in before.items():
            signal.signal(number, old)


def choose_unfinished(asker: Asker, waiting: list[Unfinished], checker: Checker) -> Unfinished | None:
    """Offer what was not finished: gives the one to go on with, None to begin a new one. Raises StoppedError."""
    rows = []
    for index, one in enumerate(waiting):
        when = datetime.datetime.fromtimestamp(one.time).astimezone().strftime("%m-%d %H:%M")
        unit = checker.catalog.name("units", str(one.answers.get("unit", ""))) or "…"
        title = str(one.answers.get("title") or _("no title yet"))
        count = ngettext("{count} answer", "{count} answers", len(one.asked)).format(count=len(one.asked))
        line = _("Go on: {title} ({unit}, {count}, {when})")
        rows.append(MenuItem(str(index), line.format(title=title, unit=unit, count=count, when=when)))
    rows.append(MenuItem("new", _("Begin a new request")))
    rows.append(MenuItem("drop", _("Begin a new request and throw away what was not finished")))
    with asker.session():
        answer = asker.one(Asked(_("There is a request that you did not finish.")), rows, "0")
    if answer == "drop":
        for one in waiting:
            unfinished.forget(one)
    return waiting[int(answer)] if isinstance(answer, str) and answer.isdecimal() else None


def taken_up(asker: Asker, checker: Checker, kept: Unfinished) -> Interview:
    """An interview that goes on where an earlier one ended.

    What no longer fits, because the catalog has changed since, is asked again.
    """
    checker = replace(checker, year=kept.year)
    talk = Interview(asker, checker, kept, dict(kept.answers), asked=list(kept.asked), typed=kept.typed)
    for question in fields.relevant(talk.answers):
        pointer, value = question.pointer, fields.get(talk.answers, question.pointer)
        if value is not None and pointer not in fields.PART and checker.wrong(talk.answers, pointer, value):
            fields.put(talk.answers, pointer, None)
            talk.asked = [each for each in talk.asked if each != pointer]
    return talk
