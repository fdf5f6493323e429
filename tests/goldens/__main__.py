"""`python -m tests.goldens`: write the golden files anew, after a change that means to change texts."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from tests.goldens import corpus, year

HERE = Path(__file__).parent


def renew() -> None:
    """Writes every golden file from what the program says now."""
    for language in ("en", "zh"):
        (HERE / f"corpus.{language}.txt").write_text(corpus.report(language), encoding="utf-8")
        with tempfile.TemporaryDirectory() as top:
            (HERE / f"demo.{language}.txt").write_text(year.play(Path(top), language), encoding="utf-8")
            (HERE / f"commands.{language}.txt").write_text("".join(year.told(Path(top), language)), encoding="utf-8")
            (HERE / "documents.txt").write_text("".join(year.documents(Path(top))), encoding="utf-8")


if __name__ == "__main__":
    renew()
    sys.exit(0)
