"""The ledger's own memory of when it was last saved, and where: a setting, no change of the history."""

from __future__ import annotations

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
    value = f"{datetime.now(UTC).isoformat(timespec='seconds')} {path}"
    try:
        retrying(lambda: _write(place, value))
    except AidtrackError as error:
        return error
    return None


def _write(place: Place, value: str) -> None:
    with connected(place, "write", wait=_PATIENCE) as connection:
        connection.execute(sa.delete(setting).where(setting.c.name == _NAME))
        connection.execute(sa.insert(setting).values(name=_NAME, value=value))


def last_backup(connection: sa.Connection) -> tuple[str, Path] | None:
    """Tell when the ledger was last saved, in UTC, and where; null where that is not known."""
    said = connection.execute(sa.select(setting.c.value).where(setting.c.name == _NAME)).scalar()
    if said is None:
        return None
    moment, _, path = said.partition(" ")
    return moment, Path(path)
