"""One pass over a table of figures: the rows without links added up by group, and the linked rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.queries.counting import OUT, Counting, Linked, count_once
from aidtrack.queries.dimensions import Dimension, regroup
from aidtrack.queries.sums import Sum
from aidtrack.tables import FIGURES, project
from aidtrack.vocab import is_narrower

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from aidtrack.queries.filters import Criteria
    from aidtrack.queries.measures import Measure

CLASSES = {
    "funding": ("stage", "fund_source"),
    "jobs": ("kind", "scenario"),
    "result": ("indicator_id", "scenario"),
}
"""By table, the columns that tell its measures apart: one pass serves all measures of a table."""

Key = tuple[Any, ...]


@dataclass(frozen=True)
class Grid:
    """The dimensions of a question, at most two, and how rows fall into their groups."""

    dimensions: tuple[Dimension, ...]
    criteria: Criteria
    pairings: dict[Key, set[int]] = field(default_factory=lambda: defaultdict(set))

    @property
    def by_people(self) -> bool:
        """Whether the answer is about groups of people: then every narrower part is a view."""
        return "group" in self.criteria.figures or any(d.name == "group" for d in self.dimensions)

    def raw(self, table: sa.Table) -> list[sa.ColumnElement[Any]]:
        """Say in SQL what the rows of a table are grouped by, one column for each dimension."""
        return [
            self._column(dimension, table).label(f"raw{n}") for n, dimension in enumerate(self.dimensions)
        ]

    def _column(self, dimension: Dimension, table: sa.Table) -> sa.ColumnElement[Any]:
        if dimension.of == "pairing":
            return table.c.pairing_id
        if dimension.of == "project":
            if dimension.name == "project" and table is not project:
                return table.c.project_id
            return project.c[dimension.column]
        if dimension.column in table.c:
            return table.c[dimension.column]
        return sa.cast(sa.null(), _type(dimension.column))  # PostgreSQL takes a bare null for a text

    def needs_project(self) -> bool:
        """Whether a row's project must be looked up to find its group."""
        return any(d.of == "project" and d.name != "project" for d in self.dimensions)

    def key(self, raw: Sequence[Any]) -> Key:
        """Turn what rows are grouped by into the groups of the dimensions."""
        return tuple(
            regroup(dimension, value, self.criteria.places)
            for dimension, value in zip(self.dimensions, raw, strict=True)
        )

    def note(self, raw: Sequence[Any], key: Key) -> None:
        """Remember which pairings stand behind a group."""
        for dimension, value in zip(self.dimensions, raw, strict=True):
            if dimension.of == "pairing" and value is not None:
                self.pairings[key].add(value)

    def alone(self, key: Key) -> Key:
        """Tell the part of a key that gives each line by itself."""
        return tuple(value for d, value in zip(self.dimensions, key, strict=True) if d.alone)


@dataclass(frozen=True, slots=True)
class Part:
    """A linked row as read: its links, its values, and whether the filter lets it pass."""

    row: Linked
    raw: tuple[Any, ...]
    classes: dict[str, Any]
    passes: bool
    text: str | None


class Tally:
    """What one table of figures holds for a question."""

    def __init__(self, connection: sa.Connection, grid: Grid, table: str) -> None:
        self.connection = connection
        self.grid = grid
        self.table = FIGURES[table]
        self.classes = CLASSES[table]

    @cached_property
    def plain(self) -> list[tuple[tuple[Any, ...], dict[str, Any], Sum]]:
        """Rows that are no part and no restatement, added up: what they are grouped by, classes, sum."""
        table, columns = self.table, self.table.c
        keys = [*self.grid.raw(table), *(columns[name] for name in self.classes)]
        query = (
            sa.select(*keys, *_added(columns))
            .select_from(self._from())
            .where(
                *self.grid.criteria.on_figures(table),
                columns.part_of_id.is_(None),
                columns.restates_id.is_(None),
            )
            .group_by(*[sa.literal_column(str(n + 1)) for n in range(len(keys))])
        )
        return [self._split(row) for row in self.connection.execute(query)]

    def _split(self, row: sa.Row[Any]) -> tuple[tuple[Any, ...], dict[str, Any], Sum]:
        size, classes = len(self.grid.dimensions), len(self.classes)
        sums = Sum(*(int(value or 0) for value in row[size + classes :]))
        return tuple(row[:size]), dict(zip(self.classes, row[size:], strict=False)), sums

    def _from(self) -> sa.FromClause:
        if not self.grid.needs_project():
            return self.table
        return self.table.outerjoin(project, self.table.c.project_id == project.c.id)

    @cached_property
    def parts(self) -> list[Part]:
        """Every row with a link, and every row that another points at."""
        return self.rows(self.table.c.id.in_(_linked_ids(self.table)))

    def rows(self, where: sa.ColumnElement[bool]) -> list[Part]:
        """Read rows one by one, with what counting once needs to know of them."""
        table, columns = self.table, self.table.c
        whole = table.alias("whole")
        passes = sa.case((sa.and_(sa.true(), *self.grid.criteria.on_figures(table)), 1), else_=0)
        people = "group" in columns
        query = sa.select(
            columns.id,
            columns.low,
            columns.high,
            columns.value,
            columns.part_of_id,
            columns.restates_id,
            columns.overlaps,
            columns.text,
            passes,
            (columns.pairing_id == whole.c.pairing_id),
            columns.group if people else sa.null(),
            whole.c.group if people else sa.null(),
            *self.grid.raw(table),
            *(columns[name] for name in self.classes),
        ).select_from(self._from().outerjoin(whole, columns.part_of_id == whole.c.id))
        rows = self.connection.execute(query.where(where).order_by(columns.id))
        return [self._part(row) for row in rows]

    def _part(self, row: Any) -> Part:  # noqa: ANN401 - a row, to be taken apart
        (number, low, high, value, part_of, restates, overlaps, text, passes, same, group, wholes, *rest) = (
            row
        )
        narrower = part_of is not None and group is not None and is_narrower(group, wholes)
        linked = Linked(
            number,
            low,
            high,
            value,
            OUT,
            part_of,
            restates,
            view=bool(overlaps or (same and narrower)),
            narrower=bool(self.grid.by_people and narrower),
        )
        size = len(self.grid.dimensions)
        classes = dict(zip(self.classes, rest[size:], strict=True))
        return Part(linked, tuple(rest[:size]), classes, bool(passes), text)

    def takes(self, measure: Measure, classes: Mapping[str, Any]) -> bool:
        """Tell whether a measure takes rows of these classes; where it names no scenario, actual ones."""
        return measure.takes(classes) and (
            self.takes_all_scenarios(measure) or classes.get("scenario", "actual") == "actual"
        )

    def takes_all_scenarios(self, measure: Measure) -> bool:
        """Tell whether the measure or the question itself says which scenarios are wanted."""
        asked = "scenario" in self.grid.criteria.figures or any(
            dimension.name == "scenario" for dimension in self.grid.dimensions
        )
        return asked or "scenario" in measure.where

    def counting(self, measure: Measure, *, whole: bool, world: Key | None = None) -> Counting:
        """Count the linked rows once: in their groups, or (`whole`) all in one; `world` picks a line alone."""
        for part in self.parts:
            part.row.group = self.group(measure, part, whole=whole, world=world)
        return count_once(part.row for part in self.parts)

    def group(
        self, measure: Measure, part: Part, *, whole: bool = False, world: Key | None = None
    ) -> Key | None:
        """Tell in which group of a measure's answer a row falls; OUT where the filter leaves it out."""
        key = self.grid.key(part.raw)
        inside = part.passes and self.takes(measure, part.classes)
        if not inside or (world is not None and self.grid.alone(key) != world):
            return OUT
        return () if whole else key

    def worlds(self) -> list[Key | None]:
        """List the lines that stand by themselves among the linked rows; null is the one world of all."""
        if not any(dimension.alone for dimension in self.grid.dimensions):
            return [None]
        return list(dict.fromkeys(self.grid.alone(self.grid.key(part.raw)) for part in self.parts))


def _type(column: str) -> sa.types.TypeEngine[Any]:
    """Tell the type of a column that some of the tables of figures have."""
    return next(table.c[column].type for table in FIGURES.values() if column in table.c)


def _added(columns: Any) -> Iterable[sa.ColumnElement[Any]]:  # noqa: ANN401 - a table's columns
    return (
        sa.func.count(),
        sa.func.sum(columns.low),
        sa.func.sum(columns.high),
        sa.func.count() - sa.func.count(columns.high),
        sa.func.sum(columns.value),
        sa.func.count() - sa.func.count(columns.value),
    )


def _linked_ids(table: sa.Table) -> sa.CompoundSelect[Any]:
    """Select the ids of all rows that point at another or are pointed at, from the two small indexes."""
    columns = table.c
    return sa.union(
        sa.select(columns.id).where(columns.part_of_id.is_not(None)),
        sa.select(columns.part_of_id).where(columns.part_of_id.is_not(None)),
        sa.select(columns.id).where(columns.restates_id.is_not(None)),
        sa.select(columns.restates_id).where(columns.restates_id.is_not(None)),
    )
