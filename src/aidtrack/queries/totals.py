"""Totals: each measure added up by group, everything counted once."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.errors import N_, Unreadable
from aidtrack.quantity import place
from aidtrack.queries.amounts import sum_amount
from aidtrack.queries.counting import OUT
from aidtrack.queries.dimensions import DIMENSIONS
from aidtrack.queries.headcount import Headcount
from aidtrack.queries.measures import DEFAULT, MEASURES, OTHER_STAGES, PROJECTS, Measure, find_measures
from aidtrack.queries.sums import Sum
from aidtrack.queries.tally import Grid, Key, Tally
from aidtrack.tables import indicator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from aidtrack.queries.filters import Criteria
    from aidtrack.result import Amount

_MOST_DIMENSIONS = 2


@dataclass
class Group:
    """What one group holds of one measure, and to which place its taken-from wholes were printed."""

    sum: Sum = field(default_factory=Sum)
    remainder: bool = False
    place: Decimal | None = None


@dataclass
class Totals:
    """The answer: by group of the dimensions, of each measure its amount; the projects as a number."""

    grid: Grid
    measures: list[Measure]
    rows: dict[Key, dict[str, Amount | int | None]]
    total: dict[str, Amount | int | None] | None


def totals(
    connection: sa.Connection, criteria: Criteria, by: Sequence[str] = (), names: Sequence[str] = ()
) -> Totals:
    """Add up the measures named (else the usual ones) in the dimensions named."""
    if len(by) > _MOST_DIMENSIONS or len(set(by)) < len(by):
        raise Unreadable(N_("Divide totals by one dimension or by two different ones."))
    grid = Grid(tuple(DIMENSIONS[name] for name in by), criteria)
    return _Question(connection, grid).answer(names)


class _Question:
    """Works one answer out: one pass over each table that a measure needs."""

    def __init__(self, connection: sa.Connection, grid: Grid) -> None:
        self.connection = connection
        self.grid = grid
        self.heads = Headcount(connection, grid)
        self.all_heads = Headcount(connection, Grid((), grid.criteria))
        self.tallies: dict[str, Tally] = {}

    @property
    def has_total(self) -> bool:
        return not any(dimension.alone for dimension in self.grid.dimensions)

    def answer(self, names: Sequence[str]) -> Totals:
        measures = find_measures(self.connection, tuple(dict.fromkeys(names))) if names else self._usual()
        columns = {measure.name: self._amounts(measure) for measure in measures if measure is not PROJECTS}
        keys = {key for amounts in columns.values() for key in amounts}
        if PROJECTS in measures:
            keys |= set(self.heads.groups)
        rows = {
            key: {
                m.key: self.heads.groups.get(key, 0) if m is PROJECTS else columns[m.name].get(key)
                for m in measures
            }
            for key in keys
            if self.grid.dimensions
        }
        return Totals(self.grid, measures, rows, self._total(measures) if self.has_total else None)

    def _usual(self) -> list[Measure]:
        """Take the default measures, and each other stage of aid that has a row in the answer."""
        if any(dimension.name == "indicator" for dimension in self.grid.dimensions):
            return self._results()
        tally = self._tally("funding")
        seen = [classes for _, classes, _ in tally.plain]
        seen += [part.classes for part in tally.parts if part.passes]
        stages = [MEASURES[name] for name in OTHER_STAGES]
        others = [stage for stage in stages if any(tally.takes(stage, classes) for classes in seen)]
        return [MEASURES[name] for name in DEFAULT] + others

    def _results(self) -> list[Measure]:
        """Take the one measure that is of use by indicator: whatever figures each has, if they may be summed."""
        summable = sa.select(indicator.c.id).where(indicator.c.summable)
        ids = tuple(self.connection.execute(summable).scalars())
        return [PROJECTS, Measure("results", "数量", "Count", "result", {"indicator_id": ids})]

    def _tally(self, table: str) -> Tally:
        if table not in self.tallies:
            self.tallies[table] = Tally(self.connection, self.grid, table)
        return self.tallies[table]

    def _amounts(self, measure: Measure) -> dict[Key, Amount]:
        tally = self._tally(measure.table)
        groups: dict[Key, Group] = defaultdict(Group)
        for raw, sums in self._plain(tally, measure):
            groups[self.grid.key(raw)].sum.add(sums)
        for world in tally.worlds():
            _correct(groups, tally, measure, world)
        known = self.heads.known(measure, tally)
        found = {key: group for key, group in groups.items() if group.sum.rows}
        return {
            key: self._amount(measure, group, known.get(key, 0), self.heads.groups.get(key, 0))
            for key, group in found.items()
        }

    def _plain(self, tally: Tally, measure: Measure) -> Iterator[tuple[tuple[object, ...], Sum]]:
        """Give the sums that the measure takes, noting which pairings stand behind a group."""
        for raw, classes, sums in tally.plain:
            if tally.takes(measure, classes):
                self.grid.note(raw, self.grid.key(raw))
                yield raw, sums

    def _total(self, measures: Iterable[Measure]) -> dict[str, Amount | int | None]:
        projects = self.all_heads.groups.get((), 0)
        return {m.key: projects if m is PROJECTS else self._whole(m, projects) for m in measures}

    def _whole(self, measure: Measure, projects: int) -> Amount | None:
        """Add up a measure as one group, which is never the sum of the lines."""
        tally = self._tally(measure.table)
        groups: dict[Key, Group] = defaultdict(Group)
        for _, sums in self._plain(tally, measure):
            groups[()].sum.add(sums)
        _correct(groups, tally, measure, None, whole=True)
        if not groups[()].sum.rows:
            return None
        known = self.all_heads.known(measure, tally).get((), 0)
        return self._amount(measure, groups[()], known, projects)

    def _amount(self, measure: Measure, group: Group, known: int, of: int) -> Amount:
        return sum_amount(
            measure.table,
            group.sum,
            self.grid.criteria.currency if measure.table == "funding" else None,
            known=known,
            of=of,
            remainder=group.remainder,
            place=group.place,
        )


def _correct(
    groups: dict[Key, Group], tally: Tally, measure: Measure, world: Key | None, *, whole: bool = False
) -> None:
    """Replace the linked rows' plain sums by what counting once leaves of them."""
    counting = tally.counting(measure, whole=whole, world=world)
    texts = {part.row.id: part.text for part in tally.parts}
    for row in counting.rows.values():
        if row.group is not OUT and row.part_of is None and row.restates is None:
            groups[row.group].sum.add(row.sum, -1)  # type: ignore[index]
    raws = {part.row.id: part.raw for part in tally.parts}
    for key, number, sums in counting.corrections():
        if not whole:
            tally.grid.note(raws[number], key)  # type: ignore[arg-type]
        group = groups[key]  # type: ignore[index]
        group.sum.add(sums)
        if number in counting.taken:
            group.remainder = True
            group.place = _coarser(group.place, texts[number])


def _coarser(known: Decimal | None, text: str | None) -> Decimal:
    """Tell the coarser of a place value and the one to which a figure was printed."""
    return max(known or Decimal(1), place(text) if text else Decimal(1))
