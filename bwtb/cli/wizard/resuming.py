"""Going on with a request that was not finished."""

from __future__ import annotations

import datetime
from dataclasses import replace

from bwtb.base.languages import _, ngettext
from bwtb.cli.wizard.asking import Asked, Asker, MenuItem, Move
from bwtb.cli.wizard.walk import Interview
from bwtb.interview import fields, unfinished
from bwtb.interview.answers import Checker
from bwtb.interview.unfinished import Unfinished


def choose_unfinished(asker: Asker, waiting: list[Unfinished], checker: Checker) -> Unfinished | str:
    """Offer what was not finished: the one to go on with, or `new`. Raises StoppedError."""
    rows = []
    for index, one in enumerate(waiting):
        when = datetime.datetime.fromtimestamp(one.time).astimezone().strftime("%m-%d %H:%M")
        unit = checker.catalog.name("units", str(one.answers.get("unit", ""))) or "…"
        title = str(one.answers.get("title") or _("no title yet"))
        count = ngettext("{count} answer", "{count} answers", len(one.asked)).format(count=len(one.asked))
        words = _("Go on: {title} ({unit}, {count}, {when})")
        rows.append(MenuItem(str(index), words.format(title=title, unit=unit, count=count, when=when)))
    rows.append(MenuItem("new", _("Begin a new request")))
    rows.append(MenuItem("drop", _("Begin a new request and throw away what was not finished")))
    with asker.session():
        answer = asker.one(Asked(_("There is a request that you did not finish.")), rows, "0")
    if isinstance(answer, Move):
        return "new"
    if answer == "drop":
        for one in waiting:
            unfinished.forget(one)
        return "new"
    return waiting[int(answer)] if answer.isdecimal() else "new"


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
