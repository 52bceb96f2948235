"""Whether a place is free for a ledger: nothing is there, or tables that never held anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.errors import N_, NoLedger, Refused
from aidtrack.on_disk import is_there
from aidtrack.store import server, sqlite
from aidtrack.store.current import require_known, revision
from aidtrack.store.opening import connected
from aidtrack.tables import TABLES

if TYPE_CHECKING:
    from aidtrack.store.place import Place


def require_place(place: Place) -> None:
    """Refuse a place that is taken, before anything else is opened."""
    if place.path is None or is_begun(place):
        with connected(place, "read") as connection:
            require(connection, place)


def is_begun(place: Place) -> bool:
    """Tell whether there is something in a file: perhaps only the tables, where `init` was broken off."""
    return bool(place.path and is_there(place.path) and not sqlite.is_empty(place.path))


def require(connection: sa.Connection, place: Place) -> None:
    """Refuse a ledger in which there is something, and tables of another program that would be in the way."""
    ours = [name for name in sa.inspect(connection).get_table_names() if name in TABLES]
    if revision(connection) is not None:
        require_known(connection, place)
        if any(_has_rows(connection, name) for name in ours):
            raise _taken(place)
    elif ours:
        raise NoLedger(
            N_(
                "At {path} there are tables of another program, such as {table}; name an empty database or schema."
            ),
            path=place,
            table=min(ours),
        )


def take_turn(connection: sa.Connection) -> None:
    """Keep writers away from tables that were there already: they take this lock first, in the same mode."""
    if connection.dialect.name != "sqlite":
        connection.exec_driver_sql(server.IN_TURN)


def _has_rows(connection: sa.Connection, name: str) -> bool:
    found = connection.execute(sa.select(sa.literal(1)).select_from(sa.table(name)).limit(1))
    return found.scalar() is not None


def _taken(place: Place) -> Refused:
    return Refused(
        N_("There is a ledger at {path} already, and it was left as it is; name an empty place."), path=place
    )
