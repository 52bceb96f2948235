"""Letting a ledger on a server hold what a file holds: in one transaction, after what it held was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.errors import N_, NoLedger, Refused
from aidtrack.store import emptiness
from aidtrack.store.backup import names_beside, save_rows
from aidtrack.store.copying import fill
from aidtrack.store.current import HEAD, revision
from aidtrack.store.numbers import NUMBERED
from aidtrack.store.opening import connected
from aidtrack.store.placing import placed_beside
from aidtrack.store.replacing import WORD, thrown_away_unless_done, unconfirmed
from aidtrack.store.sheets import sheets
from aidtrack.store.transfer import transfer

if TYPE_CHECKING:
    from pathlib import Path

    from aidtrack.store.place import Place
    from aidtrack.store.watch import Watch


def holds_rows(place: Place) -> bool:
    """Tell whether there is a ledger at a place on a server."""
    with connected(place, "read") as connection:
        try:
            emptiness.require(connection, place)
        except Refused:
            return True
    return False


def replace_rows(
    place: Place, source: sa.Connection, file: Place, watch: Watch, *, confirmed: bool
) -> Path | None:
    """Replace all rows of a ledger by those of one of its own revision, or of any where there is none yet.

    Gives where the old rows are, null where there were none. Other writers wait from the copy that is kept to
    the end, and readers see the old rows or the new.
    """
    if not holds_rows(place):
        fill(place, source, file, watch.advanced)
        return None
    if not confirmed:
        raise unconfirmed(place)
    with connected(place, "write") as target:
        _require_same_revision(source, target, place)
        with placed_beside(names_beside(place, WORD)) as new:
            save_rows(target, place, new.part, watch)
        with thrown_away_unless_done(new.path, place):
            _remove_all(target)
            transfer(source, target, file, watch.advanced)
    return new.path


def is_behind(source: sa.Connection, place: Place) -> bool:
    """Tell whether a backup must be brought up to date before a server's tables can hold its rows."""
    if revision(source) == HEAD or not holds_rows(place):
        return False
    with connected(place, "read") as connection:
        return revision(connection) == HEAD


def _require_same_revision(source: sa.Connection, target: sa.Connection, place: Place) -> None:
    """Refuse rows that the tables there could not hold: it is the ledger there that is too old."""
    if revision(source) != revision(target):
        raise NoLedger(
            N_(
                "The ledger at {path} is of an older aidtrack, and not of the same as the backup; nothing was "
                "changed. Bring it up to date first, with: aidtrack db upgrade"
            ),
            path=place,
        )


def _remove_all(target: sa.Connection) -> None:
    """Take every row out, and let each table number its rows from the beginning.

    Only a sequence that was restarted goes back to its old number when the transaction does.
    """
    for sheet in reversed(sheets(target)):
        target.execute(sa.delete(sa.table(sheet.name)))
        if sheet.name in NUMBERED:
            sequence = target.execute(
                sa.select(sa.func.pg_get_serial_sequence(sheet.name, "id"))
            ).scalar_one()
            target.exec_driver_sql(f"ALTER SEQUENCE {sequence} RESTART")
