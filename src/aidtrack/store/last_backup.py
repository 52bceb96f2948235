"""The ledger's own memory of when it was last saved, and where: a setting, no change of the history."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.errors import AidtrackError
from aidtrack.store.opening import connected
from aidtrack.store.retry import retrying
from aidtrack.tables import setting

if TYPE_CHECKING:
    from aidtrack.store.place import Place

_NAME = "last_backup"
_PATIENCE = 5
"""Seconds to wait for other commands: the backup is made and good."""


def note_backup(place: Place, path: Path) -> AidtrackError | None:
    """Note that the ledger was saved just now; give what hindered it, for that makes the backup no worse."""
    said = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "file": str(path)}
    try:
        retrying(lambda: _write(place, said))
    except AidtrackError as error:
        return error
    return None


def _write(place: Place, said: dict[str, str]) -> None:
    with connected(place, "write", wait=_PATIENCE) as connection:
        value = json.dumps({**said, "of": _identity(connection, place)}, ensure_ascii=False)
        connection.execute(sa.delete(setting).where(setting.c.name == _NAME))
        connection.execute(sa.insert(setting).values(name=_NAME, value=value))


def last_backup(connection: sa.Connection, place: Place) -> tuple[str, Path] | None:
    """Tell when the ledger was last saved, in UTC, and where; null where that is not known.

    A copy has the note along with all else; but what was saved is the ledger that it was copied from.
    """
    said = connection.execute(sa.select(setting.c.value).where(setting.c.name == _NAME)).scalar()
    try:
        note = json.loads(said or "")
        return (note["at"], Path(note["file"])) if note["of"] == _identity(connection, place) else None
    except (KeyError, TypeError, ValueError):
        return None


def _identity(connection: sa.Connection, place: Place) -> str:
    """Tell which ledger it is, apart from its copies: a file by its path, on a server by the table of the note."""
    if place.path:
        return str(place.path.resolve())
    found: str = connection.execute(_OF_SERVER).scalar_one()
    return found


_OF_SERVER = sa.text(
    "SELECT concat_ws(' ', current_database(), current_schema(), CAST(to_regclass('setting') AS oid))"
)
