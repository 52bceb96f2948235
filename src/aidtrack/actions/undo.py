"""Take a whole change back, itself a change; what others changed since is never overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import exc

from aidtrack.actions.remove import remove
from aidtrack.errors import N_, NoRecord, Refused
from aidtrack.queries.hanging import Record, hanging_on
from aidtrack.queries.names import record_name, state_name
from aidtrack.queries.states import (
    added_by,
    content,
    current,
    items_of,
    own_rows,
    removed_since,
    state_after,
    storable,
)
from aidtrack.tables import TABLES, change
from aidtrack.wording import label

if TYPE_CHECKING:
    from collections.abc import Collection

    from aidtrack.actions.record import Recorder
    from aidtrack.queries.states import State

Item = tuple[str, int, str, Any]
"""What a change did to a row: its table, its number, the action, and the row before it."""

_KEPT = ("id", "version", "change_id")


def last_change(connection: sa.Connection) -> int:
    """Find the latest change that still stands and is no undoing itself."""
    columns = change.c
    query = sa.select(columns.id).where(columns.undoes_id.is_(None)).order_by(columns.id.desc())
    for number in connection.execute(query).scalars():
        if taken_back_by(connection, number) is None:
            return int(number)
    raise NoRecord(N_("There is no change to take back."))


def taken_back_by(connection: sa.Connection, number: int) -> int | None:
    """Tell which change took this one back; null where it stands."""
    query = sa.select(change.c.id).where(change.c.undoes_id == number).order_by(change.c.id.desc())
    for undoing in connection.execute(query).scalars():
        if taken_back_by(connection, undoing) is None:
            return int(undoing)
    return None


def undo(recorder: Recorder, number: int) -> None:
    """Take a change back. Raises Refused, listing them, where its rows were changed since or others hang on them."""
    connection = recorder.session.connection()
    _require_standing(connection, number)
    items = items_of(connection, number)
    added = added_by(connection, number)
    _require_untouched(connection, number, added, items)
    _require_free(connection, added, items)
    # What it added and took out again stands in no table: step by step backwards it comes and goes.
    own = dict.fromkeys([*added, *own_rows(items, number)])
    for item in reversed(items):
        _reverse(recorder, item, own)
    remove(recorder, [record for record in own if current(connection, *record) is not None])


def _reverse(recorder: Recorder, item: Item, own: Collection[Record]) -> None:
    """Take one step of a change back; `own` are the rows that the change added."""
    table, row, action, before = item
    try:
        if action == "restore":
            recorder.remove(table, row)
            return
        _make_way(recorder, table, before, own)
        if action == "edit":
            recorder.edit(table, row, _values(before))
        else:
            recorder.restore(table, before)
    except exc.IntegrityError as error:
        raise Refused(
            N_("It cannot be taken back: records to which it refers are gone, or others took their place."),
            hints=(f"{label('record', table)} {row}",),
        ) from error


def _make_way(recorder: Recorder, table: str, before: dict[str, Any], own: Collection[Record]) -> None:
    """Take out what the change added under a code that a row from before it gets back."""
    connection, columns = recorder.session.connection(), TABLES[table].c
    names = [column.name for column in columns if column.unique] + ["external_id"]
    same = sa.or_(*(columns[name] == before[name] for name in names if before.get(name) is not None))
    query = sa.select(columns.id).where(same, columns.id != before["id"])
    others = [(table, other) for other in connection.execute(query).scalars()]
    if others and all(other in own for other in others):
        remove(recorder, [*others, *hanging_on(connection, others)])


def _values(before: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in before.items() if name not in _KEPT}


def _require_standing(connection: sa.Connection, number: int) -> None:
    query = sa.select(change.c.id).where(change.c.id == storable(number))
    if connection.execute(query).scalar() is None:
        raise NoRecord(N_("There is no change {number}; see: aidtrack history"), number=number)
    by = taken_back_by(connection, number)
    if by is not None:
        raise Refused(
            N_(
                "Change {number} was taken back by change {by} already; bring it back with: aidtrack undo {by}"
            ),
            number=number,
            by=by,
        )


def _require_untouched(
    connection: sa.Connection, number: int, added: list[Record], items: list[Item]
) -> None:
    rows = dict.fromkeys([*added, *((table, row) for table, row, _, _ in items)])
    left: dict[Record, State | None] = {
        (table, row): state for table, row, state in removed_since(connection, number)
    }
    left |= {record: state_after(connection, *record, number) for record in rows}
    touched = [
        state_name(connection, *record, state or {})
        for record, state in left.items()
        if content(current(connection, *record)) != content(state)
    ]
    if touched:
        raise Refused(
            N_("Change {number} cannot be taken back: {count} of its records was changed since.")
            if len(touched) == 1
            else N_("Change {number} cannot be taken back: {count} of its records were changed since."),
            number=number,
            count=len(touched),
            hints=tuple(touched),
        )


def _require_free(connection: sa.Connection, added: list[Record], items: list[Item]) -> None:
    """Refuse to take away that on which others hang; a row that the change edited lets go of it by itself."""
    back = [(table, row) for table, row, action, _ in items if action == "restore"]
    touched = [(table, row) for table, row, _, _ in items]
    hanging = hanging_on(connection, [*added, *back], beside=touched)
    if hanging:
        raise Refused(
            N_("It cannot be taken back: {count} later record hangs on what it added.")
            if len(hanging) == 1
            else N_("It cannot be taken back: {count} later records hang on what it added."),
            count=len(hanging),
            hints=tuple(record_name(connection, *record) for record in hanging),
        )
