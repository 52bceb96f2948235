"""A ledger in one SQLite file: whose the file is, and how it is opened."""

from __future__ import annotations

import sqlite3
from contextlib import closing, suppress
from stat import S_ISDIR, S_ISREG
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event

from aidtrack.errors import N_, Broken, NoLedger

if TYPE_CHECKING:
    from pathlib import Path

APPLICATION_ID = 0x41494454
"""`AIDT`, in bytes 68 to 71 of every SQLite ledger."""

BUSY_SECONDS = 30
"""How long a command waits for another that writes."""

_MAGIC = b"SQLite format 3\x00"
_HEADER_SIZE = 100


def engine(path: Path, begin: str, *, foreign_keys: bool = True, wait: float = BUSY_SECONDS) -> sa.Engine:
    """Make the engine of a file, whose transactions begin as said: DEFERRED, IMMEDIATE or EXCLUSIVE.

    They wait so many seconds for those of others.
    """
    made = sa.create_engine(
        "sqlite://", creator=lambda: connect(path, foreign_keys, wait), poolclass=sa.NullPool
    )
    event.listen(made, "begin", lambda connection: connection.exec_driver_sql(f"BEGIN {begin}"))
    event.listen(made, "before_cursor_execute", _refuse_outside_transaction)
    return made


def connect(
    path: Path,
    foreign_keys: bool = True,  # noqa: FBT001, FBT002 - a pragma's value
    wait: float = BUSY_SECONDS,
) -> sqlite3.Connection:
    """Open a file that exists, with the pragmas of every connection."""
    # mode=rw never creates a file; isolation_level=None leaves every BEGIN to the engine's event.
    uri = f"{path.as_uri()}?mode=rw"
    raw = sqlite3.connect(uri, uri=True, timeout=wait, isolation_level=None)
    pragmas = (
        f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "synchronous=EXTRA",
    )
    try:
        for pragma in pragmas:
            raw.execute(f"PRAGMA {pragma}")
    except UnicodeDecodeError as error:  # what SQLite says of a damaged schema quotes its bytes
        raw.close()
        raise sqlite3.DatabaseError("malformed database schema") from error
    return raw


def _refuse_outside_transaction(
    connection: sa.Connection,
    cursor: Any,  # noqa: ANN401 - a driver's own
    statement: str,
    *_: object,
) -> None:
    """Stop when SQLite has rolled back by itself (disk full): later statements would be kept one by one."""
    if (
        connection.in_transaction()
        and not cursor.connection.in_transaction
        and not statement.startswith(("BEGIN", "PRAGMA"))
    ):
        raise Broken(N_("The database gave the transaction up; nothing was changed."))


def is_empty(path: Path) -> bool:
    """Tell whether the file has no content yet; raises NoLedger where it cannot be read or is another's."""
    header = _header(path)
    if header and not any(header):
        header = _rolled_back(path)
    if header and not _is_ours(header):
        raise NoLedger(
            N_("{path} is no ledger of aidtrack, or one that is damaged; it was left as it is."), path=path
        )
    return not header


def _rolled_back(path: Path) -> bytes:
    """Read the header of a file of which the first page is not on the disk: the power went in the middle of `init`.

    If a journal says so, SQLite empties the file as soon as anybody looks into it.
    """
    if path.with_name(f"{path.name}-journal").exists():
        with closing(connect(path)) as looking, suppress(sqlite3.DatabaseError):
            looking.execute("PRAGMA schema_version")
    return _header(path)


def _is_ours(header: bytes) -> bool:
    return header.startswith(_MAGIC) and header[68:72] == APPLICATION_ID.to_bytes(4, "big")


def refuse_another(path: Path) -> None:
    """Refuse what cannot be read, and a database that another program made; one of ours may be damaged."""
    header = _header(path)
    if header.startswith(_MAGIC) and not _is_ours(header) and not _had_been_ours(path):
        raise NoLedger(
            N_("{path} is a database of another program; it was left as it is. Name the ledger's file."),
            path=path,
        )


def _had_been_ours(path: Path) -> bool:
    """Tell of a database without our mark whether damage took it: it has our tables, or cannot be read."""
    try:
        # As it lies there: not even a journal that is waiting is another program's to roll back.
        with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as looking:
            names = {name for (name,) in looking.execute("SELECT CAST(name AS BLOB) FROM sqlite_master")}
    except sqlite3.Error:
        return True
    return {b"alembic_version", b"division_name"} <= names


def _header(path: Path) -> bytes:
    try:
        if not (
            S_ISREG(mode := path.stat().st_mode) or S_ISDIR(mode)
        ):  # opening a pipe would wait for its writer
            raise NoLedger(N_("{path} is a pipe or a device; name a file on the disk."), path=path)
        with path.open("rb") as file:
            return file.read(_HEADER_SIZE)
    except FileNotFoundError:
        raise NoLedger(N_("There is no ledger at {path}; make one with: aidtrack init"), path=path) from None
    except IsADirectoryError:
        raise NoLedger(N_("{path} is a directory; name the ledger's file."), path=path) from None
    except NotADirectoryError:
        raise NoLedger(N_("{path} does not lie in a directory; name the ledger's file."), path=path) from None
    except PermissionError:
        raise NoLedger(N_("{path} may not be read by this user; ask its owner."), path=path) from None
    except (OSError, ValueError) as error:  # a name that is too long, a null in it
        raise NoLedger(
            N_("{path} cannot be read: {reason}; name another file."), path=path, reason=_reason(error)
        ) from None


def _reason(error: OSError | ValueError) -> str:
    return getattr(error, "strerror", None) or str(error)


def mark(connection: sa.Connection) -> None:
    """Write into the file whose it is."""
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
