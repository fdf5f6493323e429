"""The pages before the Nu checker (vnu-jar), where .ci/run has put it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from bwtb.render import page
from bwtb.render.template_check import sample
from tests import REPOSITORY

JAR = REPOSITORY / "build/vnu/node_modules/vnu-jar/build/dist/vnu.jar"


@pytest.mark.skipif(
    not (shutil.which("java") and JAR.is_file()),
    reason="the Nu checker is missing: Java, and npm install --prefix build/vnu vnu-jar",
)
def test_every_page_is_valid_html(tmp_path: Path) -> None:
    made, catalog = sample()
    copies = ["项目需求单位（区民政局）", "区府办"]
    history = [{"date": "2026-11-14T15:00:00+08:00", "commit": "0" * 40, "author": "测试员", "subject": "提交"}]
    pages = {
        "proposal": page.proposal_page(made, catalog),
        "form": page.form_page(made.entries[0], catalog, copies=copies),
        "blank": page.form_page(page.blank_entry(catalog), catalog, copies=copies),
        "show": page.form_page(made.entries[0], catalog, history=history),
        "opinion": page.opinion_page(made.integrations[0], catalog),
        "supplementary": page.form_page(made.supplementary[0], catalog),
    }
    for name, html in pages.items():
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    files = sorted(tmp_path.glob("*.html"))
    done = subprocess.run(
        ["java", "-jar", JAR, "--format", "json", "--exit-zero-always", *files], capture_output=True, check=True
    )
    messages = json.loads(done.stderr or done.stdout)["messages"]
    errors = [f"{Path(m['url']).name}:{m.get('lastLine')}: {m['message']}" for m in messages if m["type"] == "error"]
    assert errors == []
