"""From which row of what was read each record came, and where that row stands: a few bytes for each."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from itertools import islice
from operator import lt
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
        self._turn_to(where.file, where.sheet)
        self._lines.append(where.line or 0)
        return len(self._lines)

    def next_lines(self, file: str, lines: Iterable[int]) -> range:
        """Give the next rows, which are lines of one file, their numbers."""
        self._turn_to(file, None)
        first = len(self._lines) + 1
        self._lines.extend(lines)
        return range(first, len(self._lines) + 1)

    def _turn_to(self, file: str, sheet: str | None) -> None:
        if not self._sheets or self._sheets[-1] != (file, sheet):
            self._starts.append(len(self._lines))
            self._sheets.append((file, sheet))

    def __len__(self) -> int:
        return len(self._lines)

    def lines(self, rows: Iterable[int] | None = None) -> int:
        """Count the lines that rows stand in, each once; a row that has no line counts by itself."""
        ends = [*self._starts[1:], len(self)]
        if rows is None:
            parts = (self._lines[start:end] for start, end in zip(self._starts, ends, strict=True))
        else:
            numbers = array("q", sorted(set(rows)))
            cuts = [bisect_right(numbers, end) for end in ends]
            parts = (
                array("q", (self._lines[number - 1] for number in numbers[start:end]))
                for start, end in zip([0, *cuts], cuts, strict=False)
            )
        return sum(map(_distinct, parts))

    def where(self, row: int) -> Where:
        """Tell where a row stands."""
        file, sheet = self._sheets[self._part(row)]
        return Where(file, self._lines[row - 1] or None, sheet)

    def _part(self, row: int) -> int:
        return bisect_right(self._starts, row - 1) - 1

    def note(self, table: str, records: Iterable[int], rows: Iterable[int]) -> None:
        """Note from which rows records are."""
        known = self._rows.setdefault(table, array("q"))
        for record, row in zip(records, rows, strict=True):
            if record >= len(known):
                known.frombytes(bytes(8 * (record + 2048 - len(known))))
            known[record] = row

    def of(self, table: str, record: int) -> int:
        """Tell from which row a record is; 0 where it is from none."""
        known = self._rows.get(table, ())
        return known[record] if record < len(known) else 0


def _distinct(lines: array[int]) -> int:
    """Count lines, each once; where they ascend, as in most files, they need not be gathered for that."""
    if all(map(lt, lines, islice(lines, 1, None))):
        return len(lines)
    return len(set(lines) - {0}) + lines.count(0)
