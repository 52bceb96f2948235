"""Compile the message catalogues when a wheel is built, editable ones included."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

CATALOGUES = "src/aidtrack/locale/*/LC_MESSAGES/aidtrack.po"


class CatalogueHook(BuildHookInterface):
    """Put an `aidtrack.mo` beside each `aidtrack.po`."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        for source in Path(self.root).glob(CATALOGUES):
            with source.open("rb") as text, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(text))
