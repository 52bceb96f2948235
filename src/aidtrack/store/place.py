"""Where a ledger is."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import exc, make_url

from aidtrack.errors import N_, NoLedger

_FILE = "sqlite:///"
_SERVER = ("postgresql://", "postgresql+psycopg://", "postgres://")
_NEARLY = re.compile(r"postgres(ql)?:|.*\b(host|dbname|password)\s*=", re.IGNORECASE)
"""What was meant for a server, but would be taken for the name of a file."""

_SHOWN = {"host", "port", "user", "dbname", "options", "sslmode"}
"""The parameters of a URL that are shown; any other may be a password, or a misspelt one."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ledger is: the path of an SQLite file, or the URL of a server (then `path` is null)."""

    url: str
    path: Path | None

    def __str__(self) -> str:
        return str(self.path) if self.path else without_password(self.url)

    @property
    def name(self) -> str:
        """What people call it: the name of the file, or of the server's database."""
        return self.path.name if self.path else make_url(self.url).database or "ledger"

    @property
    def folder(self) -> Path:
        """Where files that belong to the ledger lie: beside its own, or where a user's own ledger would be."""
        return self.path.parent if self.path else default_path().parent


def locate(db: str | None) -> Place:
    """Say where the ledger is: the option, else AIDTRACK_DB, else one file in the user's data directory."""
    text = db or os.environ.get("AIDTRACK_DB") or str(default_path())
    if text.startswith(_FILE):
        text = text.removeprefix(_FILE)
    elif text.startswith(_SERVER):
        return _server(text)
    elif _NEARLY.match(text):
        raise _unreadable()
    elif "://" in text:
        raise NoLedger(
            N_("'{url}' is no place of a ledger; give the path of a file or postgresql://…."),
            url=text.split("://")[0] + "://…",
        )
    return Place(text, Path(text).expanduser().absolute())


def _server(url: str) -> Place:
    url = "postgresql://" + url.split("://", 1)[1]
    if url.count("@") > 1:  # an @ of the password, of which the rest would be taken for the host
        raise _unreadable()
    try:
        make_url(url)
    except (exc.ArgumentError, ValueError):  # of a port that is no number
        raise _unreadable() from None
    return Place(url, None)


def _unreadable() -> NoLedger:
    return NoLedger(
        N_(
            "The URL of the ledger cannot be read; write it as postgresql://USER@HOST:PORT/DATABASE, "
            "and the password in PGPASSWORD or ~/.pgpass."
        )
    )


def without_password(url: str) -> str:
    """Write a URL for people: a password, wherever it stands, is not shown."""
    parsed = make_url(url)
    secret = dict.fromkeys(parsed.query.keys() - _SHOWN, "***")
    return parsed.update_query_dict(secret).render_as_string(hide_password=True).replace("%2A%2A%2A", "***")


def default_path() -> Path:
    from platformdirs import user_data_path

    return user_data_path("aidtrack", appauthor=False) / "aidtrack.db"
