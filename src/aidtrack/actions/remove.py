"""Take a record out, with all that hangs on it if that is wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from aidtrack.errors import N_, Refused
from aidtrack.queries.hanging import Record, hanging_on, outermost_first
from aidtrack.queries.names import record_name

if TYPE_CHECKING:
    import sqlalchemy as sa

    from aidtrack.actions.record import Recorder

_SHOWN = 10


def going(connection: sa.Connection, record: Record, *, with_parts: bool) -> list[Record]:
    """List what goes with a record, itself first; refused while others hang on it, unless they go too."""
    hanging = hanging_on(connection, [record])
    if hanging and not with_parts:
        hints = [record_name(connection, *other) for other in hanging[:_SHOWN]]
        hints += ["…"] if len(hanging) > _SHOWN else []
        raise Refused(
            N_("{count} record hangs on {record}; take it out first, or both together with --with-parts.")
            if len(hanging) == 1
            else N_(
                "{count} records hang on {record}; take them out first, or all together with --with-parts."
            ),
            count=len(hanging),
            record=record_name(connection, *record),
            hints=tuple(hints),
        )
    return [record, *hanging]


def remove(recorder: Recorder, records: list[Record]) -> None:
    """Take records out, each before those that it refers to."""
    for table, number in outermost_first(recorder.session.connection(), records):
        recorder.remove(table, number)
