"""The database: where it is, opening it to read or to write, and whether it is current."""

from __future__ import annotations

import os
import sqlite3
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import event, exc

from aidtrack.errors import N_, Broken, NoLedger

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = "0001"
"""The revision that this program reads and writes; a test holds it against the migrations."""

APPLICATION_ID = 0x41494454
"""`AIDT`, in bytes 68 to 71 of every SQLite ledger."""

FINISHED = "initialised"
"""The setting that `init` writes last."""

_MAGIC = b"SQLite format 3\x00"
_HEADER_SIZE = 100
_BUSY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ledger is: the path of an SQLite file, or the URL of a server."""

    url: str
    path: Path | None

    def __str__(self) -> str:
        return str(self.path) if self.path else sa.make_url(self.url).render_as_string(hide_password=True)


def locate(db: str | None) -> Place:
    """Say where the ledger is: the option, else AIDTRACK_DB, else one file in the user's data directory."""
    text = db or os.environ.get("AIDTRACK_DB") or str(_default_path())
    if "://" not in text:
        return Place(text, Path(text).expanduser().absolute())
    if text.startswith("sqlite:///"):
        return locate(text.removeprefix("sqlite:///"))
    if not text.startswith(("postgresql://", "postgresql+psycopg://")):
        raise NoLedger(
            N_("'{url}' is no place of a ledger; give the path of a file or postgresql://…."),
            url=text.split("://")[0] + "://…",
        )
    return Place(text, None)


def _default_path() -> Path:
    from platformdirs import user_data_path

    return user_data_path("aidtrack", appauthor=False) / "aidtrack.db"


@contextmanager
def reading(db: str | None) -> Iterator[sa.Connection]:
    """Open the ledger to read; it must exist and be current, and nothing is ever written to it."""
    place = locate(db)
    _require_ledger(place)
    with _connected(place, "DEFERRED") as connection:
        if place.path:
            connection.exec_driver_sql("PRAGMA query_only=ON")
        _require_current(connection, place)
        yield connection


@contextmanager
def writing(db: str | None, *, unfinished: bool = False) -> Iterator[sa.Connection]:
    """Open the ledger to write in one transaction, kept when the block ends well, else taken back.

    Only who finishes a ledger may write to an `unfinished` one.
    """
    place = locate(db)
    _require_ledger(place)
    with _connected(place, "IMMEDIATE") as connection:
        _require_current(connection, place, unfinished=unfinished)
        yield connection


@contextmanager
def _connected(place: Place, begin: str) -> Iterator[sa.Connection]:
    engine = _engine(place, begin)
    try:
        with engine.begin() as connection:
            yield connection
    except exc.DBAPIError as error:
        raise _in_plain_words(error, place) from error
    finally:
        engine.dispose()


def _engine(place: Place, begin: str, *, foreign_keys: bool = True) -> sa.Engine:
    if place.path is None:
        return _server(place.url)
    engine = sa.create_engine(
        "sqlite://", creator=lambda: _sqlite(place.path, foreign_keys), poolclass=sa.NullPool
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(f"BEGIN {begin}"))
    event.listen(engine, "before_cursor_execute", _refuse_outside_transaction)
    return engine


def _server(url: str) -> sa.Engine:
    try:
        return sa.create_engine(url)
    except ModuleNotFoundError as error:
        raise NoLedger(
            N_("A ledger on PostgreSQL needs psycopg; install it with: pip install 'aidtrack[postgres]'")
        ) from error


def _sqlite(path: Path | None, foreign_keys: bool) -> sqlite3.Connection:  # noqa: FBT001 - a pragma's value
    # mode=rw never creates a file; isolation_level=None leaves every BEGIN to the event above.
    uri = f"{Path(str(path)).as_uri()}?mode=rw"
    raw = sqlite3.connect(uri, uri=True, timeout=_BUSY_SECONDS, isolation_level=None)
    for pragma in (
        f"foreign_keys={'ON' if foreign_keys else 'OFF'}",
        "trusted_schema=OFF",
        "cell_size_check=ON",
        "synchronous=EXTRA",
    ):
        raw.execute(f"PRAGMA {pragma}")
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


def _require_ledger(place: Place) -> None:
    if place.path is None:
        return
    header = _header(place.path)
    if not header:
        raise _never_finished(place)
    if not header.startswith(_MAGIC) or header[68:72] != APPLICATION_ID.to_bytes(4, "big"):
        raise NoLedger(
            N_("{path} is no ledger of aidtrack, or one that is damaged; it was left as it is."), path=place
        )


def _never_finished(place: Place) -> NoLedger:
    return NoLedger(
        N_("The ledger at {path} was never finished; complete it with: aidtrack init"), path=place
    )


def _header(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEADER_SIZE)
    except FileNotFoundError:
        raise NoLedger(N_("There is no ledger at {path}; make one with: aidtrack init"), path=path) from None
    except IsADirectoryError:
        raise NoLedger(N_("{path} is a directory; name the ledger's file."), path=path) from None
    except PermissionError:
        raise NoLedger(N_("{path} may not be read by this user; ask its owner."), path=path) from None


def revision(connection: sa.Connection) -> str | None:
    """Tell at which revision the ledger is; null where it has none yet."""
    if connection.dialect.name == "sqlite":
        known = connection.exec_driver_sql(
            "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'"
        ).scalar()
    else:
        known = connection.exec_driver_sql("SELECT to_regclass('alembic_version')").scalar()
    if not known:
        return None
    found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found


def _require_current(connection: sa.Connection, place: Place, *, unfinished: bool = False) -> None:
    found = revision(connection)
    if found is None:
        raise _never_finished(place)
    if found == HEAD:
        if not unfinished and not is_finished(connection):
            raise _never_finished(place)
        return
    if found > HEAD:
        raise NoLedger(
            N_("The ledger at {path} is of a newer aidtrack (revision {found}); install that one."),
            path=place,
            found=found,
        )
    raise NoLedger(
        N_("The ledger at {path} is of an older aidtrack; bring it up to date with: aidtrack db upgrade"),
        path=place,
    )


def is_finished(connection: sa.Connection) -> bool:
    """Tell whether `init` came to its end: until then the places of China may be missing."""
    finished = connection.exec_driver_sql(f"SELECT 1 FROM setting WHERE name = '{FINISHED}'")  # noqa: S608 - ours
    return finished.scalar() is not None


def create(db: str | None) -> Place:
    """Make an empty file for a ledger, readable by its owner alone, unless one is there already."""
    place = locate(db)
    if place.path is None:
        return place
    if place.path.exists():
        if place.path.is_dir() or place.path.stat().st_size:
            _require_ledger(place)
        return place
    try:
        place.path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(place.path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except OSError as error:
        raise NoLedger(
            N_("No ledger can be made at {path}: {reason}."), path=place, reason=error.strerror
        ) from error
    return place


def migrate(place: Place) -> None:
    """Bring the schema to the revision of this program, in one exclusive transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")))
    engine = _engine(place, "EXCLUSIVE", foreign_keys=False)
    try:
        with engine.begin() as connection:
            if revision(connection) == HEAD:
                return
            if place.path:
                connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    except exc.DBAPIError as error:
        raise _in_plain_words(error, place) from error
    finally:
        engine.dispose()


def shipped(name: str) -> Path:
    """Find a folder that travels with the program: inside the package, or at the top of a checkout."""
    inside = Path(__file__).parent / name
    return inside if inside.exists() else Path(__file__).parents[2] / name


_PLAIN_WORDS = (
    ("locked", N_("The ledger at {path} is in use by another command; try again in a moment.")),
    ("full", N_("The disk that holds {path} is full; nothing was changed.")),
    ("readonly", N_("The ledger at {path} may not be written by this user; nothing was changed.")),
    ("disk I/O", N_("The disk that holds {path} failed; nothing was changed.")),
    ("unable to open", N_("The ledger at {path} cannot be opened; nothing was changed.")),
)
_DAMAGED = ("malformed", "not a database", "no such table", "no such column")


def _in_plain_words(error: exc.DBAPIError, place: Place) -> Exception:
    said = str(error.orig)
    for words, sentence in _PLAIN_WORDS:
        if words in said:
            return Broken(sentence, path=place)
    if any(words in said for words in _DAMAGED):
        return NoLedger(N_("The ledger at {path} is damaged; restore a backup."), path=place)
    return error
