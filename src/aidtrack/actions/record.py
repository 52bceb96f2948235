"""One command is one change: a session whose rows belong to it and whose rules hold, or nothing."""

from __future__ import annotations

import getpass
import os
import uuid
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from aidtrack import __version__
from aidtrack.models import Base, Change
from aidtrack.rules import require
from aidtrack.store import writing

if TYPE_CHECKING:
    from collections.abc import Iterator

    import sqlalchemy as sa


def actor() -> str:
    """Name who gives the command: AIDTRACK_ACTOR, else the login name."""
    named = os.environ.get("AIDTRACK_ACTOR")
    if named:
        return named
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a user id without an entry in the password file
        return f"uid {os.getuid()}"


class Recorder:
    """Adds rows to a session and to the change they belong to, which exists once there is a first row."""

    def __init__(self, session: Session, command: str) -> None:
        self.session = session
        self.command = command
        self._change: Change | None = None

    @property
    def change(self) -> Change:
        """The change of this command, written with its first row."""
        if self._change is None:
            self._change = Change(
                uid=str(uuid.uuid4()),
                at=datetime.now(UTC).isoformat(timespec="seconds"),
                actor=actor(),
                command=self.command,
                program=__version__,
            )
            self.session.add(self._change)
            self.session.flush()
        return self._change

    @property
    def changed(self) -> bool:
        """Whether the command has written anything yet."""
        return self._change is not None

    def add(self, row: Base) -> Base:
        """Write a new row as part of the change."""
        row.change_id = self.change.id  # type: ignore[attr-defined]
        self.session.add(row)
        self.session.flush()
        return row


@contextmanager
def recording(db: str | None, command: str) -> Iterator[Recorder]:
    """Open the ledger for one change; it is kept when the block ends well and the rules hold."""
    with writing(db) as connection, session_on(connection) as session:
        recorder = Recorder(session, command)
        yield recorder
        session.flush()
        if recorder.changed:
            require(connection)


@contextmanager
def session_on(connection: sa.Connection) -> Iterator[Session]:
    """Open a session inside the transaction of the connection, which alone decides what is kept."""
    with Session(connection, expire_on_commit=False, join_transaction_mode="rollback_only") as session:
        yield session
        session.flush()
