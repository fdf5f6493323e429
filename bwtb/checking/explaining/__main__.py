"""`python -m bwtb.checking.explaining FOLDER`: write the pages of the codes into a folder, in both languages."""

from __future__ import annotations

import sys
from pathlib import Path

from bwtb.base.files import write_file
from bwtb.base.languages import set_language
from bwtb.checking.explaining.page import markdown

DOCUMENTS = {"en": "findings.md", "zh": "findings.zh-CN.md"}


def main(folder: Path) -> None:
    """Write one document a language."""
    for language, name in DOCUMENTS.items():
        set_language(language)
        write_file(folder / name, markdown().encode("utf-8"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
