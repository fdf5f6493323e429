"""Questions as plain lines: for a terminal that can only print (TERM=dumb), a screen reader or a pipe of lines."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext

from bwtb.base.languages import _
from bwtb.base.values import parts, plain
from bwtb.cli.parameters.names import code_meant
from bwtb.cli.terminal import inert, say
from bwtb.cli.wizard.asking import Asked, Check, MenuItem, Move, Remark, StoppedError, searched

MOVES = {
    "<": Move.BACK, "＜": Move.BACK, "《": Move.BACK,
    ">": Move.REVIEW, "＞": Move.REVIEW, "》": Move.REVIEW,
}  # fmt: skip


class Lines:
    """Plain lines: choices with numbers, a line to type an answer to."""

    leaves_lines = True

    def session(self) -> AbstractContextManager[object]:
        return nullcontext()

    def one(self, asked: Asked, rows: Sequence[MenuItem], chosen: str | None) -> str | Move:
        self._menu(asked, rows, [chosen] if chosen is not None else [])
        say("  " + _("Type the number, the code or the name. “<” goes back, “>” to the end."))
        while True:
            answer = self._line(asked.title)
            if answer == "" and chosen is not None:
                return chosen
            understood = MOVES.get(answer) or _find(answer, rows)
            if understood is not None:
                return understood
            self._none(answer, rows)

    def many(self, asked: Asked, rows: Sequence[MenuItem], chosen: Sequence[str]) -> list[str] | Move:
        self._menu(asked, rows, chosen)
        keep = _("Enter keeps what is marked") if chosen else _("Enter leaves it open")
        hint = _(
            "Type numbers, codes or names, with commas between them; {enter}, “-” for none. “<” goes back, “>” to the end."
        )
        say("  " + hint.format(enter=keep))
        while True:
            answer = self._line(asked.title)
            if (move := MOVES.get(answer)) is not None:
                return move
            if answer in ("", "-"):
                return list(chosen) if not answer else []
            words = [answer] if _find(answer, rows) is not None else parts(answer)
            codes = [_find(word, rows) for word in words]
            if None not in codes:
                return [row.code for row in rows if row.code in codes]
            self._none(words[codes.index(None)], rows)

    def text(self, asked: Asked, before: str, check: Check, *, lines: bool) -> str | Move:
        self._head(asked)
        say("  " + _("Enter leaves it as it is, “-” empties it. “<” goes back, “>” to the end."))
        if before:
            say("  " + _("So far: {text}").format(text=before))
        doubted = ""
        while True:
            answer = self._line(asked.title)
            if (move := MOVES.get(answer)) is not None:
                return move
            answer = {"": before, "-": ""}.get(answer, answer)
            remark = check(answer) if answer else Remark()
            if not remark.problem and (not remark.doubt or answer == doubted):
                return answer
            say(remark.problem or remark.doubt)
            doubted = answer

    def typing(self) -> str:
        return ""

    def _head(self, asked: Asked) -> None:
        say("")
        say(f"[{asked.progress}] {asked.title}" if asked.progress else asked.title)
        if asked.help:
            say(f"  {asked.help}")

    def _menu(self, asked: Asked, rows: Sequence[MenuItem], chosen: Sequence[str]) -> None:
        self._head(asked)
        for number, row in enumerate(rows, 1):
            mark = "*" if row.code in chosen else " "
            say(f" {mark}{number:>3}. {row.name}" + (f"  ({row.tag})" if row.tag else ""))

    def _line(self, question: str) -> str:
        try:
            return input(inert(_("{question}: ").format(question=question))).strip()
        except UnicodeDecodeError:
            say(_("That could not be read: set the terminal to UTF-8."))
            return self._line(question)
        except (KeyboardInterrupt, EOFError) as error:
            say("")
            raise StoppedError from error

    def _none(self, answer: str, rows: Sequence[MenuItem]) -> None:
        say(_("“{answer}” is none of these.").format(answer=answer))
        near = searched(rows, answer)
        if near and len(near) < len(rows):
            say(_("Do you mean one of these?") + " " + "  ".join(f"{rows.index(r) + 1}. {r.name}" for r in near[:8]))


def _find(answer: str, rows: Sequence[MenuItem]) -> str | None:
    """The code that a number stands for, or what `code_meant` understands."""
    wanted = plain(answer)
    if wanted.isdecimal() and 1 <= int(wanted) <= len(rows):
        return rows[int(wanted) - 1].code
    return code_meant(answer, [(row.code, (row.name, *row.also)) for row in rows])
