"""Bring a ledger up to date: a checked backup, then its schema and what ships with the program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack import ending
from aidtrack.actions.reference import bring_reference
from aidtrack.actions.shipped_places import Brought
from aidtrack.store import HEAD, locate
from aidtrack.store.backup import backup
from aidtrack.store.current import require_known
from aidtrack.store.last_backup import note_backup
from aidtrack.store.opening import connected, require_ledger
from aidtrack.store.upgrade import upgrade as bring_schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from aidtrack.store import Place


@dataclass(frozen=True, slots=True)
class Upgraded:
    """What was done: the revision that the ledger had, and where its backup is (null: nothing was to be done)."""

    place: Place
    found: str
    backup: Path | None
    brought: Brought


def upgrade(db: str | None, hear: Callable[[Path], None] | None = None) -> Upgraded:
    """Bring the ledger up to date, unless it is; before anything is changed a backup is made and checked.

    Where the backup is, is told at once: it is there even where the upgrade does not come to its end.
    """
    place = locate(db)
    require_ledger(place)
    with connected(place, "read") as connection:
        found = require_known(connection, place)
    if found == HEAD and not _behind(place):
        return Upgraded(place, found, None, Brought())
    saved = backup(place)
    if hear:
        hear(saved)
    brought = bring_schema(place, bring_reference)
    note_backup(place, saved)
    return Upgraded(place, found, saved, brought)


def renew(copy: Place) -> None:
    """Bring a copy of a ledger up to date, of which nobody knows yet."""
    bring_schema(copy, bring_reference, keeps=ending.NOTHING)


def _behind(place: Place) -> bool:
    """Tell by a trial, which is taken back, whether what ships with the program is other than the ledger has."""
    with connected(place, "write") as connection:
        brought = bring_reference(connection)
        connection.rollback()
    return brought != Brought()
