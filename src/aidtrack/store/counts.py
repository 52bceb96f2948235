"""How many rows each table of a ledger has, whatever its revision."""

from __future__ import annotations

import sqlalchemy as sa


def counts(connection: sa.Connection) -> dict[str, int]:
    """Count the rows of every table that is there."""
    names = sorted(sa.inspect(connection).get_table_names())
    return {name: _count(connection, name) for name in names}


def _count(connection: sa.Connection, name: str) -> int:
    query = sa.select(sa.func.count()).select_from(sa.table(name))
    return int(connection.execute(query).scalar_one())
