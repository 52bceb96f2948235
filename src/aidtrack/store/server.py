"""A ledger on a PostgreSQL server: how it is opened, so that commands see each other's work whole or not at all."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy import event

from aidtrack.errors import N_, NoLedger

LOCK_SECONDS = 30
"""How long a command waits for another that writes, as on SQLite."""

_WAIT = f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"

_IN_TURN = "LOCK TABLE project IN SHARE ROW EXCLUSIVE MODE"
"""Writers take turns, which readers do not notice. It stands before the first read: what the transaction sees
is then all that earlier writers did, and it has nothing to try again."""


def reader(url: str) -> sa.Engine:
    """Make an engine whose transactions see one moment of the ledger and can write nothing."""
    return _engine(url, "REPEATABLE READ").execution_options(postgresql_readonly=True)


def writer(url: str) -> sa.Engine:
    """Make an engine whose transactions are as if each ran alone."""
    made = _engine(url, "SERIALIZABLE")
    event.listen(made, "begin", _take_turn)
    return made


def migrator(url: str) -> sa.Engine:
    """Make an engine for changes of the schema, which take their own locks."""
    made = _engine(url, "READ COMMITTED")
    event.listen(made, "begin", _take_all)
    return made


def _engine(url: str, isolation: str) -> sa.Engine:
    try:
        return sa.create_engine(url, poolclass=sa.NullPool, isolation_level=isolation)
    except ModuleNotFoundError as error:
        raise NoLedger(
            N_("A ledger on PostgreSQL needs psycopg; install it with: pip install 'aidtrack[postgres]'")
        ) from error


def _take_turn(connection: sa.Connection) -> None:
    connection.exec_driver_sql(_WAIT)
    connection.exec_driver_sql(_IN_TURN)


def _take_all(connection: sa.Connection) -> None:
    connection.exec_driver_sql(_WAIT)
    if exists(connection, "alembic_version"):
        connection.exec_driver_sql("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")


def exists(connection: sa.Connection, table: str) -> bool:
    """Tell whether a table is in the schema where the ledger's tables are looked for."""
    return connection.execute(sa.select(sa.func.to_regclass(table))).scalar() is not None
