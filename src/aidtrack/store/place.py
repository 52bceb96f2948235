"""Where a ledger is."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from aidtrack.errors import N_, NoLedger
from aidtrack.store.url import BEGINNINGS, checked, refuse_nearly, without_password

_FILE = "sqlite:///"


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
    text = said(db) or str(default_path())
    if text.startswith(BEGINNINGS):
        return Place(checked(text), None)
    if text.startswith(_FILE):
        text = text.removeprefix(_FILE)
    else:
        refuse_nearly(text)
    return Place(text, _path(text))


def said(db: str | None) -> str | None:
    """Give what is said of where the ledger is; null where nothing is, and the default holds."""
    return db or os.environ.get("AIDTRACK_DB") or None


def _path(text: str) -> Path:
    try:
        return Path(text).expanduser().absolute()
    except RuntimeError:  # of ~name, where nobody has that name
        raise NoLedger(
            N_("The home directory in '{path}' is not known; write the path out."), path=text
        ) from None


def default_path() -> Path:
    from platformdirs import user_data_path

    return user_data_path("aidtrack", appauthor=False) / "aidtrack.db"
