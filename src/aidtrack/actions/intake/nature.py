"""What tells records apart that have no key: the columns that make a record the one it is, by its table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aidtrack.folding import fold
from aidtrack.tables import FIGURES

if TYPE_CHECKING:
    from collections.abc import Mapping

Key = tuple[Any, ...]

UNSAID = {"source": ("date", "publisher"), "pairing": ("programme",)}
"""Columns of which a row may say nothing, and mean a record that does: if no other is exactly what it says."""

_WHEN_AND_WHERE_SAID = ("period_start", "period_end", "as_of", "basis", "source_id", "locator")
_OF = ("project_id", "pairing_id")
COLUMNS = {
    "funding": (*_OF, "stage", "fund_source", "tier", "form", *_WHEN_AND_WHERE_SAID),
    "jobs": (*_OF, "kind", "place", "channel", "group", "scenario", *_WHEN_AND_WHERE_SAID),
    "result": (*_OF, "indicator_id", "group", "scenario", *_WHEN_AND_WHERE_SAID),
    "participation": ("organisation_id", "role", *_OF),
    "pairing": ("donor_id", "recipient_id", "programme"),
    "project": ("pairing_id", "parent_id", "name"),
    "organisation": ("name",),
    "division": ("parent_id", "name"),
    "source": ("title", "date", "publisher"),
}

_FOLDED = {"project", "organisation", "division"}
CODED = ("project", "indicator", "sector", "division")
"""The tables whose records have codes."""


def nature(table: str, values: Mapping[str, Any]) -> Key | None:
    """Give what tells a record from others; null where too little is said of it."""
    if table not in COLUMNS or (table in CODED and values.get("code")):
        return None
    key: list[Any] = [values.get(name) for name in COLUMNS[table]]
    if table in _FOLDED:
        if not key[-1]:
            return None
        key[-1] = fold(key[-1])
    if table in FIGURES and key[0] is None and key[1] is None:
        return None
    return tuple(key)
