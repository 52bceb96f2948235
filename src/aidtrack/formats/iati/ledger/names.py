"""The names of what the ledger says beside the standard."""

from __future__ import annotations

from urllib.parse import quote

NAMESPACE = "urn:aidtrack:ledger:1"
"""Needs no domain and no server; the number is that of the extension."""

_IN = "{" + NAMESPACE + "}"

LEDGER = f"{_IN}ledger"
"""On the root: that all the records of a ledger, or of a choice from it, are in the file."""

ROW = f"{_IN}row"
ASSUMED = f"{_IN}assumed"
DATE = f"{_IN}date"
"""The date as far as the ledger knows it: 2023-08."""

HOLDS = f"{_IN}holds"
"""On an activity: whether it is a pairing, a project, or the figures of a pairing that belong to no project."""

PAIRING, PROJECT, FIGURES = "pairing", "project", "figures"


def own(name: str) -> str:
    """Name something in the namespace of the ledger."""
    return _IN + name


def activity_id(owner: str, holds: str, uid: str, part: int = 1) -> str:
    """Make the identifier of an activity from the uid of its record: that never changes, as a code may."""
    further = f".{part}" if part > 1 else ""
    return f"{owner}-{holds}{further}-{quote(uid, safe='')}"
