"""The rows of a ledger's tables as every engine gives them: to carry over, to compare, to count."""

from __future__ import annotations

import json
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

BATCH = 2000
"""Rows that are held at a time."""

Row = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a ledger and the columns that it has there: an older ledger has fewer."""

    name: str
    columns: tuple[str, ...]

    @property
    def key(self) -> tuple[str, ...]:
        """The columns that tell its rows apart."""
        return tuple(column.name for column in TABLES[self.name].primary_key)


def sheets(connection: sa.Connection) -> list[Sheet]:
    """Give the tables of a ledger of any revision, in the order in which their rows can be written."""
    there = {
        name: {column["name"] for column in columns}
        for (_schema, name), columns in sa.inspect(connection).get_multi_columns().items()
    }
    return [
        Sheet(name, tuple(column.name for column in table.columns if column.name in there[name]))
        for name, table in TABLES.items()
        if name in there
    ]


def read(connection: sa.Connection, sheet: Sheet) -> Generator[list[Row]]:
    """Give all rows in the order of their keys, batch by batch, with 1 and 0 for yes and no."""
    query = (
        sa.select(*(_plain(connection, sheet, name) for name in sheet.columns))
        .select_from(sa.table(sheet.name))
        .order_by(*map(sa.column, sheet.key))
    )
    with connection.execute(query, execution_options={"yield_per": BATCH}) as result:
        for batch in result.partitions():
            yield [tuple(row) for row in batch]


def _plain(connection: sa.Connection, sheet: Sheet, name: str) -> sa.ColumnElement[Any]:
    """Select a column without a type, as the driver gives it: what is to be the same must not be read first."""
    column: sa.ColumnElement[Any] = sa.column(name)
    flag = isinstance(TABLES[sheet.name].c[name].type, sa.Boolean)
    return sa.cast(column, sa.Integer) if flag and connection.dialect.name != "sqlite" else column


@dataclass(frozen=True, slots=True)
class Tally:
    """How many rows a table has, and the SHA-256 of all of them: one line of JSON for each, by their keys."""

    count: int
    checksum: str


class Tallying:
    """Adds rows up, batch by batch."""

    def __init__(self) -> None:
        self._count, self._sum = 0, sha256()

    def add(self, rows: Sequence[Row]) -> None:
        """Take some more rows in."""
        self._count += len(rows)
        self._sum.update("".join(f"{_encode(row)}\n" for row in rows).encode("ascii"))

    @property
    def tally(self) -> Tally:
        """What was added up so far."""
        return Tally(self._count, self._sum.hexdigest())


def _blob(value: bytes) -> dict[str, str]:
    return {"bytes": value.hex()}  # no column of ours has bytes, but SQLite holds anything anywhere


_encode = json.JSONEncoder(separators=(",", ":"), default=_blob).encode
