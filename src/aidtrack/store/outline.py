"""The outline of a schema, to hold what the migrations made against what the tables say."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa

from aidtrack.tables import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator


def differences(connection: sa.Connection) -> list[str]:
    """Name what of our tables is missing from the schema, or is in it and should not be; none where all is right."""
    found, wanted = set(_found(connection)), set(_wanted(connection.dialect))
    return sorted([f"- {line}" for line in wanted - found] + [f"+ {line}" for line in found - wanted])


def _wanted(dialect: sa.Dialect) -> Iterator[str]:
    for table in metadata.tables.values():
        if dialect.name == "sqlite" and table.dialect_options["sqlite"]["autoincrement"]:
            yield _numbers(table.name)
        for column in table.columns:
            kind = column.type.compile(dialect).partition(" COLLATE")[0]
            yield _column(table.name, column.name, kind, nullable=bool(column.nullable))
        for constraint in table.constraints:
            yield from _constraint(table.name, constraint, dialect)
        for index in table.indexes:
            yield _index(table.name, str(index.name), [column.name for column in index.columns])


def _constraint(table: str, constraint: sa.Constraint, dialect: sa.Dialect) -> Iterator[str]:
    if isinstance(constraint, sa.CheckConstraint):
        literal = {"literal_binds": True, "include_table": False}
        text = constraint.sqltext.compile(dialect=dialect, compile_kwargs=literal)
        yield _check(table, str(constraint.name), str(text), dialect.name)
    elif isinstance(constraint, sa.ForeignKeyConstraint):
        rules = f"{constraint.ondelete} {constraint.onupdate}"
        yield _foreign_key(table, list(constraint.column_keys), constraint.referred_table.name, rules)
    elif isinstance(constraint, sa.UniqueConstraint):
        yield _unique(table, [column.name for column in constraint.columns])


def _found(connection: sa.Connection) -> Iterator[str]:
    inspector = sa.inspect(connection)
    present = set(inspector.get_table_names())
    if connection.dialect.name == "sqlite":
        made = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql LIKE '%AUTOINCREMENT%'"
        yield from map(_numbers, connection.exec_driver_sql(made).scalars())
    for table in metadata.tables.keys() & present:
        for column in inspector.get_columns(table):
            kind = column["type"].compile(connection.dialect).partition(" COLLATE")[0]
            yield _column(table, column["name"], kind, nullable=column["nullable"])
        yield from _found_constraints(inspector, table, connection.dialect.name)


def _found_constraints(inspector: Any, table: str, engine: str) -> Iterator[str]:  # noqa: ANN401 - of SQLAlchemy
    for check in inspector.get_check_constraints(table):
        yield _check(table, str(check["name"]), check["sqltext"], engine)
    for key in inspector.get_foreign_keys(table):
        rules = f"{key['options'].get('ondelete')} {key['options'].get('onupdate')}"
        yield _foreign_key(table, key["constrained_columns"], key["referred_table"], rules)
    for unique in inspector.get_unique_constraints(table):
        yield _unique(table, unique["column_names"])
    for index in inspector.get_indexes(table):
        if "duplicates_constraint" not in index:  # a server keeps an index for each unique constraint
            yield _index(table, str(index["name"]), [str(name) for name in index["column_names"]])


def _numbers(table: str) -> str:
    return f"{table}: numbers are never given out again"


def _column(table: str, name: str, kind: str, *, nullable: bool) -> str:
    return f"{table}.{name} {kind}{'' if nullable else ' NOT NULL'}"


def _check(table: str, name: str, text: str, engine: str) -> str:
    # A server words the conditions in its own way; there the name must do.
    words = re.sub(r'[\s"()]+', "", text) if engine == "sqlite" else ""
    return f"{table}: {name} {words}"


def _foreign_key(table: str, columns: list[str], target: str, rules: str) -> str:
    return f"{table}: {', '.join(columns)} -> {target} {rules}"


def _unique(table: str, columns: list[str]) -> str:
    return f"{table}: unique {', '.join(columns)}"


def _index(table: str, name: str, columns: list[str]) -> str:
    return f"{table}: {name} ({', '.join(columns)})"
