"""Writing many rows at once, as each engine takes them fastest."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import exc

if TYPE_CHECKING:
    from collections.abc import Iterable

    from aidtrack.store.sheets import Row, Sheet


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
