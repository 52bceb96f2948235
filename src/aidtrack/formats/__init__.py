"""The ways to write an answer; one module each, imported when it is first used."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, TextIO

from aidtrack.registry import Registry

if TYPE_CHECKING:
    from types import ModuleType

    from aidtrack.record import Record
    from aidtrack.result import Result


class Format(NamedTuple):
    """A way to write an answer. Its module has `write`, and `write_record` where it can hold the parts."""

    name: str
    module: str

    def _loaded(self) -> ModuleType:
        return import_module(f"{__name__}.{self.module}")

    def write(self, result: Result, out: TextIO) -> None:
        """Write an answer."""
        self._loaded().write(result, out)

    @property
    def holds_parts(self) -> bool:
        """Whether one document of it can hold a record together with its tables."""
        return hasattr(self._loaded(), "write_record")

    def write_record(self, record: Record, out: TextIO) -> None:
        """Write a record with its tables, or its fields alone in a format of one flat table."""
        if self.holds_parts:
            self._loaded().write_record(record, out)
        else:
            self.write(record.fields, out)


FORMATS = Registry(
    "format",
    (
        Format("json", "jsontext"),
        Format("jsonl", "jsonlines"),
        Format("csv", "csvtext"),
        Format("tsv", "tsvtext"),
        Format("md", "markdown"),
    ),
)
