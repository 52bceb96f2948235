"""Asking for many rows by their ids: so many at a time, for no engine takes any number of values."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

AT_ONCE = 1000


def rows_of(
    connection: sa.Connection,
    query: sa.Select[Any],
    ids: Iterable[int],
    *columns: sa.ColumnElement[int],
) -> Iterator[Any]:
    """Give the rows of a query of which one of the columns holds one of the ids."""
    some: sa.BindParameter[Any] = sa.bindparam("some", expanding=True)
    asked = query.where(sa.or_(*(column.in_(some) for column in columns)))
    rest = iter(ids)
    while batch := list(islice(rest, AT_ONCE)):
        yield from connection.execute(asked, {"some": batch}).all()
