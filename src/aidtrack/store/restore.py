"""Bringing a backup back: what is there is kept first, and is replaced whole or not at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from aidtrack.errors import N_, Refused
from aidtrack.store import replacing, sqlite
from aidtrack.store.contents import Contents, contents
from aidtrack.store.place import Place
from aidtrack.store.replacing_rows import holds_rows, replace_rows
from aidtrack.store.saved import opened

if TYPE_CHECKING:
    from pathlib import Path

    import sqlalchemy as sa

    from aidtrack.store.watch import Watch


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done: what the ledger holds now, and where that which it held before is kept.

    `kept` is null where there was nothing; it may be that it is not `sound`.
    """

    held: Contents
    kept: Path | None
    sound: bool = True


def holds_something(place: Place) -> bool:
    """Tell whether something would be replaced at this place: a ledger, or whatever lies in its stead."""
    path = place.path
    if path is None:
        return holds_rows(place)
    if path.is_dir():
        sqlite.is_empty(path)  # which says that it is one
    return path.exists() and path.stat().st_size > 0


def restore(place: Place, file: Path, watch: Watch, *, confirmed: bool) -> Restored:
    """Let the ledger hold what a backup holds, and nothing else; the backup is looked through before.

    Raises Refused where something would be replaced and that is not `confirmed`.
    """
    file = file.expanduser().absolute()
    _refuse_itself(place, file)
    with opened(file, watch) as source:
        if holds_something(place) and not confirmed:
            raise replacing.unconfirmed(place)
        if place.path is None:
            kept = replace_rows(place, source, Place(str(file), file), watch, confirmed=confirmed)
            return Restored(contents(source), kept)
        return _into_file(place, place.path.resolve(), source, watch, confirmed=confirmed)


def _refuse_itself(place: Place, file: Path) -> None:
    if place.path and place.path.exists() and file.exists() and place.path.samefile(file):
        raise Refused(N_("{path} is the ledger itself; name a backup of it."), path=file)


def _into_file(place: Place, path: Path, source: sa.Connection, watch: Watch, *, confirmed: bool) -> Restored:
    """Restore into the file itself, whatever links lead to it; what is kept lies beside it."""
    place, held = Place(str(path), path), contents(source)
    if not path.exists():
        replacing.make(place, path, source, watch)
        return Restored(held, None)
    kept, sound = replacing.replace(place, path, source, watch, confirmed=confirmed)
    return Restored(held, kept, sound)
