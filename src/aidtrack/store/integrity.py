"""What the database itself finds amiss: damaged pages, broken constraints, links that lead nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import exc

from aidtrack.errors import N_
from aidtrack.rules.violation import word_of
from aidtrack.tables import metadata
from aidtrack.text import _

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Damage:
    """One thing that is amiss: a sentence to translate, what fills it, and the row it is about, if it is one's."""

    sentence: str
    fields: dict[str, Any]
    table: str | None = None
    id: int | None = None

    def __str__(self) -> str:
        return _(self.sentence).format(**self.fields)


def damages(connection: sa.Connection) -> Iterator[Damage]:
    """Let the engine look through the whole database, and give all that it finds; nothing where it is sound.

    A database that cannot even be looked through has that as its last damage.
    """
    find = _of_sqlite if connection.dialect.name == "sqlite" else _of_server
    try:
        yield from find(connection)
    except exc.OperationalError:  # the machine fails, not the ledger: a disk, a server that was stopped
        raise
    except exc.DatabaseError as error:
        yield _said(str(error.orig).partition("\n")[0])


def _said(words: str) -> Damage:
    return Damage(N_("The database says: {words}"), {"words": words.strip()})


def _dangling(table: str, number: int | None, parent: str) -> Damage:
    """Say that a row refers to one that is not there."""
    fields = {"table": word_of(table), "id": number, "parent": word_of(parent)}
    return Damage(N_("{table} {id} refers to a {parent} that is not there."), fields, table, number)


def _of_sqlite(connection: sa.Connection) -> Iterator[Damage]:
    lines, sound = _looked_through(connection)
    yield from map(_said, lines)
    if not sound:  # nor did it say where: one table after the other it does
        yield from _table_by_table(connection)
        return
    for table, number, parent, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield _dangling(table, number, parent)


def _looked_through(connection: sa.Connection, table: str = "") -> tuple[list[str], bool]:
    """Give what is found amiss in all, or in a table, and whether its pages can be read for all that."""
    only = table.replace("'", "''")
    pragma = f"PRAGMA integrity_check('{only}')" if table else "PRAGMA integrity_check"
    try:
        rows = connection.exec_driver_sql(pragma).scalars().all()
    except exc.OperationalError:
        raise
    except exc.DatabaseError as error:
        return [str(error.orig)], False
    lines = [line for row in rows for line in row.splitlines() if line != "ok"]
    pages = [line for line in lines if line.startswith("***")]
    return _telling([line for line in lines if line not in pages]), not pages


def _telling(lines: list[str]) -> list[str]:
    """Leave out the pages that nothing leads to, up to a hundred: they follow from what does not lead on."""
    return [line for line in lines if not line.endswith("is never used")] or lines[:1]


def _table_by_table(connection: sa.Connection) -> Iterator[Damage]:
    names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
    for name in names.scalars().all():
        lines, _sound = _looked_through(connection, name)
        if lines:
            fields = {"table": word_of(name), "words": "; ".join(lines)}
            yield Damage(N_("The database says of {table}: {words}"), fields, name)


def _of_server(connection: sa.Connection) -> Iterator[Damage]:
    for name, table in connection.execute(_NOT_VALIDATED, {"tables": list(metadata.tables)}):
        yield Damage(
            N_("The constraint {name} of {table} was never validated."), {"name": name, "table": table}, table
        )
    for name, table in connection.execute(_NOT_VALID, {"tables": list(metadata.tables)}):
        sentence = N_("The index {name} of {table} is not valid; build it anew with REINDEX.")
        yield Damage(sentence, {"name": name, "table": table}, table)
    for key in _keys(connection):
        yield from _leading_nowhere(connection, key)


_NOT_VALIDATED = sa.text("""
    SELECT pg_constraint.conname, pg_class.relname
    FROM pg_constraint JOIN pg_class ON pg_class.oid = pg_constraint.conrelid
    JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
    WHERE NOT pg_constraint.convalidated AND pg_namespace.nspname = current_schema()
    AND pg_class.relname = ANY(:tables)
    ORDER BY 2, 1
""")
_NOT_VALID = sa.text("""
    SELECT named.relname, pg_class.relname
    FROM pg_index JOIN pg_class ON pg_class.oid = pg_index.indrelid
    JOIN pg_class named ON named.oid = pg_index.indexrelid
    JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
    WHERE NOT pg_index.indisvalid AND pg_namespace.nspname = current_schema()
    AND pg_class.relname = ANY(:tables)
    ORDER BY 2, 1
""")


def _keys(connection: sa.Connection) -> Iterator[sa.ForeignKey]:
    """Give the links between the tables, as far as a ledger of an older revision has them already."""
    there = {
        (table, column["name"])
        for (_schema, table), columns in sa.inspect(connection).get_multi_columns().items()
        for column in columns
    }
    for table in metadata.sorted_tables:
        for key in sorted(table.foreign_keys, key=lambda key: key.parent.name):
            if {(each.table.name, each.name) for each in (key.parent, key.column)} <= there:
                yield key


def _leading_nowhere(connection: sa.Connection, key: sa.ForeignKey) -> Iterator[Damage]:
    """Find the rows whose link has no end; the server promises that there are none, unless it was told not to."""
    table, parent = key.parent.table, key.column.table.alias()
    number = table.c.id if "id" in table.c else key.parent
    query = (
        sa.select(number)
        .outerjoin(parent, parent.c[key.column.name] == key.parent)
        .where(key.parent.is_not(None), parent.c[key.column.name].is_(None))
        .order_by(number)
    )
    for found in connection.execute(query).scalars():
        yield _dangling(table.name, found, key.column.table.name)
