"""Saving a ledger, whatever its revision, as one SQLite file, while others write to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack import ending
from aidtrack.errors import N_, Unreadable
from aidtrack.on_disk import is_there
from aidtrack.store.contents import contents, require_whole
from aidtrack.store.copying import fill
from aidtrack.store.current import require_known
from aidtrack.store.opening import connected, require_ledger
from aidtrack.store.pages import copy_out, in_words_of, raw
from aidtrack.store.place import Place
from aidtrack.store.placing import Names, placed, placed_beside
from aidtrack.store.sqlite import BUSY_SECONDS
from aidtrack.store.watch import Watch

if TYPE_CHECKING:
    from contextlib import AbstractContextManager
    from pathlib import Path

    import sqlalchemy as sa

    from aidtrack.store.placing import New

WORD = "backup"
_SERVER = ("postgresql:", "postgresql+psycopg:", "postgres:")


def backup(
    place: Place, target: Path | None = None, watch: Watch | None = None, *, keeps: str | None = None
) -> Path:
    """Save the ledger in a new file, by default beside it, and give its path.

    The file is looked through and on the disk before it has its name; raises an error and leaves nothing else.
    `keeps` is what is true of the command once it has.
    """
    path = said_file(target) if target else place.folder
    require_ledger(place)
    with _new(place, path, keeps) as new:
        save = _save_file if place.path else _save_server
        save(place, new.part, watch or Watch())
    return new.path


def said_file(file: Path) -> Path:
    """Find the file that was said; refuses what names a server, or a stream."""
    if str(file) == "-" or str(file).startswith(_SERVER):  # of a URL a path has lost a slash
        raise Unreadable(
            N_("A backup is a file, so name one; to a server, and back, a ledger goes with: aidtrack db copy")
        )
    return file.expanduser().absolute()


def _new(place: Place, path: Path, keeps: str | None) -> AbstractContextManager[New]:
    """Make what was named; in a folder a file named after the ledger and the moment."""
    if path == place.folder or (is_there(path) and path.is_dir()):
        return placed_beside(Names(path, place.name, WORD), keeps=keeps)
    return placed(path, keeps=keeps)


def names_beside(place: Place, word: str) -> Names:
    """Name a new file that belongs to a ledger, where such files lie."""
    return Names(place.folder, place.name, word)


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
    fill(Place(str(part), part), source, place, watch.advanced, keeps=ending.NOTHING)
