"""Questions with arrow keys, search and checks while typing, by prompt_toolkit: imported only when a person is asked.

Nothing takes over the whole screen: a question is drawn below what was said before, and is erased when it is answered.
Widths are counted in columns (a Chinese character takes two), so that it fits terminals of any size.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from prompt_toolkit.application import Application, get_app
from prompt_toolkit.buffer import Buffer
from prompt_toolkit.document import Document
from prompt_toolkit.formatted_text import StyleAndTextTuples
from prompt_toolkit.input import create_input
from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent
from prompt_toolkit.keys import Keys
from prompt_toolkit.layout import HSplit, Layout, Window
from prompt_toolkit.layout.controls import BufferControl, FormattedTextControl
from prompt_toolkit.layout.dimension import Dimension
from prompt_toolkit.output import ColorDepth
from prompt_toolkit.styles import Style
from rich.console import Console
from rich.text import Text

from bwtb.base.languages import _, joined
from bwtb.base.messages import N_
from bwtb.base.typography import beginning, cells
from bwtb.cli.options import options
from bwtb.cli.terminal import inert
from bwtb.cli.wizard.asking import Asked, Check, MenuItem, Move, Remark, StoppedError, searched

STYLE = Style.from_dict(
    {
        "title": "bold", "place": "ansibrightblack", "help": "ansibrightblack", "current": "reverse", "marked": "bold",
        "wrong": "ansired bold", "reading": "ansigreen", "keys": "ansibrightblack",
    }
)  # fmt: skip
MANY = 8  # rows from which on searching is offered
# What the keys do where some rows are chosen, by whether there may be several, and whether there are many to choose from.
KEYS = {
    (True, True): N_(
        "↑↓ move · Space mark · type to search · Enter done · Esc back · Ctrl-X to the end · Ctrl-C keep and leave"
    ),
    (True, False): N_("↑↓ move · Space mark · Enter done · Esc back · Ctrl-X to the end · Ctrl-C keep and leave"),
    (False, True): N_("↑↓ move · type to search · Enter choose · Esc back · Ctrl-X to the end · Ctrl-C keep and leave"),
    (False, False): N_("↑↓ move · Enter choose · Esc back · Ctrl-X to the end · Ctrl-C keep and leave"),
}
StyledLines = list[tuple[str, str]]  # style and text of each line
Handler = Callable[[KeyPressEvent], None]


class Screen:
    """Asks with arrow keys."""

    leaves_lines = False

    def session(self) -> AbstractContextManager[object]:
        """The terminal stays raw between two questions, so that what is typed ahead is neither echoed nor changed."""
        return create_input().raw_mode()

    def __init__(self) -> None:
        self._typing: Callable[[], str] = str

    def one(self, asked: Asked, rows: Sequence[MenuItem], chosen: str | None) -> str | Move:
        answer = _ChoiceQuestion(asked, rows, [chosen] if chosen is not None else [], several=False).run()
        return answer if isinstance(answer, Move) else answer[0]

    def many(self, asked: Asked, rows: Sequence[MenuItem], chosen: Sequence[str]) -> list[str] | Move:
        return _ChoiceQuestion(asked, rows, chosen, several=True).run()

    def text(self, asked: Asked, before: str, check: Check, *, lines: bool) -> str | Move:
        typed = _TextQuestion(asked, before, check, lines=lines)
        self._typing = lambda: typed.buffer.text
        try:
            return typed.run()
        finally:
            self._typing = str

    def typing(self) -> str:
        return self._typing()


def _columns() -> tuple[int, int]:
    """Columns and rows of the terminal; one column stays free, so that no terminal breaks a full line once more."""
    size = get_app().output.get_size()
    return max(size.columns - 1, 10), max(size.rows - 1, 6)


def _wrap(style: str, text: str, columns: int, most: int = 20) -> StyledLines:
    """A text in lines of at most so many columns, none for ""; what is beyond `most` lines is cut off with an ellipsis."""
    console = Console(width=columns)
    parts = inert(text).split("\n") if text else []
    lines = [line.plain.rstrip() for part in parts for line in Text(part).wrap(console, columns)]
    if len(lines) > most:
        lines = [*lines[: most - 1], _fit(lines[most - 1] + "……", columns)]
    return [(style, line) for line in lines]


def _fit(text: str, columns: int) -> str:
    """One line, cut off with an ellipsis where it is too long."""
    return text if cells(text) <= columns else beginning(text, columns - 1).rstrip() + "…"


def _run(layout: Layout, keys: KeyBindings, typed: Callable[[], str] = str) -> Any:
    """Draw until answered. Raises StoppedError for Ctrl-C, Ctrl-D on an empty line, or a terminal that has gone.

    `typed` gives the text typed so far, which the error keeps.
    """
    app: Application[Any] = Application(
        layout=layout,
        key_bindings=keys,
        style=STYLE,
        color_depth=ColorDepth.DEPTH_1_BIT if options().plain else None,
        erase_when_done=True,
    )
    app.ttimeoutlen = 0.15  # how long Esc waits for the rest of an arrow key, in seconds
    try:
        return app.run()
    except (EOFError, KeyboardInterrupt) as error:
        raise StoppedError(typed()) from error


def _ending(**how: Any) -> Handler:
    """What ends a question, with a `result` or an `exception`."""
    return lambda event: event.app.exit(**how)


def _keys(own: Mapping[tuple[str, ...], Handler]) -> KeyBindings:
    """What the keys do in every question, and in this one."""
    keys = KeyBindings()
    keys.add("escape", eager=True)(_ending(result=Move.BACK))
    keys.add("c-x", eager=True)(_ending(result=Move.REVIEW))
    common = {("s-tab",): _ending(result=Move.BACK), ("c-c", "<sigint>"): _ending(exception=KeyboardInterrupt)}
    for names, handler in (common | dict(own)).items():
        for name in names:
            keys.add(name)(handler)
    return keys


def _head(asked: Asked, columns: int, most: int) -> StyledLines:
    progress = f"[{asked.progress}] " if asked.progress else ""
    return _wrap("class:title", progress + asked.title, columns) + _wrap("class:help", asked.help, columns, most)


def _fragments(lines: StyledLines) -> StyleAndTextTuples:
    fragments: StyleAndTextTuples = [part for line in lines for part in (("", "\n"), line)]
    return fragments[1:]


class _ChoiceQuestion:
    """One or several of some rows; typing narrows them down."""

    def __init__(self, asked: Asked, rows: Sequence[MenuItem], chosen: Sequence[str], *, several: bool) -> None:
        self.asked, self.rows, self.several = asked, rows, several
        self.chosen = {row.code for row in rows if row.code in chosen}
        self.search, self.said, self.touched = "", "", False
        codes = [row.code for row in rows]
        first = -1 if asked.careful else 0
        self.at = next((codes.index(code) for code in codes if code in self.chosen), first)
        self.top = 0

    def run(self) -> list[str] | Move:
        keys = {
            ("enter", "c-j"): self._choose,
            ("backspace", "c-h"): lambda _event: self._narrow(self.search[:-1]),
            ("c-u",): lambda _event: self._narrow(""),
            ("c-d",): _ending(exception=EOFError),
            (Keys.BracketedPaste, Keys.Any): self._typed,
            ("up", "c-p"): self._mover(-1),
            ("down", "c-n"): self._mover(1),
            ("pageup",): self._mover(-10),
            ("pagedown",): self._mover(10),
            ("home",): self._mover(-9999),
            ("end",): self._mover(9999),
        }
        window = Window(FormattedTextControl(self._draw, focusable=True))
        answer: list[str] | Move = _run(Layout(window), _keys(keys))
        return answer

    def _shown(self) -> list[MenuItem]:
        return searched(self.rows, self.search) if self.search else list(self.rows)

    def _draw(self) -> StyleAndTextTuples:
        columns, height = _columns()
        shown = self._shown()
        self.at = max(-1 if self.asked.careful else 0, min(self.at, len(shown) - 1))
        tight = height < 16
        above = _head(self.asked, columns, 1 if tight else 2)
        below = self._foot(shown, columns, tight=tight)
        searching = 1 if self.search or len(self.rows) > MANY else 0
        room = min(max(3, height - len(above) - len(below) - searching), len(self.rows))
        self.top = max(0, min(self.top, max(self.at, 0), max(0, len(shown) - room)))
        if self.at >= self.top + room:
            self.top = self.at - room + 1
        body = [
            ("class:current" if i == self.at else "", _fit(self._row(i, row), columns))
            for i, row in enumerate(shown[self.top : self.top + room], self.top)
        ]
        if not shown:
            body = [("class:wrong", _fit(_("Nothing matches; Backspace deletes what was typed."), columns))]
        fragments = _fragments(above)
        if searching:
            # The cursor stands where characters go, and an input method shows what it is composing.
            find = _("Search: ") + self.search
            fragments += [("", "\n"), ("", find[-columns:]), ("[SetCursorPosition]", "")]
        return [*fragments, ("", "\n"), *_fragments([*body, *below])]

    def _row(self, index: int, row: MenuItem) -> str:
        mark = ("[x] " if row.code in self.chosen else "[ ] ") if self.several else ""
        tag = f"  {row.tag}" if row.tag else ""
        return f"{'>' if index == self.at else ' '} {mark}{inert(row.name)}{inert(tag)}"

    def _foot(self, shown: list[MenuItem], columns: int, *, tight: bool) -> StyledLines:
        lines: StyledLines = []
        if shown and any(row.more for row in self.rows) and not tight:
            # Always as many lines, so that the list stands still while one moves through it.
            more = [("class:help", f"  {line}") for _style, line in _wrap("", shown[self.at].more, columns - 2, 3)]
            lines += [*more, *[("class:help", "  ")] * 3][:3]
        if self.several:
            names = [inert(row.name) for row in self.rows if row.code in self.chosen]
            count = _("Marked {count} of {all}").format(count=len(names), all=len(self.rows))
            lines.append(("class:marked", _fit(f"{count}  {joined(names)}", columns)))
        lines += _wrap("class:wrong", self.said, columns)
        return lines + _wrap("class:keys", _(KEYS[self.several, len(self.rows) > MANY]), columns)

    def _mover(self, by: int) -> Handler:
        """What moves the mark by so many rows; by one, round the end."""

        def move(_event: KeyPressEvent) -> None:
            self.said, self.touched = "", True
            count = len(self._shown())
            self.at = max(self.at, -1 if by > 0 else 0)
            self.at = (self.at + by) % count if count and abs(by) == 1 else max(0, min(self.at + by, count - 1))

        return move

    def _typed(self, event: KeyPressEvent) -> None:
        if event.data in (" ", "\u3000") and self.several:
            self.said = ""
            if shown := self._shown():
                self.chosen ^= {shown[self.at].code}
        elif event.data in (" ", "\u3000"):
            # Nothing to mark here, and between two words of a search it finds the same rows: the place is kept.
            self.search += event.data if self.search else ""
            self.said = "" if self.search else _("Enter chooses the row; Space does nothing here.")
        elif text := "".join(c for c in event.data if c.isprintable()):
            self._narrow(self.search + text)

    def _narrow(self, text: str) -> None:
        self.search, self.said, self.at, self.top, self.touched = text, "", 0, 0, True

    def _choose(self, event: KeyPressEvent) -> None:
        shown = self._shown()
        if not self.several:
            if shown and self.at >= 0:
                event.app.exit(result=[shown[self.at].code])
            elif shown:
                self.said = _("Choose with ↑ or ↓ first.")
            return
        if not self.chosen and self.touched:
            # Whoever moved to a row and pressed Enter most likely meant to choose it.
            self.said, self.touched = _("Nothing is marked: Space marks a row. Enter once more leaves it open."), False
            return
        event.app.exit(result=[row.code for row in self.rows if row.code in self.chosen])


class _TextQuestion:
    """A text, checked while it is typed."""

    def __init__(self, asked: Asked, before: str, check: Check, *, lines: bool) -> None:
        self.asked, self.check, self.lines, self.refused = asked, check, lines, False
        self._seen: tuple[str, Remark] = ("", Remark())
        self.buffer = Buffer(multiline=lines, document=Document(before, len(before)))

    def run(self) -> str | Move:
        entry = Window(
            BufferControl(self.buffer),
            wrap_lines=True,
            height=lambda: Dimension(min=1, max=max(3, _columns()[1] - 9)),
            dont_extend_height=True,
            get_line_prefix=lambda _number, _wrap: [("class:title", "> ")],
        )

        def drawn(draw: Callable[[int], StyledLines]) -> Window:
            control = FormattedTextControl(lambda: _fragments(draw(_columns()[0])))
            return Window(control, dont_extend_height=True)

        head = drawn(lambda columns: _head(self.asked, columns, 3))
        body = HSplit([head, entry, drawn(self._foot)])
        keys = _keys({("enter",): self._end, ("c-d",): self._delete})
        keys.add("c-j", eager=True)(self._line_feed)
        answer: str | Move = _run(Layout(body, focused_element=entry), keys, lambda: self.buffer.text)
        return answer

    def _remark(self) -> Remark:
        """What is said of the text as it stands; another text than the one looked at last has not been refused yet."""
        text = self.buffer.text
        if self._seen[0] != text:
            self._seen, self.refused = (text, self.check(text) if text.strip() else Remark()), False
        return self._seen[1]

    def _foot(self, columns: int) -> StyledLines:
        remark = self._remark()
        foot = _wrap("class:reading", remark.reading, columns)
        if self.refused:
            foot += _wrap("class:wrong", remark.doubt, columns, 4)
        # Half a number is no fault yet: it is said quietly until Enter is pressed.
        foot += _wrap("class:wrong" if self.refused else "class:help", remark.problem, columns, 4)
        keys = _("Enter next (empty: leave it open) · Esc back · Ctrl-X to the end · Ctrl-C keep and leave")
        if self.lines:
            keys = _(
                "Enter next · Ctrl-J new line · paste as it is · Esc back · Ctrl-X to the end · Ctrl-C keep and leave"
            )
        return foot + _wrap("class:keys", keys, columns)

    def _line_feed(self, event: KeyPressEvent) -> None:
        if self.lines:
            event.current_buffer.insert_text("\n")
        else:
            self._end(event)

    def _delete(self, event: KeyPressEvent) -> None:
        if not self.buffer.text:
            event.app.exit(exception=EOFError)
        self.buffer.delete()

    def _end(self, event: KeyPressEvent) -> None:
        text = self.buffer.text.strip()
        remark = self._remark()
        if text and (remark.problem or (remark.doubt and not self.refused)):
            self.refused = True
        else:
            event.app.exit(result=text)
