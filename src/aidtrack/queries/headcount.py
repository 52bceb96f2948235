"""How many projects a group has, and of how many of them a figure is known.

A project counts where no project above it is in the same group. In the dimensions of figures (year, stage,
kind …) a project is in each group in which it has a figure, or else in the null group; a figure that has no such
dimension (money has no kind) is in the null group.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any, NamedTuple

import sqlalchemy as sa

from aidtrack.tables import FIGURES, project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from aidtrack.queries.grid import Grid, Key
    from aidtrack.queries.measures import Measure
    from aidtrack.queries.tally import Tally

    Rows = Callable[..., sa.Select[Any]]
    """Selects projects, all or those that pass more conditions: id, what they are grouped by, flags of 0 or 1."""


class Counted(NamedTuple):
    """How many projects have each flag, by what they are grouped by."""

    raw: tuple[Any, ...]
    numbers: tuple[int, ...]


class Member(NamedTuple):
    """A project with others above or below it, what it is grouped by, and its flags."""

    id: int
    raw: tuple[Any, ...]
    flags: tuple[int, ...]


class Headcount:
    """Counts the projects of a question's groups.

    `finer` has counted the same projects in smaller groups: where each was in one of them, they are added up.
    """

    def __init__(self, connection: sa.Connection, grid: Grid, finer: Headcount | None = None) -> None:
        self.connection = connection
        self.grid = grid
        self.finer = None if finer is None or finer.in_many_groups else finer
        self.everyone: dict[str, list[Counted]] = {}
        self.families: dict[str, list[Member]] = {}
        self._tops: dict[tuple[int, Key], tuple[int, Key] | None] = {}

    @property
    def in_many_groups(self) -> bool:
        """Whether a project may be in more than one group."""
        return any(dimension.of == "figure" for dimension in self.grid.dimensions)

    @cached_property
    def groups(self) -> dict[Key, int]:
        """The number of projects by group."""
        self._read("project", self._members)
        return self._topmost("project", 1)[0]

    def known(self, measures: Sequence[Measure], tally: Tally) -> dict[str, dict[Key, int]]:
        """Count by measure and group the projects of which a figure is known, their own or a sub-project's."""
        self._read(tally.table.name, partial(self._with_figures, measures, tally))
        counts = self._topmost(tally.table.name, len(measures))
        return {measure.name: found for measure, found in zip(measures, counts, strict=True)}

    def _read(self, name: str, rows: Rows) -> None:
        """Read what is flagged, if it was not: all projects added up, and those in families one by one."""
        if name in self.everyone:
            return
        if self.finer and name in self.finer.everyone:
            columns = zip(*(numbers for _, numbers in self.finer.everyone[name]), strict=True)
            self.everyone[name] = [Counted((), tuple(map(sum, columns)))]
            self.families[name] = [member._replace(raw=()) for member in self.finer.families[name]]
        else:
            self.everyone[name] = self._asked(rows().subquery())
            self.families[name] = self._family(rows)

    def _topmost(self, name: str, flags: int) -> list[dict[Key, int]]:
        """Count the projects with each flag; of a family just those that have none above them in the group."""
        counts = self._added(name, flags)
        tops: set[tuple[int, tuple[int, Key]]] = set()
        for number, raw, marks in self.families[name]:
            if not any(marks):
                continue
            key = self.grid.key(raw)
            self.grid.note(raw, key)
            top = self._top(number, key)
            for n, mark in enumerate(marks):
                if mark:
                    counts[n][key] -= 1
                    if top is not None:
                        tops.add((n, top))
        for n, (_, key) in tops:
            counts[n][key] += 1
        return counts

    def _added(self, name: str, flags: int) -> list[dict[Key, int]]:
        counts: list[dict[Key, int]] = [defaultdict(int) for _ in range(flags)]
        for raw, numbers in self.everyone[name]:
            if any(numbers):
                key = self.grid.key(raw)
                self.grid.note(raw, key)
                for found, number in zip(counts, numbers, strict=True):
                    found[key] += number
        return counts

    def _asked(self, rows: sa.Subquery) -> list[Counted]:
        size = len(self.grid.dimensions)
        raw, flags = list(rows.c)[1 : size + 1], list(rows.c)[size + 1 :]
        query = sa.select(*raw, *map(sa.func.sum, flags))
        query = query.group_by(*[sa.literal_column(str(n + 1)) for n in range(size)])
        found = map(tuple, self.connection.execute(query).all())
        return [Counted(row[:size], tuple(int(number or 0) for number in row[size:])) for row in found]

    def _family(self, rows: Rows) -> list[Member]:
        """Give the projects that have others above or below them."""
        size = len(self.grid.dimensions)
        found = map(tuple, self.connection.execute(rows(project.c.id.in_(_family_ids()))).all())
        return [Member(row[0], row[1 : size + 1], row[size + 1 :]) for row in found]

    @cached_property
    def _in_groups(self) -> set[tuple[int, Key]]:
        self._read("project", self._members)
        return {(member.id, self.grid.key(member.raw)) for member in self.families["project"]}

    @cached_property
    def parents(self) -> Mapping[int, int]:
        """Which project each sub-project belongs to."""
        if self.finer:
            return self.finer.parents
        query = sa.select(project.c.id, project.c.parent_id).where(project.c.parent_id.is_not(None))
        return {row[0]: row[1] for row in self.connection.execute(query)}

    def _top(self, number: int, key: Key) -> tuple[int, Key] | None:
        """Find the project that counts for this one in a group, if any: the topmost one above it that is there."""
        if (number, key) not in self._tops:
            self._tops[number, key] = self._topmost_of(number, key)
        return self._tops[number, key]

    def _topmost_of(self, number: int, key: Key) -> tuple[int, Key] | None:
        found, seen = None, set()
        here: int | None = number
        while here is not None and here not in seen:
            seen.add(here)
            if (here, key) in self._in_groups:
                found = (here, key)
            here = self.parents.get(here)
        return found

    def _members(self, *conditions: sa.ColumnElement[bool]) -> sa.Select[Any]:
        """Select each project with the groups it is in."""
        conditions = (*self.grid.criteria.on_projects(), *conditions)
        present = sa.literal(1).label("present")
        if not self.in_many_groups:
            return sa.select(project.c.id, *self.grid.raw(project), present).where(*conditions)
        passing = {table: self.grid.criteria.figure_conditions(table) for table in FIGURES.values()}
        having = [
            sa.select(project.c.id, *self._raw_with(self.grid.raw(table)))
            .join(table, table.c.project_id == project.c.id)
            .where(*conditions, *passes)
            for table, passes in passing.items()
        ]
        any_figure = [
            sa.exists().where(table.c.project_id == project.c.id, *passes)
            for table, passes in passing.items()
        ]
        without = sa.select(project.c.id, *self.grid.raw(project)).where(
            *conditions, sa.not_(sa.or_(sa.false(), *any_figure))
        )
        members = sa.union(*having, without).subquery()
        return sa.select(*members.c, present)

    def _raw_with(self, figures: Sequence[sa.ColumnElement[Any]]) -> list[sa.ColumnElement[Any]]:
        """Say what a project with its figures is grouped by: its own pairing and values, the figure's rest."""
        columns = zip(self.grid.dimensions, self.grid.raw(project), figures, strict=True)
        return [
            (theirs if dimension.of == "figure" else own).label(f"raw{n}")
            for n, (dimension, own, theirs) in enumerate(columns)
        ]

    def _with_figures(
        self, measures: Sequence[Measure], tally: Tally, *conditions: sa.ColumnElement[bool]
    ) -> sa.Select[Any]:
        """Select each project that has a figure of a measure: one pass over the figures, by project."""
        table, raw = tally.table, self.grid.raw(tally.table)
        takes = [sa.and_(sa.true(), *tally.conditions(measure, table)) for measure in measures]
        flags = [sa.func.max(sa.case((taken, 1), else_=0)).label(f"flag{n}") for n, taken in enumerate(takes)]
        keys: list[sa.ColumnElement[Any]] = [table.c.project_id]
        keys += [column for d, column in zip(self.grid.dimensions, raw, strict=True) if d.of == "figure"]
        figures = (
            sa.select(*keys, *flags)
            .where(*self._passing(table), *self._of_projects(table, conditions))
            .group_by(*[sa.literal_column(str(n + 1)) for n in range(len(keys))])
            .subquery()
        )
        theirs = [
            figures.c.get(column.name, own) for column, own in zip(raw, self.grid.raw(project), strict=True)
        ]
        columns = (project.c.id, *self._raw_with(theirs), *(figures.c[flag.name] for flag in flags))
        return sa.select(*columns).join(figures, figures.c.project_id == project.c.id)

    def _passing(self, table: sa.Table) -> list[sa.ColumnElement[bool]]:
        criteria = self.grid.criteria
        conditions = [table.c.project_id.is_not(None), *criteria.figure_conditions(table)]
        if "currency" in table.c:
            conditions.append(table.c.currency == criteria.currency)
        return conditions

    def _of_projects(
        self, table: sa.Table, conditions: Sequence[sa.ColumnElement[bool]]
    ) -> list[sa.ColumnElement[bool]]:
        wanted = (*self.grid.criteria.on_projects(), *conditions)
        return [table.c.project_id.in_(sa.select(project.c.id).where(*wanted))] if wanted else []


def _family_ids() -> sa.CompoundSelect[Any]:
    columns = project.c
    return sa.union(
        sa.select(columns.id).where(columns.parent_id.is_not(None)),
        sa.select(columns.parent_id).where(columns.parent_id.is_not(None)),
    )
