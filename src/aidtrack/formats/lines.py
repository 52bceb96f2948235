"""Lines of a table that stand under one header: many rows at once, cell by cell, for whoever can take them so."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.formats.cells import values_of
from aidtrack.formats.exchange import RawRow, Where

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from aidtrack.formats.headers import Header

AT_ONCE = 2_000
"""So many lines are held together."""


@dataclass(frozen=True, slots=True)
class Lines:
    """Some lines of one table of one file: their numbers there, and the cells of each."""

    table: str
    header: Header
    file: str
    numbers: Sequence[int]
    cells: Sequence[list[str]]

    def __len__(self) -> int:
        return len(self.cells)

    @property
    def is_even(self) -> bool:
        """Whether every line has a cell for every column, and no other."""
        return {len(self.header.columns)}.issuperset(map(len, self.cells))

    def rows(self) -> Iterator[RawRow]:
        """Give them one by one."""
        for number, cells in zip(self.numbers, self.cells, strict=True):
            yield self._row(cells, Where(self.file, number))

    def _row(self, cells: list[str], where: Where) -> RawRow:
        try:
            _require_fit(self.header, cells)
            return RawRow(self.table, values_of(self.header, cells), where, self.header.unit)
        except AidtrackError as error:
            return RawRow(self.table, {}, where, problem=error)


def _require_fit(header: Header, cells: list[str]) -> None:
    """Refuse a line with a cell too many or too few: all those behind it may be under another's heading."""
    if len(cells) < len(header.columns) or any(cell.strip() for cell in cells[len(header.columns) :]):
        raise Unreadable(
            N_("There are {cells} cells, but {columns} columns."),
            cells=len(cells),
            columns=len(header.columns),
        )
