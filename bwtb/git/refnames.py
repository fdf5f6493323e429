"""Names of branches and tags that git, some computer or a person would take for another: what is checked then is not what was
meant.

Git prefers a tag to a branch of the same name, also to a clone's own `origin/main`; a computer whose files do not
differ by case keeps `Main` where it keeps `main`; and nobody sees that `mаin` has a Cyrillic letter in it, or `main` a sign
that shows nothing (Unicode Technical Standard 39).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

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


def taken_for(ref: str, others: Iterable[str]) -> str | None:
    """What a new branch or tag may be taken for; None where it is like nothing. All refs are given by their full names.

    Returns the full name of the other, or `HEAD`, or the commit id that the new one is called by.
    """
    own = _name(ref)
    if own == "head":
        return "HEAD"
    if COMMIT_ID.fullmatch(own):
        return own
    return next((other for other in others if other != ref and _same(ref, other)), None)


def _same(ref: str, other: str) -> bool:
    if _name(ref) == _name(other):
        return True
    # As a clone knows the server's branches: `origin/main`, whatever it calls the server.
    tag, branch = (ref, other) if ref.startswith(TAGS) else (other, ref)
    return tag.startswith(TAGS) and branch.startswith(BRANCHES) and _name(tag).endswith("/" + _name(branch))


def _name(ref: str) -> str:
    """What is the same for two names that git, a computer or a person may take for one."""
    name = ref.removeprefix(BRANCHES).removeprefix(TAGS)
    if name.isascii():
        return name.lower()
    normal = unicodedata.normalize("NFKC", name.translate(PLAIN))
    seen = (c for c in normal if c not in UNSEEN and unicodedata.category(c) not in ("Cc", "Cf", "Zl", "Zp", "Zs"))
    return unicodedata.normalize("NFKC", "".join(seen).translate(PLAIN).casefold()).translate(PLAIN)
