"""How a record that an import adds or changes is named: a figure by all that tells which one it is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from aidtrack.actions.saying import amount_said
from aidtrack.queries.names import state_name
from aidtrack.tables import FIGURES
from aidtrack.text import _
from aidtrack.wording import DASH, label, period_text, safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aidtrack.actions.fields import FieldReader


def named(reader: FieldReader, table: str, number: int, state: Mapping[str, Any]) -> str:
    """Name a record: project 3 (513333-03 色达县第二中学); funding 14 (1100余万元, of which project, stage and year)."""
    if table not in FIGURES:
        return state_name(reader.connection, table, number, dict(state))
    said = _(", ").join(safe(word) for word in _of_figure(reader, table, state) if word)
    return f"{label('record', table)} {number} ({said})"


def _of_figure(reader: FieldReader, table: str, state: Mapping[str, Any]) -> Iterator[str]:
    counted = table == "funding" and state["text"] is None
    yield " ".join((amount_said(table, state), *([state["currency"]] if counted else [])))
    hangs = "project" if state.get("project_id") else "pairing"
    yield reader.name_of(hangs, state[f"{hangs}_id"])
    if table == "result":
        yield reader.name_of("indicator", state["indicator_id"])
    else:
        word = "stage" if table == "funding" else "kind"
        yield label("stage" if table == "funding" else "jobs_kind", state[word])
    period = period_text(state.get("period_start"), state.get("period_end"))
    yield "" if period == DASH else period
