"""`python -m tests.goldens [corpus]`: write the golden files anew, after a change that means to change texts.

`corpus` writes those of the corpus alone, which takes seconds; the demonstration and what is said of it take minutes.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.goldens import corpus, year

HERE = Path(__file__).parent


def renew(*, whole: bool) -> None:
    """Writes the golden files of the corpus, or every one (`whole`), from what the program says now."""
    for language in ("en", "zh"):
        (HERE / f"corpus.{language}.txt").write_text(corpus.report(language), encoding="utf-8")
        if not whole:
            continue
        with tempfile.TemporaryDirectory() as top:
            (HERE / f"demo.{language}.txt").write_text(year.play(Path(top), language), encoding="utf-8")
            (HERE / f"commands.{language}.txt").write_text("".join(year.told(Path(top), language)), encoding="utf-8")
            (HERE / "documents.txt").write_text("".join(year.documents(Path(top))), encoding="utf-8")


if __name__ == "__main__":
    renew(whole="corpus" not in sys.argv[1:])
    sys.exit(0)
