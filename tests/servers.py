"""The databases on PostgreSQL that the behaviour tests use, one for each test.

They are made on a server of the tests' own, or on the one that AIDTRACK_TEST_DSN names: the URL of a user who
may create databases.
"""

from __future__ import annotations

import os
import uuid
from contextlib import contextmanager, nullcontext
from itertools import count
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.tables import TABLES
from harness_pg import ADMIN, OLDEST, programs, running_server

if TYPE_CHECKING:
    from collections.abc import Iterator

    import psycopg

DSN = "AIDTRACK_TEST_DSN"


def missing() -> str | None:
    """Say why there is nothing to test PostgreSQL on; null where there is."""
    if os.environ.get(DSN) or programs():
        return None
    return (
        f"no PostgreSQL {OLDEST} or newer is installed (pg_ctl and initdb on PATH or in /usr/lib/postgresql), "
        f"and {DSN} names no server"
    )


class Databases:
    """Databases of one server, copied from those that were made once.

    A copy takes a tenth of a second, so one in which a test wrote nothing is given to the next test.
    """

    def __init__(self, url: str, connection: psycopg.Connection[tuple[Any, ...]]) -> None:
        self._url, self._connection = sa.make_url(url), connection
        self._prefix, self._numbers = f"aidtrack_test_{uuid.uuid4().hex[:8]}", count(1)
        self._unused: dict[str, str] = {}
        self._there: list[str] = []

    def new(self, template: str = "template0") -> str:
        """Make a database and give its URL."""
        name = f"{self._prefix}_{next(self._numbers)}"
        # A copy through the log needs no checkpoint, unlike one of the files: it takes half the time.
        self._do(f"CREATE DATABASE {name} TEMPLATE {template} ENCODING 'UTF8' STRATEGY wal_log")
        self._there.append(name)
        return self._at(name)

    @contextmanager
    def copy(self, template: str) -> Iterator[str]:
        """Lend a copy of a database; both are told by their URLs."""
        url = self._unused.pop(template, None) or self.new(_name(template))
        before = self._next_transaction()
        try:
            yield url
        finally:
            if self._next_transaction() == before:
                self._unused[template] = url
            else:
                self._drop(_name(url))

    def upside_down(self, url: str) -> str:
        """Lay the rows of all tables in the reverse of their order, so that who forgot to ask for one is found out."""
        with sa.create_engine(url, poolclass=sa.NullPool).begin() as connection:
            for table in TABLES.values():
                first = next(iter(table.columns)).name
                for statement in (
                    f'CREATE INDEX upside_down ON "{table}" ({first} DESC)',
                    f'CLUSTER "{table}" USING upside_down',
                    "DROP INDEX upside_down",
                ):
                    connection.exec_driver_sql(statement)
        return url

    def drop_all(self) -> None:
        for name in [*self._there]:
            self._drop(name)

    def _drop(self, name: str) -> None:
        self._do(f"DROP DATABASE {name} WITH (FORCE)")
        self._there.remove(name)

    def _next_transaction(self) -> Any:
        """Give the number of the server's next transaction that writes; those that only read take none."""
        [(number,)] = self._connection.execute("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")
        return number

    def _do(self, statement: str) -> None:
        self._connection.execute(statement.encode())

    def _at(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)


def _name(url: str) -> str:
    name = sa.make_url(url).database
    assert name, url
    return name


@contextmanager
def open_databases() -> Iterator[Databases]:
    """Open a server to make databases on; they are gone with the block."""
    import psycopg

    named = os.environ.get(DSN)
    with (
        nullcontext(named) if named else _own_server() as url,
        psycopg.connect(url, autocommit=True) as connection,
    ):
        databases = Databases(url, connection)
        try:
            yield databases
        finally:
            if named:  # a server of our own takes them along
                databases.drop_all()


@contextmanager
def _own_server() -> Iterator[str]:
    with running_server() as server:
        yield server.url(ADMIN)
