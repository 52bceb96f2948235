"""What there is to tell of an import: what looked odd, and, where it is asked for, what is new and what changes."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from aidtrack.actions.intake.kinds import KINDS
from aidtrack.actions.intake.naming import named
from aidtrack.actions.saying import differences
from aidtrack.queries.states import current

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    paired: list[str] = field(default_factory=list)

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
            self.added.append(self._named(pending.table, addition.number, addition.values))
        for edit in pending.edits[: SHOWN - len(self.changed)]:
            self.changed.append(self._difference(pending.table, edit))

    def added_together(self, table: str, numbers: Sequence[int]) -> None:
        """Name the first of many that were added."""
        if not self.preview or len(self.added) >= SHOWN:
            return
        for number in numbers[: SHOWN - len(self.added)]:
            self.added.append(self._named(table, number, current(self.connection, table, number) or {}))

    def _difference(self, table: str, edit: Edit) -> Difference:
        with self._names():
            said = list(differences(self.reader, KINDS[table], edit.before, edit.before | edit.new))
        return Difference(self._named(table, edit.before["id"], edit.before), said)

    def _named(self, table: str, number: int, state: Mapping[str, Any]) -> str:
        with self._names():
            return named(self.reader, table, number, state)

    @contextmanager
    def _names(self) -> Iterator[None]:
        """Let the reader name what records refer to."""
        self.reader.named = True
        try:
            yield
        finally:
            self.reader.named = False
