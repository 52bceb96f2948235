"""Projects and organisations by their folded names: two numbers for each, read once where they are asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.actions.intake.hashed import Hashed
from aidtrack.actions.intake.nature import nature
from aidtrack.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from aidtrack.actions.intake.nature import Key

_COLUMNS = {"project": ("id", "name", "pairing_id", "parent_id"), "organisation": ("id", "name")}


class Names:
    """Finds records by name. Two keys may have the same hash: what is found may be another, and is looked at."""

    def __init__(self, connection: sa.Connection, table: str) -> None:
        self.connection = connection
        self.table = table
        self._numbers = Hashed()
        self._read: set[int | None] = set()

    def find(self, keys: Iterable[Key]) -> set[int]:
        """Find the numbers of all records that may have these keys."""
        keys = set(keys)
        self._read_parts({key[0] if self.table == "project" else None for key in keys} - self._read)
        found: set[int] = set()
        for key in keys:
            found.update(self._numbers.of(hash(key)))
        return found

    def _read_parts(self, parts: set[int | None]) -> None:
        """Read the projects of some pairings, or all organisations."""
        if not parts:
            return
        self._read |= parts
        columns = TABLES[self.table].c
        query = sa.select(*(columns[name] for name in _COLUMNS[self.table])).order_by(columns.id)
        if self.table == "project":
            query = query.where(columns.pairing_id.in_(parts))
        for row in self.connection.execute(query).mappings():
            self._note(row["id"], row)

    def learn(self, number: int, values: Mapping[str, Any]) -> None:
        """Know a record that was just written, if its like were read already."""
        if values.get("pairing_id") in self._read:
            self._note(number, values)

    @property
    def is_read(self) -> bool:
        """Whether any were asked for."""
        return bool(self._read)

    def forget(self) -> None:
        """Read all anew, after names were changed."""
        self._numbers = Hashed()
        self._read.clear()

    def _note(self, number: int, values: Mapping[Any, Any]) -> None:
        self._numbers.note(hash(nature(self.table, {**values, "code": None})), number)
