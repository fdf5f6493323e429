"""`python -m bwtb.explaining FOLDER`: write the pages of the codes into a folder, in both languages."""

from __future__ import annotations

import sys
from pathlib import Path

from bwtb.explaining.page import markdown
from bwtb.i18n import set_language
from bwtb.registry import write_file

DOCUMENTS = {"en": "findings.md", "zh": "findings.zh-CN.md"}


def main(folder: Path) -> None:
    """Write one document a language."""
    for language, name in DOCUMENTS.items():
        set_language(language)
        write_file(folder / name, markdown().encode("utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
