"""Making the file of a new ledger."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from aidtrack import ending
from aidtrack.errors import N_, NoLedger
from aidtrack.store import sqlite
from aidtrack.store.place import Place, locate, said

if TYPE_CHECKING:
    from pathlib import Path


_NO_FILE = N_("No ledger can be made at {path}: {reason}.")
_NO_HOME = N_(
    "No ledger can be made at {path}, where XDG_DATA_HOME or the home directory puts it: {reason}; "
    "name another place with --db or AIDTRACK_DB."
)


def create(db: str | None) -> Place:
    """Make an empty file for a ledger, readable by its owner alone, unless one is there already."""
    place = locate(db)
    if place.path is None:
        return place
    if place.path.exists():
        sqlite.is_empty(place.path)  # or it says why it is none
        return place
    try:
        ending.reach(ending.BEGUN)
        new_file(place.path)
    except OSError as error:
        raise NoLedger(_NO_FILE if said(db) else _NO_HOME, path=place, reason=error.strerror) from error
    return place


def new_file(path: Path) -> None:
    """Make an empty file that only its owner can read; it must not be there yet."""
    path.parent.mkdir(parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    path.chmod(0o600)  # a umask may have taken even that away
