"""The last number that each table gave out: none is given out twice, not even that of a row which is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

NUMBERED = frozenset(name for name, table in TABLES.items() if "id" in table.c)
"""The tables whose rows are numbered."""

_LAST_OF_SERVER = sa.text("SELECT pg_sequence_last_value(pg_get_serial_sequence(:name, 'id')::regclass)")
_SET_ON_SERVER = sa.text("SELECT setval(pg_get_serial_sequence(:name, 'id')::regclass, :last)")
_LAST_OF_SQLITE = sa.text("SELECT seq FROM sqlite_sequence WHERE name = :name")
_FORGET_IN_SQLITE = sa.text("DELETE FROM sqlite_sequence WHERE name = :name")
_SET_IN_SQLITE = sa.text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)")


def last_numbers(connection: sa.Connection, tables: Iterable[str]) -> dict[str, int]:
    """Tell the last number of each of these tables that has numbers; 0 where none was given out yet."""
    return {name: _last(connection, name) for name in tables if name in NUMBERED}


def _last(connection: sa.Connection, name: str) -> int:
    last = _LAST_OF_SQLITE if connection.dialect.name == "sqlite" else _LAST_OF_SERVER
    given = connection.execute(last, {"name": name}).scalar() or 0
    used = connection.execute(sa.select(sa.func.max(TABLES[name].c.id))).scalar() or 0
    return max(given, used)


def set_last_numbers(connection: sa.Connection, numbers: dict[str, int]) -> None:
    """Let each table go on after its last number; a table that gave none out is as new already."""
    sqlite = connection.dialect.name == "sqlite"
    for name, last in numbers.items():
        if last:
            for statement in (_FORGET_IN_SQLITE, _SET_IN_SQLITE) if sqlite else (_SET_ON_SERVER,):
                connection.execute(statement, {"name": name, "last": last})
