"""Links that change no sum: totals need not read their rows one by one.

A row to which nothing points is quiet where its target is in the answer exactly when the row itself is: a
restatement never counts, and in the same group a part or a view is held by its whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Marks = Callable[[sa.FromClause], Sequence[sa.ColumnElement[Any]]]
    """Gives what is compared of a row of the table under that name."""

_LINKS = ("part_of_id", "restates_id")


def loud_ids(table: sa.Table, kind: Marks, group: Marks) -> sa.CompoundSelect[Any]:
    """Select the linked rows that may change a sum, and the rows at which they point.

    Rows of one `kind` are in the answer of a measure together or not at all; those that also have the same
    marks of `group` fall into one group.
    """
    target = table.alias("target")  # one only: an alias copies every column
    found = sa.union_all(*(_loud(table, target, link, kind, group) for link in _LINKS)).cte("loud")
    return sa.union(sa.select(found.c.id), sa.select(found.c.target))


def _loud(table: sa.Table, target: sa.FromClause, link: str, kind: Marks, group: Marks) -> sa.Select[Any]:
    columns = table.c
    quiet = [*_same(kind, table, target), columns.id.not_in(_pointed_at(table))]
    if link == "part_of_id":  # a restatement counts in no group
        quiet += _same(group, table, target)
    return (
        sa.select(columns.id, columns[link].label("target"))
        .join_from(table, target, columns[link] == target.c.id)
        .where(columns[link].is_not(None), sa.not_(sa.and_(*quiet)))
    )


def _same(marks: Marks, row: sa.FromClause, target: sa.FromClause) -> list[sa.ColumnElement[bool]]:
    pairs = zip(marks(row), marks(target), strict=True)
    return [one.is_not_distinct_from(other) for one, other in pairs]


def _pointed_at(table: sa.Table) -> sa.CompoundSelect[Any]:
    links = (table.c[link] for link in _LINKS)
    return sa.union(*(sa.select(link).where(link.is_not(None)).correlate(None) for link in links))
