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
from aidtrack.queries.grid import Grid, Key
from aidtrack.queries.headcount import Headcount
from aidtrack.queries.measures import DEFAULT, MEASURES, OTHER_STAGES, PROJECTS, Measure, find_measures
from aidtrack.queries.sums import Sum
from aidtrack.queries.tally import Tally
from aidtrack.tables import indicator

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    return _Question(connection, grid, names).answer()


class _Question:
    """Works one answer out: one pass over each table that a measure needs."""

    def __init__(self, connection: sa.Connection, grid: Grid, names: Sequence[str]) -> None:
        self.connection = connection
        self.grid = grid
        self.tallies: dict[str, Tally] = {}
        self.measures = self._measures(names)
        asked = [(self.tallies[table], of_table) for table, of_table in _by_table(self.measures).items()]
        self.heads = Headcount(connection, grid, asked)
        self.all_heads = Headcount(connection, Grid((), grid.criteria), asked, finer=self.heads)

    @property
    def has_total(self) -> bool:
        return not any(dimension.alone for dimension in self.grid.dimensions)

    def answer(self) -> Totals:
        measures = self.measures
        columns = {m.name: self._amounts(m, self.heads.known[m.name]) for m in measures if m is not PROJECTS}
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
        return Totals(self.grid, measures, rows, self._total() if self.has_total else None)

    def _measures(self, names: Sequence[str]) -> list[Measure]:
        """Find the measures named, else take the usual ones, and open the tables that they need."""
        usual = not names and not any(dimension.name == "indicator" for dimension in self.grid.dimensions)
        if usual:
            possible = [MEASURES[name] for name in (*DEFAULT, *OTHER_STAGES)]
        elif names:
            possible = find_measures(self.connection, tuple(dict.fromkeys(names)))
        else:
            possible = self._results()
        for table, measures in _by_table(possible).items():
            self.tallies[table] = Tally(self.connection, self.grid, table, measures)
        return self._seen(possible) if usual else possible

    def _seen(self, possible: Iterable[Measure]) -> list[Measure]:
        """Take the default measures, and each other stage of aid that has a row in the answer."""
        tally = self.tallies["funding"]
        return [
            measure
            for measure in possible
            if measure.name in DEFAULT or any(tally.takes(measure, classes) for classes in tally.seen)
        ]

    def _results(self) -> list[Measure]:
        """Take the one measure that is of use by indicator: whatever figures each has, if they may be summed."""
        summable = sa.select(indicator.c.id).where(indicator.c.summable)
        ids = tuple(self.connection.execute(summable).scalars())
        return [PROJECTS, Measure("results", "数量", "Count", "result", {"indicator_id": ids})]

    def _amounts(self, measure: Measure, known: Mapping[Key, int]) -> dict[Key, Amount]:
        tally = self.tallies[measure.table]
        groups: dict[Key, Group] = defaultdict(Group)
        for raw, sums in _plain(tally, measure):
            key = self.grid.key(raw)
            self.grid.note(raw, key)
            groups[key].sum.add(sums)
        for world in tally.worlds():
            _correct(groups, tally, measure, world)
        return {
            key: self._amount(measure, group, known.get(key, 0), self.heads.groups.get(key, 0))
            for key, group in groups.items()
            if group.sum.rows
        }

    def _total(self) -> dict[str, Amount | int | None]:
        """Add up each measure as one group, which is never the sum of the lines."""
        projects = self.all_heads.groups.get((), 0)
        return {
            m.key: projects
            if m is PROJECTS
            else self._whole(m, self.all_heads.known[m.name].get((), 0), projects)
            for m in self.measures
        }

    def _whole(self, measure: Measure, known: int, projects: int) -> Amount | None:
        tally = self.tallies[measure.table]
        groups: dict[Key, Group] = defaultdict(Group)
        for _, sums in _plain(tally, measure):
            groups[()].sum.add(sums)
        _correct(groups, tally, measure, None, whole=True)
        if not groups[()].sum.rows:
            return None
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


def _by_table(measures: Iterable[Measure]) -> dict[str, list[Measure]]:
    """Sort the measures of figures by the table that holds them."""
    tables: dict[str, list[Measure]] = defaultdict(list)
    for measure in measures:
        if measure is not PROJECTS:
            tables[measure.table].append(measure)
    return tables


def _plain(tally: Tally, measure: Measure) -> Iterator[tuple[tuple[object, ...], Sum]]:
    """Give the sums that the measure takes, each with what its rows are grouped by."""
    for classes, sums in tally.plain.items():
        if tally.takes(measure, classes):
            yield from sums


def _correct(
    groups: dict[Key, Group], tally: Tally, measure: Measure, world: Key | None, *, whole: bool = False
) -> None:
    """Replace the linked rows' plain sums by what counting once leaves of them."""
    counting = tally.counting(measure, whole=whole, world=world)
    for row in counting.rows.values():
        if row.group is not OUT and row.part_of is None and row.restates is None:
            groups[row.group].sum.add(row.sum, -1)  # type: ignore[index]
    for key, number, sums in counting.corrections():
        if not whole:
            tally.grid.note(tally.parts[number].raw, key)  # type: ignore[arg-type]
        group = groups[key]  # type: ignore[index]
        group.sum.add(sums)
        if number in counting.taken:
            group.remainder = True
            group.place = _coarser(group.place, tally.parts[number].text)


def _coarser(known: Decimal | None, text: str | None) -> Decimal:
    """Tell the coarser of a place value and the one to which a figure was printed."""
    return max(known or Decimal(1), place(text) if text else Decimal(1))
