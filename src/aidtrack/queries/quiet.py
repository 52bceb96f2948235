"""Links that change no sum: totals need not read their rows one by one.

A row to which nothing points is quiet where its target is in the answer exactly when the row itself is: a
restatement never counts, and in the same group a part or a view is held by its whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    Test = Callable[[sa.FromClause], Iterable[sa.ColumnElement[bool]]]
    """What must hold of a row of the table under that name."""

_LINKS = ("part_of_id", "restates_id")


def loud_ids(table: sa.Table, tests: Sequence[Test], same: Iterable[str]) -> sa.CompoundSelect[Any]:
    """Select the linked rows that may change a sum, and the rows at which they point.

    The tests are those by which a row is in the answer of a measure, and the columns `same` make its group.
    """
    columns = tuple(same)
    found = sa.union_all(*(_loud(table, link, tests, columns) for link in _LINKS)).cte("loud")
    return sa.union(sa.select(found.c.id), sa.select(found.c.target))


def _loud(table: sa.Table, link: str, tests: Sequence[Test], same: Sequence[str]) -> sa.Select[Any]:
    row, target = table.alias("linked"), table.alias("target")
    return (
        sa.select(row.c.id, row.c[link].label("target"))
        .join_from(row, target, row.c[link] == target.c.id)
        .where(row.c[link].is_not(None), sa.not_(_quiet(table, row, target, tests, same)))
    )


def _quiet(
    table: sa.Table, row: sa.FromClause, target: sa.FromClause, tests: Sequence[Test], same: Sequence[str]
) -> sa.ColumnElement[bool]:
    alike = [_holds(test(row)) == _holds(test(target)) for test in tests]
    in_one_group = [row.c[name].is_not_distinct_from(target.c[name]) for name in same]
    return sa.and_(
        *alike,
        sa.or_(row.c.restates_id.is_not(None), sa.and_(sa.true(), *in_one_group)),
        *(sa.not_(_pointed_at(table, link, row)) for link in _LINKS),
    )


def _holds(conditions: Iterable[sa.ColumnElement[bool]]) -> sa.ColumnElement[int]:
    """Say it as 0 or 1: a condition on what is null is not met."""
    return sa.case((sa.and_(sa.true(), *conditions), 1), else_=0)


def _pointed_at(table: sa.Table, link: str, row: sa.FromClause) -> sa.ColumnElement[bool]:
    other = table.alias(f"other_{link}")
    return sa.exists().where(other.c[link] == row.c.id)
