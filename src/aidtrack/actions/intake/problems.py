"""Why rows cannot be taken in: the first few for people, all of them for a file."""

from __future__ import annotations

import csv
import json
from bisect import insort
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from aidtrack.errors import N_, AidtrackError
from aidtrack.headings import field_name
from aidtrack.text import _, ngettext, say
from aidtrack.wording import safe

if TYPE_CHECKING:
    from collections.abc import Mapping

    from aidtrack.formats.exchange import RawRow, Where

SHOWN = 20
"""So many are said on the terminal."""

COLUMNS = ("file", "sheet", "line", "column", "value", "reason", "row")


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row; `row` is its number."""

    row: int
    where: Where
    column: str | None
    cell: str | None
    value: str
    reason: str
    exit_code: int

    def __str__(self) -> str:
        column = field_name(self.column) if self.column else ""
        cell = f"{column} ({self.cell})" if self.cell else column
        place = _(", ").join(part for part in (safe(str(self.where)), cell) if part)
        return _("{place}: {reason}").format(place=place, reason=self.reason)

    def __lt__(self, other: Problem) -> bool:
        return self.row < other.row


def problem(row: int, raw: RawRow, error: AidtrackError) -> Problem:
    """Word what is wrong with a row."""
    name = error.fields.get("field")
    column = str(name) if name else None
    value = raw.values.get(column) if column else None
    reason = " ".join([say(error), *map(safe, error.hints)])
    said = "" if value is None else value if isinstance(value, str) else written(value)
    return Problem(row, raw.where, column, raw.cells.get(column or ""), said, reason, error.exit_code)


def written(value: object) -> str:
    """Write any value of a row as JSON."""
    return json.dumps(value, ensure_ascii=False, default=str)


class Problems:
    """Gathers problems: the first of them, and all where there is a file to `keep` them in."""

    def __init__(self, keep: IO[str] | None = None) -> None:
        self.first: list[Problem] = []
        self.count = self.rows = self._last = 0
        self._keep = keep
        if keep is not None:  # an attempt before this one may have written there
            keep.seek(0)
            keep.truncate()

    def add(self, found: Problem, values: Mapping[str, object]) -> None:
        """Take one in; those of one row come one after the other."""
        self.count += 1
        self.rows += found.row != self._last
        self._last = found.row
        insort(self.first, found)
        del self.first[SHOWN:]
        if self._keep is not None:
            where = found.where
            said = (where.file, where.sheet or "", where.line or "", found.column or "", found.value)
            csv.writer(self._keep).writerow([*said, found.reason, written(dict(values))])

    def shown(self) -> tuple[str, ...]:
        """Say the first, and how many more there are."""
        more = self.count - len(self.first)
        rest = ngettext("… and {count} more", "… and {count} more", more).format(count=more)
        return (*map(str, self.first), *([rest] if more else []))


class BadRows(AidtrackError):
    """Rows that cannot be taken in, each with its reason; the exit code is that of the first one's class."""

    def __init__(self, problems: Problems, total: int) -> None:
        super().__init__(
            N_("{count} of {total} rows cannot be imported; nothing was written."),
            count=problems.rows,
            total=total,
            hints=problems.shown(),
        )
        self.problems = problems
        self.exit_code = problems.first[0].exit_code
