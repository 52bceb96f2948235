"""Bringing a backup back: what is there is kept first, and is replaced whole or not at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Refused
from aidtrack.on_disk import is_there
from aidtrack.store import replacing, sqlite
from aidtrack.store.backup import said_file
from aidtrack.store.contents import Contents, contents
from aidtrack.store.place import Place
from aidtrack.store.replacing_rows import holds_rows, is_behind, replace_rows
from aidtrack.store.saved import opened, up_to_date

if TYPE_CHECKING:
    from pathlib import Path

    import sqlalchemy as sa

    from aidtrack.store.watch import Watch


Upgrade = Callable[[Place], object]
"""Brings a ledger that nobody else uses up to date."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: what the ledger holds now, and where that which it held before is kept.

    `kept` is null where there was nothing; it may be that it is not `sound`. The backup may have been brought
    up to date on the way (`upgraded`).
    """

    held: Contents
    kept: Path | None
    sound: bool = True
    upgraded: bool = False


def holds_something(place: Place) -> bool:
    """Tell whether something would be replaced at this place: a ledger, or what damage left of it.

    Raises NoLedger where it is neither, but a folder, a pipe, another program's.
    """
    path = place.path
    if path is None:
        return holds_rows(place)
    if not is_there(path):
        return False
    sqlite.refuse_another(path)
    return path.stat().st_size > 0


def restore(place: Place, file: Path, watch: Watch, *, confirmed: bool, upgrade: Upgrade) -> Restored:
    """Let the ledger hold what a backup holds, and nothing else; the backup is looked through before.

    Raises Refused where something would be replaced and that is not `confirmed`.
    """
    file = said_file(file)
    _refuse_itself(place, file)
    with opened(file, watch) as source:
        if holds_something(place) and not confirmed:
            raise replacing.unconfirmed(place)
        if place.path is None:
            return _into_server(place, Place(str(file), file), source, watch, upgrade, confirmed=confirmed)
        return _into_file(place, place.path.resolve(), source, watch, confirmed=confirmed)


def _refuse_itself(place: Place, file: Path) -> None:
    if place.path and is_there(place.path) and is_there(file) and place.path.samefile(file):
        raise Refused(N_("{path} is the ledger itself; name a backup of it."), path=file)


def _into_server(
    place: Place, file: Place, source: sa.Connection, watch: Watch, upgrade: Upgrade, *, confirmed: bool
) -> Restored:
    """Restore into the tables of a server, which must be those of the backup: a file can have any, a server not."""
    if not confirmed or not is_behind(source, place):
        kept = replace_rows(place, source, file, watch, confirmed=confirmed)
        return Restored(contents(source), kept)
    with up_to_date(source, place, file, watch, upgrade) as newer:
        kept = replace_rows(place, newer, file, watch, confirmed=True)
        return Restored(contents(newer), kept, upgraded=True)


def _into_file(place: Place, path: Path, source: sa.Connection, watch: Watch, *, confirmed: bool) -> Restored:
    """Restore into the file itself, whatever links lead to it; what is kept lies beside it."""
    place, held = Place(str(path), path), contents(source)
    if not is_there(path):
        replacing.make(place, path, source, watch)
        return Restored(held, None)
    kept, sound = replacing.replace(place, path, source, watch, confirmed=confirmed)
    return Restored(held, kept, sound)
