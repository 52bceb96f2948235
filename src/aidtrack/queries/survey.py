"""What holds of all rows of a list of which only some are read: which columns say something, what all have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Conditions = Mapping[str, sa.ColumnElement[bool]]
    """By column, a condition on a row."""


def found(
    connection: sa.Connection,
    rows: sa.FromClause,
    passing: Sequence[sa.ColumnElement[bool]],
    conditions: Conditions,
) -> set[str]:
    """Name the conditions that some row fulfils of those that pass; the database stops at the first."""
    if not conditions:
        return set()
    exist = [
        sa.exists(sa.select(sa.literal(1)).select_from(rows).where(*passing, condition))
        .correlate(None)
        .label(f"found{place}")
        for place, condition in enumerate(conditions.values())
    ]
    answers = connection.execute(sa.select(*exist)).one()
    return {name for name, answer in zip(conditions, answers, strict=True) if answer}


def presumed(column: sa.ColumnElement[list[str]], names: Sequence[str]) -> sa.ColumnElement[bool]:
    """Hold where one of the names stands in a list of presumed fields."""
    text = sa.type_coerce(column, sa.Text)
    said = sa.or_(sa.false(), *(text.contains(f'"{name}"', autoescape=True) for name in names))
    return sa.and_(column.is_not(None), said)
