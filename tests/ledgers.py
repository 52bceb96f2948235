"""A ledger as a test sees it past the program, the same on both engines."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterator

ENGINES = ("sqlite", "postgresql")


class Ledger:
    """One test's ledger; as a text it is what `--db` takes."""

    def __init__(self, db: str) -> None:
        self._db = db

    def __str__(self) -> str:
        return self._db

    @property
    def on_server(self) -> bool:
        return "://" in self._db

    @cached_property
    def engine(self) -> sa.Engine:
        url = self._db if self.on_server else f"sqlite:///{self._db}"
        return sa.create_engine(url, poolclass=sa.NullPool)

    @contextmanager
    def past_all_links(self) -> Iterator[sa.Connection]:
        """Open a transaction in which a row may point at one that is not there."""
        with self.engine.begin() as connection:
            forget_links(connection)
            yield connection

    def write(self, *statements: str, **values: object) -> None:
        """Write past the program and past all links; :name stands for a value."""
        with self.past_all_links() as connection:
            for statement in statements:
                connection.execute(sa.text(statement), values)

    def ask(self, query: str, **values: object) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(sa.text(query), values)]

    def rows(self, table: str, *, after: int = 0) -> list[dict[str, Any]]:
        """Give the rows of a table as they are kept, those with a number above `after`."""
        query = sa.text(f'SELECT * FROM "{table}" WHERE id > :after ORDER BY id')
        with self.engine.connect() as connection:
            return [dict(row) for row in connection.execute(query, {"after": after}).mappings()]

    def row(self, table: str, number: int) -> dict[str, Any]:
        return next(row for row in self.rows(table, after=number - 1) if row["id"] == number)

    def last(self, table: str) -> dict[str, Any]:
        return self.rows(table)[-1]

    def count(self, table: str) -> int:
        [(number,)] = self.ask(f'SELECT count(*) FROM "{table}"')
        return int(number)

    def state(self) -> Any:
        """Give what is another after anything was written: the file itself, or a checksum of all rows."""
        if not self.on_server:
            return Path(self._db).read_bytes()
        return self.ask(" UNION ALL ".join(map(_checksum, (*TABLES, "alembic_version"))))


def forget_links(connection: sa.Connection) -> None:
    """Let rows point anywhere until the end of the transaction; SQLite asks nothing where it was not told to."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("SET LOCAL session_replication_role = replica")


def _checksum(table: str) -> str:
    """Ask for a checksum of a table's rows, with where each lies and which transaction wrote it."""
    row = "concat(r.ctid, r.xmin, r.*::text)"
    return f"""SELECT '{table}', md5(string_agg({row}, '' ORDER BY r.ctid)) FROM "{table}" AS r"""
