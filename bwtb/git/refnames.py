"""Names of branches and tags that git, some computer or a person would take for another: what is checked then is not what was
meant.

Git prefers a tag to a branch of the same name, also to a clone's own `origin/main`; a computer whose files do not
differ by case keeps `Main` where it keeps `main`; and nobody sees that `mаin` has a Cyrillic letter in it, or `main` a sign
that shows nothing (Unicode Technical Standard 39).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from bwtb.git.repository import COMMIT_ID

BRANCHES, TAGS = "refs/heads/", "refs/tags/"

# Latin letter → the letters of other alphabets (and small capitals) that look like it and that no normalization makes into it:
# those with which a name may well be forged. Capitals are looked at before case is folded: `В` looks like B, `в` like nothing.
LOOK_ALIKES = {
    "A": "АΑᎪ", "B": "ВΒᏴ", "C": "СϹᏟ", "D": "Ꭰ", "E": "ЕΕᎬ", "G": "ԌᏀ", "H": "НΗᎻ", "I": "ІΙӀᏆ", "J": "ЈᎫ", "K": "КΚᏦ",
    "L": "Ꮮ", "M": "МΜᎷ", "N": "Ν", "O": "ОΟՕ", "P": "РΡᏢ", "S": "ЅՏᏚ", "T": "ТΤᎢ", "V": "ѴᏙ", "W": "ԜᎳ", "X": "ХΧ",
    "Y": "ҮΥУ", "Z": "ΖᏃ",
    "a": "аαɑᴀ", "b": "ʙ", "c": "сϲᴄ", "d": "ԁᴅ", "e": "еҽᴇ", "g": "ɡց", "h": "һհʜ", "i": "іıɩɪιӏ", "j": "јϳ", "k": "кκᴋ",
    "l": "ⅼʟ", "m": "мᴍ", "n": "пոռηɴ", "o": "оοօᴏ", "p": "рρᴘ", "q": "ԛզ", "r": "гᴦʀ", "s": "ѕꜱ", "t": "тτᴛ", "u": "υսᴜ",
    "v": "νѵᴠ", "w": "ԝѡωᴡ", "x": "хχ", "y": "уүγ", "z": "ᴢ", "-": "‐‑‒–—―−", "/": "⁄∕⧸", ".": "․",
}  # fmt: skip
PLAIN = str.maketrans({sign: latin for latin, signs in LOOK_ALIKES.items() for sign in signs})
# Signs that show nothing, beside those whose category says so: joiners, fillers, variation selectors.
UNSEEN = {*map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x3164, 0xFFA0, 0x2800)), *map(chr, range(0x180B, 0x1810))}
UNSEEN |= {*map(chr, range(0xFE00, 0xFE10)), *map(chr, range(0xE0100, 0xE01F0))}


def taken_for(new: Iterable[str], others: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Each new branch or tag that may be taken for another, with the full name of that other, or `HEAD`, or the commit id
    that the new one is called by. All refs are given by their full names; the new ones may be among the others.
    """
    by_name: dict[str, list[str]] = {}
    for other in dict.fromkeys(others):
        by_name.setdefault(_name(other), []).append(other)
    tags = [(name, ref) for name, refs in by_name.items() for ref in refs if ref.startswith(TAGS) and "/" in name]
    for ref in new:
        own = _name(ref)
        if own == "head":
            yield ref, "HEAD"
        elif COMMIT_ID.fullmatch(own):
            yield ref, own
        else:
            alike = chain(by_name.get(own, ()), _of_a_clone(ref, own, by_name, tags))
            if taken := next((one for one in alike if one != ref), None):
                yield ref, taken


def _of_a_clone(ref: str, own: str, by_name: Mapping[str, list[str]], tags: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Tags that are called as a clone knows the server's branch, `origin/main`, whatever it calls the server; or that branch."""
    if ref.startswith(BRANCHES):
        ending = f"/{own}"
        yield from (tag for name, tag in tags if name.endswith(ending))
    elif ref.startswith(TAGS):
        steps = own.split("/")
        endings = ("/".join(steps[number:]) for number in range(1, len(steps)))
        yield from (other for name in endings for other in by_name.get(name, ()) if other.startswith(BRANCHES))


def _name(ref: str) -> str:
    """What is the same for two names that git, a computer or a person may take for one."""
    name = ref.removeprefix(BRANCHES).removeprefix(TAGS)
    if name.isascii():
        return name.lower()
    normal = unicodedata.normalize("NFKC", name.translate(PLAIN))
    seen = (c for c in normal if c not in UNSEEN and unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp", "Zs"))
    return unicodedata.normalize("NFKC", "".join(seen).translate(PLAIN).casefold()).translate(PLAIN)
