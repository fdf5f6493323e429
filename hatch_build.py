"""Build hook: compile the message catalogs (.po) to the .mo files that gettext reads."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompileMessages(BuildHookInterface):
    """Runs for wheels and editable installs alike, so that a checkout speaks Chinese after `pip install -e .`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        for po_file in sorted(Path(self.root, "bwtb", "locale").glob("*/LC_MESSAGES/bwtb.po")):
            with po_file.open("rb") as source:
                catalog = read_po(source, locale=po_file.parts[-3])
            with po_file.with_suffix(".mo").open("wb") as target:
                write_mo(target, catalog)
