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
    removed_since,
    state_after,
)
from aidtrack.tables import change

if TYPE_CHECKING:
    from aidtrack.actions.record import Recorder

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
    added = [*added_by(connection, number), *((t, n) for t, n, action, _ in items if action == "restore")]
    _require_untouched(connection, number, added, items)
    _require_free(connection, added)
    _restore(recorder, items)
    for table, row, action, before in reversed(items):
        if action == "edit":
            recorder.edit(table, row, _values(before or {}))
    remove(recorder, added)


def _restore(recorder: Recorder, items: list[tuple[str, int, str, Any]]) -> None:
    try:
        for table, _, action, before in reversed(items):
            if action == "remove":
                recorder.restore(table, before)
    except exc.IntegrityError as error:
        raise Refused(
            N_("It cannot be taken back: records to which it refers are gone, or others took their place.")
        ) from error


def _values(before: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in before.items() if name not in _KEPT}


def _require_standing(connection: sa.Connection, number: int) -> None:
    if connection.execute(sa.select(change.c.id).where(change.c.id == number)).scalar() is None:
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
    connection: sa.Connection, number: int, added: list[Record], items: list[tuple[str, int, str, Any]]
) -> None:
    rows = dict.fromkeys([*added, *((table, row) for table, row, _, _ in items)])
    touched = [
        record_name(connection, table, row)
        for table, row in rows
        if content(current(connection, table, row)) != content(state_after(connection, table, row, number))
    ]
    touched += [state_name(connection, *gone) for gone in removed_since(connection, number)]
    if touched:
        raise Refused(
            N_("Change {number} cannot be taken back: {count} of its records were changed since."),
            number=number,
            count=len(touched),
            hints=tuple(touched),
        )


def _require_free(connection: sa.Connection, added: list[Record]) -> None:
    hanging = hanging_on(connection, added)
    if hanging:
        raise Refused(
            N_("It cannot be taken back: {count} later records hang on what it added."),
            count=len(hanging),
            hints=tuple(record_name(connection, *record) for record in hanging),
        )
