"""Writing many rows at once, as each engine takes them fastest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import exc

from aidtrack.store.numbers import last_numbers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from aidtrack.store.sheets import Row, Sheet


_CACHE_KIB = 32 * 1024
"""So much of a file is held in memory while much is written to it; without that SQLite holds 2 MB."""

_ASKED = 500
"""So many values are asked for in one question."""

_TAKE_ON_SERVER = sa.text(
    "SELECT nextval(pg_get_serial_sequence(:name, 'id')::regclass) FROM generate_series(1, :count)"
)


def make_room(connection: sa.Connection) -> None:
    """Let a file have the memory that it needs to be written fast; a server has its own."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(f"PRAGMA cache_size=-{_CACHE_KIB}")


def take_numbers(connection: sa.Connection, table: str, count: int) -> Sequence[int]:
    """Take the next numbers of a table, for rows that this transaction is to write."""
    if connection.dialect.name == "sqlite":  # nobody else can write before this transaction ends
        last = last_numbers(connection, [table])[table]
        return range(last + 1, last + 1 + count)
    return list(connection.execute(_TAKE_ON_SERVER, {"name": table, "count": count}).scalars())


def having(
    connection: sa.Connection, table: str, names: Sequence[str], key: str, values: Collection[Any]
) -> Iterator[tuple[Any, ...]]:
    """Read columns of the rows whose key is one of many; nothing is made of them but what the driver gives."""
    quote = connection.dialect.identifier_preparer.quote
    start = f"SELECT {', '.join(map(quote, names))} FROM {quote(table)} WHERE {quote(key)}"  # noqa: S608 - our own names
    wanted = list(values)
    for first in range(0, len(wanted), _ASKED):
        some = wanted[first : first + _ASKED]
        if connection.dialect.name == "sqlite":
            found = connection.exec_driver_sql(f"{start} IN ({', '.join('?' * len(some))})", tuple(some))
        else:
            found = connection.exec_driver_sql(f"{start} = ANY(%s)", (some,))
        yield from map(tuple, found)


def write(connection: sa.Connection, sheet: Sheet, batches: Iterable[list[Row]]) -> None:
    """Write rows into a table of which nobody else knows yet."""
    into = _into_sqlite if connection.dialect.name == "sqlite" else _into_server
    into(connection, sheet, batches)


def _into_sqlite(connection: sa.Connection, sheet: Sheet, batches: Iterable[list[Row]]) -> None:
    table = sa.table(sheet.name, *map(sa.column, sheet.columns))
    insert = str(sa.insert(table).compile(dialect=connection.dialect))
    for batch in batches:
        connection.exec_driver_sql(insert, batch)


def _into_server(connection: sa.Connection, sheet: Sheet, batches: Iterable[list[Row]]) -> None:
    """Write them in one COPY: a row may point at one that comes later, for links are looked at in its end."""
    quote = connection.dialect.identifier_preparer.quote
    statement = f"COPY {quote(sheet.name)} ({', '.join(map(quote, sheet.columns))}) FROM STDIN"
    own: Any = connection.connection.driver_connection
    try:
        with own.cursor() as cursor, cursor.copy(statement) as stream:
            for batch in batches:
                for row in batch:
                    stream.write_row(row)
    except connection.dialect.loaded_dbapi.Error as error:
        raise exc.DBAPIError.instance(
            statement,
            None,
            error,
            connection.dialect.loaded_dbapi.Error,
            connection_invalidated=own.closed,
            dialect=connection.dialect,
        ) from error
