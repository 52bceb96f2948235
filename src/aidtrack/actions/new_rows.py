"""New rows written many at once, column by column: past the objects, as the driver takes them fastest."""

from __future__ import annotations

from functools import cache
from itertools import repeat
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.actions.uids import new_uids
from aidtrack.store.bulk import take_numbers, write
from aidtrack.store.sheets import Sheet
from aidtrack.tables import TABLES
from aidtrack.tables.base import Words
from aidtrack.tables.derive import derive_columns

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Columns = Mapping[str, Sequence[Any]]


@cache
def blank(table: str) -> dict[str, Any]:
    """Give the columns of a new row of which nothing is said."""
    return {column.name: _default(column) for column in TABLES[table].c if column.name != "id"}


def _default(column: sa.Column[Any]) -> Any:  # noqa: ANN401 - of any column
    if isinstance(column.type, sa.Boolean):
        return False
    said = column.server_default
    return column.type.python_type(said.arg) if isinstance(said, sa.DefaultClause) else None


def write_new(connection: sa.Connection, table: str, change: int, said: Columns, count: int) -> Sequence[int]:
    """Write rows of which these columns are said, as rows of a change; return their numbers in the same order.

    One without a uid gets one; what follows from other columns follows.
    """
    numbers = take_numbers(connection, table, count)
    columns: dict[str, Iterable[Any]] = {
        **{name: repeat(value, count) for name, value in blank(table).items()},
        **said,
        **derive_columns(table, said, count),
        "id": numbers,
        "uid": _uids(said.get("uid"), count),
        "change_id": repeat(change, count),
    }
    sheet = Sheet(table, tuple(columns))
    written = (_written(connection, TABLES[table].c[name], values) for name, values in columns.items())
    write(connection, sheet, [list(zip(*written, strict=True))])
    return numbers


def _uids(said: Sequence[str | None] | None, count: int) -> Sequence[str]:
    if said is None:
        return new_uids(count)
    return [own or made for own, made in zip(said, new_uids(count), strict=True)]


def _written(connection: sa.Connection, column: sa.Column[Any], values: Iterable[Any]) -> Iterable[Any]:
    """Write the values of a column as they are kept: only lists are kept otherwise than they are said."""
    if not isinstance(column.type, Words):
        return values
    kept, dialect = column.type, connection.dialect
    return [kept.process_bind_param(value, dialect) if value else None for value in values]
