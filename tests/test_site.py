"""The site of docs/: built in both languages, links checked, read and searched from its folder with no other host."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests import REPOSITORY

pytestmark = pytest.mark.long
SITE = "build/site"
# Attributes by which a browser fetches something without being asked.
FETCHED = {"script": "src", "img": "src", "iframe": "src", "link": "href", "source": "src", "object": "data"}


class Fetches(HTMLParser):
    """What a page makes a browser fetch."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [value or "" for name, value in attrs if FETCHED.get(tag) == name]


def copy(folder: Path) -> Path:
    """What the site is made of, in a folder that a test may change."""
    for name in ("docs", "bwtb", "schemas", "catalog", "templates", "starter", "requests", "examples"):
        ignored = shutil.ignore_patterns("__pycache__")
        shutil.copytree(REPOSITORY / name, folder / name, ignore=ignored)
    for file in [*REPOSITORY.glob("*.md"), REPOSITORY / "LICENSE"]:
        shutil.copyfile(file, folder / file.name)
    return folder


def make(folder: Path) -> subprocess.CompletedProcess[str]:
    pytest.importorskip("mkdocs", reason="mkdocs is not installed: `make setup-docs`")
    return subprocess.run([sys.executable, "docs/website.py"], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copy(tmp_path_factory.mktemp("docs"))
    done = make(folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return folder / SITE


def test_every_document_is_a_page_in_both_languages(site: Path) -> None:
    names = {f.stem for f in (REPOSITORY / "docs").glob("*.md") if not f.stem.endswith(".zh-CN")}
    pages = names | {"index", "findings", "changelog", "contributing", "releasing", "security"}
    for folder in (site, site / "en"):
        assert {f.stem for f in folder.glob("*.html")} == pages | {"404"}


def test_a_chinese_version_is_shown_and_a_missing_one_said(site: Path) -> None:
    chinese = (site / "findings.html").read_text(encoding="utf-8")
    assert "整个文件" in chinese
    assert "本页尚无中文版" not in chinese
    untranslated = [
        f.name for f in (REPOSITORY / "docs").glob("*.md") if not f.stem.endswith(".zh-CN")
        and not f.with_stem(f"{f.stem}.zh-CN").exists()
    ]  # fmt: skip
    for name in untranslated:
        assert "本页尚无中文版" in (site / name).with_suffix(".html").read_text(encoding="utf-8")
    assert "The file as a whole" in (site / "en/findings.html").read_text(encoding="utf-8")


def test_each_page_leads_to_its_twin(site: Path) -> None:
    for page, twin in (("keys.html", "en/keys.html"), ("en/keys.html", "keys.html")):
        links = re.findall(r'href="([^"]+)" hreflang', (site / page).read_text(encoding="utf-8"))
        assert (site / twin).resolve() in {(site / page).parent.joinpath(link).resolve() for link in links}


def test_nothing_is_fetched_from_another_host(site: Path) -> None:
    for page in site.rglob("*.html"):
        reader = Fetches()
        reader.feed(page.read_text(encoding="utf-8"))
        assert reader.found
        assert [f for f in reader.found if re.match(r"\w+:|//", f) and not f.startswith("data:")] == []
    for style in site.rglob("*.css"):
        assert not re.search(r"url\(\s*[\"']?(https?:|//)|@import", style.read_text(encoding="utf-8")), style


SEARCH = """
<script>
  addEventListener("load", () => setTimeout(() => {
    const field = document.querySelector("[data-md-component=search-query]");
    field.focus();
    field.value = %s;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
  }, 1000));
</script>
"""


@pytest.mark.parametrize(
    ("home", "words", "page"),
    [
        ("index.html", "密钥册", "index.html"),
        ("index.html", "全角", "findings.html"),
        ("en/index.html", "revoke", "keys.html"),
    ],
)
def test_it_is_searched_from_its_folder(site: Path, tmp_path: Path, home: str, words: str, page: str) -> None:
    """A real browser opens the page as a file, types the words and shows what was found."""
    browser = shutil.which("chromium")
    if browser is None:
        pytest.skip("chromium is not installed: the search was not tried")
    tried = (site / home).with_name("tried.html")
    tried.write_text((site / home).read_text(encoding="utf-8") + SEARCH % json.dumps(words), encoding="utf-8")
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--user-data-dir={tmp_path}",
        "--virtual-time-budget=20000",
    ]
    done = subprocess.run(
        [browser, *options, "--dump-dom", tried.as_uri()], capture_output=True, text=True, check=False, timeout=300
    )
    tried.unlink()
    links = re.findall(r'<a href="([^"]+)" class="md-search-result__link"', done.stdout)
    assert any(f"/{page}?" in link for link in links), done.stdout[-2000:] + done.stderr


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[gone](gone.md)", "gone.md does not exist"),
        ("[keys](keys.md#no-such-heading)", "no-such-heading"),
        ("[here](#no-such-heading)", "no-such-heading"),
    ],
)
def test_a_link_that_leads_nowhere_ends_the_build(tmp_path: Path, text: str, said: str) -> None:
    folder = copy(tmp_path)
    page = folder / "docs/json.md"
    page.write_text(page.read_text(encoding="utf-8") + f"\n{text}\n", encoding="utf-8")
    done = make(folder)
    assert done.returncode == 1
    assert said in done.stdout + done.stderr
