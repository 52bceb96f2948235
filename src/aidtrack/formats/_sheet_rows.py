"""The rows of a sheet, one after the other as its XML is unpacked: never more than a piece of it is in memory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from math import isfinite
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Unreadable
from aidtrack.formats._package import MOST_BYTES, Package
from aidtrack.formats._styles import date_text
from aidtrack.formats._workbook_parts import Shared, unescaped
from aidtrack.formats._xlsx import MOST_COLUMNS, MOST_ROWS
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.formats._workbook_parts import SheetPart

_MERGED = re.compile(r"\$?([A-Z]+)\$?(\d+):\$?([A-Z]+)\$?(\d+)")
_LETTERS = 26
_LONGEST_ROW = 10_000_000
"""So many characters may stand in one row."""


@dataclass(frozen=True, slots=True)
class Fault:
    """A cell whose value is not in the file: an error, or a formula that was never worked out."""

    text: str = ""

    def __str__(self) -> str:
        if self.text:
            return _("the error {error}").format(error=self.text)
        return _("a formula without a result; save the workbook in a spreadsheet program first")


Area = tuple[range, range]
"""Columns, from 0, and lines."""

Value = str | int | Decimal | bool | Fault


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row as the sheet has it: its number, and by column (from 0) the cells that are not empty."""

    line: int
    cells: dict[int, Value]


def column_name(column: int) -> str:
    """Name a column (from 0) as spreadsheets do: A, B, …, AA."""
    name = ""
    column += 1
    while column:
        column, letter = divmod(column - 1, _LETTERS)
        name = chr(ord("A") + letter) + name
    return name


@lru_cache(MOST_COLUMNS)
def column_number(letters: str) -> int:
    """Give the number of a column, from 0; what names none is beyond the last one."""
    number = 0
    for letter in letters:
        number = number * _LETTERS + ord(letter) - ord("A") + 1 if "A" <= letter <= "Z" else MOST_COLUMNS + 1
    return number - 1


class Rows:
    """Reads a sheet; `merged` are the areas of merged cells, known when all rows have been read."""

    def __init__(self, package: Package, sheet: SheetPart, shared: Shared) -> None:
        self.package = package
        self.sheet = sheet
        self.shared = shared
        self.merged: list[Area] = []
        self._done: list[SheetRow] = []
        self._line = 0
        self._held = 0
        self._cells: dict[int, Value] = {}
        self._column = -1
        self._cell: dict[str, str] = {}
        self._value: str | None = None
        self._formula = False
        self._above = 0
        self._pieces: list[str] = []

    def __iter__(self) -> Iterator[SheetRow]:
        parsing = self.package.parse(self.sheet.part, self._start, self._end, self._text, most=MOST_BYTES)
        for _piece in parsing:
            yield from self._done
            self._done.clear()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if name == "c":
            self._begin_cell(attributes)
        elif name == "row":
            self._begin_row(attributes)
        elif name == "f":
            self._formula = True
        elif name == "rPh":
            self._above += 1
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        self._pieces.clear()

    def _end(self, name: str) -> None:
        if name == "v" or (name == "t" and not self._above):
            self._value = (self._value or "") + "".join(self._pieces)
        elif name == "c":
            self._end_cell()
        elif name == "row":
            self._end_row()
        elif name == "rPh":
            self._above -= 1
        self._pieces.clear()

    def _text(self, piece: str) -> None:
        self._pieces.append(piece)
        self._held += len(piece)
        if self._held > _LONGEST_ROW:
            raise self._too_large()

    def _begin_row(self, attributes: dict[str, str]) -> None:
        line = attributes.get("r", "")
        self._line = int(line) if line.isdecimal() and len(line) < 9 else self._line + 1
        self._cells, self._column, self._held = {}, -1, 0
        if self._line > MOST_ROWS:
            raise self._too_large()

    def _end_row(self) -> None:
        if self._cells:
            self._done.append(SheetRow(self._line, self._cells))

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        where = attributes.get("r")
        self._column = column_number(where.rstrip("0123456789")) if where else self._column + 1
        if not 0 <= self._column < MOST_COLUMNS:
            raise self._too_large()
        self._cell, self._value, self._formula = attributes, None, False

    def _end_cell(self) -> None:
        value = self._read(self._cell.get("t", "n"), self._value)
        if value is not None and value != "":
            self._cells[self._column] = value

    def _read(self, kind: str, text: str | None) -> Value | None:
        if self._formula and (text is None or (not text and kind == "n")):
            return Fault()
        return self._meant(kind, text) if text else None

    def _meant(self, kind: str, text: str) -> Value:
        if kind == "s":
            return self._shared_text(text)
        if kind == "n":
            return self._number(text)
        if kind == "b":
            return text == "1"
        return Fault(text) if kind == "e" else unescaped(text)

    def _shared_text(self, number: str) -> str:
        try:
            return self.shared.texts[int(number)]
        except (ValueError, IndexError):
            raise self.package.broken() from None

    def _number(self, text: str) -> Value:
        try:
            number = float(text)
        except ValueError:
            raise self.package.broken() from None
        if not isfinite(number):
            return Fault(text)
        style = self._cell.get("s", "")
        exact = self.shared.dates[int(style)] if self._has_date(style) else None
        if exact:
            return date_text(number, exact, from_1904=self.shared.from_1904) or Fault(text)
        return as_typed(number)

    def _has_date(self, style: str) -> bool:
        return style.isdecimal() and len(style) < 9 and int(style) < len(self.shared.dates)

    def _merge(self, area: str) -> None:
        found = _MERGED.fullmatch(area)
        if found:
            columns = range(column_number(found[1]), column_number(found[3]) + 1)
            self.merged.append((columns, range(int(found[2]), int(found[4]) + 1)))

    def _too_large(self) -> Unreadable:
        return Unreadable(
            N_("Sheet '{sheet}' of {file} has more rows or columns than a spreadsheet can have."),
            sheet=self.sheet.name,
            file=self.package.file,
        )


def as_typed(number: float) -> int | Decimal:
    """Give back the number that was typed: a spreadsheet keeps the first 15 digits of it."""
    exact = Decimal(f"{number:.15g}")
    return int(exact) if exact == exact.to_integral_value() else exact
