"""Opening a backup: a ledger in a file that this program understands, and that is sound."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from aidtrack.errors import N_, NoLedger
from aidtrack.on_disk import is_there
from aidtrack.store import sqlite
from aidtrack.store.contents import unsound
from aidtrack.store.current import require_known
from aidtrack.store.opening import connected
from aidtrack.store.pages import copy_out, raw
from aidtrack.store.place import Place
from aidtrack.store.placing import placed_for_now
from aidtrack.store.plain_words import Damaged

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    import sqlalchemy as sa

    from aidtrack.store.watch import Watch


@contextmanager
def opened(file: Path, watch: Watch) -> Iterator[sa.Connection]:
    """Open a backup and look through it; it stays as it is while it is open."""
    if not is_there(file):
        raise NoLedger(N_("There is no backup at {path}; name the file that was saved."), path=file)
    if sqlite.is_empty(file):
        raise NoLedger(N_("{path} is empty, so it is no backup; nothing was changed."), path=file)
    place = Place(str(file), file)
    try:
        with connected(place, "read") as connection:
            require_known(connection, place)
            _require_sound(connection, place, watch)
            yield connection
    except Damaged as error:
        if error.fields.get("path") != place:
            raise
        raise _damaged(place, error.hints) from error


@contextmanager
def up_to_date(
    source: sa.Connection, beside: Place, file: Place, watch: Watch, upgrade: Callable[[Place], object]
) -> Iterator[sa.Connection]:
    """Open a copy of a backup that was brought up to date; the backup stays as it is, and the copy is gone in the end.

    The copy lies where files that belong to the ledger `beside` lie.
    """
    with placed_for_now(beside.folder / file.name) as part:
        copy_out(raw(source), part, watch)
        copy = Place(str(part), part)
        upgrade(copy)
        with connected(copy, "read") as connection:
            yield connection


def _require_sound(connection: sa.Connection, place: Place, watch: Watch) -> None:
    found = unsound(connection, watch)
    if found:
        raise _damaged(place, tuple(found))


def _damaged(place: Place, found: tuple[str, ...]) -> Damaged:
    return Damaged(
        N_("The backup at {path} is damaged; nothing was changed. Take another one."), path=place, hints=found
    )
