"""Why rows cannot be taken in: the first few for people, all of them for a file."""

from __future__ import annotations

import json
import re
from array import array
from bisect import insort
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import IO, TYPE_CHECKING

from aidtrack.errors import N_, AidtrackError
from aidtrack.headings import HEADINGS, field_name
from aidtrack.text import _, ngettext, say
from aidtrack.wording import safe

if TYPE_CHECKING:
    from aidtrack.actions.intake.origins import Origins
    from aidtrack.formats.exchange import RawRow, Where

SHOWN = 20
"""So many are said on the terminal."""

_OPTION = re.compile("--([a-z][a-z-]*)")
_OF_IMPORT = frozenset({"unit", "kind"})
"""Options of the import that are called as fields are."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a row; `row` is its number, `heading` how the column is called there."""

    row: int
    where: Where
    table: str
    unit: str | None
    heading: str
    cell: str | None
    reason: str
    exit_code: int

    def __str__(self) -> str:
        cell = f"{self.heading} ({self.cell})" if self.cell else self.heading
        place = _(", ").join(part for part in (safe(str(self.where)), cell) if part)
        return _("{place}: {reason}").format(place=place, reason=self.reason)

    def __lt__(self, other: Problem) -> bool:
        return self.row < other.row


def problem(row: int, raw: RawRow, error: AidtrackError) -> Problem:
    """Word what is wrong with a row."""
    column = str(error.fields.get("field") or "")
    heading = raw.headings.get(column) or (field_name(column) if column else "")
    answer = raw.answer.replace("{id}", str(error.fields["same_as"])) if "same_as" in error.fields else ""
    reason = " ".join(filter(None, [say(_of_columns(error, raw)), *map(safe, error.hints), safe(answer)]))
    cell = raw.cells.get(column)
    unit = raw.unit or _unit_of_numbers(raw)
    return Problem(row, raw.where, raw.table, unit, safe(heading), cell, reason, error.exit_code)


def _unit_of_numbers(raw: RawRow) -> str | None:
    """Tell the unit of money that a program wrote as numbers."""
    amount = raw.values.get("amount")
    parts = amount.values() if isinstance(amount, Mapping) else [amount]
    return "元" if any(isinstance(part, (int, Decimal)) for part in parts) else None


def _of_columns(error: AidtrackError, raw: RawRow) -> AidtrackError:
    """Speak of columns where a sentence speaks of the options that they are when typed."""

    def named(found: re.Match[str]) -> str:
        name = found[1].replace("-", "_")
        if name not in HEADINGS or name in _OF_IMPORT:
            return found[0]
        return raw.headings.get(name) or field_name(name)

    spoken = AidtrackError(_OPTION.sub(named, _(error.sentence)))
    spoken.fields = {
        name: _OPTION.sub(named, str(value)) if name in ("option", "options") else value
        for name, value in error.fields.items()
    }
    return spoken


class Problems:
    """Gathers problems: the first of them, and all where there is a file to `keep` them in."""

    def __init__(self, keep: IO[str] | None = None) -> None:
        self.first: list[Problem] = []
        self.count = 0
        self.numbers = array("q")
        self._keep = keep
        if keep is not None:  # an attempt before this one may have written there
            keep.seek(0)
            keep.truncate()

    @property
    def rows(self) -> int:
        """How many rows are not taken in."""
        return len(self.numbers)

    def add(self, found: Problem, values: Mapping[str, object]) -> None:
        """Take one in; those of one row come one after the other."""
        self.count += 1
        if not self.numbers or self.numbers[-1] != found.row:
            self.numbers.append(found.row)
        insort(self.first, found)
        del self.first[SHOWN:]
        if self._keep is not None:
            where = found.where
            reason = f"{found.heading}: {found.reason}" if found.heading else found.reason
            kept = [found.row, where.file, where.sheet, where.line, found.table, found.unit, reason]
            self._keep.write(json.dumps([*kept, dict(values)], ensure_ascii=False, default=str) + "\n")

    def shown(self) -> tuple[str, ...]:
        """Say the first, and how many more there are."""
        more = self.count - len(self.first)
        rest = ngettext("… and {count} more", "… and {count} more", more).format(count=more)
        return (*map(str, self.first), *([rest] if more else []))


class BadRows(AidtrackError):
    """Rows that cannot be taken in, each with its reason; the exit code is that of the first one's class."""

    def __init__(self, problems: Problems, origins: Origins) -> None:
        super().__init__(
            N_("The only row cannot be imported; nothing was written.")
            if (total := origins.lines()) == 1
            else N_("{count} of {total} rows cannot be imported; nothing was written."),
            count=origins.lines(problems.numbers),
            total=total,
            hints=problems.shown(),
        )
        self.problems = problems
        self.exit_code = problems.first[0].exit_code
