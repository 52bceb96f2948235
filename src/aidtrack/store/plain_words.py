"""What a database says goes wrong, as one sentence that says what to do, and the right exit code."""

from __future__ import annotations

import re
import sqlite3
from typing import TYPE_CHECKING

from sqlalchemy import exc

from aidtrack.errors import N_, AidtrackError, Broken, NoLedger
from aidtrack.store.server import FOREIGN, NO_SCHEMA

if TYPE_CHECKING:
    from aidtrack.store.place import Place


class Damaged(NoLedger):
    """The database is not whole any more, as far as it can be read at all."""


class Contended(Broken):
    """The server broke the work off because another's came between; the whole of it can be tried again."""


_IN_USE = N_("The ledger at {path} is in use by another command; try again in a moment.")
_FULL = N_("The disk that holds {path} is full; nothing was changed.")
_READ_ONLY = N_("The ledger at {path} may not be written by this user; nothing was changed.")
_NO_MORE = N_("The server of {path} takes no more connections now; try again in a moment.")
_NOT_READY = N_("The server of {path} is starting or stopping; try again in a moment.")
_STOPPED = N_("The server of {path} was stopped; nothing was changed.")
_DAMAGED = N_("The ledger at {path} is damaged; bring a backup back with: aidtrack db restore")
_NUMBER = re.compile(r"^\[Errno -?\d+\] ")
"""What Python puts before a reason of the system."""

_TORN = N_(
    "Records of the ledger at {path} do not fit together, so nothing was changed; "
    "see which with: aidtrack check --deep"
)

_OF_SQLITE: tuple[tuple[str, type[AidtrackError], str], ...] = (
    ("locked", Broken, _IN_USE),
    ("full", Broken, _FULL),
    ("readonly", Broken, _READ_ONLY),
    ("disk I/O", Broken, N_("The disk that holds {path} failed; nothing was changed.")),
    (
        "unable to open",
        Broken,
        N_("The ledger at {path} cannot be opened; see whether this user may read and write in its folder."),
    ),
    ("malformed", Damaged, _DAMAGED),
    ("not a database", Damaged, _DAMAGED),
    ("no such table", Damaged, _DAMAGED),
    ("no such column", Damaged, _DAMAGED),
    ("Could not decode", Damaged, _DAMAGED),
    ("unsupported file format", Damaged, _DAMAGED),
    (
        "out of memory",
        Broken,
        N_("There is not enough memory for the ledger at {path}; nothing was changed."),
    ),
)
"""By words of SQLite's own message."""

_OF_SERVER: dict[str, tuple[type[AidtrackError], str]] = {
    "40001": (Contended, _IN_USE),
    "40P01": (Contended, _IN_USE),
    "55P03": (Broken, _IN_USE),
    "42P07": (NoLedger, FOREIGN),
    "53100": (Broken, _FULL),
    "25006": (Broken, _READ_ONLY),
    "42501": (Broken, _READ_ONLY),
    "53300": (Broken, _NO_MORE),
    "57P03": (Broken, _NOT_READY),
    "57P01": (Broken, _STOPPED),
    "57014": (Broken, N_("The server of {path} broke the command off; nothing was changed.")),
    "3F000": (NoLedger, NO_SCHEMA),
    "42P01": (NoLedger, N_("There is no finished ledger at {path}; make or complete it with: aidtrack init")),
    "42703": (NoLedger, _DAMAGED),
}
"""By SQLSTATE."""

_OF_CONNECTING: tuple[tuple[str, type[AidtrackError], str], ...] = (
    (
        "authentication failed",
        NoLedger,
        N_("The server of {path} does not know this user or password."),
    ),
    (
        "no password supplied",
        NoLedger,
        N_("The server of {path} asks for a password; give it in PGPASSWORD or ~/.pgpass."),
    ),
    (
        "does not exist",
        NoLedger,
        N_("The server of {path} has no such database or user; create it there first."),
    ),
    ("too many clients", Broken, _NO_MORE),
    ("connection slots", Broken, _NO_MORE),
    ("too many connections", Broken, _NO_MORE),
    ("starting up", Broken, _NOT_READY),
    ("shutting down", Broken, _NOT_READY),
    ("recovery mode", Broken, _NOT_READY),
)
"""By words of the message, where no connection came about."""


def in_plain_words(error: exc.DBAPIError, place: Place) -> Exception:
    """Word what the database said; what is not known here stays as it is."""
    if isinstance(error, exc.IntegrityError):  # the rules let it pass: what lies there is wrong
        return Broken(_TORN, path=place)
    return (_of_sqlite if place.path else _of_server)(error, place)


def damaged(place: Place) -> Damaged:
    """Word that a ledger is not whole any more."""
    return Damaged(_DAMAGED, path=place)


def _of_sqlite(error: exc.DBAPIError, place: Place) -> Exception:
    if getattr(error.orig, "sqlite_errorcode", 0) == sqlite3.SQLITE_IOERR_DIR_FSYNC:
        return _perhaps_kept(place)
    said = str(error.orig)
    for words, kind, sentence in _OF_SQLITE:
        if words in said:
            return kind(sentence, path=place)
    return error


def _perhaps_kept(place: Place) -> Broken:
    """Word that the disk failed after the commit, when only that the journal is gone was to be made durable."""
    return Broken(
        N_(
            "The disk that holds {path} failed while it kept the change; aidtrack history shows whether it did."
        ),
        path=place,
    )


def _of_server(error: exc.DBAPIError, place: Place) -> Exception:
    if error.connection_invalidated:
        return _lost(error, place)
    state = getattr(error.orig, "sqlstate", None)
    if state == "42501" and (error.statement or "").lstrip().startswith("SELECT"):
        return Broken(N_("The ledger at {path} may not be read by this user; ask its owner."), path=place)
    if state in _OF_SERVER:
        kind, sentence = _OF_SERVER[state]
        return kind(sentence, path=place)
    if state is None and error.statement is None:
        return _unreachable(str(error.orig), place)
    return error


def _lost(error: exc.DBAPIError, place: Place) -> Broken:
    """Word that the server is gone; what has no statement is the commit, of which nobody was told how it ended."""
    if error.statement is not None:
        return Broken(_STOPPED, path=place)
    return Broken(
        N_("The server of {path} was lost while it kept the change; aidtrack history shows whether it did."),
        path=place,
    )


def _unreachable(said: str, place: Place) -> AidtrackError:
    for words, kind, sentence in _OF_CONNECTING:
        if words in said:
            return kind(sentence, path=place)
    reason = _NUMBER.sub("", said.strip().partition("\n")[0].rpartition(": ")[2].strip().rstrip("."))
    return NoLedger(
        N_("The server of {path} cannot be reached ({reason}); see whether it runs and the URL is right."),
        path=place,
        reason=reason,
    )
