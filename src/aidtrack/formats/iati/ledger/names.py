"""The names of what the ledger says beside the standard."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

_EXTENSION = "urn:aidtrack:ledger:"
EXTENSION_VERSION = "1"
NAMESPACE = _EXTENSION + EXTENSION_VERSION
"""Needs no domain and no server; the number is that of the extension."""

_IN = "{" + NAMESPACE + "}"

LEDGER = f"{_IN}ledger"
"""On the root: that all the records of a ledger, or of a choice from it, are in the file. It says the version again."""

_ANY_LEDGER = re.compile(rf"\{{{_EXTENSION}([0-9]+)\}}ledger")

ROW = f"{_IN}row"
ASSUMED = f"{_IN}assumed"
DATE = f"{_IN}date"
"""The date as far as the ledger knows it: 2023-08."""

HOLDS = f"{_IN}holds"
"""On an activity: whether it is a pairing, a project, or the figures of a pairing that belong to no project."""

PAIRING, PROJECT, FIGURES = "pairing", "project", "figures"


def extension_version(root: Mapping[str, str]) -> str | None:
    """Tell by the attributes of the root which version of the extension a file has; null where it has none."""
    for name, said in root.items():
        if found := _ANY_LEDGER.fullmatch(name):
            return said.strip() if found[1] == EXTENSION_VERSION else found[1]
    return None


def own(name: str) -> str:
    """Name something in the namespace of the ledger."""
    return _IN + name


def activity_id(owner: str, holds: str, uid: str, part: int = 1) -> str:
    """Make the identifier of an activity from the uid of its record: that never changes, as a code may."""
    further = f".{part}" if part > 1 else ""
    return f"{owner}-{holds}{further}-{quote(uid, safe='')}"
