"""A ledger on a PostgreSQL server: how it is opened, so that commands see each other's work whole or not at all."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event

from aidtrack.errors import N_, NoLedger

if TYPE_CHECKING:
    from collections.abc import Callable

LOCK_SECONDS = 30
"""How long a command waits for another that writes, as on SQLite."""

ANSWER_SECONDS = 10
"""How long a server may take to answer at all, where neither the URL nor PGCONNECT_TIMEOUT says it."""

_WAIT = f"SET LOCAL lock_timeout = '{LOCK_SECONDS}s'"

IN_TURN = "LOCK TABLE project IN SHARE ROW EXCLUSIVE MODE"
"""Writers take turns, which readers do not notice. It stands before the first read: what the transaction sees
is then all that earlier writers did, and it has nothing to try again."""

_ALONE = f"SELECT pg_advisory_xact_lock({0x41494454})"  # AIDT
"""Who makes or changes tables does it alone, also where there is no table yet to lock."""


def reader(url: str) -> sa.Engine:
    """Make an engine whose transactions see one moment of the ledger and can write nothing."""
    return _engine(url, "REPEATABLE READ").execution_options(postgresql_readonly=True)


def writer(url: str) -> sa.Engine:
    """Make an engine whose transactions are as if each ran alone."""
    return _beginning(_engine(url, "SERIALIZABLE"), _take_turn)


def migrator(url: str) -> sa.Engine:
    """Make an engine for changes of the schema, which take their own locks."""
    return _beginning(_engine(url, "READ COMMITTED"), _take_all)


def _engine(url: str, isolation: str) -> sa.Engine:
    try:
        return sa.create_engine(
            url,
            poolclass=sa.NullPool,
            isolation_level=isolation,
            connect_args=_connecting(sa.make_url(url)),
            use_native_hstore=False,  # a type that the ledger has not, asked for at each connection
        )
    except ImportError as error:  # psycopg is not there, or finds no libpq
        raise NoLedger(
            N_("A ledger on PostgreSQL needs psycopg; install it with: pip install 'aidtrack[postgres]'")
        ) from error
    except sa.exc.ArgumentError:  # it quotes the option, which may be a misspelt password
        raise NoLedger(N_("The URL of the ledger has an option that PostgreSQL does not know.")) from None


def _connecting(url: sa.URL) -> dict[str, Any]:
    """Say what the URL leaves open: who asks, in which encoding, and how long to wait for an answer."""
    said: dict[str, Any] = {"client_encoding": "utf8", "fallback_application_name": "aidtrack"}
    if "connect_timeout" not in url.query and "PGCONNECT_TIMEOUT" not in os.environ:
        said["connect_timeout"] = ANSWER_SECONDS
    return said


def _beginning(engine: sa.Engine, do: Callable[[sa.Connection], None]) -> sa.Engine:
    event.listen(engine, "begin", do)
    return engine


def _take_turn(connection: sa.Connection) -> None:
    connection.exec_driver_sql(_WAIT)
    connection.exec_driver_sql(IN_TURN)


def _take_all(connection: sa.Connection) -> None:
    _require_unicode(connection)
    connection.exec_driver_sql(_WAIT)
    connection.exec_driver_sql(_ALONE)
    if exists(connection, "alembic_version"):
        # In this order: a writer has its turn before it looks at the version, a reader looks at the version first.
        connection.exec_driver_sql(IN_TURN)
        connection.exec_driver_sql("LOCK TABLE alembic_version IN ACCESS EXCLUSIVE MODE")


def _require_unicode(connection: sa.Connection) -> None:
    if connection.exec_driver_sql("SHOW server_encoding").scalar() != "UTF8":
        raise NoLedger(
            N_(
                "The database cannot hold all Chinese text; create it with: "
                "createdb --encoding UTF8 --template template0"
            )
        )


def exists(connection: sa.Connection, table: str) -> bool:
    """Tell whether a table is in the schema where the ledger's tables are looked for; there must be such a schema."""
    schema, found = connection.execute(sa.select(sa.func.current_schema(), sa.func.to_regclass(table))).one()
    if schema is None:
        raise NoLedger(NO_SCHEMA)
    return found is not None


NO_SCHEMA = N_(
    "The schema of the ledger, the URL's search_path, does not exist or is closed to this user; "
    "ask the owner of the database."
)

FOREIGN = N_(
    "At {path} are tables of another program; give the ledger a database of its own, or a schema (search_path)."
)
