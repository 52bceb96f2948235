"""What there is to tell of an import: what looked odd, and, where it is asked for, what is new and what changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aidtrack.actions.intake.kinds import KINDS
from aidtrack.actions.saying import differences
from aidtrack.queries.names import state_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    import sqlalchemy as sa

    from aidtrack.actions.intake.fields import ManyFields
    from aidtrack.actions.intake.pending import Edit, Pending

SHOWN = 20
"""So many of each are told; of the rest how many there are."""


@dataclass(frozen=True, slots=True)
class Difference:
    """A record that changes: its name, and each field with what it said before and says now."""

    name: str
    fields: list[tuple[str, str, str]]


@dataclass
class Telling:
    """Gathers what to tell, the first of each."""

    connection: sa.Connection
    reader: ManyFields
    preview: bool = False
    remarks: dict[str, None] = field(default_factory=dict)
    more_remarks: int = 0
    added: list[str] = field(default_factory=list)
    changed: list[Difference] = field(default_factory=list)

    def remark(self, said: Iterable[str]) -> None:
        """Gather what looks odd, each once."""
        for remark in said:
            if len(self.remarks) < SHOWN:
                self.remarks[remark] = None
            elif remark not in self.remarks:
                self.more_remarks += 1

    def written(self, pending: Pending) -> None:
        """Name what a batch has added and changed."""
        if not self.preview:
            return
        for addition in pending.additions[: SHOWN - len(self.added)]:
            name = state_name(self.connection, pending.table, addition.number, addition.values)
            self.added.append(name)
        for edit in pending.edits[: SHOWN - len(self.changed)]:
            self.changed.append(self._difference(pending.table, edit))

    def _difference(self, table: str, edit: Edit) -> Difference:
        self.reader.named = True
        try:
            said = list(differences(self.reader, KINDS[table], edit.before, edit.before | edit.new))
        finally:
            self.reader.named = False
        return Difference(state_name(self.connection, table, edit.before["id"], edit.before), said)
