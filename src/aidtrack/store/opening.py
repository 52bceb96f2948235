"""Opening a ledger: to read, to write, or alone to migrate."""

from __future__ import annotations

import logging
from contextlib import ExitStack, contextmanager
from json import JSONDecodeError
from typing import TYPE_CHECKING, Literal

from sqlalchemy import exc

from aidtrack import ending
from aidtrack.errors import AidtrackError
from aidtrack.store import server, sqlite
from aidtrack.store.current import never_finished, require_current
from aidtrack.store.keeping import kept_whole
from aidtrack.store.place import Place, locate
from aidtrack.store.plain_words import damaged, in_plain_words

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa

# A Ctrl-C inside a fetch costs SQLAlchemy its connection, and it would log, with a traceback, that it cannot
# close the cursor of that one too; psycopg, that it cannot end what was under way. Whatever matters is raised.
for _talker in ("sqlalchemy.pool", "psycopg"):
    logging.getLogger(_talker).addHandler(logging.NullHandler())

Purpose = Literal["read", "write", "migrate"]

_BEGIN: dict[Purpose, str] = {"read": "DEFERRED", "write": "IMMEDIATE", "migrate": "EXCLUSIVE"}


@contextmanager
def reading(db: str | None) -> Iterator[sa.Connection]:
    """Open the ledger to read; it must exist and be current, and nothing is ever written to it."""
    place = locate(db)
    require_ledger(place)
    with connected(place, "read") as connection:
        if place.path:
            connection.exec_driver_sql("PRAGMA query_only=ON")
        require_current(connection, place)
        with _wary_of_damage(connection, place):
            yield connection


@contextmanager
def writing(db: str | None, *, unfinished: bool = False) -> Iterator[sa.Connection]:
    """Open the ledger to write in one transaction, kept when the block ends well, else taken back.

    Only who finishes a ledger may write to an `unfinished` one.
    """
    place = locate(db)
    require_ledger(place)
    with connected(place, "write") as connection:
        require_current(connection, place, unfinished=unfinished)
        with _wary_of_damage(connection, place):
            yield connection


_STUMBLES = (
    *(ArithmeticError, AttributeError, LookupError, TypeError, ValueError),
    *(exc.NoResultFound, exc.MultipleResultsFound),
)
"""What comes of values and links that can be in no ledger."""


@contextmanager
def _wary_of_damage(connection: sa.Connection, place: Place) -> Iterator[None]:
    """Let the engine look through a file whose values the program stumbles over: damage makes a text a number."""
    try:
        yield
    except AidtrackError:
        raise
    except _STUMBLES as error:
        from aidtrack.store.integrity import damages

        # That a list is no list is for the program alone to see: for the engine it is a text.
        if place.path and (isinstance(error, JSONDecodeError) or any(damages(connection))):
            raise damaged(place) from error
        raise


@contextmanager
def connected(
    place: Place, purpose: Purpose, *, wait: float = sqlite.BUSY_SECONDS, keeps: str = ending.KEPT
) -> Iterator[sa.Connection]:
    """Open a transaction at a place; what the database says goes wrong there is said in plain words.

    In a file it waits so many seconds for other commands; a server has its own patience. `keeps` is what is true
    of the command once the transaction is kept.
    """
    engine = open_engine(place, purpose, wait)
    try:
        with ExitStack() as keeping, engine.begin() as connection:
            yield connection
            if purpose != "read":
                keeping.enter_context(kept_whole(keeps if connection.in_transaction() else None))
    except exc.DBAPIError as error:
        raise in_plain_words(error, place) from error
    finally:
        engine.dispose()


def open_engine(place: Place, purpose: Purpose, wait: float = sqlite.BUSY_SECONDS) -> sa.Engine:
    """Make the engine for a purpose; migrations rebuild tables, so their foreign keys are checked afterwards."""
    if place.path:
        return sqlite.engine(place.path, _BEGIN[purpose], foreign_keys=purpose != "migrate", wait=wait)
    make = {"read": server.reader, "write": server.writer, "migrate": server.migrator}[purpose]
    return make(place.url)


def require_ledger(place: Place) -> None:
    """Refuse a file that is not there, is another's or was never finished, before it is opened."""
    if place.path and sqlite.is_empty(place.path):
        raise never_finished(place)
