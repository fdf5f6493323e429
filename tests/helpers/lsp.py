"""A language server as an editor meets it: messages of the Language Server Protocol over its standard input and output."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

CAPABILITIES = {
    "workspace": {"configuration": True, "workspaceFolders": True},
    "textDocument": {
        "completion": {"completionItem": {"snippetSupport": True, "documentationFormat": ["markdown", "plaintext"]}},
        "hover": {"contentFormat": ["markdown", "plaintext"]},
        "publishDiagnostics": {"relatedInformation": True},
    },
}


class Server:
    """One running server that has a folder open, with the settings that the editor would hand it."""

    def __init__(self, command: Sequence[str | Path], folder: Path, settings: dict[str, Any]) -> None:
        self._folder, self._settings, self._number = folder, settings, 0
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=folder)
        self.diagnostics: dict[str, list[dict[str, Any]]] = {}
        root = folder.as_uri()
        self.request(
            "initialize",
            processId=None, rootUri=root, capabilities=CAPABILITIES,
            workspaceFolders=[{"uri": root, "name": folder.name}],
        )  # fmt: skip
        self.notify("initialized")
        self.notify("workspace/didChangeConfiguration", settings=settings)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.kill()
        self._process.communicate()

    def open(self, documents: Mapping[str, str]) -> dict[str, list[dict[str, Any]]]:
        """Open documents (path → text, which need not be what is on disk); what the server finds wrong with each."""
        uris = {path: (self._folder / path).as_uri() for path in documents}
        for path, text in documents.items():
            document = {"uri": uris[path], "languageId": "yaml", "version": 1, "text": text}
            self.notify("textDocument/didOpen", textDocument=document)
        while any(uri not in self.diagnostics for uri in uris.values()):
            self._handle(self._receive())
        return {path: self.diagnostics[uri] for path, uri in uris.items()}

    def complete(self, path: str, line: int, column: int) -> list[dict[str, Any]]:
        """What is offered at a place (counted from 0)."""
        found = self._at("completion", path, line, column)
        return list(found["items"] if isinstance(found, dict) else found or ())

    def hover(self, path: str, line: int, column: int) -> str:
        """What is shown under the pointer at a place (counted from 0)."""
        found = self._at("hover", path, line, column)
        return str(found["contents"]["value"]) if found else ""

    def _at(self, what: str, path: str, line: int, column: int) -> Any:
        place = {"uri": (self._folder / path).as_uri()}
        return self.request(f"textDocument/{what}", textDocument=place, position={"line": line, "character": column})

    def request(self, method: str, **params: Any) -> Any:
        self._number += 1
        self._send({"id": self._number, "method": method, "params": params})
        while True:
            message = self._receive()
            if message.get("id") == self._number and "method" not in message:
                assert "error" not in message, message
                return message["result"]
            self._handle(message)

    def notify(self, method: str, **params: Any) -> None:
        self._send({"method": method, "params": params})

    def _handle(self, message: dict[str, Any]) -> None:
        """What the server says of itself, or asks of the editor."""
        if message.get("method") == "textDocument/publishDiagnostics":
            self.diagnostics[message["params"]["uri"]] = message["params"]["diagnostics"]
        elif message.get("method") == "workspace/configuration":
            asked = [item["section"] for item in message["params"]["items"]]
            self._send({"id": message["id"], "result": [self._settings.get(section) for section in asked]})
        elif "id" in message and "method" in message:
            self._send({"id": message["id"], "result": None})

    def _send(self, message: dict[str, Any]) -> None:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        assert self._process.stdin
        self._process.stdin.write(b"Content-Length: %d\r\n\r\n" % len(content) + content)
        self._process.stdin.flush()

    def _receive(self) -> dict[str, Any]:
        assert self._process.stdout
        length = 0
        while line := self._process.stdout.readline().strip():
            name, _colon, value = line.partition(b":")
            if name.lower() == b"content-length":
                length = int(value)
        assert length, "the language server has ended"
        message: dict[str, Any] = json.loads(self._process.stdout.read(length))
        return message
