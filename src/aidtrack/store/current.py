"""Whether a ledger is of this program: the revision of its schema, and whether it was finished."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.errors import N_, NoLedger
from aidtrack.store import server
from aidtrack.tables import setting

if TYPE_CHECKING:
    from aidtrack.store.place import Place

HEAD = "0002"
"""The revision that this program reads and writes; a test holds it against the migrations."""

_REVISION = re.compile("[0-9]{4}")
"""What ours look like; those of other programs that use Alembic too do not."""

FINISHED = "initialised"
"""The setting that `init` writes last."""


def revision(connection: sa.Connection) -> str | None:
    """Tell at which revision the ledger is; null where it has none yet."""
    if connection.dialect.name == "sqlite":
        known = connection.exec_driver_sql(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
        ).scalar()
    else:
        known = server.exists(connection, "alembic_version")
    if not known:
        return None
    found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found


def require_known(connection: sa.Connection, place: Place) -> str:
    """Give the revision of a ledger that this program can read or upgrade; others are refused."""
    found = revision(connection)
    if found is None:
        raise never_finished(place)
    if not _REVISION.fullmatch(found):
        raise NoLedger(server.FOREIGN, path=place)
    if found > HEAD:  # what a newer program wrote, and what it means, is not known here
        raise NoLedger(
            N_("The ledger at {path} is of a newer aidtrack (revision {found}); install that one."),
            path=place,
            found=found,
        )
    return found


def require_current(connection: sa.Connection, place: Place, *, unfinished: bool = False) -> None:
    """Refuse a ledger of another revision, and one that was never finished unless it is to be finished."""
    if require_known(connection, place) != HEAD:
        raise NoLedger(
            N_("The ledger at {path} is of an older aidtrack; bring it up to date with: aidtrack db upgrade"),
            path=place,
        )
    if not unfinished and not is_finished(connection):
        raise never_finished(place)


def is_finished(connection: sa.Connection) -> bool:
    """Tell whether `init` came to its end: until then the places of China may be missing."""
    finished = connection.execute(sa.select(sa.literal(1)).where(setting.c.name == FINISHED))
    return finished.scalar() is not None


def never_finished(place: Place) -> NoLedger:
    """Build the refusal of a ledger that is not there, or only half."""
    sentence = (
        N_("The ledger at {path} was never finished; complete it with: aidtrack init")
        if place.path
        else N_("There is no finished ledger at {path}; make or complete it with: aidtrack init")
    )
    return NoLedger(sentence, path=place)
