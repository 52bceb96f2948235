"""Letting a ledger on a server hold what a file holds: in one transaction, after what it held was saved."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.errors import N_, NoLedger, Refused
from aidtrack.store import emptiness
from aidtrack.store.backup import name_beside, save_rows
from aidtrack.store.copying import fill
from aidtrack.store.current import revision
from aidtrack.store.numbers import NUMBERED
from aidtrack.store.opening import connected
from aidtrack.store.placing import placed
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
    """Replace all rows of a ledger; gives where the old ones are, null where there were none.

    Other writers wait from the copy that is kept to the end, and readers see the old rows or the new.
    """
    if not holds_rows(place):
        fill(place, source, file, watch.advanced)
        return None
    if not confirmed:
        raise unconfirmed(place)
    kept = name_beside(place, WORD)
    with connected(place, "write") as target:
        _require_same_revision(source, target, file, place)
        with placed(kept) as part:
            save_rows(target, place, part, watch)
        with thrown_away_unless_done(kept, place):
            _remove_all(target)
            transfer(source, target, file, watch.advanced)
    return kept


def _require_same_revision(source: sa.Connection, target: sa.Connection, file: Place, place: Place) -> None:
    """Refuse rows that the tables there could not hold, and say which of the two to bring up to date."""
    found, there = revision(source) or "", revision(target) or ""
    if found != there:
        raise NoLedger(
            N_("{path} is of an older aidtrack than {other}; bring it up to date with: aidtrack db upgrade"),
            path=file if found < there else place,
            other=place if found < there else file,
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
