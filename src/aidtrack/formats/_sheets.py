"""The sheets of a workbook: those of XLSX are read here, those of older and other kinds by calamine."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass
from shutil import copyfileobj
from tempfile import TemporaryFile
from typing import TYPE_CHECKING, BinaryIO

from aidtrack.errors import Unreadable
from aidtrack.formats._other_workbook import other_rows
from aidtrack.formats._package import NO_WORKBOOK, opened
from aidtrack.formats._sheet_rows import Rows
from aidtrack.formats._workbook_parts import Parts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from aidtrack.formats._package import Package
    from aidtrack.formats._sheet_rows import Area, SheetRow

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
_OTHER_PARTS = ("xl/workbook.bin", "content.xml")
"""What packages hold that are workbooks, but no XLSX: XLSB and ODS."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows, to be read before the next sheet, and then its areas of merged cells."""

    name: str
    rows: Iterable[SheetRow]
    merged: list[Area]


def sheets(source: Path | BinaryIO, file: str) -> Iterator[Sheet]:
    """Give the sheets in their order; `file` is what the workbook is called in a sentence."""
    with _bytes(source) as stream:
        beginning = stream.read(4)
        stream.seek(0)
        if beginning == _OLE:
            yield from _others(stream, file)
        elif beginning == _ZIP:
            yield from _packed(stream, file)
        else:
            raise Unreadable(NO_WORKBOOK, file=file)


def _packed(stream: BinaryIO, file: str) -> Iterator[Sheet]:
    with opened(stream, file) as package:
        if not any(part in package for part in _OTHER_PARTS):
            yield from _own(package)
            return
    stream.seek(0)
    yield from _others(stream, file)


def _own(package: Package) -> Iterator[Sheet]:
    package.refuse_doctypes()
    parts = Parts(package)
    shared = parts.shared()
    for sheet in parts.sheets:
        rows = Rows(package, sheet, shared)
        yield Sheet(sheet.name, rows, rows.merged)


def _others(stream: BinaryIO, file: str) -> Iterator[Sheet]:
    for name, rows in other_rows(stream, file):
        yield Sheet(name, rows, [])


@contextmanager
def _bytes(source: Path | BinaryIO) -> Iterator[BinaryIO]:
    """Give bytes among which one can go back: those of a stream are kept in a file of their own."""
    if hasattr(source, "open"):
        with source.open("rb") as stream:
            yield stream
        return
    with TemporaryFile() as kept:
        copyfileobj(source, kept)
        kept.seek(0)
        yield kept
