"""The migrations: the only room that knows Alembic."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack import ending
from aidtrack.store import sqlite
from aidtrack.store.current import require_known, revision
from aidtrack.store.opening import connected
from aidtrack.store.shipped import shipped

if TYPE_CHECKING:
    import sqlalchemy as sa

    from aidtrack.store.place import Place


def make_tables(place: Place) -> None:
    """Make the schema of a new ledger, in one exclusive transaction; one that has a schema is left as it is."""
    with connected(place, "migrate", keeps=ending.BEGUN) as connection:
        if revision(connection) is None:
            run_migrations(connection)
        else:
            require_known(connection, place)


def run_migrations(connection: sa.Connection, to: str = "head") -> None:
    """Run what is missing up to a revision, in the transaction of the connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")))
    config.attributes["connection"] = connection
    if connection.dialect.name == "sqlite":
        sqlite.mark(connection)
    command.upgrade(config, to)
