"""Builds `docs/` as a site in two languages into `build/site/`: Chinese at the top, English in `en/`.

    python docs/website.py

Of a document `x.md` the Chinese page is `x.zh-CN.md` where that exists; where not, the Chinese site shows the English text and
says so. The README is the home page, and the pages of the codes are written by the program. The site is opened from its folder
(file://) and asks no other host for anything. Each language is a build of its own, so that each searches its own pages.
Links are checked: to a file that is not there in `linked`, to a page or a heading that is not there by mkdocs. Links to other hosts are
not fetched. Ends with mkdocs's exit code, or 1 where a link leads nowhere.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
STAGE = ROOT / "build/docs"
GENERATED = STAGE / "generated"
SITE = ROOT / "build/site"
# In this order: the English site lies in a folder of the other.
CONFIGURATION = {"zh": "mkdocs.yml", "en": "mkdocs.en.yml"}
CHINESE = ".zh-CN"
UNTRANSLATED = "> 本页尚无中文版，以下为英文原文。"
# The documents at the top of the repository that are pages of the site.
TOP = {
    "README.md": "index.md",
    "CHANGELOG.md": "changelog.md",
    "CONTRIBUTING.md": "contributing.md",
    "RELEASING.md": "releasing.md",
    "SECURITY.md": "security.md",
}
MERMAID = "mermaid@11.9.0"  # on npm; forges bring their own
FENCED = re.compile(r"(^```.*?^```$)", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[([^\]]+)\]\(([^)#:\s]+)(#[^)]*)?\)")


def pages() -> dict[Path, str]:
    """Every English document of the site and the name of its page."""
    found = {ROOT / document: page for document, page in TOP.items()}
    files = [*sorted(DOCS.glob("*.md")), *sorted(GENERATED.glob("*.md"))]
    return found | {file: file.name for file in files if not file.stem.endswith(CHINESE)}


def twin(document: Path) -> Path:
    """Where the Chinese version of an English document is, if there is one."""
    return document.with_stem(document.stem + CHINESE)


def linked(text: str, document: Path, known: dict[Path, str]) -> str:
    """The text with links that lead to pages of the site; of a link to another file of the repository the words alone are left.

    `document` is where the text stands, since links are relative to it. ValueError where a file is not there.
    """

    def link(found: re.Match[str]) -> str:
        words, target, heading = found.group(1), found.group(2), found.group(3) or ""
        file = (document.parent / target).resolve()
        if not file.exists():
            raise ValueError(f"{document.relative_to(ROOT)}: {target} does not exist")
        english = file.with_stem(file.stem.removesuffix(CHINESE))
        if english not in known or (english != file and english == ROOT / "README.md"):
            return words
        return f"[{words}]({known[english]}{heading})"

    parts = FENCED.split(text)
    parts[::2] = [LINK.sub(link, part) for part in parts[::2]]
    return "".join(parts)


def staged(language: str, drawable: bool) -> dict[str, str]:
    """The pages of a language: name → Markdown."""
    known = pages()
    written: dict[str, str] = {}
    for document, page in known.items():
        source = twin(document) if language == "zh" and twin(document).exists() else document
        text = linked(source.read_text(encoding="utf-8"), source, known)
        if language == "zh" and source == document:
            title, _newline, rest = text.partition("\n")
            text = f"{title}\n\n{UNTRANSLATED}\n{rest}"
        written[page] = drawn(text, drawable)
    return written


def drawn(text: str, drawable: bool) -> str:
    """A page with what draws its Mermaid charts; without that, the charts stay text."""
    if "```mermaid\n" not in text:
        return text
    if drawable:
        return f'{text}\n<script src="mermaid.min.js"></script>\n'
    return text.replace("```mermaid\n", "```text\n")


def fetch_mermaid() -> Path | None:
    """What draws Mermaid's charts in a browser, from npm; None, and a note, where npm is not there or brings nothing."""
    folder = ROOT / "build/npm" / MERMAID
    script = folder / "package/dist/mermaid.min.js"
    if not script.exists() and shutil.which("npm"):
        folder.mkdir(parents=True, exist_ok=True)
        command = ["npm", "pack", "--silent", MERMAID]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            with tarfile.open(folder / done.stdout.strip().splitlines()[-1]) as archive:
                archive.extractall(folder, filter="data")
    if script.exists():
        return script
    print("npm is not at hand, so the site shows the drawn structure as text.", file=sys.stderr)
    return None


def build(language: str, mermaid: Path | None) -> int:
    """Lay a language's pages out and let mkdocs build them; gives its exit code."""
    folder = STAGE / language
    folder.mkdir(parents=True)
    for name, text in staged(language, mermaid is not None).items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    if mermaid is not None:
        shutil.copyfile(mermaid, folder / "mermaid.min.js")
    command = [sys.executable, "-m", "mkdocs", "build", "--config-file", str(DOCS / CONFIGURATION[language])]
    # Material's notice of what became of mkdocs is not for whoever builds these pages. (Not `--quiet`: strict counts what is shown.)
    environment = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    done = subprocess.run(command, env=environment, stderr=subprocess.PIPE, encoding="utf-8", check=False)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
    return done.returncode


def main() -> int:
    """Build both; gives the exit code."""
    for folder in (STAGE, SITE):
        shutil.rmtree(folder, ignore_errors=True)
    GENERATED.mkdir(parents=True)
    subprocess.run([sys.executable, "-m", "bwtb.cli.views.explanation_pages", str(GENERATED)], cwd=ROOT, check=True)
    mermaid = fetch_mermaid()
    try:
        code = max(build(language, mermaid) for language in CONFIGURATION)
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    if code == 0:
        print(f"{(SITE / 'index.html').relative_to(ROOT)}")
    return code


if __name__ == "__main__":
    sys.exit(main())
