"""A sheet as a grid: rows of cells with their lines, and the areas in which cells are merged.

What an office keeps is read from it: titles above the header, headings over several columns, totals below.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from aidtrack.formats._sheet_rows import Fault, SheetRow, Value, column_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PLAIN = re.compile(r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{1,10})?")

Cell = Value | None
"""What stands in a cell; null where nothing does."""


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells that are merged into one: their columns (from 0) and their lines (from 1)."""

    columns: range
    lines: range

    @property
    def is_tall(self) -> bool:
        """Whether it holds cells of several lines."""
        return len(self.lines) > 1

    @property
    def is_wide(self) -> bool:
        """Whether it holds cells of several columns."""
        return len(self.columns) > 1


@dataclass
class Grid:
    """The cells of a sheet that hold anything, row by row, and the areas in which they are merged.

    CSV has no such areas, and older workbooks do not tell them.
    """

    file: str
    sheet: str | None
    rows: Sequence[SheetRow]
    merges: Sequence[Merge] = ()
    _of_line: dict[int, list[Merge]] = field(init=False, repr=False)
    _rows: dict[int, SheetRow] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.rows = [tidy for row in self.rows if (tidy := _tidy(row)).cells]
        self._rows = {row.line: row for row in self.rows}
        self._of_line = _by_line(self.rows, self.merges)

    @property
    def name(self) -> str:
        """What it is called in a sentence."""
        return self.sheet or self.file

    def own(self, line: int, column: int) -> Cell:
        """Give what stands in a cell itself."""
        row = self._rows.get(line)
        return row.cells.get(column) if row else None

    def merge_at(self, line: int, column: int) -> Merge | None:
        """Find the merged area that a cell is part of."""
        return next((merge for merge in self._of_line.get(line, ()) if column in merge.columns), None)

    def held(self, line: int, column: int) -> Cell:
        """Give what a cell holds, be it by the merge that it is part of."""
        merge = self.merge_at(line, column)
        return self.own(merge.lines[0], merge.columns[0]) if merge else self.own(line, column)

    def merges_of(self, line: int) -> Sequence[Merge]:
        """Give the merged areas that a line is part of."""
        return self._of_line.get(line, ())


def _tidy(row: SheetRow) -> SheetRow:
    cells = {column: value for column, value in row.cells.items() if not _is_blank(value)}
    return SheetRow(row.line, cells)


def _is_blank(value: Value) -> bool:
    return isinstance(value, str) and not value.strip()


def _by_line(rows: Sequence[SheetRow], merges: Iterable[Merge]) -> dict[int, list[Merge]]:
    """Note for each line the merged areas that it is part of."""
    waiting = sorted(merges, key=lambda merge: merge.lines[0], reverse=True)
    found: dict[int, list[Merge]] = {}
    open_: list[Merge] = []
    for row in rows:
        while waiting and waiting[-1].lines[0] <= row.line:
            open_.append(waiting.pop())
        open_ = [merge for merge in open_ if row.line in merge.lines]
        if open_:
            found[row.line] = list(open_)
    return found


def cell_name(line: int, column: int) -> str:
    """Name a cell as spreadsheets do: C7."""
    return f"{column_name(column)}{line}"


def as_number(value: Cell) -> Cell:
    """Give the number that a text of plain digits is (1,100.5; １２): in a sheet it was counted, not printed."""
    text = unicodedata.normalize("NFKC", value).strip() if isinstance(value, str) else ""
    return Decimal(text.replace(",", "")) if _PLAIN.fullmatch(text) else value


def words_of(value: Cell) -> str:
    """Write what stands in a cell as a text in one line; an error stands for itself."""
    if isinstance(value, str):
        return " ".join(value.split())
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    return value.text if isinstance(value, Fault) else str(value)
