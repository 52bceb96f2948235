"""Saving a ledger, whatever its revision, as one SQLite file, while others write to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.store.contents import contents, require_whole
from aidtrack.store.copying import fill
from aidtrack.store.current import require_known
from aidtrack.store.opening import connected, require_ledger
from aidtrack.store.pages import copy_out, in_words_of, raw
from aidtrack.store.place import Place
from aidtrack.store.placing import free_name, placed
from aidtrack.store.sqlite import BUSY_SECONDS
from aidtrack.store.watch import Watch

if TYPE_CHECKING:
    from pathlib import Path

    import sqlalchemy as sa

WORD = "backup"


def backup(place: Place, target: Path | None = None, watch: Watch | None = None) -> Path:
    """Save the ledger in a new file, by default beside it, and give its path.

    The file is looked through and on the disk before it has its name; raises an error and leaves nothing else.
    """
    require_ledger(place)
    path = _named(place, target)
    with placed(path) as part:
        save = _save_file if place.path else _save_server
        save(place, part, watch or Watch())
    return path


def _named(place: Place, target: Path | None) -> Path:
    """Take the name that was said; in a folder, or where none was said, one after the ledger and the moment."""
    if target is None:
        return name_beside(place, WORD)
    path = target.expanduser().absolute()
    return free_name(path, place.name, WORD) if path.is_dir() else path


def name_beside(place: Place, word: str) -> Path:
    """Name a new file that belongs to a ledger, in a folder that is there."""
    place.folder.mkdir(parents=True, exist_ok=True)
    return free_name(place.folder, place.name, word)


def _save_file(place: Place, part: Path, watch: Watch) -> None:
    """Copy the ledger as it is at one moment; writers wait only while its pages are copied."""
    patience = min(BUSY_SECONDS, watch.left)
    with connected(place, "read", wait=patience) as source, in_words_of(place):
        require_known(source, place)
        held = contents(source)
        copy_out(raw(source), part, watch)
    require_whole(part, held, place, watch)


def _save_server(place: Place, part: Path, watch: Watch) -> None:
    """Write the rows of the ledger, as they are at one moment, into a file of the same revision."""
    with connected(place, "read") as source:
        require_known(source, place)
        save_rows(source, place, part, watch)


def save_rows(source: sa.Connection, place: Place, part: Path, watch: Watch) -> None:
    """Fill a file with what a connection to a server sees; every row is read back and compared."""
    fill(Place(str(part), part), source, place, watch.advanced)
