"""Families of projects: most of them are counted in the database, the others are looked at one by one.

A family is plain where it is a project and sub-projects directly below it, all of one group: of those that know
a figure one counts, whichever it is. Of several sub-projects without the one above them in the group each counts; so
they are plain just where that is certain to be there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.tables import project

if TYPE_CHECKING:
    from aidtrack.queries.grid import Grid


def families(grid: Grid) -> sa.CTE:
    """Select the projects that have others above or below them.

    `unit` is the same for those that count as one in a group: the project above of a plain family; in the others
    each stands for itself, and `alone` is its id.
    """
    odd = sa.union(_crossing(grid), _of_several(grid)).cte("odd_family")
    link = _links(sa.select(odd.c.id))
    below = sa.select(link.c.id, _one_of(link, link.c.parent_id), _if_odd(link, link.c.id))
    above = sa.select(link.c.parent_id, link.c.parent_id, _if_odd(link, link.c.parent_id))
    return sa.union(below, above).cte("member")


def _links(odd: sa.Select[Any]) -> sa.CTE:
    columns = project.c
    links = sa.select(columns.id, columns.parent_id, columns.parent_id.in_(odd).label("odd"))
    return links.where(columns.parent_id.is_not(None)).cte("link")


def _one_of(link: sa.CTE, family: sa.ColumnElement[int]) -> sa.ColumnElement[int]:
    return sa.case((link.c.odd, link.c.id), else_=family).label("unit")


def _if_odd(link: sa.CTE, number: sa.ColumnElement[int]) -> sa.ColumnElement[int | None]:
    return sa.case((link.c.odd, number)).label("alone")


def _crossing(grid: Grid) -> sa.Select[Any]:
    """Select the parents of a sub-project that is in another group, has sub-projects, or is further down."""
    parent = project.alias("parent")
    own, theirs = grid.project_marks(project), grid.project_marks(parent)
    plain = [
        parent.c.parent_id.is_(None),
        project.c.id.not_in(_parents()),
        *(one.is_not_distinct_from(other) for one, other in zip(own, theirs, strict=True)),
    ]
    return (
        sa.select(parent.c.id)
        .join_from(project, parent, project.c.parent_id == parent.c.id)
        .where(project.c.parent_id.is_not(None))  # for the index
        .where(sa.case((sa.and_(*plain), 0), else_=1) == 1)  # what is null does not hold
    )


def _parents() -> sa.Select[Any]:
    parents = sa.select(project.c.parent_id).where(project.c.parent_id.is_not(None))
    return parents.correlate(None)


def _of_several(grid: Grid) -> sa.Select[Any]:
    """Select the parents of several, as far as they may be left out or, by their figures, in other groups."""
    columns = project.c
    several = sa.select(columns.parent_id).where(columns.parent_id.is_not(None))
    several = several.group_by(columns.parent_id).having(sa.func.count() > 1)
    if grid.by_figures:
        return several
    above = several.cte("above_several")
    there = sa.select(columns.id).where(
        columns.id.in_(sa.select(above.c.parent_id)), *grid.criteria.on_projects()
    )
    return sa.select(above.c.parent_id).where(above.c.parent_id.not_in(there))
