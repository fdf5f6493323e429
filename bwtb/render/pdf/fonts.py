"""Which fonts a PDF is set in: those of GB/T 9704 where they are installed, free stand-ins by name where not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

from bwtb.base.errors import UserError
from bwtb.base.messages import Message
from bwtb.render import messages
from bwtb.render.layout.styles import FANGSONG, HEITI, KAITI, LATIN, MONO, SONG, SYMBOL, XIAOBIAOSONG

SERIF, SANS = "Noto Serif CJK SC", "Noto Sans CJK SC"

# The font that is meant → its other names, then what may stand in for it.
NAMES: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    FANGSONG: (("FangSong_GB2312", "仿宋", "FangSong", "STFangsong"), ("FandolFang R", "FandolFang", SERIF)),
    KAITI: (("KaiTi_GB2312", "楷体", "KaiTi", "STKaiti"), ("FandolKai", SERIF)),
    HEITI: (("SimHei", "STHeiti"), ("FandolHei", SANS)),
    XIAOBIAOSONG: (("FZXiaoBiaoSong-B05S",), ("华文中宋", "STZhongsong", SERIF)),
    SONG: (("SimSun", "STSong"), ("FandolSong", SERIF)),
    LATIN: ((), ("Liberation Serif", "Tinos", "TeX Gyre Termes")),
    SYMBOL: ((), ("DejaVu Sans", SANS)),
    MONO: ((), ("Liberation Mono", "DejaVu Sans Mono")),
}
# Where the chosen font has no glyph.
LAST = (SERIF, SANS, "DejaVu Sans")


class Font(Protocol):
    """A font file as typst lists it."""

    family: str
    style: str
    weight: int
    stretch: float
    path: str | None
    index: int


@dataclass(frozen=True)
class Chosen:
    """`stacks`: font meant → families to set it in, in order; `lent`: font meant → the family of each character that the
    first of them lacks and another has; `notes` say both to people."""

    stacks: Mapping[str, list[str]]
    lent: Mapping[str, Mapping[str, str]]
    notes: tuple[Message, ...]


def choose(installed: Iterable[Font], texts: Mapping[str, str]) -> Chosen:
    """The fonts for a document. `texts`: font meant → every character set in it.

    Raises UserError where nothing installed can stand in for a font that is needed.
    """
    files = _regular(installed)
    taken: dict[str, str] = {}
    notes: list[Message] = []
    for meant in dict.fromkeys((*texts, LATIN)):
        same, others = NAMES[meant]
        family = next((name for name in (meant, *same, *others) if name in files), None)
        if family is None:
            raise UserError(Message(messages.NO_FONT, font=meant), Message(messages.INSTALL_FONTS))
        if family in others:
            notes.append(Message(messages.STAND_IN, font=meant, other=family))
        taken[meant] = family
    last = [family for family in LAST if family in files]
    lent, missing = _strangers(texts, taken, last, files)
    notes += _told(lent, missing, taken)
    return Chosen({meant: [family, *last] for meant, family in taken.items()}, lent, tuple(notes))


def _regular(installed: Iterable[Font]) -> dict[str, Font]:
    """Family → its upright font of ordinary weight and width."""
    upright = [font for font in installed if font.style == "normal" and font.path]
    upright.sort(key=lambda font: abs(font.weight - 400) + 1000 * abs(font.stretch - 1))
    return {font.family: font for font in reversed(upright)}


def _strangers(
    texts: Mapping[str, str], taken: Mapping[str, str], last: list[str], files: Mapping[str, Font]
) -> tuple[dict[str, dict[str, str]], set[str]]:
    """Characters that the font meant does not have: by font meant the family of each, and those that no font has."""
    lent: dict[str, dict[str, str]] = {}
    missing: set[str] = set()
    for meant, characters in texts.items():
        for character in set("".join(characters.split())):
            first = [taken[LATIN], taken[meant]] if character.isascii() else [taken[meant]]
            family = next(
                (f for f in (*first, *last) if ord(character) in _glyphs(files[f].path, files[f].index)), None
            )
            if family is None:
                missing.add(character)
            elif family not in first:
                lent.setdefault(meant, {})[character] = family
    return lent, missing


def _told(lent: Mapping[str, Mapping[str, str]], missing: set[str], taken: Mapping[str, str]) -> Iterable[Message]:
    """Both as sentences; characters that no font has print as empty boxes."""
    borrowed: dict[tuple[str, str], set[str]] = {}
    for meant, families in lent.items():
        for character, family in families.items():
            borrowed.setdefault((taken[meant], family), set()).add(character)
    for (lacking, lender), characters in sorted(borrowed.items()):
        yield Message(messages.LENT, font=lacking, characters=_shown(characters), other=lender)
    if missing:
        yield Message(messages.EMPTY_BOXES, characters=_shown(missing))


def _shown(characters: Iterable[str]) -> str:
    return " ".join(f"{c} (U+{ord(c):04X})" for c in sorted(characters))


@cache
def _glyphs(path: str, index: int) -> frozenset[int]:
    """The characters that a font file has."""
    from fontTools.ttLib import TTFont

    font: Any = TTFont(path, fontNumber=index, lazy=True)
    return frozenset(font.getBestCmap() or {})
