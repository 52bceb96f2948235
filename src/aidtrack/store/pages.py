"""Copying an SQLite ledger page by page, out of one that others write to and into one that others read."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, cast

from sqlalchemy import exc

from aidtrack import ending
from aidtrack.store import sqlite
from aidtrack.store.place import Place
from aidtrack.store.plain_words import damaged, in_plain_words
from aidtrack.store.watch import interrupts_noted

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    import sqlalchemy as sa

    from aidtrack.store.watch import Watch

_PIECE = 1024
"""Pages between two looks at the clock: 4 MiB."""


def raw(connection: sa.Connection) -> sqlite3.Connection:
    """Give SQLite's own connection."""
    return cast("sqlite3.Connection", connection.connection.driver_connection)


def copy_out(source: sqlite3.Connection, path: Path, watch: Watch) -> None:
    """Copy a database into an empty file that nobody uses yet, and that is not on the disk yet.

    Where the source is inside a transaction that has read something, the copy is what that one sees: writers
    wait meanwhile. (Outside of one, each that writes would make the copy begin anew.)
    """
    try:
        _fill(source, path, watch)
    except sqlite3.OperationalError as error:  # what befalls the source is another kind of error
        raise in_plain_words(exc.DBAPIError(None, None, error), Place(str(path), path)) from error


def _fill(source: sqlite3.Connection, path: Path, watch: Watch) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as target:
        target.execute("PRAGMA journal_mode=OFF")
        target.execute("PRAGMA synchronous=OFF")
        source.backup(target, pages=_PIECE, progress=lambda _status, *left: watch.copied(*left))
        target.execute("PRAGMA journal_mode=DELETE")  # the copy of one that has a WAL would have one too


@contextmanager
def alone(place: Place, path: Path, patience: float) -> Iterator[sa.Connection]:
    """Open the ledger in a file so that nobody else can read or write it, from one transaction to the next."""
    wait = min(sqlite.BUSY_SECONDS, patience)
    engine = sqlite.engine(path, "DEFERRED", foreign_keys=False, wait=wait)
    with in_words_of(place), closing(engine.connect()) as live:
        own = raw(live)
        own.execute("PRAGMA journal_mode=DELETE")  # beside a WAL others could still read
        own.execute("PRAGMA locking_mode=EXCLUSIVE")
        own.execute("BEGIN EXCLUSIVE")
        own.execute("COMMIT")
        yield live


def overwrite(live: sqlite3.Connection, source: sqlite3.Connection, watch: Watch) -> None:
    """Replace all that a database holds, in one transaction of SQLite's own; Ctrl-C is heard until its end."""
    with interrupts_noted() as interrupted:

        def look(status: int, left: int, total: int) -> None:
            if status == sqlite3.SQLITE_DONE:
                return
            if interrupted():
                raise KeyboardInterrupt
            watch.copied(left, total)

        source.backup(live, pages=_PIECE, progress=look)
        ending.reach(ending.KEPT)


@contextmanager
def in_words_of(place: Place) -> Iterator[None]:
    """Say in plain words what goes wrong with the ledger in a file, whoever says it."""
    try:
        yield
    except exc.DBAPIError as error:
        raise in_plain_words(error, place) from error
    except sqlite3.Error as error:
        raise in_plain_words(exc.DBAPIError(None, None, error), place) from error
    except UnicodeDecodeError as error:  # what SQLite says of a damaged file quotes its bytes
        raise damaged(place) from error
