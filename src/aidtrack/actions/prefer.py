"""Make another statement of a figure the one that counts; what hung on the old one moves along."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.errors import N_, NoRecord, Refused
from aidtrack.queries.states import current
from aidtrack.tables import FIGURES
from aidtrack.wording import label

if TYPE_CHECKING:
    from aidtrack.actions.record import Recorder
    from aidtrack.queries.states import State

_LINKS = frozenset({"part_of", "overlaps", "restates"})
"""The fields that link a figure to another, by the names under which a coder presumes them."""


def prefer(recorder: Recorder, table: str, number: int) -> None:
    """Let a restatement count instead of the statement that it restates.

    The new one takes over what the old one was part of, and the answer that it is separate; the old one, and
    all that restated it or was part of it, now point at the new one. What of the links a coder presumed moves
    with them.
    """
    connection = recorder.session.connection()
    row = current(connection, table, number)
    if row is None:
        raise NoRecord(N_("No {kind} has the id {ref}."), kind=label("record", table), ref=number)
    old = row["restates_id"]
    if old is None:
        raise Refused(
            N_("{kind} {ref} restates no other; it is the statement that counts already."),
            kind=label("record", table),
            ref=number,
        )
    before = current(connection, table, old) or {}
    recorder.edit(
        table,
        number,
        {
            "restates_id": None,
            "part_of_id": before["part_of_id"],
            "overlaps": before["overlaps"],
            "separate": before["separate"],
            "presumed": _presumed(row, before),
        },
    )
    recorder.edit(
        table,
        old,
        {
            "restates_id": number,
            "part_of_id": None,
            "overlaps": False,
            "separate": row["separate"],
            "presumed": _presumed(before, row),
        },
    )
    columns = FIGURES[table].c
    for link in ("restates_id", "part_of_id"):
        query = sa.select(columns.id).where(columns[link] == old, columns.id != number).order_by(columns.id)
        for other in connection.execute(query).scalars().all():
            recorder.edit(table, other, {link: number})


def _presumed(own: State, other: State) -> list[str]:
    """Name what a coder presumed of a statement that takes over the links of another."""
    return [name for name in own["presumed"] if name not in _LINKS] + [
        name for name in other["presumed"] if name in _LINKS
    ]
