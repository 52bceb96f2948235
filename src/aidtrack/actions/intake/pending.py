"""What a batch of rows will write: all at once, and one by one where the database does not take one of them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from sqlalchemy import exc

from aidtrack.actions.codes import require_free
from aidtrack.errors import N_, AidtrackError, Refused
from aidtrack.queries.names import record_name
from aidtrack.tables import TABLES, division_member

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from aidtrack.actions.intake.incoming import Incoming
    from aidtrack.actions.intake.known import Stored
    from aidtrack.actions.intake.nature import Key
    from aidtrack.actions.record import Recorder

    Refuse = Callable[[Incoming, AidtrackError], None]

NOT_TAKEN = (exc.IntegrityError, exc.DataError)
"""What a row can be the reason of; all else is the machine's, and ends the import."""


@dataclass(slots=True)
class Addition:
    """A new record; `number` is known once it is written."""

    row: Incoming
    values: dict[str, Any]
    members: Sequence[int] = ()
    number: int = 0


@dataclass(slots=True)
class Edit:
    """A record as it is, and the values that differ."""

    row: Incoming
    before: Stored
    new: dict[str, Any]


@dataclass
class Pending:
    """The records of one table that wait to be written; `keys` names the row that each key was first said in."""

    recorder: Recorder
    table: str
    refuse: Refuse
    additions: list[Addition] = field(default_factory=list)
    edits: list[Edit] = field(default_factory=list)
    keys: dict[Key, int] = field(default_factory=dict)

    def write(self) -> None:
        """Write all; what cannot be written is refused and no longer among them."""
        if self.edits:
            self.edits = self._written(self.edits, self._write_edits)
        if self.additions:
            self.additions = self._written(self.additions, self._write_additions)

    def _written(self, items: list[Any], write: Callable[[list[Any]], None]) -> list[Any]:
        try:
            with self.recorder.trying():
                write(items)
        except NOT_TAKEN:
            return [item for item in items if self._is_taken(item, write)]
        return items

    def _is_taken(self, item: Addition | Edit, write: Callable[[list[Any]], None]) -> bool:
        try:
            with self.recorder.trying():
                write([item])
        except NOT_TAKEN as error:
            self.refuse(item.row, self._reason(item, error))
            return False
        return True

    def _write_edits(self, edits: list[Edit]) -> None:
        self.recorder.edit_many(self.table, [(edit.before, edit.new) for edit in edits])

    def _write_additions(self, additions: list[Addition]) -> None:
        numbers = self.recorder.add_many(self.table, [addition.values for addition in additions])
        members = []
        for addition, number in zip(additions, numbers, strict=True):
            addition.number = number
            members += [{"group_id": number, "member_id": member} for member in addition.members]
        if members:
            self.recorder.session.execute(sa.insert(division_member), members)

    def _reason(self, item: Addition | Edit, error: exc.DBAPIError) -> AidtrackError:
        """Find out why the database does not take a row."""
        connection = self.recorder.session.connection()
        values = item.values if isinstance(item, Addition) else item.new
        besides = item.before["id"] if isinstance(item, Edit) else None
        for name in ("code", "external_id"):
            if values.get(name) is not None and name in TABLES[self.table].c:
                try:
                    require_free(connection, self.table, values[name], besides, column=name)
                except Refused as taken:
                    taken.fields["field"] = name
                    return taken
        return self._uid_taken(connection, values) or Refused(
            N_("The database does not take this row: {reason}"), reason=str(error.orig).partition("\n")[0]
        )

    def _uid_taken(self, connection: sa.Connection, values: dict[str, Any]) -> Refused | None:
        columns = TABLES[self.table].c
        query = sa.select(columns.id).where(columns.uid == values.get("uid"))
        number = connection.execute(query).scalar()
        if number is None:
            return None
        return Refused(
            N_("The uid {uid} is that of {name}; give another one."),
            uid=values["uid"],
            name=record_name(connection, self.table, number),
            field="uid",
        )
