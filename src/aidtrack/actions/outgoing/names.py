"""How a record is referred to in a file: by uid where a program reads it, else as people name it, if that is unique."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

import sqlalchemy as sa

from aidtrack.folding import fold
from aidtrack.queries.places import load_places
from aidtrack.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Callable

    from aidtrack.queries.places import Pair, Place, Places

_READ_OTHERWISE = ("→", "->", "=>", ")", "\uff09")
"""What within a pair of places would be read as their arrow, or as a programme."""


class Names:
    """Knows what records of the small tables are called; each table is read when it is first asked for.

    `full` tells that quantities are written with all their parts.
    """

    def __init__(self, connection: sa.Connection, *, exact: bool, full: bool = False) -> None:
        self._connection, self.exact, self.full = connection, exact, full or not exact

    def of(self, table: str) -> Callable[[int], str]:
        """Give what names the records of a table."""
        found: dict[int, str] = getattr(self, f"_{table}s")
        return found.__getitem__

    @cached_property
    def _places(self) -> Places:
        return load_places(self._connection)

    def _column(self, table: str, column: str) -> dict[int, str]:
        columns = TABLES[table].c
        rows = self._connection.execute(sa.select(columns.id, columns[column]))
        return {row[0]: row[1] for row in rows}

    @cached_property
    def _sectors(self) -> dict[int, str]:
        return self._column("sector", "code")

    @cached_property
    def _indicators(self) -> dict[int, str]:
        return self._column("indicator", "code")

    @cached_property
    def _sources(self) -> dict[int, str]:
        return self._called("source", "title")

    @cached_property
    def _organisations(self) -> dict[int, str]:
        return self._called("organisation", "name")

    def _called(self, table: str, column: str) -> dict[int, str]:
        """Name records by name where no other has it, and where it could not be an id or a uid."""
        uids = self._column(table, "uid")
        if self.exact:
            return uids
        names = self._column(table, column)
        folded = {number: fold(name) for number, name in names.items()}
        often, taken = Counter(folded.values()), set(uids.values())
        return {
            number: name
            if often[folded[number]] == 1 and folded[number] and not name.isdigit() and name not in taken
            else uids[number]
            for number, name in names.items()
        }

    # Places

    @cached_property
    def _divisions(self) -> dict[int, str]:
        uids = self._column("division", "uid")
        often = Counter(fold(place.name) for place in self._places.by_id.values())
        return {
            number: self._place(place, uids[number], often) for number, place in self._places.by_id.items()
        }

    def _place(self, place: Place, uid: str, often: Counter[str]) -> str:
        """Name a place by code and name; by its uid where it was added by hand, or has no code and no name of its own."""
        if place.code and (uid == place.code or not self.exact):
            return f"{place.code} {place.name}"
        unique = not self.exact and often[fold(place.name)] == 1
        return place.name if unique else uid

    @cached_property
    def _pairings(self) -> dict[int, str]:
        uids = self._column("pairing", "uid")
        if self.exact:
            return uids
        return {number: self._ends(pair) or uids[number] for number, pair in self._places.pairs.items()}

    def _ends(self, pair: Pair) -> str | None:
        """Name a pairing by its ends, with its programme where they have several; null where that is not unique."""
        donor, recipient = self._divisions[pair.donor_id], self._divisions[pair.recipient_id]
        if any(mark in end for mark in _READ_OTHERWISE for end in (donor, recipient)):
            return None
        if any(
            self._is_uid(place, text)
            for place, text in ((pair.donor_id, donor), (pair.recipient_id, recipient))
        ):
            return None
        ends = f"{donor} → {recipient}"
        same = self._places.between(pair.donor_id, pair.recipient_id)
        if len(same) == 1:
            return ends
        alone = pair.programme and [other.programme for other in same].count(pair.programme) == 1
        return f"{ends} ({pair.programme})" if alone else None

    def _is_uid(self, place: int, text: str) -> bool:
        return self._places[place].name not in text
