"""From which row of what was read each record came, and where that row stands: a few bytes for each."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from typing import TYPE_CHECKING

from aidtrack.formats.exchange import Where

if TYPE_CHECKING:
    from collections.abc import Iterable


class Origins:
    """Knows the places of the rows by their numbers, which count from 1, and the rows of the records."""

    def __init__(self) -> None:
        self._lines = array("q")
        self._starts: list[int] = []
        self._sheets: list[tuple[str, str | None]] = []
        self._rows: dict[str, array[int]] = {}

    def next(self, where: Where) -> int:
        """Give the next row its number."""
        sheet = (where.file, where.sheet)
        if not self._sheets or self._sheets[-1] != sheet:
            self._starts.append(len(self._lines))
            self._sheets.append(sheet)
        self._lines.append(where.line or 0)
        return len(self._lines)

    def __len__(self) -> int:
        return len(self._lines)

    def where(self, row: int) -> Where:
        """Tell where a row stands."""
        file, sheet = self._sheets[bisect_right(self._starts, row - 1) - 1]
        return Where(file, self._lines[row - 1] or None, sheet)

    def note(self, table: str, records: Iterable[int], rows: Iterable[int]) -> None:
        """Note from which rows records are."""
        known = self._rows.setdefault(table, array("q"))
        for record, row in zip(records, rows, strict=True):
            if record >= len(known):
                known.frombytes(bytes(8 * (record + 1024 - len(known))))
            known[record] = row

    def of(self, table: str, record: int) -> int:
        """Tell from which row a record is; 0 where it is from none."""
        known = self._rows.get(table, ())
        return known[record] if record < len(known) else 0
