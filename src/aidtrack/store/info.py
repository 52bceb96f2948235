"""What there is to know about a ledger's database, whatever its revision, and whether it was ever finished."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack import __version__
from aidtrack.store.contents import Contents, contents
from aidtrack.store.current import FINISHED, never_finished
from aidtrack.store.last_backup import last_backup
from aidtrack.store.opening import connected, require_ledger
from aidtrack.tables import change, setting

if TYPE_CHECKING:
    from pathlib import Path

    from aidtrack.store.place import Place


@dataclass(frozen=True, slots=True)
class Engine:
    """The database under the ledger: how many bytes the ledger takes there, and how carefully it is written."""

    name: str
    version: str
    size: int
    journal_mode: str
    synchronous: str


@dataclass(frozen=True, slots=True)
class Past:
    """What befell the ledger: what it was made from (null: it was never finished), and what came after."""

    made_from: str | None = None
    changes: int = 0
    last_change: str | None = None
    last_backup: tuple[str, Path] | None = None


@dataclass(frozen=True, slots=True)
class Info:
    """All of it."""

    place: Place
    engine: Engine
    contents: Contents
    past: Past


PROGRAMS = {"aidtrack": __version__, "sqlalchemy": sa.__version__, "python": platform.python_version()}
"""The versions of what reads the ledger."""


def info(place: Place) -> Info:
    """Look at a ledger, of which nothing else is asked than that it can be read."""
    require_ledger(place)
    with connected(place, "read") as connection:
        held = contents(connection)
        if held.revision is None and not place.path:  # tables of others may be there, and no ledger
            raise never_finished(place)
        engine = _sqlite if place.path else _server
        return Info(place, engine(connection), held, _past(connection, place, held))


def _past(connection: sa.Connection, place: Place, held: Contents) -> Past:
    if not {setting.name, change.name} <= held.counts.keys():
        return Past()
    made_from = connection.execute(sa.select(setting.c.value).where(setting.c.name == FINISHED)).scalar()
    count, last = connection.execute(sa.select(sa.func.count(), sa.func.max(change.c.at))).one()
    return Past(made_from, count, last, last_backup(connection, place))


_SYNCHRONOUS = ("off", "normal", "full", "extra")


def _sqlite(connection: sa.Connection) -> Engine:
    version, pages, page, mode, synchronous = (
        connection.exec_driver_sql(question).scalar_one()
        for question in (
            "SELECT sqlite_version()",
            "PRAGMA page_count",
            "PRAGMA page_size",
            "PRAGMA journal_mode",
            "PRAGMA synchronous",
        )
    )
    return Engine("SQLite", version, pages * page, mode, _SYNCHRONOUS[synchronous])


_SIZE = """
    SELECT coalesce(sum(pg_total_relation_size(pg_class.oid)), 0)::bigint
    FROM pg_class JOIN pg_namespace ON pg_namespace.oid = pg_class.relnamespace
    WHERE pg_class.relkind = 'r' AND pg_namespace.nspname = current_schema()
"""
"""Of the tables with their indexes: the database may hold more than the ledger."""


def _server(connection: sa.Connection) -> Engine:
    version, size, synchronous = (
        connection.exec_driver_sql(question).scalar_one()
        for question in ("SHOW server_version", _SIZE, "SHOW synchronous_commit")
    )
    return Engine("PostgreSQL", version.partition(" ")[0], size, "wal", synchronous)
