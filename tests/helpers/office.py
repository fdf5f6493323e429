"""LibreOffice, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest


@pytest.fixture
def soffice(tmp_path: Path) -> Callable[[bytes, str], list[str]]:
    """Converts a document (its bytes and suffix) to PDF with LibreOffice; gives the text of each page."""
    if not shutil.which("soffice") or not shutil.which("pdftotext"):
        pytest.skip(
            "LibreOffice (libreoffice-writer-nogui, libreoffice-calc-nogui) and pdftotext (poppler-utils) are missing"
        )

    def convert(content: bytes, suffix: str) -> list[str]:
        source = tmp_path / f"out{suffix}"
        source.write_bytes(content)
        command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
        subprocess.run([*command, "--outdir", tmp_path, source], check=True, capture_output=True, timeout=180)
        text = subprocess.run(["pdftotext", "-layout", tmp_path / "out.pdf", "-"], check=True, capture_output=True)
        return text.stdout.decode().split("\f")[:-1]

    return convert
