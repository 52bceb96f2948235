"""What a total is made of: each row behind it, counted, taken or left out, and why.

This walks over the rows one by one, where `totals` adds them up in the database; a test holds the two
against each other.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.queries.counting import OUT, Count, Counting, Linked, Outcome, count_once
from aidtrack.queries.measures import MEASURES, PROJECTS, Measure
from aidtrack.queries.sums import Sum
from aidtrack.queries.tally import Part, Tally

if TYPE_CHECKING:
    from collections.abc import Iterator

    from aidtrack.queries.grid import Key
    from aidtrack.queries.totals import Totals

_LINKS = {"part_of", "restates", "overlaps"}


@dataclass(slots=True)
class Line:
    """One row behind a total. `group` is where it is told of; `reason` why it is left out, `by` because of which row."""

    measure: Measure
    part: Part
    group: Key | None
    count: Count
    reason: str
    presumed: frozenset[str]
    taken: list[int] = field(default_factory=list)

    @property
    def counted(self) -> bool:
        """Whether the row counts in its group."""
        return self.count.outcome is Outcome.COUNTED


@dataclass
class Explanation:
    """The lines of all measures, the sum of each group, and each total without the presumed links."""

    lines: list[Line]
    sums: dict[str, dict[Key, Sum]]
    without_presumed: dict[str, Sum]
    totals: dict[str, Sum]


def explain(connection: sa.Connection, answer: Totals) -> Explanation:
    """Account for every row of the tables behind an answer exactly once."""
    found = Explanation([], {}, {}, {})
    tables: dict[str, list[Measure]] = defaultdict(list)
    for measure in answer.measures:
        if measure is not PROJECTS:
            tables[measure.table].append(measure)
    for table, measures in tables.items():
        _Table(Tally(connection, answer.grid, table), measures).explain(found)
    return found


class _Table:
    """Explains the measures of one table."""

    def __init__(self, tally: Tally, measures: list[Measure]) -> None:
        self.tally = tally
        self.measures = measures
        self.parts = tally.rows(sa.true())
        columns = tally.table.c
        rows = tally.connection.execute(
            sa.select(columns.id, columns.presumed).where(columns.presumed.is_not(None))
        )
        self.presumed = {row[0]: frozenset(row[1]) for row in rows}

    def explain(self, found: Explanation) -> None:
        told: set[int] = set()
        for measure in self.measures:
            lines = [line for line in self._lines(measure) if line.part.row.id not in told]
            told.update(line.part.row.id for line in lines)
            found.lines += lines
            found.sums[measure.key] = self._sums(measure)
            found.totals[measure.key] = self._total(measure, self._linked(presumed=True))
            found.without_presumed[measure.key] = self._total(measure, self._linked(presumed=False))
        rest = [part for part in self.parts if part.row.id not in told]
        found.lines += [self._left_out(self.measures[0], part) for part in rest]

    def _lines(self, measure: Measure) -> Iterator[Line]:
        """Tell of each row that the measure takes, in the group in which it is counted or left out."""
        for world in self._worlds():
            counting = self._counting(measure, world)
            takes: dict[int, list[int]] = defaultdict(list)
            for number, count in counting.counts.items():
                if count.taken_from is not None:
                    takes[count.taken_from].append(number)
            for part in self.parts:
                row = counting.rows[part.row.id]
                if row.group is not OUT:
                    count = counting.counts[row.id]
                    presumed = self.presumed.get(row.id, frozenset())
                    reason = "" if count.outcome is Outcome.COUNTED else count.outcome.value
                    yield Line(measure, part, _key(row), count, reason, presumed, takes[row.id])

    def _worlds(self) -> list[Key | None]:
        if not any(dimension.alone for dimension in self.tally.grid.dimensions):
            return [None]
        return list(dict.fromkeys(self.tally.grid.alone(self.tally.grid.key(p.raw)) for p in self.parts))

    def _counting(self, measure: Measure, world: Key | None) -> Counting:
        return count_once(
            replace(part.row, group=self.tally.group(measure, part, world=world)) for part in self.parts
        )

    def _sums(self, measure: Measure) -> dict[Key, Sum]:
        sums: dict[Key, Sum] = defaultdict(Sum)
        for world in self._worlds():
            for key, _, part in self._counting(measure, world).corrections():
                sums[key].add(part)  # type: ignore[index]
        return sums

    def _total(self, measure: Measure, rows: list[tuple[Part, Linked]]) -> Sum:
        total = Sum()
        counting = count_once(
            replace(row, group=self.tally.group(measure, part, whole=True)) for part, row in rows
        )
        for _, _, part in counting.corrections():
            total.add(part)
        return total

    def _linked(self, *, presumed: bool) -> list[tuple[Part, Linked]]:
        """Give the rows with all their links, or without those that a coder only presumed."""
        return [
            (
                part,
                part.row
                if presumed or not self._presumed_link(part.row.id)
                else replace(part.row, part_of=None, restates=None, view=False, narrower=False),
            )
            for part in self.parts
        ]

    def _presumed_link(self, number: int) -> bool:
        return bool(_LINKS & self.presumed.get(number, frozenset()))

    def _left_out(self, measure: Measure, part: Part) -> Line:
        """Say why no measure of the answer takes a row: the filter, or what it is."""
        other = next(
            (
                m
                for m in MEASURES.values()
                if m.table == measure.table and m.takes(self.tally.named(part.classes))
            ),
            None,
        )
        reason = "filter" if not part.passes else f"measure {other.name}" if other else "not aid"
        presumed = self.presumed.get(part.row.id, frozenset())
        return Line(measure, part, None, Count(Outcome.OUT), reason, presumed)


def _key(row: Linked) -> Any:  # noqa: ANN401 - a key
    return row.group
