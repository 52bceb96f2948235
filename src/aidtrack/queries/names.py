"""How a record is named in a sentence: its kind, its number, and its name if it has one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aidtrack.queries.places import load_places
from aidtrack.queries.states import State, current
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa


def record_name(connection: sa.Connection, table: str, number: int) -> str:
    """Name a record: project 7 (513333-03 色达县第二中学)."""
    return state_name(connection, table, number, current(connection, table, number) or {})


def state_name(connection: sa.Connection, table: str, number: int, state: State) -> str:
    """Name a record by what it is, or was."""
    said = _said(connection, table, state)
    name = f"{label('record', table)} {number}"
    return f"{name} ({said})" if said else name


def _said(connection: sa.Connection, table: str, state: Mapping[str, Any]) -> str:
    if table == "pairing" and state:
        places = load_places(connection)
        return f"{places[state['donor_id']].name} → {places[state['recipient_id']].name}"
    words = (state.get("code"), state.get("name"), state.get("title"), state.get("text"))
    return " ".join(str(word) for word in words if word)
