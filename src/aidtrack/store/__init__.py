"""The database: where it is, opening it to read or to write, and whether it is current."""

from __future__ import annotations

from aidtrack.store.creation import create
from aidtrack.store.current import FINISHED, HEAD, is_finished, revision
from aidtrack.store.migration import make_tables
from aidtrack.store.opening import reading, writing
from aidtrack.store.place import Place, locate
from aidtrack.store.retry import retrying
from aidtrack.store.shipped import shipped
from aidtrack.store.sqlite import APPLICATION_ID

__all__ = [
    "APPLICATION_ID",
    "FINISHED",
    "HEAD",
    "Place",
    "create",
    "is_finished",
    "locate",
    "make_tables",
    "reading",
    "retrying",
    "revision",
    "shipped",
    "writing",
]
