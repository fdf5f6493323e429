"""YAML files: the strict profile, whatever the file is for."""

from __future__ import annotations

from bwtb.base.budget import FINDINGS
from bwtb.base.codes import CODES
from bwtb.yaml import loader

YAML_WORDS = (
    b"a: ", b"- ", b"\n  ", b": |\n", b": >-\n", b"\n---\n", b"...", b"&a", b"*a", b"!!", b"<<: ", b"%YAML", b"[", b"{", b"]", b"}",
    b'"', b"'", b" #", b"? ", b"amount: ", b"320,000", b"0x1F", b"1e3", b"2026-09-31", b"yes", b"null", b"~", b".inf",
    b"\xef\xbb\xbf", b"\r\n", b"\t", b"\xc2\xa0", b"\xe2\x80\x8b", b"\xe2\x80\xa8", b"\xc2\x85", b"\xff\xfe",
    "：".encode(), "，".encode(), "“".encode(), "”".encode(), "｛".encode(), "－".encode(), "\u3000".encode(), "万".encode(),
    b"<<<<<<< ", b"=======", b">>>>>>> ", b"\\", b"\\u", b"\x00",
)  # fmt: skip


def yaml(data: bytes) -> None:
    """Any bytes give a document; the quick and the thorough way agree; its findings are few and stand in the file."""
    document = loader.load(data, "x.yaml")
    thorough = loader._examine(data, "x.yaml")
    assert (document.findings, repr(document.data)) == (thorough.findings, repr(thorough.data))
    assert len(document.findings) <= FINDINGS + len(CODES)
    assert all(f.line >= 1 and f.column >= 1 for f in document.findings)
    assert document.data is None or document.text is not None
