"""Which projects are in which groups, and of which of them a figure is known: how many it has of each measure.

A project is in the group of its own pairing and values. In the dimensions of figures (year, stage, kind …) it is in
each group in which it has a figure, or else in the null group; a figure that has no such dimension (money has no
kind) is in the null group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.queries.wanted import alike, besides, conditions
from aidtrack.tables import FIGURES, project

if TYPE_CHECKING:
    from collections.abc import Sequence

    from aidtrack.queries.grid import Grid
    from aidtrack.queries.measures import Measure
    from aidtrack.queries.tally import Tally
    from aidtrack.queries.wanted import Wanted

    Ids = sa.Select[Any] | None
    """Selects the ids of the projects that are wanted; null: all that the filters let pass."""


def present(grid: Grid, ids: Ids) -> sa.Select[Any]:
    """Select each project with the groups it is in: its id, what it is grouped by, and a flag that is set."""
    passing = [*grid.criteria.on_projects(), *_among(project.c.id, ids)]
    flag = sa.literal(1).label("flag0")
    if not grid.by_figures:
        return sa.select(project.c.id, *grid.raw(project), flag).where(*passing)
    figures = sa.union(*(_groups_of(grid, table, ids) for table in FIGURES.values())).subquery()
    theirs = _raw_with(grid, [figures.c.get(column.name, column) for column in grid.raw(project)])
    having = (
        sa.select(project.c.id, *theirs, flag)
        .join(figures, figures.c.project_id == project.c.id)
        .where(*grid.criteria.on_projects_themselves())
    )
    any_figure = [
        sa.exists().where(table.c.project_id == project.c.id, *grid.criteria.figure_conditions(table))
        for table in FIGURES.values()
    ]
    without = sa.select(project.c.id, *grid.raw(project), flag).where(
        *passing, sa.not_(sa.or_(sa.false(), *any_figure))
    )
    members = sa.union_all(having, without).subquery()
    return sa.select(*members.c)


def _groups_of(grid: Grid, table: sa.Table, ids: Ids) -> sa.Select[Any]:
    """Select the projects of a table's figures, with what these are grouped by."""
    passes = (table.c.project_id.is_not(None), *grid.criteria.figure_conditions(table))
    theirs = _of_figures(grid, table)
    return sa.select(table.c.project_id, *theirs).where(*passes, *_among(table.c.project_id, ids))


def _of_figures(grid: Grid, table: sa.Table) -> list[sa.ColumnElement[Any]]:
    return [raw for d, raw in zip(grid.dimensions, grid.raw(table), strict=True) if d.of == "figure"]


def with_figures(grid: Grid, tally: Tally, measures: Sequence[Measure], ids: Ids) -> sa.Select[Any]:
    """Select each project that has figures: its id, what it is grouped by, and how many it has of each measure."""
    table, raw = tally.table, grid.raw(tally.table)
    wanted = [tally.wanted(measure) for measure in measures]
    shared = alike(wanted)
    flags = [_how_many(table, besides(one, shared)).label(f"flag{n}") for n, one in enumerate(wanted)]
    keys: list[sa.ColumnElement[Any]] = [table.c.project_id, *_of_figures(grid, table)]
    figures = (
        sa.select(*keys, *flags)
        .where(*_passing(grid, table, ids), *conditions(table, shared))
        .group_by(*[sa.literal_column(str(n + 1)) for n in range(len(keys))])
        .subquery()
    )
    theirs = [figures.c.get(column.name, own) for column, own in zip(raw, grid.raw(project), strict=True)]
    columns = (project.c.id, *_raw_with(grid, theirs), *(figures.c[flag.name] for flag in flags))
    return sa.select(*columns).join(figures, figures.c.project_id == project.c.id)


def _how_many(table: sa.Table, wanted: Wanted) -> sa.ColumnElement[int]:
    return sa.func.count().filter(*conditions(table, wanted)) if wanted else sa.func.count()


def _raw_with(grid: Grid, figures: Sequence[sa.ColumnElement[Any]]) -> list[sa.ColumnElement[Any]]:
    """Say what a project with its figures is grouped by: its own pairing and values, the figure's rest."""
    columns = zip(grid.dimensions, grid.raw(project), figures, strict=True)
    return [
        (theirs if dimension.of == "figure" else own).label(f"raw{n}")
        for n, (dimension, own, theirs) in enumerate(columns)
    ]


def _passing(grid: Grid, table: sa.Table, ids: Ids) -> list[sa.ColumnElement[bool]]:
    """Say which figures pass, with their projects; one that passes is all that the filters ask of a project's."""
    criteria = grid.criteria
    passing = [table.c.project_id.is_not(None), *criteria.figure_conditions(table)]
    if "currency" in table.c:
        passing.append(table.c.currency == criteria.currency)
    if wanted := criteria.on_projects_themselves():
        ids = sa.select(project.c.id).where(*wanted, *_among(project.c.id, ids))
    return [*passing, *_among(table.c.project_id, ids)]


def _among(column: sa.ColumnElement[int], ids: Ids) -> list[sa.ColumnElement[bool]]:
    return [] if ids is None else [column.in_(ids)]
