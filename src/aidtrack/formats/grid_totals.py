"""The totals that a sheet states, held against the sums of its rows: what was left out or misread shows here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from aidtrack.formats.grid_rows import Line

    Read = Callable[[Line, int], "Span | None"]


@dataclass(frozen=True, slots=True)
class Span:
    """A number with its bounds; an open one has no `high`."""

    low: Decimal
    high: Decimal | None

    def __add__(self, other: Span) -> Span:
        high = None if self.high is None or other.high is None else self.high + other.high
        return Span(self.low + other.low, high)

    def meets(self, other: Span) -> bool:
        """Tell whether both may be the same number."""
        return (other.high is None or self.low <= other.high) and (
            self.high is None or other.low <= self.high
        )


NONE = Span(Decimal(0), Decimal(0))
Sums = dict[int, Span]


@dataclass(frozen=True, slots=True)
class Difference:
    """A column whose total is not the sum of its rows."""

    column: int
    stated: Span
    summed: Span


@dataclass(frozen=True, slots=True)
class Checked:
    """A line of totals: what it states, and where that is not the sum."""

    line: Line
    stated: Sums
    differences: tuple[Difference, ...]


def check_totals(lines: Sequence[Line], columns: Iterable[int], read: Read) -> list[Checked]:
    """Hold each total against the rows that it may be of: all, or those up to the next total above or below.

    Which of them a line means it does not say: those with which it agrees best, a total rather with all.
    """
    columns = list(columns)
    if not any(line.sort in ("total", "subtotal") for line in lines):
        return []
    whole, above, below = _sums(lines, columns, read)
    return [
        _checked(line, {column: span for column in columns if (span := read(line, column))}, scopes)
        for line in lines
        if line.sort in ("total", "subtotal")
        for scopes in [_in_order(line, whole, above[line.number], below[line.number])]
    ]


def _in_order(line: Line, whole: Sums, above: Sums, below: Sums) -> Sequence[Sums]:
    return (whole, above, below) if line.sort == "total" else (above, below, whole)


def _sums(
    lines: Sequence[Line], columns: Sequence[int], read: Read
) -> tuple[Sums, Mapping[int, Sums], Mapping[int, Sums]]:
    """Add up all records, and those between one total and the next."""
    whole: Sums = {}
    above: dict[int, Sums] = {}
    below: dict[int, Sums] = {}
    block: Sums = {}
    for line in lines:
        if line.sort in ("total", "subtotal"):
            above[line.number], block = block, {}
            below[line.number] = block
        elif line.sort == "record":
            for column in columns:
                if span := read(line, column):
                    for sums in (whole, block):
                        sums[column] = sums.get(column, NONE) + span
    return whole, above, below


def _checked(line: Line, stated: Sums, scopes: Sequence[Sums]) -> Checked:
    found = [_differences(stated, sums) for sums in scopes]
    return Checked(line, stated, min(found, key=len))


def _differences(stated: Sums, sums: Sums) -> tuple[Difference, ...]:
    return tuple(
        Difference(column, span, sums.get(column, NONE))
        for column, span in stated.items()
        if not span.meets(sums.get(column, NONE))
    )
