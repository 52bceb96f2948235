"""How many projects a group has, and of how many of them a figure is known.

A project counts where no project above it is in the same group. In the dimensions of figures (year, stage,
kind …) a project is in each group in which it has a figure, or else in the null group; a figure that has no such
dimension (money has no kind) is in the null group.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.tables import FIGURES, project

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from aidtrack.queries.measures import Measure
    from aidtrack.queries.tally import Grid, Key, Tally


class Headcount:
    """Counts the projects of a question's groups."""

    def __init__(self, connection: sa.Connection, grid: Grid) -> None:
        self.connection = connection
        self.grid = grid

    @cached_property
    def groups(self) -> dict[Key, int]:
        """The number of projects by group."""
        counts = self._plain(self._members())
        for _, key in self._tops:
            counts[key] += 1
        return counts

    def known(self, measure: Measure, tally: Tally) -> dict[Key, int]:
        """Count by group the projects of which the measure knows a figure, their own or a sub-project's."""
        rows = self._with_figures(measure, tally)
        counts = self._plain(rows)
        found = {self._top(number, key) for number, key in self._family(rows)}
        for _, key in found - {None}:  # type: ignore[misc]
            counts[key] += 1
        return counts

    def _members(self) -> sa.Select[Any]:
        """Select each project with the groups it is in."""
        on_projects = self.grid.criteria.on_projects()
        if not self._figure_columns:
            return sa.select(project.c.id, *self.grid.raw(project)).where(*on_projects)
        having = [
            sa.select(project.c.id, *self._raw_with(table))
            .join(table, table.c.project_id == project.c.id)
            .where(*on_projects, *self.grid.criteria.figure_conditions(table))
            for table in FIGURES.values()
        ]
        any_figure = [
            sa.exists().where(
                table.c.project_id == project.c.id, *self.grid.criteria.figure_conditions(table)
            )
            for table in FIGURES.values()
        ]
        without = sa.select(project.c.id, *self.grid.raw(project)).where(
            *on_projects, sa.not_(sa.or_(sa.false(), *any_figure))
        )
        members = sa.union(*having, without).subquery()
        return sa.select(*members.c)

    @cached_property
    def _figure_columns(self) -> set[str]:
        return {dimension.column for dimension in self.grid.dimensions if dimension.of == "figure"}

    def _raw_with(self, table: sa.Table) -> list[sa.ColumnElement[Any]]:
        """Say what a project with its figures is grouped by: its own pairing and values, the figure's rest."""
        return [
            (figures if dimension.of == "figure" else own).label(f"raw{n}")
            for n, (dimension, own, figures) in enumerate(
                zip(self.grid.dimensions, self.grid.raw(project), self.grid.raw(table), strict=True)
            )
        ]

    def _with_figures(self, measure: Measure, tally: Tally) -> sa.Select[Any]:
        criteria, table = self.grid.criteria, tally.table
        conditions = [*criteria.on_projects(), *criteria.figure_conditions(table), *measure.conditions(table)]
        if "currency" in table.c:
            conditions.append(table.c.currency == criteria.currency)
        if "scenario" in table.c and not tally.takes_all_scenarios(measure):
            conditions.append(table.c.scenario == "actual")
        query = sa.select(project.c.id, *self._raw_with(table)).join(
            table, table.c.project_id == project.c.id
        )
        return query.where(*conditions).distinct()

    def _plain(self, members: sa.Select[Any]) -> defaultdict[Key, int]:
        """Add up the projects that have none above or below them."""
        rows = members.subquery()
        raw = list(rows.c)[1:]
        query = sa.select(*raw, sa.func.count()).where(rows.c.id.not_in(_family_ids()))
        query = query.group_by(*[sa.literal_column(str(n + 1)) for n in range(len(raw))])
        counts: defaultdict[Key, int] = defaultdict(int)
        for row in self.connection.execute(query):
            if row[-1]:
                key = self.grid.key(row[:-1])
                self.grid.note(row[:-1], key)
                counts[key] += row[-1]
        return counts

    def _family(self, members: sa.Select[Any]) -> Iterable[tuple[int, Key]]:
        """Give the projects that have others above or below them, with their groups."""
        rows = members.subquery()
        query = sa.select(*rows.c).where(rows.c.id.in_(_family_ids()))
        found = [(row[0], row[1:], self.grid.key(row[1:])) for row in self.connection.execute(query)]
        for _, raw, key in found:
            self.grid.note(raw, key)
        return [(number, key) for number, _, key in found]

    @cached_property
    def _in_groups(self) -> set[tuple[int, Key]]:
        return set(self._family(self._members()))

    @cached_property
    def _tops(self) -> set[tuple[int, Key]]:
        return {(number, key) for number, key in self._in_groups if self._top(number, key) == (number, key)}

    @cached_property
    def _parents(self) -> Mapping[int, int]:
        query = sa.select(project.c.id, project.c.parent_id).where(project.c.parent_id.is_not(None))
        return {row[0]: row[1] for row in self.connection.execute(query)}

    def _top(self, number: int, key: Key) -> tuple[int, Key] | None:
        """Find the project that counts for this one in a group: the topmost one above it that is there."""
        found, seen = None, set()
        here: int | None = number
        while here is not None and here not in seen:
            seen.add(here)
            if (here, key) in self._in_groups:
                found = (here, key)
            here = self._parents.get(here)
        return found


def _family_ids() -> sa.CompoundSelect[Any]:
    columns = project.c
    return sa.union(
        sa.select(columns.id).where(columns.parent_id.is_not(None)),
        sa.select(columns.parent_id).where(columns.parent_id.is_not(None)),
    )
