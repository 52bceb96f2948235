"""Where a ledger is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import exc, make_url

from aidtrack.errors import N_, NoLedger

_FILE = "sqlite:///"
_SERVER = ("postgresql://", "postgresql+psycopg://", "postgres://")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a ledger is: the path of an SQLite file, or the URL of a server (then `path` is null)."""

    url: str
    path: Path | None

    def __str__(self) -> str:
        return str(self.path) if self.path else without_password(self.url)


def locate(db: str | None) -> Place:
    """Say where the ledger is: the option, else AIDTRACK_DB, else one file in the user's data directory."""
    text = db or os.environ.get("AIDTRACK_DB") or str(_default_path())
    if text.startswith(_FILE):
        text = text.removeprefix(_FILE)
    elif text.startswith(_SERVER):
        return _server(text)
    elif "://" in text:
        raise NoLedger(
            N_("'{url}' is no place of a ledger; give the path of a file or postgresql://…."),
            url=text.split("://")[0] + "://…",
        )
    return Place(text, Path(text).expanduser().absolute())


def _server(url: str) -> Place:
    url = "postgresql://" + url.split("://", 1)[1]
    try:
        make_url(url)
    except (exc.ArgumentError, ValueError):  # of a port that is no number
        raise NoLedger(
            N_(
                "The URL of the ledger cannot be read; write it as postgresql://USER:PASSWORD@HOST:PORT/DATABASE."
            )
        ) from None
    return Place(url, None)


def without_password(url: str) -> str:
    """Write a URL for people: a password, wherever it stands, is not shown."""
    parsed = make_url(url)
    if "password" in parsed.query:
        parsed = parsed.update_query_dict({"password": "***"})
    return parsed.render_as_string(hide_password=True)


def _default_path() -> Path:
    from platformdirs import user_data_path

    return user_data_path("aidtrack", appauthor=False) / "aidtrack.db"
