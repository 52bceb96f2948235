"""Asking for many rows by their ids: so many at a time, for no engine takes any number of values."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import sqlalchemy as sa

AT_ONCE = 1000


def rows_of(
    connection: sa.Connection, query: sa.Select[Any], column: sa.ColumnElement[int], ids: Iterable[int]
) -> Iterator[Any]:
    """Give the rows of a query whose column holds one of the ids."""
    for some in batches(ids):
        yield from connection.execute(query.where(column.in_(some)))


def batches(ids: Iterable[int]) -> Iterator[list[int]]:
    """Take the ids so many at a time."""
    rest = iter(ids)
    while some := list(islice(rest, AT_ONCE)):
        yield some
